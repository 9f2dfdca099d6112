"""Whose an action item is: the team that an owner names."""

from __future__ import annotations

import re

from .settings import Settings, Team
from .vocabulary import fold


def owning_team(owner: str, settings: Settings, teams: tuple[str, ...] = ()) -> str | None:
    """The team that an owner names: by id, name, alias or member, alone or in a list.

    "Platform Team", "platform" and "Ada Osei (Platform)" are all `platform`. The
    successor of a retired team takes over its items. Where the settings list no
    teams, `teams` are the ones known. None where no team is named.
    """
    parts = [fold(part) for part in (owner, *re.split(r"[,/&();]|\band\b", owner))]
    known = settings.teams or tuple(Team(id=team, name=team) for team in teams)
    for names in (_names, _members):
        for part in parts:
            for team in known:
                if part and part in names(team):
                    return current_team(team.id, settings)
    return None


def _names(team: Team) -> set[str]:
    names = (team.id, team.name, *team.aliases)
    return {fold(name) for name in names} | {fold(f"{name} team") for name in names}


def _members(team: Team) -> set[str]:
    return {fold(member) for member in team.members}


def current_team(team: str, settings: Settings) -> str:
    """The team itself, or who took over from it, however many steps away."""
    seen = {team}
    while (found := settings.team(team)) and found.retired and found.successor:
        if found.successor in seen:
            break
        team = found.successor
        seen.add(team)
    return team
