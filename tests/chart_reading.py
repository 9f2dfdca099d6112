"""What the charts of a page say to who reads or hears them."""

from __future__ import annotations

from bs4 import Tag

from .page_numbers import numbers_of, words_of


def chart_rows(chart: Tag) -> dict[str, Tag]:
    """The rows of a chart by their labels, without the axis."""
    _check_row_numbers(chart)
    rows = chart.select(".pm-chart__row:not(.pm-chart__axis)")
    return {words_of(row.select(".pm-chart__label")[0]): row for row in rows}


def marks(row: Tag) -> list[str]:
    """What the marks of a chart's row say, the median's last."""
    found = row.select("[aria-label]")
    for mark in found:
        title = mark.find("title")
        assert isinstance(title, Tag)
        assert words_of(title) == " ".join(str(mark["aria-label"]).split())
    return [" ".join(str(mark["aria-label"]).split()) for mark in found]


def value(row: Tag) -> str:
    return words_of(row.select(".pm-chart__value")[0])


def check_scale(chart: Tag, axis: str = ".pm-chart__axis", place: str = "x") -> int:
    """Each number of a scale stands at its place; the last one, which the scale goes to."""
    ticks = chart.select(f"{axis} text")
    numbers = [numbers_of(tick)[0] for tick in ticks]
    places = [float(str(tick[place]).rstrip("%")) for tick in ticks]
    first, last = places[0], places[-1]
    assert numbers[0] == 0
    for number, at in zip(numbers, places, strict=True):
        assert abs((at - first) / (last - first) - number / numbers[-1]) < 0.001
    return numbers[-1]


def check_width(chart: Tag, row: Tag, expected: float) -> None:
    """A row's first bar begins at zero and is as long as its number on the chart's scale."""
    bar = row.select(".pm-mark rect")[0]
    left, width = (float(str(bar[name]).rstrip("%")) for name in ("x", "width"))
    assert left == 0
    assert abs(width * check_scale(chart) / 100 - expected) <= 0.5


def _check_row_numbers(chart: Tag) -> None:
    """`Row 2 of 10`, for who hears the chart; the first row has the chart's description."""
    rows = chart.select("desc")
    for number, row in enumerate(rows[1:], start=2):
        assert words_of(row) == f"Row {number} of {len(rows)}"
