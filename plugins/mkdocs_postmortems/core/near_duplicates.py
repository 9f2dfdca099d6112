"""Texts that are nearly the same, found without comparing each with each.

A text is seen as the set of its shingles: all runs of three of its first words, in lower case,
with everything that holds a digit taken as the same word, since ids, times and
counts differ from one incident to the next. The resemblance of two texts is the
share of their shingles, of one or of both, that both have.

Of each set the fifteen smallest hashes are its sketch. As hashes are as good as
random, two sketches agree by about as much as the texts resemble each other: only
those that share a third of theirs are compared, which leaves out six of a hundred
pairs that resemble each other by half, and by 0.6 at most one. The turns of phrase
that a text shares with others of its organisation are fewer than that, so that for
most texts a sketch is all that is made of them.
After A. Broder, "On the resemblance and containment of documents", Compression
and Complexity of Sequences 1997.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from zlib import crc32

THRESHOLD = 0.5
"""Texts that resemble each other by this much are nearly the same: between two of a
hundred words, one sentence in four or so is another one."""
MIN_WORDS = 8
"""Shorter texts are not compared: two that name the same thing are alike without it."""
MAX_WORDS = 120
"""So many words of a text are looked at, its first: a cause that came back is told the same
way from its beginning, and a long document takes no longer than others."""
_SKETCH = 15
_SHARED = 3
"""Texts are compared that share one in so many of the values in a sketch."""
_KEPT = 5
"""So many of the latest texts with a hash are looked up for the next one: where
thousands share a text, the work does not grow with their square."""
_COMPARED = 10
"""So many of the texts that share most of a sketch are compared with one."""
_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_DIGIT = re.compile(r"\d")
_ANY_NUMBER = "0"
_MARK = -1
"""What stands between words, and counts as none."""
_HASHES = 1 << sys.hash_info.width
"""So many there are, half of them below zero."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NearDuplicate:
    """An earlier text that is nearly the same."""

    index: int
    """Where it stands among all of the texts."""
    resemblance: float
    """From 0.5 to 1, see above."""


def find_near_duplicates(texts: Sequence[str | None]) -> tuple[tuple[NearDuplicate, ...], ...]:
    """For each text, the earlier ones that it nearly repeats: the nearest first, then the latest.

    Of the texts that share a run of words with it, the latest few are looked at.
    """
    read = tuple(_read(texts))
    counts = Counter(chain.from_iterable(text.sketch for text in read))
    # Most runs of words stand in one text alone, and nobody looks them up.
    latest = {value: deque[int](maxlen=_KEPT) for value, count in counts.items() if count > 1}
    return tuple(_find_earlier(index, read, latest) for index in range(len(read)))


def resemblance(one: str, other: str) -> float:
    """How much two texts resemble each other, from 0 to 1; 0 where one is too short."""
    first, second = _read((one, other))
    return first.resemblance(second) if first.sketch and second.sketch else 0.0


def find_common_run(one: str, other: str) -> str:
    """The longest run of words that both have, as the first one writes it."""
    found = [place for place in _WORD.finditer(one) if _normalise(place[0])]
    others = filter(None, map(_normalise, other.split()))
    places: dict[str, list[int]] = {}
    for number, word in enumerate(others):
        places.setdefault(word, []).append(number)
    best = end = 0
    lengths: dict[int, int] = {}
    for index, place in enumerate(found):
        # The length of the run that ends at each place of the other text.
        lengths = {
            number: lengths.get(number - 1, 0) + 1
            for number in places.get(_normalise(place[0]), ())
        }
        longest = max(lengths.values(), default=0)
        if longest > best:
            best, end = longest, index
    return " ".join(one[found[end - best + 1].start() : found[end].end()].split()) if best else ""


def _normalise(word: str) -> str:
    """The word that it counts as; empty for a mark between words."""
    plain = _EDGES.sub("", word.casefold())
    return _ANY_NUMBER if _DIGIT.search(plain) else plain


class _Numbers(dict[str, int]):
    """A number for each word, as it stands in the text."""

    def __missing__(self, word: str) -> int:
        plain = _normalise(word)
        self[word] = number = crc32(plain.encode()) if plain else _MARK
        return number


class _Text:
    """A text as the numbers of its words."""

    def __init__(self, words: tuple[int, ...]) -> None:
        self._words = words
        self.sketch = _smallest(self._hashes()) if len(words) >= MIN_WORDS else ()
        """Empty where the text is too short."""

    def _hashes(self) -> list[int]:
        """One for each run of three words; that of numbers is the same on each day."""
        return list(map(hash, zip(self._words, self._words[1:], self._words[2:], strict=False)))

    @cached_property
    def _shingles(self) -> frozenset[int]:
        return frozenset(self._hashes())

    def resemblance(self, other: _Text) -> float:
        """The share of all shingles that both have."""
        if self is other:
            return 1.0
        common = len(self._shingles & other._shingles)
        return common / (len(self._shingles) + len(other._shingles) - common)


def _read(texts: Iterable[str | None]) -> Iterator[_Text]:
    numbers = _Numbers()
    # Texts that differ in numbers alone are one, so that nobody looks at it twice.
    known: dict[tuple[int, ...], _Text] = {}
    for text in texts:
        first = (text or "").split(maxsplit=MAX_WORDS)[:MAX_WORDS]
        words = tuple(map(numbers.__getitem__, first))
        if _MARK in words:
            words = tuple(number for number in words if number != _MARK)
        found = known.get(words)
        if found is None:
            found = known[words] = _Text(words)
        yield found


def _smallest(hashes: list[int]) -> tuple[int, ...]:
    """The values of a sketch, without sorting all: twice as many are expected below a bound."""
    bound = 2 * _SKETCH * _HASHES // len(hashes) - _HASHES // 2
    few = {value for value in hashes if value < bound}
    return tuple(sorted(few if len(few) >= _SKETCH else set(hashes))[:_SKETCH])


def _find_earlier(
    index: int, texts: Sequence[_Text], latest: Mapping[int, deque[int]]
) -> tuple[NearDuplicate, ...]:
    here = texts[index]
    known = [latest[value] for value in here.sketch if value in latest]
    shared = Counter(chain.from_iterable(known))
    for others in known:
        others.append(index)
    if _SHARED * max(shared.values(), default=0) < len(here.sketch):
        return ()
    candidates = sorted(
        (-count, -other) for other, count in shared.items() if _SHARED * count >= len(here.sketch)
    )
    found = sorted((-here.resemblance(texts[-other]), other) for _, other in candidates[:_COMPARED])
    return tuple(
        NearDuplicate(index=-other, resemblance=-alike)
        for alike, other in found
        if -alike >= THRESHOLD
    )
