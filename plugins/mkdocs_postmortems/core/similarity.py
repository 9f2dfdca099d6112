"""Which incidents resemble one another, by what they declare and by rare words of their texts.

Looking at every pair would take the square of the library's size. Each
postmortem is filed under what makes it specific instead (its category with each
factor, each pair of factors, each factor with a service), and only the newest
few under its own keys are compared, with those that share rare words.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations

from .postmortem import Postmortem
from .rare_words import ENOUGH, RareWord, RareWords
from .settings import UNDETERMINED
from .telling_words import WordKind

_COMPARED_PER_KEY = 6
COUNTED = 3
"""Of the words in common so many count, those that weigh the most."""
_Key = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedWord:
    """A rare word or a symptom that two postmortems have in common."""

    kind: WordKind
    text: str
    """As the postmortem writes it that the other one resembles."""
    having: int
    """So many postmortems have it, two or more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Similarity:
    """One postmortem that resembles another, and in what."""

    postmortem: Postmortem
    same_category: bool
    factors: tuple[str, ...]
    """Ids of the contributing factors that both have."""
    services: tuple[str, ...]
    """Ids of the services that both have."""
    words: tuple[SharedWord, ...]
    """At most three: symptoms and identifiers first, of either kind the rarest."""

    @property
    def symptoms(self) -> tuple[str, ...]:
        """The symptoms that both have in full."""
        return tuple(word.text for word in self.words if word.kind is WordKind.SYMPTOM)

    @property
    def said(self) -> tuple[str, ...]:
        """The words and identifiers that both have."""
        return tuple(word.text for word in self.words if word.kind is not WordKind.SYMPTOM)


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
    rare: RareWords,
    without: frozenset[str] = frozenset(),
    limit: int = 5,
) -> tuple[Similarity, ...]:
    """The postmortems that share the most with one, the newest of equals first.

    Those whose ids are in `without` are not looked at. What weighs less than `ENOUGH`
    is no likeness, nor are ordinary words that are in the title or a symptom of neither
    one, where the two are not filed together.
    """
    measure = _Measure(postmortem, rare)
    filed_with = {other.id: other for key in _keys(postmortem) for other in filed[key]}
    found: dict[str, tuple[Postmortem, tuple[RareWord, ...]]] = {
        identifier: (other, ()) for identifier, other in filed_with.items()
    }
    for other, words in rare.shared_by(postmortem, filed_with):
        found[other.id] = other, words
    for identifier in without | {postmortem.id}:
        found.pop(identifier, None)
    weighed = [
        (weight, other.date or date.min, other.id)
        for other, words in found.values()
        if (weight := measure.weigh(other, words)) >= ENOUGH
        and (other.id in filed_with or rare.are_central(words, postmortem, other))
    ]
    best = [found[identifier] for *_, identifier in heapq.nlargest(limit, weighed)]
    return measure.compare(best)


def _keys(postmortem: Postmortem) -> Iterator[_Key]:
    factors = sorted(postmortem.contributing_factors)
    category = _category_of(postmortem)
    for factor in factors:
        if category:
            yield ("category", category, factor)
        for service in postmortem.services:
            yield ("service", service, factor)
    for pair in combinations(factors, 2):
        yield ("factors", *pair)
        if category:
            yield ("all", category, *pair)


def _category_of(postmortem: Postmortem) -> str | None:
    """Its category; None for an undetermined one, which is like no other."""
    return postmortem.category if postmortem.category != UNDETERMINED.id else None


class _Measure:
    """Holds others against one postmortem."""

    def __init__(self, postmortem: Postmortem, rare: RareWords) -> None:
        self._own, self._rare = postmortem, rare
        self._category = _category_of(postmortem)
        self._factors = frozenset(postmortem.contributing_factors)
        self._services = frozenset(postmortem.services)

    def weigh(self, other: Postmortem, words: tuple[RareWord, ...]) -> float:
        """Factors count three times as much as services, a category twice, words beside them."""
        declared = (
            3 * len(self._factors.intersection(other.contributing_factors))
            + 2 * (self._category is not None and self._category == other.category)
            + len(self._services.intersection(other.services))
        )
        return declared + sum(word.weight for word in self._counted(other, words))

    def compare(
        self, others: Iterable[tuple[Postmortem, tuple[RareWord, ...]]]
    ) -> tuple[Similarity, ...]:
        """What they have in common, in words."""
        counted = [(other, self._counted(other, words)) for other, words in others]
        forms = self._rare.forms_in(self._own, chain.from_iterable(words for _, words in counted))
        return tuple(
            Similarity(
                postmortem=other,
                same_category=self._category is not None and self._category == other.category,
                factors=_common(self._own.contributing_factors, other.contributing_factors),
                services=_common(self._own.services, other.services),
                words=tuple(
                    SharedWord(kind=word.kind, text=forms[word.key], having=word.having)
                    for word in words
                ),
            )
            for other, words in counted
        )

    def _counted(self, other: Postmortem, words: tuple[RareWord, ...]) -> tuple[RareWord, ...]:
        """The words that count, without those of the factors and services that both declare."""
        if not words:
            return ()
        shared = chain(
            self._factors.intersection(other.contributing_factors),
            self._services.intersection(other.services),
        )
        return self._rare.without_parts(words, shared)[:COUNTED]


def _common(own: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in own if one in others)
