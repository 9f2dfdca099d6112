"""Texts that are nearly the same, found without comparing each with each.

A text is seen as the set of its shingles: all runs of three words, in lower case,
with everything that holds a digit taken as the same word, since ids, times and
counts differ from one incident to the next. The resemblance of two texts is the
share of their shingles, of one or of both, that both have.

Of each set the sixteen smallest hashes are its sketch. Two texts that resemble
each other by half have a hash in common there, but for one pair in some 60,000,
so that only texts that do are compared. After A. Broder, "On the resemblance and
containment of documents", Compression and Complexity of Sequences 1997.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from zlib import crc32

THRESHOLD = 0.5
"""Texts that resemble each other by this much are nearly the same: between two of a
hundred words, one sentence in four or so is another one."""
MIN_WORDS = 8
"""Shorter texts are not compared: two that name the same thing are alike without it."""
_SKETCH = 16
_KEPT = 5
"""So many of the latest texts with a hash are compared with the next one: where
thousands share a text, the work does not grow with their square."""
_COMPARED = 10
"""So many of the texts that share most of a sketch are compared with one."""
_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_DIGIT = re.compile(r"\d")
_ANY_NUMBER = "0"
_WORD_BITS = (1 << 30) - 1
_SHINGLE_BITS = (1 << 44) - 1
_FACTORS = (0x2545F491, 0x1B873593, 0x3779B1AD)
"""Odd and without a pattern, so that the order of the words tells in the hash."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NearDuplicate:
    """An earlier text that is nearly the same."""

    index: int
    """Where it stands among all of the texts."""
    resemblance: float
    """From 0.5 to 1, see above."""


@dataclass(frozen=True, slots=True)
class _Shingled:
    shingles: frozenset[int]
    sketch: tuple[int, ...]


def find_near_duplicates(texts: Sequence[str | None]) -> tuple[tuple[NearDuplicate, ...], ...]:
    """For each text, the earlier ones that it nearly repeats: the nearest first, then the latest.

    Of the texts that share a run of words with it, the latest few are looked at.
    """
    shingled = tuple(_shingle_all(texts))
    counts = Counter(chain.from_iterable(one.sketch for one in shingled if one))
    # Most runs of words stand in one text alone, and need no bucket.
    buckets: dict[int, list[int]] = {value: [] for value, count in counts.items() if count > 1}
    return tuple(_find_earlier(index, shingled, buckets) for index in range(len(shingled)))


def resemblance(one: str, other: str) -> float:
    """How much two texts resemble each other, from 0 to 1; 0 where one is too short."""
    first, second = _shingle_all((one, other))
    return _compare(first.shingles, second.shingles) if first and second else 0.0


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


def _shingle_all(texts: Iterable[str | None]) -> Iterator[_Shingled | None]:
    numbers = _Numbers()
    # Texts that differ in numbers alone are one, so that nobody looks at it twice.
    known: dict[tuple[int, ...], _Shingled | None] = {}
    for text in texts:
        words = tuple(map(numbers.__getitem__, (text or "").split()))
        if words not in known:
            known[words] = _shingle([number for number in words if number >= 0])
        yield known[words]


class _Numbers(dict[str, int]):
    """A number for each word, as it stands in the text; those for marks between words are negative."""

    def __missing__(self, word: str) -> int:
        plain = _normalise(word)
        self[word] = number = crc32(plain.encode()) & _WORD_BITS if plain else -1
        return number


def _shingle(found: list[int]) -> _Shingled | None:
    if len(found) < MIN_WORDS:
        return None
    first, second, third = _FACTORS
    shingles = frozenset(
        [
            (a * first + b * second + c * third) & _SHINGLE_BITS
            for a, b, c in zip(found, found[1:], found[2:], strict=False)
        ]
    )
    return _Shingled(shingles, tuple(sorted(shingles)[:_SKETCH]))


def _find_earlier(
    index: int, shingled: Sequence[_Shingled | None], buckets: Mapping[int, list[int]]
) -> tuple[NearDuplicate, ...]:
    here = shingled[index]
    if here is None:
        return ()
    shared: dict[int, int] = {}
    for value in here.sketch:
        bucket = buckets.get(value)
        if bucket is None:
            continue
        for other in bucket:
            shared[other] = shared.get(other, 0) + 1
        bucket.append(index)
        if len(bucket) > _KEPT:
            del bucket[0]
    candidates = sorted(shared, key=lambda other: (-shared[other], -other))[:_COMPARED]
    found = []
    for other in candidates:
        there = shingled[other]
        alike = _compare(here.shingles, there.shingles) if there else 0.0
        if alike >= THRESHOLD:
            found.append(NearDuplicate(index=other, resemblance=alike))
    found.sort(key=lambda one: (-one.resemblance, -one.index))
    return tuple(found)


def _compare(one: frozenset[int], other: frozenset[int]) -> float:
    if one is other:
        return 1.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)
