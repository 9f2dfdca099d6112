"""The action items at the end of each quarter: how many were open, how many closed by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from ..core.library import Library
from ..core.month import month_of
from ..core.period import Period, days_of_quarter
from ..core.quarter import quarter_of, quarters_before
from ..core.review import has_review, review_periods
from .charts import Cell, ChartTable, LineChart, Part, Tick, lay_line, round_scale
from .reference import Ref, refer_to_review
from .wording import count_of, long_date

SHOWN_QUARTERS = 12
"""Three years: what lies further back says little about today."""
_LINE_HEIGHT = 160
_LABELS = 5
"""So many quarters can be named below a line on a phone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemsAtEnd:
    """The action items at the end of a quarter."""

    quarter: str
    last: date
    """The quarter's last day; of the running one, today."""
    open: int
    closed: int
    """Since the beginning, on days that are known."""


@dataclass(frozen=True, kw_only=True)
class ItemsOverTime:
    """The action items at the end of each quarter, the earliest first."""

    ends: tuple[ItemsAtEnd, ...]
    closed_some_day: int
    """Items closed on a day that nobody says; they are in no count."""


def count_items(library: Library) -> ItemsOverTime:
    """The items open and closed at the ends of the last quarters, that of today among them."""
    # Newest last; the first review is of everything before them.
    running = quarter_of(library.as_of)
    names = (*reversed(quarters_before(library.as_of, SHOWN_QUARTERS - 1)), running)
    periods = [
        Period(first=days.first, last=min(days.last, library.as_of))
        for days in map(days_of_quarter, names)
    ]
    is_first = periods[0].first == date.min
    if not is_first:
        before = periods[0].first - timedelta(days=1)
        periods.insert(0, Period(first=date.min, last=before))
    reviews = review_periods(periods, library)
    closed = list(accumulate(review.closed for review in reviews))
    ends = [
        ItemsAtEnd(quarter=name, last=period.last, open=review.open_actions, closed=so_far)
        for name, period, review, so_far in zip(
            names,
            periods[-len(names) :],
            reviews[-len(names) :],
            closed[-len(names) :],
            strict=True,
        )
    ]
    while len(ends) > 1 and not (ends[0].open or ends[0].closed):
        del ends[0]
    return ItemsOverTime(ends=tuple(ends), closed_some_day=reviews[-1].closed_some_day)


def chart_items(items: ItemsOverTime, as_of: date) -> LineChart:
    """Two lines: what was open at the end of each quarter, and what had been closed by then."""
    ends = items.ends
    scale, steps = round_scale(max((max(one.open, one.closed) for one in ends), default=0))
    closed_page = Ref(kind="closed_actions", title="Closed action items", anchor="pm-quarters")
    opened = [
        _point(one.open, "open at the end", one, as_of, _open_page(one, as_of)) for one in ends
    ]
    closed = [
        _point(one.closed, "closed since the beginning", one, as_of, closed_page) for one in ends
    ]
    step = -(-len(ends) // _LABELS)
    last = max(len(ends) - 1, 1)
    return LineChart(
        id="pm-items-chart",
        title="Open and closed action items at the end of each quarter",
        description="Two lines: items open at the end, and items closed since the beginning.",
        height=_LINE_HEIGHT,
        lines=(
            lay_line("Open at the end", 0, opened, scale, _LINE_HEIGHT),
            lay_line("Closed since the beginning", 1, closed, scale, _LINE_HEIGHT),
        ),
        across=tuple(
            Tick(left=round(100 * index / last, 2), label=one.quarter)
            for index, one in enumerate(ends)
            if (len(ends) - 1 - index) % step == 0
        ),
        up=tuple(
            Tick(left=_LINE_HEIGHT - _LINE_HEIGHT * value / scale, label=f"{value:g}")
            for value in steps
        ),
        table=ChartTable(
            caption="Open and closed action items: the numbers",
            head=("Quarter", "Open at the end", "Closed since the beginning"),
            rows=tuple(
                (
                    Cell(text=one.quarter if one.last != as_of else f"{one.quarter} so far"),
                    Cell(text=f"{one.open:,}", ref=_open_page(one, as_of)),
                    Cell(text=f"{one.closed:,}", ref=closed_page),
                )
                for one in reversed(ends)
            ),
        ),
    )


def _open_page(end: ItemsAtEnd, as_of: date) -> Ref | None:
    """Where the items stand that were open then, as far back as there are such pages."""
    if end.last == as_of:
        return Ref(kind="actions", title="Open action items")
    month = month_of(end.last)
    return refer_to_review(month, str(month)) if has_review(month, as_of) else None


def _point(count: int, what: str, end: ItemsAtEnd, as_of: date, ref: Ref | None) -> Part:
    day = f"today, {long_date(end.last)}" if end.last == as_of else long_date(end.last)
    return Part(
        amount=count,
        tone=0,
        text="",
        says=f"{end.quarter}: {count_of(count, 'item')} {what} ({day})",
        ref=ref,
    )
