from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.views.scales import (
    lay_heights,
    lay_ticks,
    lay_time_ticks,
    lay_times,
    round_scale,
    round_time_scale,
)


@pytest.mark.parametrize(
    ("most", "steps"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (3, (0, 1, 2, 3)),
        (7, (0, 2, 4, 6, 8)),
        (12, (0, 5, 10, 15)),
        (25, (0, 5, 10, 15, 20, 25)),
        (26, (0, 10, 20, 30)),
        (1234, (0, 500, 1000, 1500)),
    ],
)
def test_counts_have_whole_numbers_on_their_scale(most: int, steps: tuple[int, ...]) -> None:
    assert round_scale(most) == (steps[-1], steps)


@given(st.floats(0, 1e9))
def test_a_scale_begins_at_zero_holds_the_greatest_and_has_few_even_steps(most: float) -> None:
    scale, steps = round_scale(most)
    assert steps[0] == 0
    assert steps[-1] == scale >= most
    assert 2 <= len(steps) <= 6
    assert len({b - a for a, b in pairwise(steps)}) == 1


@pytest.mark.parametrize(
    ("most", "labels"),
    [
        (timedelta(), ["0", "1 s"]),
        (timedelta(seconds=40), ["0", "10 s", "20 s", "30 s", "40 s"]),
        (timedelta(minutes=22), ["0", "5 min", "10 min", "15 min", "20 min", "25 min"]),
        (timedelta(minutes=64), ["0", "15 min", "30 min", "45 min", "1 h", "1 h 15 min"]),
        (timedelta(hours=7), ["0", "2 h", "4 h", "6 h", "8 h"]),
        (timedelta(hours=31), ["0", "12 h", "1 d", "1 d 12 h"]),
        (timedelta(days=12), ["0", "5 d", "10 d", "15 d"]),
    ],
)
def test_lengths_of_time_have_natural_steps(most: timedelta, labels: list[str]) -> None:
    _, steps = round_time_scale(most)
    assert [tick.label for tick in lay_time_ticks(steps)] == labels


@given(st.timedeltas(timedelta(), timedelta(days=40_000)))
def test_a_scale_of_time_holds_the_greatest_and_has_few_even_steps(most: timedelta) -> None:
    scale, steps = round_time_scale(most)
    assert steps[0] == timedelta()
    assert steps[-1] == scale >= most
    assert 2 <= len(steps) <= 6
    assert len({b - a for a, b in pairwise(steps)}) == 1


def test_ticks_lie_where_their_numbers_are() -> None:
    assert [(tick.left, tick.label) for tick in lay_ticks((0, 500, 1000))] == [
        (0, "0"), (50, "500"), (100, "1,000"),
    ]  # fmt: skip
    assert [(tick.left, tick.label) for tick in lay_heights((0, 5, 10), 80)] == [
        (80, "0"), (40, "5"), (0, "10"),
    ]  # fmt: skip


def test_of_many_times_each_nth_has_a_label_and_the_last_one_always() -> None:
    years = [f"{year}" for year in range(2000, 2025)]
    ticks = lay_times(years)
    assert [tick.label for tick in ticks][-3:] == ["2018", "2021", "2024"]
    assert ticks[-1].left == 100
    assert len(ticks) == 9
    assert [tick.label for tick in lay_times(["2025-Q4"])] == ["2025-Q4"]
    assert lay_times([]) == ()
