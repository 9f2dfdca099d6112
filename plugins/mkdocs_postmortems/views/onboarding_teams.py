"""`/onboarding/`: the teams, with what their newcomers read first."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.onboarding import ReadingList, find_reading_lists
from ..core.settings import Team
from .onboarding import refer_to_onboarding
from .reference import Ref
from .teams import all_teams


@dataclass(frozen=True, kw_only=True, slots=True)
class OnboardingTeamRow:
    """A team; they stand in the order of their names, never ranked."""

    team: Ref
    """Its page for newcomers."""
    description: str
    is_own: bool
    """Whether that page is one that the team has written: then the figures are none of its."""
    postmortems: int
    """To be read."""
    minutes: int
    """Of reading."""


@dataclass(frozen=True, kw_only=True)
class OnboardingTeamsView:
    """All teams that somebody may be new in."""

    title: str
    rows: tuple[OnboardingTeamRow, ...]
    handbook: Ref | None


def view_onboarding_teams(
    library: Library, handbook: Ref | None = None, own: frozenset[str] = frozenset()
) -> OnboardingTeamsView:
    """What the list of reading lists shows; `own` are the ids of the teams that wrote theirs."""
    teams = (team for team in all_teams(library) if not team.retired)
    rows = [_row(team, library, is_own=team.id in own) for team in teams]
    rows.sort(key=lambda row: row.team.title)
    return OnboardingTeamsView(title="Onboarding", rows=tuple(rows), handbook=handbook)


def _row(team: Team, library: Library, *, is_own: bool) -> OnboardingTeamRow:
    reading_list = find_reading_lists(library).get(team.id, ReadingList())
    return OnboardingTeamRow(
        team=refer_to_onboarding(team.id, library),
        description=team.description,
        is_own=is_own,
        postmortems=0 if is_own else len(reading_list.readings),
        minutes=0 if is_own else reading_list.minutes,
    )
