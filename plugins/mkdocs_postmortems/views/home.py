"""`/`: what needs attention, what is new, this quarter, how to start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ..core.library import Library
from .actions import SOON
from .quarter import describe_patterns
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


@dataclass(frozen=True, kw_only=True)
class HomeView:
    """The home page."""

    title: str
    organisation: str
    as_of: str
    counts: str
    overdue: int
    due_soon: int
    """Open items due within a week."""
    open_actions: int
    urgent: tuple[ActionRow, ...]
    """The first overdue items."""
    unfinished: tuple[IncidentRow, ...]
    """Drafts and postmortems in review, the oldest first."""
    left_out: tuple[LeftOutRow, ...]
    latest: tuple[IncidentRow, ...]
    quarter: Ref | None
    """The quarter of the last incident."""
    quarter_counts: str
    quarter_sentence: str
    last_full: Ref | None
    """The quarter before it, which is complete."""
    last_full_sentence: str
    handbook: Ref | None


def view_home(library: Library, handbook: Ref | None = None) -> HomeView:
    """What the home page shows; `handbook` is the site's own page about the process."""
    overdue = tuple(o for o in library.open_actions if o.action.is_overdue(library.as_of))
    due_soon = sum(
        o.action.due is not None and timedelta(0) <= o.action.due - library.as_of <= SOON
        for o in library.open_actions
    )
    unfinished = tuple(p for p in reversed(library.postmortems) if p.status != "final")
    quarters = tuple(library.patterns)
    current = quarters[0] if quarters else None
    before = quarters[1] if len(quarters) > 1 else None
    return HomeView(
        title="Postmortems",
        organisation=library.settings.organisation,
        as_of=long_date(library.as_of),
        counts=count_kinds(library.postmortems),
        overdue=len(overdue),
        due_soon=due_soon,
        open_actions=len(library.open_actions),
        urgent=list_actions(overdue[:_LATEST], library),
        unfinished=list_incidents(unfinished, library),
        left_out=list_left_out(library),
        latest=list_incidents(library.postmortems[:_LATEST], library),
        quarter=refer_to_quarter(current) if current else None,
        quarter_counts=count_kinds(library.by_quarter[current]) if current else "",
        quarter_sentence=describe_patterns(library.patterns[current]) if current else "",
        last_full=refer_to_quarter(before) if before else None,
        last_full_sentence=describe_patterns(library.patterns[before]) if before else "",
        handbook=handbook,
    )
