"""What the list of open action items can be filtered by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..core.cohorts import FOLLOWED
from ..core.library import Library
from ..core.quarter import quarters_before
from .action_list import GROUPS, ListedAction
from .reference import refer_to_team

NONE = "-"
"""What stands in an address for items without a team, priority or type: no id is only a hyphen."""
_AGES = {
    "under-30": "Under 30 days",
    "30-90": "30 to 90 days",
    "91-180": "91 to 180 days",
    "over-180": "Over 180 days",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetValue:
    """A value to filter by."""

    value: str
    """As it stands in an address."""
    label: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """What the list can be filtered by."""

    name: str
    """As it stands in an address."""
    title: str
    values: tuple[FacetValue, ...]


def find_facets(listed: tuple[ListedAction, ...], library: Library) -> tuple[Facet, ...]:
    """What the list can be filtered by; what no item has is left out."""
    teams = {one.team for one in listed if one.team}
    names = {team: refer_to_team(team, library).title for team in teams}
    quarters = quarters_before(library.as_of, FOLLOWED)
    facets = (
        _facet("due", "Due", (one.due for one in listed), GROUPS),
        _facet(
            "team",
            "Team",
            (one.team for one in listed),
            dict(sorted(names.items(), key=lambda pair: (pair[1], pair[0]))) | {"": "No team"},
        ),
        _facet(
            "priority",
            "Priority",
            (one.priority for one in listed),
            _in_order(one.priority for one in listed) | {"": "None given"},
        ),
        _facet(
            "type",
            "Type",
            (one.type for one in listed),
            _in_order(one.type for one in listed) | {"": "None given"},
        ),
        _facet("age", "Age", (one.age for one in listed), _AGES | {"": "Unknown"}),
        _facet(
            "quarter", "First due in", (one.quarter for one in listed), {q: q for q in quarters}
        ),
    )
    return tuple(facet for facet in facets if any(v.value != NONE for v in facet.values))


def _in_order(values: Iterable[str]) -> dict[str, str]:
    return {value: value for value in sorted(set(values)) if value}


def _facet(name: str, title: str, values: Iterable[str], labels: dict[str, str]) -> Facet:
    counts = Counter(values)
    return Facet(
        name=name,
        title=title,
        values=tuple(
            FacetValue(value=value or NONE, label=label, count=counts[value])
            for value, label in labels.items()
            if counts[value]
        ),
    )
