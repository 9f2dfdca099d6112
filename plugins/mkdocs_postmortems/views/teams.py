"""`/teams/`: all teams, with what they still owe."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.settings import Team
from .reference import Ref, refer_to_team
from .rows import count_kinds


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamRow:
    """One team with its figures; the teams stand in the order of their names, never ranked."""

    team: Ref
    description: str
    owned: int
    """Postmortems that the team owns."""
    involved: int
    """Postmortems of others that the team took part in."""
    open_actions: int
    overdue: int
    retired: bool


@dataclass(frozen=True, kw_only=True)
class TeamsView:
    """All teams by name."""

    title: str
    counts: str
    rows: tuple[TeamRow, ...]


def all_teams(library: Library) -> tuple[Team, ...]:
    """The declared teams, then those that only documents name, by id."""
    declared = {team.id for team in library.settings.teams}
    found = {*library.by_team, *library.open_actions_by_team} - declared
    names = library.settings.team_names
    return (
        *library.settings.teams,
        *(Team(id=i, name=names.title_of(i)) for i in sorted(found)),
    )


def view_teams(library: Library) -> TeamsView:
    """What the list of teams shows."""
    rows = [_row(team, library) for team in all_teams(library)]
    rows.sort(key=lambda row: (row.retired, row.team.title))
    return TeamsView(title="Teams", counts=count_kinds(library.postmortems), rows=tuple(rows))


def _row(team: Team, library: Library) -> TeamRow:
    postmortems = library.by_team.get(team.id, ())
    owned = sum(p.owner == team.id for p in postmortems)
    actions = library.open_actions_by_team.get(team.id, ())
    return TeamRow(
        team=refer_to_team(team.id, library),
        description=team.description,
        owned=owned,
        involved=len(postmortems) - owned,
        open_actions=len(actions),
        overdue=sum(o.action.is_overdue(library.as_of) for o in actions),
        retired=team.retired,
    )
