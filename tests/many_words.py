"""Texts with as many words as people use, some often and most seldom."""

from __future__ import annotations

from itertools import accumulate
from random import Random
from string import ascii_lowercase

from .documents import generated


def name(number: int) -> str:
    """A word of four letters for a number."""
    return "".join(ascii_lowercase[number // 26**place % 26] for place in range(4))


VOCABULARY = tuple(name(number * 7919) for number in range(20_000))
"""From the most frequent word to the rarest."""
SHARES = tuple(accumulate(1 / (rank + 2.7) for rank in range(len(VOCABULARY))))
"""How often each word comes, after B. Mandelbrot's form of Zipf's law."""

_FREQUENCY = {word: 1 / (rank + 2.7) / SHARES[-1] for rank, word in enumerate(VOCABULARY)}
_MARK, _WORDS, _MOST = "(prose)\n", 65, 10


def written(seed: int, words: int) -> str:
    """So many words of the vocabulary; the same for the same seed."""
    return " ".join(Random(seed).choices(VOCABULARY, cum_weights=SHARES, k=words))


def generated_in_many_words(number: int, total: int) -> str:
    """A generated postmortem in which no two paragraphs of prose are alike."""
    before, *others = generated(number, total, _MARK).split(_MARK)
    paragraphs = (f"{written(number * _MOST + n, _WORDS)}.\n" for n in range(len(others)))
    return before + "".join(a + b for a, b in zip(paragraphs, others, strict=True))


def word_in(share: float) -> str:
    """The word that comes nearest to being in such a share of those postmortems."""
    words = _WORDS * generated(0, 1, _MARK).count(_MARK)
    return min(
        VOCABULARY[:5_000],
        key=lambda word: abs(1 - (1 - _FREQUENCY[word]) ** words - share),
    )
