"""Charts as numbers: where each mark stands, what it says, and where it leads.

Across, everything is in percent of the plot's width, so that a chart is as wide
as its column and its text as large as the page's; down, in pixels. The scale
begins at zero. What a chart shows is in a table, too, which whoever cannot see it
reads, and whoever wants the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .reference import Ref

ROW = 26
"""Height of a row of bars or dots, in pixels."""
TONES = 8
"""So many tones are told apart; the last one is for whatever is left."""
_ROOM_FOR_TEXT = 6.0
"""Percent of the width that a letter in a mark needs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One value of a chart."""

    left: float
    """Percent."""
    width: float
    """Percent; 0 for a dot."""
    top: int
    """Pixels."""
    tone: int
    """From 0, the accent; the same in all charts of a page for one meaning."""
    text: str
    """Stands in it; empty where there is no room."""
    says: str
    """The whole value in words: `2025-Q4, Configuration error: 5 of 12 incidents (42 %)`."""
    ref: Ref | None
    """The incidents behind it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """What a tone stands for."""

    text: str
    """The letter that its marks have."""
    tone: int
    label: str
    ref: Ref | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A place on the scale."""

    left: float
    """Percent."""
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell of a chart's table."""

    text: str
    ref: Ref | None = None


@dataclass(frozen=True, kw_only=True)
class ChartTable:
    """The values of a chart as a table."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """The first cell of each is its head."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartRow:
    """A line of marks with its label."""

    label: str
    ref: Ref | None
    value: str
    """What the whole row comes to: `12`."""
    marks: tuple[Mark, ...]
    height: int
    """Pixels."""
    median: Mark | None = None
    """A line across the dots."""


@dataclass(frozen=True, kw_only=True)
class RowChart:
    """Bars, stacked bars or dots in rows on one scale, labelled at their left."""

    id: str
    title: str
    description: str
    """What the chart shows, in a sentence, for whoever cannot see it."""
    form: str
    """`bars` or `dots`."""
    keys: tuple[Key, ...]
    ticks: tuple[Tick, ...]
    rows: tuple[ChartRow, ...]
    table: ChartTable


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A straight line between two points."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One series over time."""

    label: str
    tone: int
    stretches: tuple[Stretch, ...]
    points: tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True)
class LineChart:
    """Series over the same times, on one scale."""

    id: str
    title: str
    description: str
    height: int
    """Pixels."""
    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    """Times."""
    up: tuple[Tick, ...]
    """Numbers; `left` is the distance from the top, in pixels."""
    table: ChartTable


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One value of a row of bars before it is laid out."""

    amount: float
    tone: int
    text: str
    says: str
    ref: Ref | None = None


def lay_bars(parts: Iterable[Part], scale: float) -> tuple[Mark, ...]:
    """Bars end to end from zero; `scale` is the amount that fills the width."""
    marks, left = [], 0.0
    for part in parts:
        width = 100 * part.amount / scale if scale else 0.0
        marks.append(
            Mark(
                left=_percent(left),
                width=_percent(width),
                top=0,
                tone=part.tone,
                text=part.text if width >= _ROOM_FOR_TEXT else "",
                says=part.says,
                ref=part.ref,
            )
        )
        left += width
    return tuple(marks)


def lay_dots(parts: Iterable[Part], scale: float, spread: float = 2.5) -> tuple[Mark, ...]:
    """Dots at their amounts, one above another where they would lie closer than `spread` percent.

    They come with the smallest first.
    """
    lanes: list[float] = []
    marks = []
    for part in parts:
        left = 100 * part.amount / scale if scale else 0.0
        lane = next((i for i, last in enumerate(lanes) if left - last >= spread), len(lanes))
        if lane == len(lanes):
            lanes.append(left)
        lanes[lane] = left
        marks.append(
            Mark(
                left=_percent(left),
                width=0.0,
                top=lane * (ROW // 2),
                tone=part.tone,
                text=part.text,
                says=part.says,
                ref=part.ref,
            )
        )
    return tuple(marks)


def lay_line(label: str, tone: int, points: Sequence[Part], scale: float, height: int) -> Line:
    """A series whose points lie at equal distances across."""
    last = max(len(points) - 1, 1)
    marks = tuple(
        Mark(
            left=_percent(100 * index / last),
            width=0.0,
            top=round(height - height * point.amount / scale) if scale else height,
            tone=tone,
            text=point.text,
            says=point.says,
            ref=point.ref,
        )
        for index, point in enumerate(points)
    )
    stretches = tuple(
        Stretch(left=a.left, top=a.top, right=b.left, bottom=b.top) for a, b in pairwise(marks)
    )
    return Line(label=label, tone=tone, stretches=stretches, points=marks)


def round_scale(most: float) -> tuple[float, tuple[float, ...]]:
    """A scale from zero that holds `most`, and up to six even steps on it: 1, 2 or 5 times ten."""
    if most <= 0:
        return 1.0, (0.0, 1.0)
    step = 10.0**-3
    while True:
        for factor in (1, 2, 5):
            if most <= factor * step * 5:
                count = -(-most // (factor * step))
                steps = tuple(factor * step * n for n in range(int(count) + 1))
                return steps[-1], steps
        step *= 10


def _percent(value: float) -> float:
    return round(value, 2)
