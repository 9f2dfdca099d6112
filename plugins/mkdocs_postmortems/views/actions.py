"""`/actions/`: open action items, whose they are, and how they are followed through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..core.cohorts import Cohort, count_cohorts
from ..core.library import Library, OwnedAction
from .action_facets import find_facets
from .action_list import (
    FIRST,
    SHARD,
    SPECIMEN,
    ActionGroup,
    ListedAction,
    group_by_due_date,
    list_open,
)
from .closures import find_decisions
from .facets import Facet
from .reference import Ref, refer_to_team
from .rows import ActionRow, list_actions
from .wording import count_of, long_date

DECISIONS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamShare:
    """A team's open items; `team` is None for items that no team owns."""

    team: Ref | None
    open_actions: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class ActionsView:
    """All open items."""

    title: str
    as_of: str
    """`16 March 2026`."""
    total: int
    overdue: int
    groups: tuple[ActionGroup, ...]
    """Overdue, undecided, due within a week, later, undated; empty ones left out."""
    teams: tuple[TeamShare, ...]
    """By name."""
    facets: tuple[Facet, ...]
    shown: int
    """Items that stand in the page."""
    records: tuple[ListedAction, ...]
    """All items, where they stand in the page; none where they lie in files beside it."""
    files: int
    """How many such files there are."""
    file_size: int
    """Items in each."""
    specimen: ActionRow
    cohorts: tuple[Cohort, ...]
    """Of the last four complete quarters, the newest first; none where nothing was due in them."""
    decisions: tuple[ActionRow, ...]
    """The newest ones."""
    declined: int
    closed: int
    """Items that are done."""
    if_empty: str
    """What an empty list says."""


def view_actions(library: Library) -> ActionsView:
    """What the page of open action items shows."""
    actions, listed = library.open_actions, list_open(library)
    shares: dict[str | None, list[OwnedAction]] = {}
    for owned in actions:
        shares.setdefault(owned.action.team, []).append(owned)
    teams = [
        TeamShare(
            team=refer_to_team(team, library) if team else None,
            open_actions=len(found),
            overdue=_overdue(found, library.as_of),
        )
        for team, found in shares.items()
    ]
    teams.sort(key=lambda share: (share.team is None, share.team.title if share.team else ""))
    decisions = find_decisions(library.actions, library)
    cohorts = count_cohorts(library.courses.values(), library.as_of)
    return ActionsView(
        title="Open action items",
        as_of=long_date(library.as_of),
        total=len(actions),
        overdue=_overdue(actions, library.as_of),
        groups=group_by_due_date(listed),
        teams=tuple(teams),
        facets=find_facets(listed, library),
        shown=min(len(listed), FIRST),
        records=listed if len(listed) <= FIRST else (),
        files=-(-len(listed) // SHARD) if len(listed) > FIRST else 0,
        file_size=SHARD,
        specimen=SPECIMEN,
        cohorts=cohorts if any(cohort.total for cohort in cohorts) else (),
        decisions=list_actions(decisions[:DECISIONS], library),
        declined=len(decisions),
        closed=sum(owned.action.is_done for owned in library.actions),
        if_empty=_if_empty(library),
    )


def _overdue(actions: tuple[OwnedAction, ...] | list[OwnedAction], as_of: date) -> int:
    return sum(owned.action.is_overdue(as_of) for owned in actions)


def _if_empty(library: Library) -> str:
    closed = [course.closed for course in library.courses.values() if course.closed]
    if closed:
        return f"No open action items. The last one was closed on {long_date(max(closed))}."
    if library.actions:
        return f"No open action items: all {count_of(len(library.actions), 'item')} are closed."
    return "No action items yet: they come from the section Action Items of each postmortem."
