"""Which word or name somebody may have meant who typed one that there is not."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LETTERS_FOR_A_SLIP = 3
_LONGEST = 80
"""Letters; what is longer was not typed by hand."""
_NUMBER = re.compile(r"\d+")


def nearest_word(word: str, words: Iterable[str]) -> str | None:
    """The word with the fewest slips in it: one for every three letters at most, one at least.

    A slip is a letter too many, too few or wrong, or two neighbours that changed places
    (the distance of optimal string alignment). Of equal ones the first. The search page
    guesses by the same measure.
    """
    typed = word.casefold()
    most = max(1, len(typed) // _LETTERS_FOR_A_SLIP)
    if len(typed) > _LONGEST:
        return None
    letters = set(typed)
    best = None
    for candidate in words:
        other = candidate.casefold()
        if abs(len(other) - len(typed)) > most or len(letters.difference(other)) > most:
            continue
        slips = _count_slips(typed, other, most)
        if slips <= most:
            best, most = candidate, slips - 1
            if not slips:
                break
    return best


def nearest_name(name: str, names: Iterable[str]) -> str | None:
    """The same for names such as ids, of which only those with the same numbers may be meant.

    `PM-2026-7` may be `PM-2026-007`; `PM-2026-050` is no slip for `PM-2026-005`.
    """
    numbers = _numbers_of(name)
    alike = {_without_numbers(other): other for other in names if _numbers_of(other) == numbers}
    found = nearest_word(_without_numbers(name), alike)
    return alike[found] if found is not None else None


def _numbers_of(name: str) -> tuple[int, ...]:
    return tuple(int(number[-_LONGEST:]) for number in _NUMBER.findall(name))


def _without_numbers(name: str) -> str:
    return _NUMBER.sub("0", name.casefold())


def _count_slips(a: str, b: str, most: int) -> int:
    """The slips between two words; more than `most` need not be counted."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for place, letter in enumerate(a, start=1):
        last, before, row = before, row, [place]
        for column, other in enumerate(b, start=1):
            slips = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != other))
            if place > 1 and column > 1 and letter == b[column - 2] and a[place - 2] == other:
                slips = min(slips, last[column - 2] + 1)
            row.append(slips)
        if min(row) > most and min(before) >= most:
            return most + 1
    return row[-1]
