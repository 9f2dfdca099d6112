"""`/incidents/`: all postmortems."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from .rows import IncidentRow, LeftOutRow, count_kinds, list_incidents, list_left_out


@dataclass(frozen=True, kw_only=True)
class IncidentsView:
    """All postmortems, the newest first."""

    title: str
    counts: str
    """`45 incidents and 6 near misses`."""
    left_out: tuple[LeftOutRow, ...]
    rows: tuple[IncidentRow, ...]


def view_incidents(library: Library) -> IncidentsView:
    """What the list of incidents shows."""
    return IncidentsView(
        title="Incidents",
        counts=count_kinds(library.postmortems),
        left_out=list_left_out(library),
        rows=list_incidents(library.postmortems, library),
    )
