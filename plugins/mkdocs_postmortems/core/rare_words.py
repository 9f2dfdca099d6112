"""The words that few postmortems have, and which of them one shares with others.

What stands in two to `MOST_HAVING` postmortems is rare, in a small library in fewer: as
no postmortem meets more than seven others for one of its words, the work grows with the
text, not with its square.

A rare word says the more the fewer have it: log2(n / m) bits where m of n do (after
K. Spärck Jones, "A statistical interpretation of term specificity", 1972). Of n
postmortems n / 2^b share words of b bits with one by chance; words of log2(n) + 6
bits weigh `ENOUGH`, as one in sixty-four then does. An identifier, the name of an error
and a whole symptom are not written by chance: they weigh `ENOUGH` more than a word. For
n stands the power of two below it, so that a new postmortem seldom changes what the
words of others weigh.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from .postmortem import Postmortem
from .telling_words import TellingWords, WordKind, kind_of, people_of

ENOUGH = 4.0
"""What words have to weigh to make two postmortems alike by themselves."""
MOST_HAVING = 8
"""A word that more postmortems have is not rare; in a library below 64, one that an eighth has."""
_SPARE_BITS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class RareWord:
    """A rare word or a symptom, however it is written."""

    key: str
    kind: WordKind
    having: int
    """So many postmortems have it, two or more."""
    weight: float


class RareWords:
    """The rare words of some postmortems; `people` are names that are no words, beside theirs."""

    def __init__(self, postmortems: Iterable[Postmortem], people: Iterable[str] = ()) -> None:
        self._postmortems = tuple(postmortems)
        named = chain.from_iterable(map(people_of, self._postmortems))
        self._texts = TellingWords(chain(people, named))
        bits = max(1, len(self._postmortems)).bit_length() - 1
        most = min(MOST_HAVING, max(2, 2**bits // 8))
        having: dict[str, list[int]] = defaultdict(list)
        for place, postmortem in enumerate(self._postmortems):
            for key in self._texts.keys_of(postmortem):
                having[key].append(place)
        self._having = {key: some for key, some in having.items() if 1 < len(some) <= most}
        """The places of those that have a rare word."""
        words = [_weigh(key, len(places), bits) for key, places in self._having.items()]
        # Of no weight are words that all but a few have, in the smallest of libraries.
        words = [word for word in words if word.weight > 0]
        # A symptom comes before an identifier in it that nobody else has.
        words.sort(key=lambda word: (-word.weight, word.kind is not WordKind.SYMPTOM, word.key))
        self._words: dict[str, list[RareWord]] = {p.id: [] for p in self._postmortems}
        """Those of each postmortem by its id, what weighs the most first."""
        for word in words:
            for place in self._having[word.key]:
                self._words[self._postmortems[place].id].append(word)

    def shared_by(
        self, own: Postmortem, anyway: Container[str]
    ) -> Iterator[tuple[Postmortem, tuple[RareWord, ...]]]:
        """Each other one that has some of its rare words, with those, what weighs the most first.

        Where it is one ordinary word alone, only those whose ids are in `anyway`.
        """
        found: dict[int, list[RareWord]] = defaultdict(list)
        for word in self._words[own.id]:
            for place in self._having[word.key]:
                found[place].append(word)
        for place, words in found.items():
            other = self._postmortems[place]
            if len(words) > 1 or words[0].kind is not WordKind.WORD or other.id in anyway:
                yield other, tuple(words)

    def are_central(self, words: Iterable[RareWord], *postmortems: Postmortem) -> bool:
        """Whether one is no ordinary word, or stands in a title or a symptom of the postmortems."""
        heads = set[str]().union(*map(self._texts.keys_at_head, postmortems))
        return any(word.kind is not WordKind.WORD or word.key in heads for word in words)

    def without_parts(
        self, words: tuple[RareWord, ...], identifiers: Iterable[str]
    ) -> tuple[RareWord, ...]:
        """The words, but for those that stand in one of the ids, or in a symptom among them."""
        parts = frozenset[str]().union(
            *map(self._texts.keys_in_id, identifiers),
            *(self._texts.keys_in_symptom(w.key) for w in words if w.kind is WordKind.SYMPTOM),
        )
        return tuple(word for word in words if word.key not in parts)

    def forms_in(self, postmortem: Postmortem, words: Iterable[RareWord]) -> Mapping[str, str]:
        """How a postmortem writes some of its words, by their key."""
        return self._texts.forms_in(postmortem, {word.key for word in words})


def _weigh(key: str, having: int, bits: int) -> RareWord:
    kind = kind_of(key)
    weight = ENOUGH * max(0.0, bits - math.log2(having)) / (bits + _SPARE_BITS)
    if kind is not WordKind.WORD:
        weight += ENOUGH
    return RareWord(key=key, kind=kind, having=having, weight=weight)
