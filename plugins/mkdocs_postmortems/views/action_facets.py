"""What the list of open action items can be filtered by."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.cohorts import FOLLOWED
from ..core.library import Library
from ..core.quarter import quarters_before
from .action_list import GROUPS, ListedAction
from .facets import Facet, count_facet
from .reference import refer_to_team

_AGES = {
    "under-30": "Under 30 days",
    "30-90": "30 to 90 days",
    "91-180": "91 to 180 days",
    "over-180": "Over 180 days",
}


def find_facets(listed: tuple[ListedAction, ...], library: Library) -> tuple[Facet, ...]:
    """What the list can be filtered by; what no item has is left out."""
    teams = {one.team for one in listed if one.team}
    names = {team: refer_to_team(team, library).title for team in teams}
    quarters = quarters_before(library.as_of, FOLLOWED)
    facets = (
        count_facet("due", "Due", (one.due for one in listed), GROUPS),
        count_facet(
            "team",
            "Team",
            (one.team for one in listed),
            dict(sorted(names.items(), key=lambda pair: (pair[1], pair[0]))) | {"": "No team"},
        ),
        count_facet(
            "priority",
            "Priority",
            (one.priority for one in listed),
            _in_order(one.priority for one in listed) | {"": "None given"},
        ),
        count_facet(
            "type",
            "Type",
            (one.type for one in listed),
            _in_order(one.type for one in listed) | {"": "None given"},
        ),
        count_facet("age", "Age", (one.age for one in listed), _AGES | {"": "Unknown"}),
        count_facet(
            "quarter", "First due in", (one.quarter for one in listed), {q: q for q in quarters}
        ),
    )
    return tuple(facet for facet in facets if facet.is_given)


def _in_order(values: Iterable[str]) -> dict[str, str]:
    return {value: value for value in sorted(set(values)) if value}
