from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.month import Month, month_of, months_until

MARCH = Month(year=2026, number=3)


@pytest.mark.parametrize(
    ("day", "written", "last"),
    [
        (date(2026, 3, 16), "2026-03", date(2026, 3, 31)),
        (date(2026, 2, 1), "2026-02", date(2026, 2, 28)),
        (date(2024, 2, 29), "2024-02", date(2024, 2, 29)),
        (date(2025, 12, 31), "2025-12", date(2025, 12, 31)),
        (date(999, 4, 1), "0999-04", date(999, 4, 30)),
        (date.max, "9999-12", date.max),
    ],
)
def test_a_month_is_written_with_four_and_two_digits_and_knows_its_last_day(
    day: date, written: str, last: date
) -> None:
    month = month_of(day)
    assert (str(month), month.first, month.last) == (written, day.replace(day=1), last)


def test_a_month_knows_its_neighbours_over_the_turn_of_a_year() -> None:
    assert str(Month(year=2026, number=1).before) == "2025-12"
    assert str(Month(year=2025, number=12).after) == "2026-01"
    assert (month_of(date.min).before, month_of(date.max).after) == (None, None)


@given(st.dates())
def test_a_day_lies_in_its_month_and_in_none_of_its_neighbours(day: date) -> None:
    month = month_of(day)
    assert month.first <= day <= month.last
    if month.before:
        assert month.before.last < month.first
        assert month.before.after == month
    if month.after:
        assert month.last < month.after.first


def test_months_until_another_are_in_their_order_and_of_too_many_the_last() -> None:
    december = Month(year=2025, number=12)
    assert [str(m) for m in months_until(december, MARCH, 10)] == [
        "2025-12", "2026-01", "2026-02", "2026-03",
    ]  # fmt: skip
    assert [str(m) for m in months_until(december, MARCH, 2)] == ["2026-02", "2026-03"]
    assert months_until(MARCH, december, 10) == ()
