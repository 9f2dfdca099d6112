from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mkdocs_postmortems.core.health_reading import measure_reading
from mkdocs_postmortems.core.lateness import Delivery, Timing, deliveries_by_quarter
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.owed import find_obligations

from ..documents import postmortem
from ..libraries import SETTINGS, load, on_day, with_register


def by_id(library: Library) -> dict[str, Delivery]:
    found = deliveries_by_quarter(library)["2026-Q1"]
    return {one.obligation.facts.id: one for one in found}


def test_the_day_of_publication_is_held_against_the_deadline() -> None:
    """A SEV-2 has 120 hours: over at 10:22 on 8 January, it is due at 10:22 on the 13th."""
    library = load(
        [
            postmortem(published="2026-01-13T10:22Z"),
            postmortem(id="PM-2026-002", published="2026-01-13T10:23Z"),
            postmortem(id="PM-2026-003", published="2026-01-16T09:00Z"),
            postmortem(id="PM-2026-004"),
            postmortem(id="PM-2026-005", status="in-review"),
            postmortem(id="PM-2026-006", date="2026-03-15", status="draft"),
            postmortem(id="PM-2026-007", severity=None),
        ]
    ).library
    found = by_id(library)
    assert {one: (d.timing, d.days_late) for one, d in found.items()} == {
        "PM-2026-001": (Timing.IN_TIME, 0),
        "PM-2026-002": (Timing.LATE, 0),
        "PM-2026-003": (Timing.LATE, 3),
        "PM-2026-004": (Timing.UNKNOWN, 0),
        "PM-2026-005": (Timing.OVERDUE, 62),
        "PM-2026-006": (Timing.NOT_DUE, 0),
        "PM-2026-007": (Timing.NOT_CALLED_FOR, 0),
    }
    assert found["PM-2026-005"].due == date(2026, 1, 13)


def test_the_latest_come_first() -> None:
    library = load(
        [
            postmortem(published="2026-01-14T09:00Z"),
            postmortem(id="PM-2026-002", status="draft"),
            postmortem(id="PM-2026-003", published="2026-01-20T09:00Z"),
        ]
    ).library
    assert list(by_id(library)) == ["PM-2026-002", "PM-2026-003", "PM-2026-001"]


def test_what_is_owed_and_not_written_counts_and_what_is_not_owed_does_not() -> None:
    """INC-1 is owed one since 6 March; INC-2 was felt by nobody for long enough."""
    library = with_register(
        load([]).library,
        on_day(date(2026, 3, 4), id="INC-1", severity="SEV-1"),
        on_day(date(2026, 3, 4), id="INC-2", severity="SEV-3"),
    )
    assert {one: (d.timing, d.days_late) for one, d in by_id(library).items()} == {
        "INC-1": (Timing.OVERDUE, 10)
    }


def test_what_nothing_calls_for_is_never_late_on_any_page() -> None:
    """A SEV-2 has 120 hours, and 1 minute of customers is no trigger; the last one has 20."""
    brief: Mapping[str, Any] = {"customer_impact": "1 minute"}
    library = load(
        [
            postmortem(published="2026-03-01T09:00Z", **brief),
            postmortem(id="PM-2026-002", status="draft", **brief),
            postmortem(id="PM-2026-003", status="draft", customer_impact="20 minutes"),
        ]
    ).library
    assert {one: (d.timing, d.days_late) for one, d in by_id(library).items()} == {
        "PM-2026-001": (Timing.NOT_CALLED_FOR, 0),
        "PM-2026-002": (Timing.NOT_CALLED_FOR, 0),
        "PM-2026-003": (Timing.OVERDUE, 62),
    }
    assert [one.facts.id for one in find_obligations(library).late] == ["PM-2026-003"]
    publishing = measure_reading(library).publishing
    assert publishing.late == ()
    assert [one.facts.id for one in publishing.waiting] == ["PM-2026-003"]


def test_what_is_called_for_and_has_no_hours_has_no_deadline() -> None:
    hours = "policy: {postmortem_due_hours: {SEV-2: 120}}\n"
    library = load([postmortem(severity="SEV-1")], settings=SETTINGS + hours).library
    assert by_id(library)["PM-2026-001"].timing is Timing.NO_DEADLINE
