"""The incidents behind the figures of calendar years: their lists on `/patterns/`."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.library import Library
from ..core.years import Year
from .behind import BehindList, list_behind, list_incidents_of
from .fields import CAUSES, DETECTION, FACTORS, Field
from .figures import share_anchor
from .reference import Ref

FIELDS = (CAUSES, FACTORS, DETECTION)
"""Those that years are compared by."""


def anchor_in_year(year: str, field: Field, identifier: str = "") -> str:
    """Id of the list of a value's incidents in a year; of all values, that of their heading."""
    table = f"year-{year}-{field.id}"
    return share_anchor(table, identifier) if identifier else f"pm-{table}"


def anchor_of_kind(year: str, kind: str) -> str:
    """Id of the list of a year's `incidents`, `near-misses` or `drafts`."""
    return f"year-{year}-{kind}"


def list_year(year: Year, library: Library) -> tuple[BehindList, ...]:
    """What is behind the figures of a year, the newest incident of each first."""
    name = year.patterns.period
    found = [p for quarter in reversed(year.quarters) for p in library.by_quarter[quarter]]
    incidents = [p for p in found if not p.is_near_miss]
    kinds = (
        ("incidents", "Incidents", incidents),
        ("near-misses", "Near misses", [p for p in found if p.is_near_miss]),
        ("drafts", "Not final", [p for p in incidents if p.status != "final"]),
    )
    rows = (
        list_behind(anchor_of_kind(name, kind), title, [p.id for p in members], library)
        for kind, title, members in kinds
    )
    return (
        BehindList(id=f"year-{name}", title=name, rows=tuple(row for row in rows if row)),
        *_list_fields(year, library),
    )


def _list_fields(year: Year, library: Library) -> Iterator[BehindList]:
    name = year.patterns.period
    for field in FIELDS:
        shares = field.breakdown(year.patterns).shares
        if shares:
            yield BehindList(
                id=f"year-{name}-{field.id}",
                title=f"{field.title}, {name}",
                rows=tuple(
                    list_incidents_of(
                        field.refer_to(share.id, share.title),
                        anchor_in_year(name, field, share.id),
                        share.postmortems,
                        library,
                    )
                    for share in shares
                ),
            )


def refer_in_year(year: str, field: Field, identifier: str = "") -> Ref:
    """The same list as a place on `/patterns/`."""
    return Ref(kind="quarters", anchor=anchor_in_year(year, field, identifier))
