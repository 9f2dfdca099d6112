"""The tone and the letter of each value of a field: the same in all charts of the site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from ..core.library import Library
from ..core.patterns import Breakdown
from .charts import TONES, Key
from .fields import Field
from .wording import count_of

OTHERS = ""
"""Stands for the id of all values that have no key of their own."""


def keys_in(field: Field, breakdowns: Sequence[Breakdown], library: Library) -> Mapping[str, Key]:
    """The keys of the values that occur in some quarters, the most frequent of all time first.

    The last one, under `OTHERS`, is for all values that have none of their own.
    """
    present = {share.id: share.title for found in breakdowns for share in found.shares}
    every = keys_of(field, library)
    keys = {identifier: key for identifier, key in every.items() if identifier in present}
    if rest := [title for identifier, title in present.items() if identifier not in keys]:
        label = f"Other ({count_of(len(rest), 'other')})" if len(rest) > 1 else rest[0]
        keys[OTHERS] = Key(text="+", tone=TONES - 1, label=label)
    return keys


@lru_cache(maxsize=6)
def keys_of(field: Field, library: Library) -> Mapping[str, Key]:
    """The keys of the most frequent values of all quarters, as many as there are tones."""
    counts: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for patterns in library.patterns.values():
        for share in field.breakdown(patterns).shares:
            counts[share.id] += share.count
            titles[share.id] = share.title
    ordered = sorted(counts, key=lambda one: (-counts[one], titles[one], one))
    # A single value beyond the tones is no crowd: it may have the last one to itself.
    named = ordered if len(ordered) <= TONES else ordered[: TONES - 1]
    letters = pick_letters(titles[identifier] for identifier in named)
    return {
        identifier: Key(
            text=letter,
            tone=tone,
            label=titles[identifier],
            ref=field.refer_to(identifier, titles[identifier]) if field.kind else None,
        )
        for tone, (identifier, letter) in enumerate(zip(named, letters, strict=True))
    }


def pick_letters(titles: Iterable[str]) -> tuple[str, ...]:
    """A letter for each title: the first of its own that is still free, else any."""
    taken: list[str] = []
    spare = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for title in titles:
        own = [letter for letter in title.upper() if letter in spare]
        taken.append(next(one for one in (*own, *spare) if one not in taken))
    return tuple(taken)
