"""`/teams/<id>/`: what hit a team, what it still owes, and what repeats."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.patterns import break_down, one
from ..core.settings import Team
from .figures import ShareTable, tabulate_shares
from .reference import Ref, refer_to_services, refer_to_team
from .rows import ActionRow, IncidentRow, count_kinds, list_actions, list_incidents
from .wording import count_of


@dataclass(frozen=True, kw_only=True)
class TeamView:
    """One team."""

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
    retired: bool
    successor: Ref | None
    rows: tuple[IncidentRow, ...]
    """Postmortems that it owns or took part in."""
    actions: tuple[ActionRow, ...]
    """Open items that it owns, the overdue ones first."""
    tables: tuple[ShareTable, ...]


def view_team(team: Team, library: Library) -> TeamView:
    """What the page of one team shows."""
    settings = library.settings
    postmortems = library.by_team.get(team.id, ())
    incidents = tuple(p for p in postmortems if not p.is_near_miss)
    actions = library.open_actions_by_team.get(team.id, ())
    overdue = sum(o.action.is_overdue(library.as_of) for o in actions)
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
    return TeamView(
        title=team.name,
        description=team.description,
        counts=count_kinds(postmortems),
        incidents=len(incidents),
        owes=count_of(len(actions), "open action item")
        + (f", {overdue} overdue" if overdue else ""),
        overdue=overdue,
        services=refer_to_services(team.services, library),
        links=team.links,
        retired=team.retired,
        successor=refer_to_team(team.successor, library) if team.successor else None,
        rows=list_incidents(postmortems, library),
        actions=list_actions(actions, library),
        tables=tuple(table for table in tables if table.rows),
    )
