"""`/teams/<id>/`: what hit a team, what it still owes, and what repeats."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.cohorts import Cohort, count_cohorts
from ..core.library import Library
from ..core.onboarding import ReadingList, find_reading_lists
from ..core.patterns import break_down, one
from ..core.settings import Team
from .action_list import FIRST
from .closures import find_decisions, list_closures
from .figures import ShareTable, tabulate_shares
from .onboarding import tell_length
from .questions import QuestionList, ask_about_team
from .reference import Ref, refer_to_incident, refer_to_services, refer_to_team, refer_to_team_pages
from .rows import ActionRow, IncidentRow, count_kinds, list_actions, list_incidents
from .wording import count_of

_NEWEST = 5
_READ_FIRST = 3
"""So many stand on the page of what newcomers read first; the others are a link away."""


@dataclass(frozen=True, kw_only=True)
class TeamView:
    """One team."""

    id: str
    title: str
    description: str
    counts: str
    incidents: int
    """Without near misses."""
    owes: str
    """`3 open action items, 1 overdue`."""
    overdue: int
    services: tuple[Ref, ...]
    links: tuple[tuple[str, str], ...]
    """Label and address."""
    pages: tuple[Ref, ...]
    """Of the site's own, that the team leads to."""
    retired: bool
    successor: Ref | None
    read_first: tuple[Ref, ...]
    """What newcomers read first, at most three."""
    reading: str
    """How much they read in all: `6 postmortems, 31 minutes`; empty where that is nothing."""
    rows: tuple[IncidentRow, ...]
    """Postmortems that it owns or took part in."""
    actions: tuple[ActionRow, ...]
    """Open items that it owns, the overdue ones first; at most a hundred."""
    open_actions: int
    cohorts: tuple[Cohort, ...]
    """Of the last four complete quarters, the newest first; none where nothing was due in them."""
    closures: tuple[ActionRow, ...]
    """The items done last."""
    closed: int
    """All items that are done."""
    dated: int
    """Those of them whose day is known."""
    questions: tuple[QuestionList, ...]
    """What follow-up leaves to be asked of its items; none of them is empty."""
    decisions: tuple[ActionRow, ...]
    """The items declined last."""
    declined: int
    tables: tuple[ShareTable, ...]


def view_team(team: Team, library: Library) -> TeamView:
    """What the page of one team shows."""
    settings = library.settings
    postmortems = library.by_team.get(team.id, ())
    incidents = tuple(p for p in postmortems if not p.is_near_miss)
    actions = library.open_actions_by_team.get(team.id, ())
    overdue = sum(o.action.is_overdue(library.as_of) for o in actions)
    owned = library.actions_by_team.get(team.id, ())
    done = tuple(o for o in owned if o.action.is_done)
    cohorts = count_cohorts((library.courses[o.action.id] for o in owned), library.as_of)
    decisions = find_decisions(owned, library)
    causes = break_down(incidents, lambda p: one(p.category), settings.categories)
    factors = break_down(
        incidents, lambda p: p.contributing_factors, settings.contributing_factors, several=True
    )
    tables = (
        tabulate_shares("causes", "Root cause", "category", causes, library),
        tabulate_shares(
            "factors", "Contributing factor", "factor", factors, library, exclusive=False
        ),
    )
    reading_list = find_reading_lists(library).get(team.id, ReadingList())
    return TeamView(
        id=team.id,
        title=team.name,
        description=team.description,
        counts=count_kinds(postmortems),
        incidents=len(incidents),
        owes=count_of(len(actions), "open action item")
        + (f", {overdue} overdue" if overdue else ""),
        overdue=overdue,
        services=refer_to_services(team.services, library),
        links=team.links,
        pages=refer_to_team_pages(team),
        retired=team.retired,
        successor=refer_to_team(team.successor, library) if team.successor else None,
        read_first=tuple(
            refer_to_incident(one.postmortem) for one in reading_list.readings[:_READ_FIRST]
        ),
        reading=tell_length(reading_list),
        rows=list_incidents(postmortems, library),
        actions=list_actions(actions[:FIRST], library),
        open_actions=len(actions),
        cohorts=cohorts if any(cohort.total for cohort in cohorts) else (),
        closures=list_closures(owned, library, _NEWEST),
        closed=len(done),
        dated=sum(library.courses[o.action.id].closed is not None for o in done),
        questions=ask_about_team(team.id, library),
        decisions=list_actions(decisions[:_NEWEST], library),
        declined=len(decisions),
        tables=tuple(table for table in tables if table.rows),
    )
