"""Words as every search takes them, the search page and the command line alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from .stop_words import LANGUAGE_WORDS

_SHORT_WORDS = "a am an as at be by do go he i if in is it me my no of ok on or so to up us we"
SMALL_WORDS = LANGUAGE_WORDS.union(_SHORT_WORDS.split())
"""English words that do not decide what is found, in lower case."""

WORDS = re.compile(r"[^\W_]+")
_FAMILIES = MappingProxyType(
    {
        "4xx": ("400", "401", "403", "404", "409", "422", "429"),
        "5xx": ("500", "501", "502", "503", "504"),
    }
)


def families() -> Mapping[str, tuple[str, ...]]:
    """The status codes of HTTP that people write as one, by how they write it."""
    return _FAMILIES


def key_of(words: Iterable[str]) -> tuple[str, ...]:
    """Words in lower case and the singular, by which they are compared."""
    lowered = (word.casefold() for word in words)
    return tuple(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in lowered
    )


def merge_synonyms(groups: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Groups of words and phrases that stand for each other, in lower case, each word in one.

    Groups with a word in common are one, whatever its case and number. What has no
    letter or digit falls away, and so does a group that is left with one word.
    """
    merged: list[dict[str, tuple[str, ...]]] = []  # by the word or phrase, its key
    for group in groups:
        own = {phrase.casefold(): key_of(WORDS.findall(phrase)) for phrase in group}
        own = {phrase: key for phrase, key in own.items() if key}
        alike = [other for other in merged if not set(other.values()).isdisjoint(own.values())]
        if alike:
            for other in (*alike[1:], own):
                alike[0].update(other)
            merged = [other for other in merged if not any(other is one for one in alike[1:])]
        elif own:
            merged.append(own)
    return tuple(tuple(group) for group in merged if len(group) > 1)
