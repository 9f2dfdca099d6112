"""Which incidents resemble one another, by what their documents declare.

Looking at every pair would take the square of the library's size. Each
postmortem is filed under what makes it specific instead (its category with each
factor, each pair of factors, each factor with a service), and only the newest
few under its own keys are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from .postmortem import Postmortem

_COMPARED_PER_KEY = 6
_Key = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Similarity:
    """One postmortem that resembles another, and in what."""

    postmortem: Postmortem
    same_category: bool
    factors: tuple[str, ...]
    """Ids of the contributing factors that both have."""
    services: tuple[str, ...]
    """Ids of the services that both have."""

    @property
    def weight(self) -> int:
        """Factors count three times as much as services, a category twice."""
        return 3 * len(self.factors) + 2 * self.same_category + len(self.services)


def file_by_likeness(postmortems: tuple[Postmortem, ...]) -> Mapping[_Key, tuple[Postmortem, ...]]:
    """The newest postmortems under each key; `postmortems` come newest first."""
    filed: dict[_Key, list[Postmortem]] = {}
    for postmortem in postmortems:
        for key in _keys(postmortem):
            found = filed.setdefault(key, [])
            if len(found) < _COMPARED_PER_KEY:
                found.append(postmortem)
    return {key: tuple(found) for key, found in filed.items()}


def find_similar(
    postmortem: Postmortem,
    filed: Mapping[_Key, tuple[Postmortem, ...]],
    without: frozenset[str] = frozenset(),
    limit: int = 5,
) -> tuple[Similarity, ...]:
    """The postmortems that share the most with one, the newest of equals first.

    Those whose ids are in `without` are not looked at.
    """
    left_out = without | {postmortem.id}
    candidates = {p.id: p for key in _keys(postmortem) for p in filed[key] if p.id not in left_out}
    found = [_compare(postmortem, other) for other in candidates.values()]
    found.sort(key=lambda s: (s.postmortem.date or date.min, s.postmortem.id), reverse=True)
    found.sort(key=lambda s: -s.weight)
    return tuple(found[:limit])


def _keys(postmortem: Postmortem) -> Iterator[_Key]:
    factors = sorted(postmortem.contributing_factors)
    for factor in factors:
        if postmortem.category:
            yield ("category", postmortem.category, factor)
        for service in postmortem.services:
            yield ("service", service, factor)
    for pair in combinations(factors, 2):
        yield ("factors", *pair)
        if postmortem.category:
            yield ("all", postmortem.category, *pair)


def _compare(postmortem: Postmortem, other: Postmortem) -> Similarity:
    return Similarity(
        postmortem=other,
        same_category=postmortem.category is not None and postmortem.category == other.category,
        factors=tuple(
            f for f in postmortem.contributing_factors if f in other.contributing_factors
        ),
        services=tuple(s for s in postmortem.services if s in other.services),
    )
