"""What leads again and again: the values that are among the most frequent in many quarters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .patterns import Breakdown, Patterns, Share

LEADING_PLACES = 3
"""Who is in one of these places of a quarter is among its leaders; equals share a place."""
MIN_COUNT = 2
"""What occurs once in a quarter leads nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Persistent:
    """A value that was among the leaders of some quarters."""

    id: str
    title: str
    quarters: tuple[str, ...]
    """In the order given; there is at least one."""


def find_persistent(
    quarters: Iterable[Patterns], field: Callable[[Patterns], Breakdown]
) -> tuple[Persistent, ...]:
    """The values of a field that led in any of the quarters, those that led in most first."""
    led: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for patterns in quarters:
        for share in find_leading(field(patterns).shares):
            led.setdefault(share.id, []).append(patterns.period)
            titles[share.id] = share.title
    found = (
        Persistent(id=identifier, title=titles[identifier], quarters=tuple(names))
        for identifier, names in led.items()
    )
    return tuple(sorted(found, key=lambda one: (-len(one.quarters), one.title, one.id)))


def find_leading(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """The shares in the leading places; they come with the largest first."""
    if not shares:
        return ()
    last = shares[min(LEADING_PLACES, len(shares)) - 1].count
    return tuple(share for share in shares if share.count >= max(last, MIN_COUNT))
