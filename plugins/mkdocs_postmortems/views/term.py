"""`/categories/<id>/`, `/services/<id>/` and `/factors/<id>/`: one word and its incidents."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library, OwnedAction
from ..core.patterns import break_down, one
from ..core.quarter import percent
from ..core.vocabulary import Term
from .figures import ShareTable, tabulate_shares
from .reference import Ref, refer_to_team
from .rows import ActionRow, IncidentRow, count_kinds, list_actions, list_incidents
from .vocabulary import CATEGORIES, SERVICES, Axis, postmortems_by, refer_to_successor


@dataclass(frozen=True, kw_only=True)
class TermView:
    """One category, service or contributing factor."""

    id: str
    axis: str
    """Kind of its page, and the search's name for it: `category`."""
    title: str
    noun: str
    """What the word is: `contributing factor`."""
    description: str
    retired: bool
    successor: Ref | None
    """What is used instead of a retired one."""
    all_terms: Ref
    counts: str
    share: int | None
    """Percent of all incidents; None where there is none."""
    incidents: int
    """Without near misses."""
    total: int
    """All incidents of the library."""
    owners: tuple[Ref, ...]
    """Teams that run the service."""
    rows: tuple[IncidentRow, ...]
    actions: tuple[ActionRow, ...]
    """Open items of these postmortems, the overdue ones first."""
    tables: tuple[ShareTable, ...]
    """What else these incidents have in common."""


def view_term(axis: Axis, term: Term, library: Library) -> TermView:
    """What the page of one word shows."""
    settings = library.settings
    postmortems = postmortems_by(axis, library).get(term.id, ())
    incidents = tuple(p for p in postmortems if not p.is_near_miss)
    tables = []
    if axis is not CATEGORIES:
        causes = break_down(incidents, lambda p: one(p.category), settings.categories)
        tables.append(tabulate_shares("causes", "Root cause", "category", causes, library))
    factors = break_down(
        incidents,
        lambda p: tuple(f for f in p.contributing_factors if f != term.id),
        settings.contributing_factors,
        several=True,
    )
    tables.append(
        tabulate_shares(
            "factors", "Contributing factor", "factor", factors, library, exclusive=False
        )
    )
    if axis is not SERVICES:
        services = break_down(incidents, lambda p: p.services, settings.services, several=True)
        tables.append(
            tabulate_shares("services", "Service", "service", services, library, exclusive=False)
        )
    owned = (OwnedAction(action=a, postmortem=p) for p in postmortems for a in p.open_actions)
    total = len(library.incidents)
    return TermView(
        id=term.id,
        axis=axis.kind,
        title=term.title,
        noun=axis.noun,
        description=term.description,
        retired=term.retired,
        successor=refer_to_successor(axis, term, library),
        all_terms=Ref(kind=axis.kind_of_list, title=axis.title),
        counts=count_kinds(postmortems),
        share=percent(len(incidents), total) if incidents else None,
        incidents=len(incidents),
        total=total,
        owners=tuple(
            refer_to_team(team.id, library)
            for team in (settings.who_runs(term.id) if axis is SERVICES else ())
        ),
        rows=list_incidents(postmortems, library),
        actions=list_actions(library.in_order_of_urgency(owned), library),
        tables=tuple(table for table in tables if table.rows),
    )
