from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.period import Period, name_period, period_before, read_period


def period(first: str, last: str) -> Period:
    return Period(first=date.fromisoformat(first), last=date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-Q3", "2025-07-01", "2025-09-30"),
        ("2024-q1", "2024-01-01", "2024-03-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        (" 2025-07-01 ", "2025-07-01", "2025-07-01"),
    ],
)
def test_a_quarter_a_year_a_month_and_a_day_are_read(text: str, first: str, last: str) -> None:
    assert read_period(text) == period(first, last)


@pytest.mark.parametrize(
    "text", ["", "2025-Q5", "Q3", "2025-7", "2025-13", "2025-02-30", "0000", "0000-01"]
)
def test_what_the_calendar_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_period(text)


@pytest.mark.parametrize(
    ("own", "before"),
    [
        (("2025-10-01", "2025-12-31"), ("2025-07-01", "2025-09-30")),
        (("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")),
        (("2024-03-01", "2024-03-31"), ("2024-02-01", "2024-02-29")),
        (("2025-01-01", "2025-08-31"), ("2024-05-01", "2024-12-31")),
        (("2025-07-01", "2025-07-01"), ("2025-06-30", "2025-06-30")),
        (("2025-07-05", "2025-07-14"), ("2025-06-25", "2025-07-04")),
    ],
)
def test_the_period_before_has_as_many_months_or_else_days(
    own: tuple[str, str], before: tuple[str, str]
) -> None:
    assert period_before(period(*own)) == period(*before)


@pytest.mark.parametrize("own", [("0001-01-01", "0001-12-31"), ("0001-01-05", "0001-02-10")])
def test_nothing_is_before_the_calendars_first_day(own: tuple[str, str]) -> None:
    assert period_before(period(*own)) is None


def test_a_period_is_not_over_on_its_last_day() -> None:
    quarter = read_period("2025-Q4")
    assert not quarter.is_over(date(2025, 12, 31))
    assert quarter.is_over(date(2026, 1, 1))


def test_a_period_is_called_as_people_call_it() -> None:
    assert name_period(period("2025-07-01", "2025-09-30")) == "2025-Q3"
    assert name_period(period("2025-01-01", "2025-12-31")) == "2025"
    assert name_period(period("2025-07-01", "2025-07-31")) == "2025-07"
    assert name_period(period("2025-07-01", "2025-08-31")) == "2025-07-01 to 2025-08-31"


@given(st.dates(min_value=date(2, 1, 1)), st.integers(0, 300))
def test_the_period_before_ends_where_the_period_begins(first: date, days: int) -> None:
    last = date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    before = period_before(Period(first=first, last=last))
    assert before is not None
    assert before.first <= before.last
    assert (first - before.last).days == 1
