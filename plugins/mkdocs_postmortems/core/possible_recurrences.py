"""Which incidents may have the cause of an earlier one, where nobody has said yet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

from .cause import cause_of
from .chains import find_chains, moment_of
from .library import Library
from .near_duplicates import NearDuplicate, find_near_duplicates
from .postmortem import Postmortem
from .recurrence import EarlierCauses, Moment
from .settled import find_unrelated

COMPARED = 10
"""So many of the latest earlier incidents with a cause that may be the same are looked at."""


@dataclass(frozen=True, kw_only=True)
class PossibleRecurrence:
    """An incident, and the earlier one whose cause it is likeliest to have."""

    later: Postmortem
    earlier: Postmortem
    days: int
    """Between the two."""
    number: int
    """Which occurrence it would be, with what is linked to either."""
    same_category: bool
    """Whether they are of one category; an undetermined one is like no other."""
    factors: tuple[str, ...]
    """Ids of the contributing factors of both."""
    services: tuple[str, ...]
    """Ids of the services of both."""
    resemblance: float | None
    """Of what they say of the cause, from 0.5 to 1; None where their words differ."""
    others: tuple[Postmortem, ...]
    """Further earlier ones that may have the cause, the likeliest first."""

    @property
    def is_all(self) -> bool:
        """Whether `others` are all of them; else there may be more, longer ago."""
        return len(self.others) < COMPARED - 1


@dataclass(frozen=True, kw_only=True)
class PossibleRecurrences:
    """What is to be asked, about the newest incident first."""

    all: tuple[PossibleRecurrence, ...]
    undated: int
    """Postmortems without a date: nobody knows what was before them, so they are not asked
    about."""


@lru_cache(maxsize=2)
def find_possible_recurrences(library: Library) -> PossibleRecurrences:
    """One question for each incident that may have the cause of an earlier one.

    It may where both have the same category and a contributing factor or a
    service in common, within the policy's window, or where their texts give
    nearly the same cause, however long before. It is asked about the earlier one
    with the likest text, else the one with the most in common, else the latest.

    Nothing is asked of an incident of which `recurrence_of` says whose cause it
    has. Nor is what `related`, on either side, has answered: that goes for all
    incidents with the cause of the one that it names.
    """
    dated = sorted((p for p in library.postmortems if p.date), key=moment_of)
    texts = find_near_duplicates([p.root_cause for p in dated])
    search = _Search(library, dated)
    found = (
        search.ask(later, [(dated[one.index], one) for one in alike])
        for later, alike in zip(dated, texts, strict=True)
    )
    asked = tuple(one for one in found if one)
    return PossibleRecurrences(
        all=tuple(reversed(asked)), undated=len(library.postmortems) - len(dated)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    id: str
    resemblance: float | None
    shared: int
    """Factors and services in common."""


class _Known:
    """What people have said of causes; each cause goes by one of the incidents that have it."""

    def __init__(self, library: Library) -> None:
        self._chains = find_chains(library)
        self._others: dict[str, set[str]] = {}
        for identifier, unrelated in find_unrelated(library.postmortems).items():
            here = self.cause_of(identifier)
            self._others.setdefault(here, set()).update(map(self.cause_of, unrelated))

    def cause_of(self, identifier: str) -> str:
        """What the cause of an incident goes by."""
        chain = self._chains.by_incident.get(identifier)
        return chain.members[0].id if chain else identifier

    def settled_with(self, identifier: str) -> Container[str]:
        """The ids of which it is known whether they have one's cause, that one included."""
        here = self.cause_of(identifier)
        return _Having(self, frozenset({here}).union(self._others.get(here, ())))


class _Having:
    """All incidents with some causes; a chain may be long, so that nobody lists them."""

    def __init__(self, known: _Known, causes: frozenset[str]) -> None:
        self._known, self._causes = known, causes

    def __contains__(self, identifier: object) -> bool:
        return isinstance(identifier, str) and self._known.cause_of(identifier) in self._causes


class _Search:
    def __init__(self, library: Library, dated: list[Postmortem]) -> None:
        self._by_id = library.by_id
        self._window = library.settings.policy.recurrence_window_days
        self._known = _Known(library)
        self._causes = {
            p.id: cause_of(p.category, p.contributing_factors, p.services) for p in dated
        }
        self._moments = {p.id: moment_of(p) for p in dated}
        self._of_cause: dict[str, list[Moment]] = {}
        for identifier, moment in self._moments.items():
            self._of_cause.setdefault(self._known.cause_of(identifier), []).append(moment)
        self._earlier = EarlierCauses(
            (cause, self._moments[identifier]) for identifier, cause in self._causes.items()
        )

    def ask(
        self, later: Postmortem, texts: list[tuple[Postmortem, NearDuplicate]]
    ) -> PossibleRecurrence | None:
        """The question about an incident, if there is one; `texts` are the earlier ones like its."""
        if later.recurrence_of:
            return None
        settled = self._known.settled_with(later.id)
        resemblance = {p.id: one.resemblance for p, one in texts if p.id not in settled}
        alike = self._earlier.before(
            self._causes[later.id],
            self._moments[later.id],
            window=self._window,
            limit=COMPARED,
            without=settled,
        )
        candidates = [
            self._compare(later, self._by_id[identifier], resemblance.get(identifier))
            for identifier in dict.fromkeys((*resemblance, *alike))
        ]
        if not candidates:
            return None
        candidates.sort(key=lambda one: self._moments[one.id], reverse=True)
        candidates.sort(key=lambda one: (-(one.resemblance or 0), -one.shared))
        first = candidates[0]
        earlier = self._by_id[first.id]
        others = tuple(self._by_id[one.id] for one in candidates[1:COMPARED])
        return PossibleRecurrence(
            later=later,
            earlier=earlier,
            days=(later.date - earlier.date).days if later.date and earlier.date else 0,
            number=self._number(later, earlier),
            same_category=self._has_same_category(later, earlier),
            factors=tuple(
                f for f in later.contributing_factors if f in earlier.contributing_factors
            ),
            services=tuple(s for s in later.services if s in earlier.services),
            resemblance=first.resemblance,
            others=others,
        )

    def _compare(
        self, later: Postmortem, other: Postmortem, resemblance: float | None
    ) -> _Candidate:
        here, there = self._causes[later.id], self._causes[other.id]
        shared = len(set(here.features).intersection(there.features))
        return _Candidate(id=other.id, resemblance=resemblance, shared=shared)

    def _has_same_category(self, later: Postmortem, earlier: Postmortem) -> bool:
        here = self._causes[later.id].category
        return here is not None and here == self._causes[earlier.id].category

    def _number(self, *causes_of: Postmortem) -> int:
        """Which occurrence the first one is, once all of them are linked."""
        moment = self._moments[causes_of[0].id]
        moments = (self._of_cause[self._known.cause_of(p.id)] for p in causes_of)
        return sum(bisect_right(found, moment) for found in moments)
