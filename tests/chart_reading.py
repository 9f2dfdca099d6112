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


def check_width(chart: Tag, row: Tag, expected: float) -> None:
    """A bar is as long as its share on the chart's scale, which begins at zero."""
    ticks = [numbers_of(tick)[0] for tick in chart.select(".pm-chart__axis text")]
    bar = row.select(".pm-mark rect")[0]
    drawn = float(str(bar["width"]).rstrip("%")) * ticks[-1] / 100
    assert (ticks[0], str(bar["x"])) in ((0, "0%"), (0, "0.0%"))
    assert abs(drawn - expected) <= 0.5


def _check_row_numbers(chart: Tag) -> None:
    """`Row 2 of 10`, for who hears the chart; the first row has the chart's description."""
    rows = chart.select("desc")
    for number, row in enumerate(rows[1:], start=2):
        assert words_of(row) == f"Row {number} of {len(rows)}"
