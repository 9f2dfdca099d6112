"""What leads again and again: the values that are among the most frequent in many quarters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .patterns import Breakdown, Patterns, Share

LEADING_PLACES = 3
"""Who is in one of these places of a quarter is among its leaders; equals share a place."""
MIN_COUNT = 2
"""What occurs less often in a period has not come back, and leads nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """A quarter in which a value was among the leaders."""

    quarter: str
    count: int
    """Its incidents of that quarter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Persistent:
    """A value that was among the leaders of some quarters."""

    id: str
    title: str
    leads: tuple[Lead, ...]
    """In the order in which the quarters were given; there is at least one."""


def find_persistent(
    quarters: Iterable[Patterns], field: Callable[[Patterns], Breakdown]
) -> tuple[Persistent, ...]:
    """The values of a field that led in any of the quarters, those that led in most first."""
    leads: dict[str, list[Lead]] = {}
    titles: dict[str, str] = {}
    for patterns in quarters:
        for share in shares_in_leading_places(field(patterns).common):
            lead = Lead(quarter=patterns.period, count=share.count)
            leads.setdefault(share.id, []).append(lead)
            titles[share.id] = share.title
    found = (
        Persistent(id=identifier, title=titles[identifier], leads=tuple(own))
        for identifier, own in leads.items()
    )
    return tuple(sorted(found, key=lambda one: (-len(one.leads), one.title, one.id)))


def shares_in_leading_places(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """The shares in the leading places; they come with the largest first."""
    if not shares:
        return ()
    last = shares[min(LEADING_PLACES, len(shares)) - 1].count
    return tuple(share for share in shares if share.count >= max(last, MIN_COUNT))
