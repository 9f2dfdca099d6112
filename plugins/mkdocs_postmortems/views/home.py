"""`/`: what needs attention, what is new, this quarter, how to start."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.owed import find_obligations
from ..core.quarter import quarter_before, quarter_of
from .leading import lead_quarter, tell_leader
from .questions import Piece
from .reference import Ref, refer_to_quarter
from .rows import (
    ActionRow,
    IncidentRow,
    LeftOutRow,
    count_kinds,
    list_actions,
    list_incidents,
    list_left_out,
)
from .wording import long_date

_LATEST = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class QuarterLine:
    """A quarter in a line."""

    name: str
    ref: Ref | None
    """Its page; None where it has no postmortems."""
    is_running: bool
    counts: str
    sentence: tuple[Piece, ...]
    """What leads it; empty where it has no postmortems."""


@dataclass(frozen=True, kw_only=True)
class HomeView:
    """The home page."""

    title: str
    organisation: str
    as_of: str
    counts: str
    overdue: int
    due_soon: int
    """Open items due within a week, today included."""
    open_actions: int
    urgent: tuple[ActionRow, ...]
    """The first overdue items."""
    owed: int
    """Incidents that are owed a postmortem which is not final."""
    owed_late: int
    """Those of them whose deadline has passed."""
    unfinished: tuple[IncidentRow, ...]
    """Drafts and postmortems in review, the oldest first."""
    left_out: tuple[LeftOutRow, ...]
    latest: tuple[IncidentRow, ...]
    quarters: tuple[QuarterLine, ...]
    """The quarter that is running, and the one before it; none in an empty library."""
    handbook: Ref | None


def view_home(library: Library, handbook: Ref | None = None) -> HomeView:
    """What the home page shows; `handbook` is the site's own page about the process."""
    overdue = tuple(o for o in library.open_actions if o.action.is_overdue(library.as_of))
    due_soon = sum(o.action.is_due_soon(library.as_of) for o in library.open_actions)
    unfinished = tuple(p for p in reversed(library.postmortems) if p.status != "final")
    named = (quarter_of(library.as_of), quarter_before(library.as_of))
    return HomeView(
        title="Postmortems",
        organisation=library.settings.organisation,
        as_of=long_date(library.as_of),
        counts=count_kinds(library.postmortems),
        overdue=len(overdue),
        due_soon=due_soon,
        open_actions=len(library.open_actions),
        urgent=list_actions(overdue[:_LATEST], library),
        owed=len(find_obligations(library).owed),
        owed_late=len(find_obligations(library).late),
        unfinished=list_incidents(unfinished, library),
        left_out=list_left_out(library),
        latest=list_incidents(library.postmortems[:_LATEST], library),
        quarters=tuple(
            _quarter_line(name, library, is_running=name == named[0])
            for name in named
            if name and library.postmortems
        ),
        handbook=handbook,
    )


def _quarter_line(name: str, library: Library, *, is_running: bool) -> QuarterLine:
    patterns = library.patterns.get(name)
    return QuarterLine(
        name=name,
        ref=refer_to_quarter(name) if patterns else None,
        is_running=is_running,
        counts=count_kinds(library.by_quarter.get(name, ())),
        sentence=tell_leader(lead_quarter(name, library), library) if patterns else (),
    )
