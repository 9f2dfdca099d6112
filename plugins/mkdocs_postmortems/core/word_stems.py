"""What forms of an English word have in common."""

from __future__ import annotations

from functools import lru_cache

_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=16_384)
def stem_of(word: str) -> str:
    """What forms of an English word have in common, roughly: `rollouts`, `staged`, `releasing`.

    The plural, then -ed, -ing or -ion fall away where three letters with a vowel
    stay, then one of two like letters and a final -e: `stopped` is `stop`,
    `staging` and `stages` are `stag`, `retries` and `retry` are `retry`.
    """
    if len(word) > 4 and word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith("ie"):
        word = word[:-2] + "y"  # as of its plural
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed", "ion") if word.endswith(("g", "d", "n")) else ():
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and not _VOWELS.isdisjoint(rest):
            is_doubled = ending != "ion" and len(rest) > 3 and rest[-1] == rest[-2]
            word = rest[:-1] if is_doubled and rest[-1] not in "lsz" else rest
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
