"""Which incidents may have the cause of an earlier one, where nobody has said yet."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from .cause import cause_of
from .chains import find_chains, moment_of
from .library import Library
from .near_duplicates import NearDuplicate, find_near_duplicates
from .postmortem import Postmortem
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
    asked = tuple(_Search(library, dated).ask_all(texts))
    return PossibleRecurrences(
        all=tuple(reversed(asked)), undated=len(library.postmortems) - len(dated)
    )


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
        """The ids of which it is known whether they have one's cause; empty for one of which
        nobody has said anything."""
        here = self.cause_of(identifier)
        causes = frozenset({here}).union(self._others.get(here, ()))
        # A cause without a chain goes by the only incident that has it.
        if any(cause in self._chains.by_incident for cause in causes):
            return _Having(self, causes)
        return causes - {identifier}


class _Having:
    """All incidents with some causes; a chain may be long, so that nobody lists them."""

    def __init__(self, known: _Known, causes: frozenset[str]) -> None:
        self._known, self._causes = known, causes

    def __contains__(self, identifier: object) -> bool:
        return isinstance(identifier, str) and self._known.cause_of(identifier) in self._causes


class _Search:
    """Goes from the first incident to the last, so that what it has seen is what was earlier."""

    def __init__(self, library: Library, dated: Sequence[Postmortem]) -> None:
        self._dated = dated
        self._window = library.settings.policy.recurrence_window_days
        self._known = _Known(library)
        self._causes = [cause_of(p.category, p.contributing_factors, p.services) for p in dated]
        self._features = [frozenset(cause.features) for cause in self._causes]
        self._days = [p.date.toordinal() for p in dated if p.date]
        self._seen: dict[tuple[str, str], list[int]] = {}
        """Places of incidents by what makes their causes alike."""
        self._of_cause: dict[str, list[int]] = {}
        """Places of all incidents with each cause."""
        for place, p in enumerate(dated):
            self._of_cause.setdefault(self._known.cause_of(p.id), []).append(place)

    def ask_all(self, texts: Iterable[Iterable[NearDuplicate]]) -> Iterator[PossibleRecurrence]:
        """The question about each incident that there is one about; `texts` are like its own."""
        for place, alike in enumerate(texts):
            if not self._dated[place].recurrence_of and (asked := self._ask(place, alike)):
                yield asked
            for key in self._causes[place].keys:
                self._seen.setdefault(key, []).append(place)

    def _ask(self, place: int, texts: Iterable[NearDuplicate]) -> PossibleRecurrence | None:
        settled = self._known.settled_with(self._dated[place].id)
        found = dict.fromkeys(self._find_alike(place, settled), 0.0)
        for one in texts:
            if self._dated[one.index].id not in settled:
                found[one.index] = one.resemblance
        if not found:
            return None
        here = self._features[place]
        order = sorted(
            (-resemblance, -len(here & self._features[other]), -other)
            for other, resemblance in found.items()
        )
        first, *others = (-other for _, _, other in order[:COMPARED])
        return self._build(place, first, found[first] or None, others)

    def _find_alike(self, place: int, settled: Container[str]) -> list[int]:
        """The latest that may have the cause, within the window."""
        first = bisect_left(self._days, self._days[place] - self._window, 0, place)
        found: set[int] = set()
        for key in self._causes[place].keys:
            seen = self._seen.get(key, [])
            if not settled:
                found.update(seen[max(bisect_left(seen, first), len(seen) - COMPARED) :])
                continue
            latest = takewhile(first.__le__, reversed(seen))
            found.update(
                islice((one for one in latest if self._dated[one].id not in settled), COMPARED)
            )
        return sorted(found)[-COMPARED:]

    def _build(
        self, place: int, first: int, resemblance: float | None, others: Iterable[int]
    ) -> PossibleRecurrence:
        later, earlier = self._dated[place], self._dated[first]
        category = self._causes[place].category
        return PossibleRecurrence(
            later=later,
            earlier=earlier,
            days=self._days[place] - self._days[first],
            number=self._number(place, first),
            same_category=category is not None and category == self._causes[first].category,
            factors=tuple(
                f for f in later.contributing_factors if f in earlier.contributing_factors
            ),
            services=tuple(s for s in later.services if s in earlier.services),
            resemblance=resemblance,
            others=tuple(self._dated[other] for other in others),
        )

    def _number(self, place: int, earlier: int) -> int:
        """Which occurrence it is, once both are linked."""
        causes = (self._known.cause_of(self._dated[one].id) for one in (place, earlier))
        return sum(bisect_right(self._of_cause[c], place) for c in causes)
