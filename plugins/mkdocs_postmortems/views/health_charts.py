"""The trend of figures about the learning as lines, with a gap where nothing is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..core.health import QuarterTally, Tally
from .charts import ChartTable, Line, LineChart, Part, lay_line, round_scale
from .health_figures import Column, say_counts, say_tally
from .scales import lay_heights, lay_times

_HEIGHT = 120
"""Pixels; a whole number of them from each tick to the next, however many there are."""
_PERCENT = (0, 25, 50, 75, 100)
_EVERY = 10
"""A count that is no share is drawn for so many documents, as quarters have not equally many."""


def chart_shares(
    identifier: str, title: str, columns: Iterable[Column], table: ChartTable
) -> LineChart | None:
    """A line for each column, in percent; None where no line has two quarters."""

    def amount(tally: Tally) -> float:
        return 100 * tally.count / tally.total

    return _chart(identifier, title, tuple(columns), table, amount, say_tally, _PERCENT)


def chart_findings(
    identifier: str, title: str, column: Column, table: ChartTable
) -> LineChart | None:
    """A line of the findings in every ten documents; None where it has no two quarters."""

    def amount(tally: Tally) -> float:
        return _EVERY * tally.count / tally.total

    def say(tally: Tally) -> str:
        return say_counts(tally, "in")

    most = max((amount(tally) for one in column.tallies if (tally := _drawn(one))), default=0.0)
    return _chart(identifier, title, (column,), table, amount, say, round_scale(most)[1])


def _chart(
    identifier: str,
    title: str,
    columns: tuple[Column, ...],
    table: ChartTable,
    amount: Callable[[Tally], float],
    say: Callable[[Tally], str],
    steps: tuple[int, ...],
) -> LineChart | None:
    lines: list[Line] = []
    for column in columns:
        tone = len(lines)
        points = [
            Part(
                amount=amount(tally),
                tone=tone,
                text="",
                says=f"{one.name}, {column.title}: {say(tally)}",
                ref=cell.ref,
            )
            if (tally := _drawn(one))
            else None
            for one, cell in zip(reversed(column.tallies), reversed(column.cells), strict=True)
        ]
        if any(points):
            lines.append(lay_line(column.title, tone, points, steps[-1], _HEIGHT))
    if max((len(line.points) for line in lines), default=0) < 2:
        return None
    quarters = columns[0].tallies
    return LineChart(
        id=f"pm-{identifier}-chart",
        title=title,
        description="From the oldest quarter to the running one. Where a line has a gap, there is "
        "nothing to count, or it is not told. The numbers are in the table below.",
        height=_HEIGHT,
        lines=tuple(lines),
        across=lay_times([one.quarter for one in reversed(quarters)]),
        up=lay_heights(steps, _HEIGHT),
        table=table,
    )


def _drawn(one: QuarterTally) -> Tally | None:
    """What has a point: of what is kept back, or told as `fewer than`, none, not even at zero."""
    tally = one.tally
    return tally if tally and tally.total and not tally.is_below else None
