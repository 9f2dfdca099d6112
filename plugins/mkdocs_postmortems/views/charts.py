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
from .scales import Tick, round_scale

__all__ = (
    "ROW", "TONES", "Cell", "ChartRow", "ChartTable", "Key", "Line", "LineChart", "LineEnd", "Mark",
    "Part", "RowChart", "Stretch", "Tick", "has_room", "height_of", "lay_bars", "lay_dots",
    "lay_line", "round_scale",
)  # fmt: skip

ROW = 26
"""Height of a row of bars or dots, in pixels."""
TONES = 8
"""So many tones are told apart; the last one is for whatever is left."""
_ROOM_AROUND_TEXT = 3.5
_ROOM_FOR_LETTER = 2.0
"""Percent of the width that a text in a mark needs, on a phone."""
_LINE_OF_TEXT = 17
"""Pixels from one label at the end of a line to the next one."""


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
    """Pixels; of dots, see `height_of`."""
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

    @property
    def tones(self) -> tuple[int, ...]:
        """Those that occur in it."""
        used = {mark.tone for row in self.rows for mark in row.marks}
        return tuple(sorted(used | {key.tone for key in self.keys}))


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


@dataclass(frozen=True, kw_only=True, slots=True)
class LineEnd:
    """The label of a line, beside its last point."""

    label: str
    tone: int
    top: int
    """Pixels."""


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

    @property
    def ends(self) -> tuple[LineEnd, ...]:
        """A label for each line, from the top down; none lies on another."""
        ended = sorted(
            (line for line in self.lines if line.points), key=lambda line: line.points[-1].top
        )
        tops: list[int] = []
        for line in ended:
            lowest = tops[-1] + _LINE_OF_TEXT if tops else 0
            tops.append(max(line.points[-1].top, lowest))
        for below, index in enumerate(reversed(range(len(tops)))):
            tops[index] = min(tops[index], self.height - below * _LINE_OF_TEXT)
        return tuple(
            LineEnd(label=line.label, tone=line.tone, top=top)
            for line, top in zip(ended, tops, strict=True)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One value of a row of bars before it is laid out."""

    amount: float
    tone: int
    text: str
    says: str
    ref: Ref | None = None


def lay_bars(parts: Iterable[Part], scale: float) -> tuple[Mark, ...]:
    """Bars end to end from zero; `scale` is the amount that fills the width.

    Whatever comes to nothing has no bar, which nobody could see or point at.
    """
    marks, left = [], 0.0
    for part in parts:
        width = 100 * part.amount / scale if scale else 0.0
        if width <= 0:
            continue
        marks.append(
            Mark(
                left=_percent(left),
                width=_percent(width),
                top=0,
                tone=part.tone,
                text=part.text if has_room(width, part.text) else "",
                says=part.says,
                ref=part.ref,
            )
        )
        left += width
    return tuple(marks)


def has_room(width: float, text: str) -> bool:
    """Whether a mark of that many percent can hold a text, on a phone too."""
    return width >= _ROOM_AROUND_TEXT + _ROOM_FOR_LETTER * len(text)


def lay_dots(parts: Iterable[Part], scale: float, spread: float = 3.5) -> tuple[Mark, ...]:
    """Dots at their amounts, one above another where they would lie closer than `spread` percent.

    They come with the smallest first. The lowest have `top` 0, at the foot of the row.
    """
    lanes: list[float] = []
    marks = []
    for part in parts:
        left = _percent(100 * part.amount / scale if scale else 0.0)
        lane = next((i for i, last in enumerate(lanes) if left - last >= spread), len(lanes))
        if lane == len(lanes):
            lanes.append(left)
        lanes[lane] = left
        marks.append(
            Mark(
                left=left,
                width=0.0,
                top=lane * (ROW // 2),
                tone=part.tone,
                text=part.text,
                says=part.says,
                ref=part.ref,
            )
        )
    return tuple(marks)


def height_of(marks: Iterable[Mark]) -> int:
    """The height of a row that holds these dots, in pixels."""
    return ROW + max((mark.top for mark in marks), default=0)


def lay_line(
    label: str, tone: int, points: Sequence[Part | None], scale: float, height: int
) -> Line:
    """A series whose points lie at equal distances across; where there is None, it has a gap."""
    last = max(len(points) - 1, 1)
    places = [
        Mark(
            left=_percent(100 * index / last),
            width=0.0,
            top=round(height - height * point.amount / scale) if scale else height,
            tone=tone,
            text=point.text,
            says=point.says,
            ref=point.ref,
        )
        if point
        else None
        for index, point in enumerate(points)
    ]
    stretches = tuple(
        Stretch(left=a.left, top=a.top, right=b.left, bottom=b.top)
        for a, b in pairwise(places)
        if a and b
    )
    return Line(
        label=label, tone=tone, stretches=stretches, points=tuple(mark for mark in places if mark)
    )


def _percent(value: float) -> float:
    return round(value, 2)
