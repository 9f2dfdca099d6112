"""`/actions/`: open action items, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..core.library import Library, OwnedAction
from .reference import Ref, refer_to_team
from .rows import ActionRow, list_actions
from .wording import count_of, long_date

SOON = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionGroup:
    """Open items that are due in the same stretch of time."""

    id: str
    title: str
    rows: tuple[ActionRow, ...]


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
    """Overdue, due within a week, later, undated; empty ones left out."""
    teams: tuple[TeamShare, ...]
    """By name."""
    if_empty: str
    """What an empty list says."""


def group_by_due_date(
    actions: tuple[OwnedAction, ...], library: Library
) -> tuple[ActionGroup, ...]:
    """Divide open items by when they are due; empty groups are left out."""
    groups: dict[str, list[OwnedAction]] = {"overdue": [], "soon": [], "later": [], "undated": []}
    for owned in actions:
        due = owned.action.due
        if owned.action.is_overdue(library.as_of):
            groups["overdue"].append(owned)
        elif due is None:
            groups["undated"].append(owned)
        else:
            groups["soon" if due - library.as_of <= SOON else "later"].append(owned)
    titles = {
        "overdue": "Overdue",
        "soon": "Due within a week",
        "later": "Due later",
        "undated": "Without a due date",
    }
    return tuple(
        ActionGroup(id=name, title=titles[name], rows=list_actions(tuple(found), library))
        for name, found in groups.items()
        if found
    )


def view_actions(library: Library) -> ActionsView:
    """What the page of open action items shows."""
    actions = library.open_actions
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
    return ActionsView(
        title="Open action items",
        as_of=long_date(library.as_of),
        total=len(actions),
        overdue=_overdue(actions, library.as_of),
        groups=group_by_due_date(actions, library),
        teams=tuple(teams),
        if_empty=_if_empty(library),
    )


def _overdue(actions: tuple[OwnedAction, ...] | list[OwnedAction], as_of: date) -> int:
    return sum(owned.action.is_overdue(as_of) for owned in actions)


def _if_empty(library: Library) -> str:
    closed = [o.action.closed for o in library.actions if o.action.closed]
    if closed:
        return f"No open action items. The last one was closed on {long_date(max(closed))}."
    if library.actions:
        return f"No open action items: all {count_of(len(library.actions), 'item')} are closed."
    return "No action items yet: they come from the section Action Items of each postmortem."
