from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.views.charts import (
    ChartRow,
    Key,
    LineChart,
    Part,
    RowChart,
    Tick,
    height_of,
    lay_bars,
    lay_dots,
    lay_line,
)

from ..chart_gallery import lines, render_charts, stacked, table


def parts(*amounts: float) -> tuple[Part, ...]:
    return tuple(Part(amount=a, tone=n, text="A", says=f"{a}") for n, a in enumerate(amounts))


def test_bars_lie_end_to_end_on_their_scale() -> None:
    """3 and 1 of a scale of 8."""
    marks = lay_bars(parts(3, 1), 8)
    assert [(mark.left, mark.width) for mark in marks] == [(0, 37.5), (37.5, 12.5)]


def test_nothing_has_no_bar() -> None:
    assert [mark.says for mark in lay_bars(parts(0, 2, 0), 4)] == ["2"]
    assert lay_bars(parts(0, 0), 0) == ()
    assert lay_bars((), 5) == ()


def test_a_bar_without_room_for_its_letter_keeps_what_it_says() -> None:
    wide, narrow = lay_bars(parts(95, 5), 100)
    assert (wide.text, narrow.text, narrow.says) == ("A", "", "5")


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8).filter(any))
def test_bars_of_a_whole_fill_it(amounts: list[int]) -> None:
    marks = lay_bars(parts(*amounts), sum(amounts))
    assert len(marks) == sum(1 for amount in amounts if amount)
    assert sum(mark.width for mark in marks) == pytest.approx(100, abs=0.05)
    assert all(b.left == pytest.approx(a.left + a.width, abs=0.02) for a, b in pairwise(marks))


@given(st.lists(st.floats(0, 500), max_size=60))
def test_dots_in_a_lane_never_lie_on_each_other(amounts: list[float]) -> None:
    marks = lay_dots(parts(*sorted(amounts)), 500)
    assert [mark.left for mark in marks] == [round(a / 5, 2) for a in sorted(amounts)]
    for lane in {mark.top for mark in marks}:
        lefts = [mark.left for mark in marks if mark.top == lane]
        assert all(b - a >= 3.5 for a, b in pairwise(lefts))


def test_a_row_of_dots_is_as_high_as_its_lanes() -> None:
    assert height_of(lay_dots(parts(1), 10)) == 26
    assert height_of(lay_dots(parts(1, 1, 1), 10)) == 52
    assert height_of(()) == 26


def test_a_line_goes_from_its_first_point_to_its_last() -> None:
    """0, 5 and 10 of a scale of 10, 100 pixels high."""
    line = lay_line("Open", 0, parts(0, 5, 10), 10, 100)
    assert [(mark.left, mark.top) for mark in line.points] == [(0, 100), (50, 50), (100, 0)]
    assert [(s.left, s.right) for s in line.stretches] == [(0, 50), (50, 100)]


def test_a_line_of_one_point_or_none_has_no_stretch() -> None:
    assert lay_line("Open", 0, parts(4), 5, 100).stretches == ()
    assert len(lay_line("Open", 0, parts(4), 5, 100).points) == 1
    assert lay_line("Open", 0, (), 5, 100).points == ()
    assert lay_line("Open", 0, parts(0), 0, 100).points[0].top == 100
    first, last = parts(5, 10)
    gap = lay_line("Open", 0, [first, None, last, last], 10, 100)
    assert [point.left for point in gap.points] == [0, 66.67, 100]
    assert [(s.left, s.right) for s in gap.stretches] == [(66.67, 100)]


def line_chart(*last: float) -> LineChart:
    """Lines of one point each, on a scale of 10 that is 100 pixels high."""
    return LineChart(
        id="pm-test", title="", description="", height=100,
        lines=tuple(lay_line(f"{amount}", 0, parts(amount), 10, 100) for amount in last),
        across=(), up=(), table=table(""),
    )  # fmt: skip


def test_the_label_of_a_line_stands_at_its_end() -> None:
    assert [(end.label, end.top) for end in line_chart(10, 5).ends] == [("10", 0), ("5", 50)]


@given(st.lists(st.integers(0, 10), max_size=5))
def test_labels_at_the_ends_of_lines_never_lie_on_each_other(last: list[int]) -> None:
    tops = [end.top for end in line_chart(*last).ends]
    assert len(tops) == len(last)
    assert all(b - a >= 17 for a, b in pairwise(tops))
    assert all(0 <= top <= 100 for top in tops)


def test_charts_without_values_say_so_and_keep_their_table(tmp_path: Path) -> None:
    empty = RowChart(
        id="pm-none", title="Causes", description="", form="bars", keys=(), ticks=(), rows=(),
        table=table("No causes"),
    )  # fmt: skip
    html = render_charts(tmp_path, (empty,), line_chart(), None)
    assert html.count("Nothing to show yet.") == 2
    assert "No causes" in html
    assert "<circle" not in html


def test_what_a_chart_says_is_text_and_never_markup(tmp_path: Path) -> None:
    marks = lay_bars([Part(amount=1, tone=0, text="<b>", says='"><b>x', ref=None)], 1)
    row = ChartRow(label="<b>", ref=None, value="<b>", marks=marks, height=26)
    chart = RowChart(
        id="pm-sly", title="<b>", description="<b>", form="bars",
        keys=(Key(text="<b>", tone=0, label="<b>"),), ticks=(Tick(left=0, label="<b>"),),
        rows=(row,), table=table("<b>"),
    )  # fmt: skip
    assert "<b>" not in render_charts(tmp_path, (chart,), lines(), None)


def test_a_chart_knows_the_tones_that_it_needs() -> None:
    assert stacked().tones == tuple(range(8))
    assert lines().ends[-1].label == "Overdue items"
