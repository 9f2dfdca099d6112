"""The action items at the end of each quarter: how many were open, how many closed by then."""

from __future__ import annotations

from datetime import date

from ..core.item_counts import ItemCount, count_items
from ..core.library import Library
from ..core.month import month_of
from ..core.period import days_of_quarter
from ..core.quarter import quarter_of, quarters_before
from ..core.review import has_review
from .charts import Cell, ChartTable, LineChart, Part, Tick, lay_line, round_scale
from .reference import Ref, refer_to_review
from .wording import count_of, long_date

SHOWN_QUARTERS = 12
"""Three years: what lies further back says little about today."""
_LINE_HEIGHT = 160
_LABELS = 5
"""So many quarters can be named below a line on a phone."""


def items_over_time(library: Library) -> tuple[ItemCount, ...]:
    """The items at the ends of the last quarters, then today; from the first that has one on."""
    quarters = reversed(quarters_before(library.as_of, SHOWN_QUARTERS - 1))
    days = [*(days_of_quarter(quarter).last for quarter in quarters), library.as_of]
    counts = count_items(days, library)
    first = next((i for i, one in enumerate(counts) if one.open or one.closed), len(counts) - 1)
    return counts[first:]


def count_closed_some_day(library: Library) -> int:
    """Items that are closed, done or declined, on a day that nobody says."""
    courses = library.courses.values()
    return sum(not course.item.is_open and course.closed is None for course in courses)


def chart_items(ends: tuple[ItemCount, ...], as_of: date) -> LineChart:
    """Two lines: what was open at the end of each quarter, and what had been closed by then."""
    scale, steps = round_scale(max((max(one.open, one.closed) for one in ends), default=0))
    closed_page = Ref(kind="closed_actions", title="Closed action items")
    opened = [
        _point(one.open, "open at the end", one, as_of, _open_page(one, as_of)) for one in ends
    ]
    closed = [
        _point(one.closed, "done or declined by then", one, as_of, closed_page) for one in ends
    ]
    step = -(-len(ends) // _LABELS)
    last = max(len(ends) - 1, 1)
    return LineChart(
        id="pm-items-chart",
        title="Open and closed action items at the end of each quarter",
        description="Two lines: items open at the end, and items closed (done or declined) by then.",
        height=_LINE_HEIGHT,
        lines=(
            lay_line("Open at the end", 0, opened, scale, _LINE_HEIGHT),
            lay_line("Done or declined by then", 1, closed, scale, _LINE_HEIGHT),
        ),
        across=tuple(
            Tick(left=round(100 * index / last, 2), label=quarter_of(one.day))
            for index, one in enumerate(ends)
            if (len(ends) - 1 - index) % step == 0
        ),
        up=tuple(
            Tick(left=_LINE_HEIGHT - _LINE_HEIGHT * value / scale, label=f"{value:g}")
            for value in steps
        ),
        table=ChartTable(
            caption="Open and closed action items: the numbers",
            head=("Quarter", "Open at the end", "Closed (done or declined) by then"),
            rows=tuple(
                (
                    Cell(
                        text=quarter_of(one.day)
                        if one.day != as_of
                        else f"{quarter_of(one.day)} so far"
                    ),
                    Cell(text=f"{one.open:,}", ref=_open_page(one, as_of)),
                    Cell(text=f"{one.closed:,}", ref=closed_page),
                )
                for one in reversed(ends)
            ),
        ),
    )


def _open_page(end: ItemCount, as_of: date) -> Ref | None:
    """Where the items stand that were open then, as far back as there are such pages."""
    if end.day == as_of:
        return Ref(kind="actions", title="Open action items")
    month = month_of(end.day)
    return refer_to_review(month, str(month)) if has_review(month, as_of) else None


def _point(count: int, what: str, end: ItemCount, as_of: date, ref: Ref | None) -> Part:
    day = f"today, {long_date(end.day)}" if end.day == as_of else long_date(end.day)
    return Part(
        amount=count,
        tone=0,
        text="",
        says=f"{quarter_of(end.day)}: {count_of(count, 'item')} {what} ({day})",
        ref=ref,
    )
