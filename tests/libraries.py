"""Small libraries for tests, read from text as the real ones are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.register import RegisteredIncident
from mkdocs_postmortems.core.source import Source
from mkdocs_postmortems.pipeline import LoadedLibrary, load_library, load_settings

from .documents import postmortem

AS_OF = date(2026, 3, 16)

SETTINGS = """\
organisation: Lindgrove
severities:
  - {id: SEV-1, title: Critical}
  - {id: SEV-2, title: Major}
categories:
  - {id: capacity, title: Capacity limit, description: Demand met a limit.}
  - {id: configuration, title: Configuration error}
contributing_factors:
  - {id: unbounded-growth, title: Growth without a limit}
  - {id: staging-parity, title: Staging did not match production}
services:
  - {id: search-api, title: Search}
  - {id: cart-api, title: Cart}
teams:
  - id: discovery
    name: Search and Discovery
    aliases: [Discovery Team]
    services: [search-api]
    links: {Channel: "https://chat.example/discovery"}
  - {id: checkout, name: Checkout, members: [Lin Berg], services: [cart-api]}
  - {id: storefront, name: Storefront, retired: true, successor: checkout}
"""

CART_ACTIONS = """\
| ID | Item | Owner | Priority | Due Date | Status | Ticket | Closed | Note |
|---|---|---|---|---|---|---|---|---|
| A1 | Load the flag from a checked file | Storefront | P1 | 2026-03-20 | in-progress | | | |
| A2 | Second cache | Lin Berg | P2 | 2026-04-01 | wont-do | | | One is enough |
| A3 | Say it on the status page | Nobody | P2 | | proposed | | | |
"""


def source(text: str, uri: str = "incidents/a.md") -> Source:
    """A file as `sources` would have read it."""
    data = text.encode()
    return Source(path=uri, uri=uri, data=data, size=len(data))


def load(texts: Sequence[str], settings: str = SETTINGS, as_of: date = AS_OF) -> LoadedLibrary:
    """A library of these documents."""
    sources = [source(text, f"incidents/{number}.md") for number, text in enumerate(texts)]
    return load_library(sources, load_settings(settings.encode()), as_of)


def four() -> Library:
    """Three incidents and a near miss, in two quarters.

    | id | date | kind | category | factors | teams | open items |
    |---|---|---|---|---|---|---|
    | PM-2025-001 | 2025-11-20 | SEV-1 | capacity | growth | discovery | A2, overdue |
    | PM-2026-001 | 2026-01-08 | SEV-2 | capacity | growth | discovery | A2, overdue |
    | PM-2026-002 | 2026-02-03 | SEV-2, draft | configuration | parity, growth | checkout,
      discovery | A1, A3 |
    | PM-2026-003 | 2026-02-20 | near miss | configuration | parity | checkout | none |
    """
    texts = [
        postmortem(id="PM-2025-001", title="Search fell over", date="2025-11-20", severity="SEV-1"),
        postmortem(recurrence_of="[PM-2025-001]"),
        postmortem(
            {"Action Items": CART_ACTIONS},
            id="PM-2026-002",
            title="Carts were emptied",
            date="2026-02-03",
            status="draft",
            category="configuration",
            detection=None,
            contributing_factors="[staging-parity, unbounded-growth]",
            teams="[checkout, discovery]",
            services="[cart-api]",
        ),
        postmortem(
            {"Action Items": "None needed.", "Timeline": "Noticed at 10:00 UTC, before any order."},
            id="PM-2026-003",
            title="Carts were nearly emptied",
            date="2026-02-20",
            kind="near-miss",
            severity=None,
            potential_severity="SEV-1",
            duration=None,
            customer_impact=None,
            category="configuration",
            contributing_factors="[staging-parity]",
            teams="[checkout]",
            services="[cart-api]",
        ),
    ]
    return load(texts).library


REGISTERED = RegisteredIncident(
    id="INC-4500",
    title="Search was slow",
    start=datetime(2026, 3, 4, 14, 25, tzinfo=UTC),
    end=datetime(2026, 3, 4, 14, 47, tzinfo=UTC),
    severity="SEV-2",
    customer_impact=timedelta(minutes=20),
    is_near_miss=False,
    potential_severity=None,
    category="capacity",
    contributing_factors=(),
    services=("search-api",),
    teams=("discovery",),
    recurrence_of=None,
    visibility="internal",
    line=2,
)
"""An incident of the register, of which a test changes what it is about."""


def on_day(day: date, **fields: Any) -> RegisteredIncident:
    """An incident of the register from 14:25 to 14:47 UTC of a day."""
    start = datetime.combine(day, time(14, 25), tzinfo=UTC)
    return replace(REGISTERED, **{"start": start, "end": start + timedelta(minutes=22), **fields})


def with_register(library: Library, *incidents: RegisteredIncident) -> Library:
    """The library beside a register of these incidents."""
    return replace(library, register=incidents)
