"""Figures about the learning itself: how many of how many, by quarter, and whether it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .comparison import Change, compare_counts
from .library import Library
from .quarter import percent, quarter_of, quarters_before

QUARTERS = 8
"""So many quarters are shown, the running one among them."""
MIN_DOCUMENTS = 5
"""A figure about language needs so many documents: of fewer, it would point at one of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many of how many."""

    count: int
    total: int
    """n."""

    @property
    def percent(self) -> int:
        """The share in whole percent, rounded half up; 0 of nothing is 0."""
        return percent(self.count, self.total)


@dataclass(frozen=True, kw_only=True, slots=True)
class QuarterTally:
    """The figure of one quarter."""

    quarter: str
    """`2025-Q4`."""
    is_running: bool
    tally: Tally | None
    """None where so few documents are behind it that it is not told."""


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A figure as a whole and by quarter."""

    whole: Tally | None
    """Of all time; None where too few documents are behind it."""
    untold: int
    """Documents that are not in `whole`, as they would be all of what a quarter keeps back."""
    quarters: tuple[QuarterTally, ...]
    """The newest first, back to the first that has postmortems, no more than `QUARTERS`."""
    change: Change | None
    """From the last complete quarter but one to the last; None for what is no share."""


def recent_quarters(library: Library) -> tuple[str, ...]:
    """The running quarter and those before it, the newest first, from the library's first one on."""
    running = quarter_of(library.as_of)
    first = min(library.by_quarter, default=running)
    found = (running, *quarters_before(library.as_of, QUARTERS - 1))
    return tuple(quarter for quarter in found if quarter >= first) or (running,)


def follow_trend(
    found: Iterable[tuple[str | None, int]],
    library: Library,
    *,
    least: int = 0,
    is_share: bool = True,
) -> Trend:
    """Add up what each document has; it comes with its quarter, None where that is unknown.

    A share has 0 or 1 of each. With `least`, quarters of fewer documents are not
    told, and neither are so few documents by what the whole has more than the quarters.
    """
    counts: dict[str | None, int] = {}
    totals: dict[str | None, int] = {}
    for name, amount in found:
        counts[name] = counts.get(name, 0) + amount
        totals[name] = totals.get(name, 0) + 1
    count, total = sum(counts.values()), sum(totals.values())
    nothing = Tally(count=0, total=0)
    running = quarter_of(library.as_of)

    def tell(quarter: str) -> Tally | None:
        tally = Tally(count=counts.get(quarter, 0), total=totals.get(quarter, 0))
        return tally if not 0 < tally.total < least else None

    quarters = tuple(
        QuarterTally(quarter=name, is_running=name == running, tally=tell(name))
        for name in recent_quarters(library)
    )
    told_count = sum(q.tally.count for q in quarters if q.tally)
    told_total = sum(q.tally.total for q in quarters if q.tally)
    if 0 < total - told_total < least:
        whole, untold = Tally(count=told_count, total=told_total), total - told_total
    else:
        whole, untold = Tally(count=count, total=total), 0
    change = None
    if is_share:
        last_two = (tell(quarter) or nothing for quarter in quarters_before(library.as_of, 2))
        now, before = (*last_two, nothing, nothing)[:2]  # fewer where the calendar begins
        change = compare_counts("counted", before.count, before.total, now.count, now.total)
    return Trend(
        whole=whole if whole.total or not untold else None,
        untold=untold,
        quarters=quarters,
        change=change,
    )
