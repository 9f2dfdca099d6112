"""Figures about the learning itself: how many of how many, by quarter, and whether it changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .comparison import Change, compare_counts
from .library import Library
from .quarter import percent, quarter_of, quarters_before

QUARTERS = 8
"""So many quarters are shown, the running one among them."""
MIN_DOCUMENTS = 5
"""A figure about language needs so many documents: of fewer, it would point at one of them."""
MIN_COUNT = 3
"""Of fewer causes that name a system no number is told, but that they are fewer: none would tell
of each document that its cause does not, and one would tell it to the author of that one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many of how many."""

    count: int
    total: int
    """n."""
    is_below: bool = False
    """Whether there are fewer than `count`, and no more is told; 0 among them."""

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

    @property
    def name(self) -> str:
        """`2025-Q4`, or `2026-Q1, so far`."""
        return f"{self.quarter}, so far" if self.is_running else self.quarter


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A figure as a whole and by quarter."""

    whole: Tally | None
    """Of all time; None where too few documents are behind it, or what it is of is not told."""
    untold: int
    """Documents that are not in `whole`, which would otherwise say what quarters keep back."""
    quarters: tuple[QuarterTally, ...]
    """The newest first, back to the first that has postmortems, no more than `QUARTERS`."""
    is_share: bool
    """Whether each document counts once or not at all."""
    change: Change | None
    """From the last complete quarter but one to the last; None for what is no share, and where
    of one of the two only is told that there are few."""


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
    few: int = 0,
    hidden: Collection[str] = (),
    is_share: bool = True,
) -> Trend:
    """Add up what each document has; it comes with its quarter, None where that is unknown.

    A share has 0 or 1 of each. For the others see `follow_tallies`.
    """
    counts: dict[str | None, int] = {}
    totals: dict[str | None, int] = {}
    for name, amount in found:
        counts[name] = counts.get(name, 0) + amount
        totals[name] = totals.get(name, 0) + 1
    tallies = ((name, Tally(count=counts[name], total=total)) for name, total in totals.items())
    return follow_tallies(tallies, library, least=least, few=few, hidden=hidden, is_share=is_share)


def follow_tallies(
    found: Iterable[tuple[str | None, Tally]],
    library: Library,
    *,
    least: int = 0,
    few: int = 0,
    hidden: Collection[str] = (),
    is_share: bool = True,
) -> Trend:
    """The trend of what was counted, which comes with its quarter.

    With `least`, quarters of fewer documents are not told, nor those that are
    `hidden`, and with `few` of a smaller count only that it is smaller. Neither is
    told by what the whole has more than the quarters: beside a quarter of a small
    count the whole is that of the others.
    """
    tallies = dict(found)
    nothing = Tally(count=0, total=0)
    count = sum(tally.count for tally in tallies.values())
    total = sum(tally.total for tally in tallies.values())
    running = quarter_of(library.as_of)

    def tell(quarter: str) -> Tally | None:
        tally = tallies.get(quarter, nothing)
        is_hidden = 0 < tally.total < least or bool(tally.total and quarter in hidden)
        return None if is_hidden else _blur(tally, few)

    quarters = tuple(
        QuarterTally(quarter=name, is_running=name == running, tally=tell(name))
        for name in recent_quarters(library)
    )
    whole = _blur(Tally(count=count, total=total), few)
    known = [q.tally for q in quarters if q.tally]
    told = [tally for tally in known if not tally.is_below]
    of_quarters = Tally(count=sum(t.count for t in told), total=sum(t.total for t in told))
    untold, rest = total - of_quarters.total, count - of_quarters.count
    is_apart = 0 < untold < least or (0 < of_quarters.total < total and rest < few)
    if is_apart or len(told) < len(known):
        whole = of_quarters
    else:
        untold = 0
    change = None
    if is_share:
        last_two = (tell(quarter) or nothing for quarter in quarters_before(library.as_of, 2))
        now, before = (*last_two, nothing, nothing)[:2]  # fewer where the calendar begins
        if not (now.is_below or before.is_below):
            change = compare_counts("counted", before.count, before.total, now.count, now.total)
    return Trend(
        whole=whole if whole.total or not untold else None,
        untold=untold,
        quarters=quarters,
        is_share=is_share,
        change=change,
    )


def _blur(tally: Tally, few: int) -> Tally:
    if tally.total and tally.count < few:
        return Tally(count=few, total=tally.total, is_below=True)
    return tally
