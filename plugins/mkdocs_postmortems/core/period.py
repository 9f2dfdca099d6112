"""Stretches of days: a month, a quarter, a year, or any other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .month import Month, month_of
from .quarter import quarter_of

_QUARTER = re.compile(r"\d{4}-Q[1-4]", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_LONG = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A stretch of days, both of its ends included."""

    first: date
    last: date

    def is_over(self, today: date) -> bool:
        """Whether its last day is past; what happens today may still be written down."""
        return self.last < today


def days_of_quarter(quarter: str) -> Period:
    """The days of a quarter, written `2025-Q4`."""
    year, _, number = quarter.partition("-Q")
    last = 3 * int(number)
    return Period(
        first=Month(year=int(year), number=last - 2).first,
        last=Month(year=int(year), number=last).last,
    )


def days_of_year(year: int) -> Period:
    """From the first of January to the last of December."""
    return Period(first=date(year, 1, 1), last=date(year, 12, 31))


def days_of_month(month: Month) -> Period:
    """From its first day to its last."""
    return Period(first=month.first, last=month.last)


def read_period(text: str) -> Period:
    """The days of `2025`, of `2025-Q3`, of `2025-07`, or of the one day `2025-07-01`.

    Raises ValueError for anything else, and for what the calendar does not have.
    """
    text = text.strip()
    if _QUARTER.fullmatch(text):
        return days_of_quarter(text.upper())
    if _YEAR.fullmatch(text):
        return days_of_year(int(text))
    if _MONTH.fullmatch(text):
        return days_of_month(month_of(date.fromisoformat(f"{text}-01")))
    if _DAY.fullmatch(text):
        day = date.fromisoformat(text)
        return Period(first=day, last=day)
    raise ValueError("write it as 2025-07-01, 2025-07, 2025-Q3 or 2025")


def name_period(period: Period) -> str:
    """`2025-Q3`, `2025-07` or `2025` where it is one of these, else `2025-07-01 to 2025-08-15`."""
    quarter = quarter_of(period.first)
    if period == days_of_quarter(quarter):
        return quarter
    if period == days_of_year(period.first.year):
        return f"{period.first.year:04d}"
    month = month_of(period.first)
    if period == days_of_month(month):
        return str(month)
    return f"{period.first} to {period.last}"


def period_before(period: Period) -> Period | None:
    """The period of the same length that ends on the day before; None before the calendar's first.

    Of whole months it is as many months, so that the quarter before a quarter is
    the calendar's; otherwise it is as many days.
    """
    months = _whole_months(period)
    try:
        last = period.first - timedelta(days=1)
        if not months:
            return Period(first=period.first - (period.last - period.first) - _DAY_LONG, last=last)
        year, index = divmod(12 * period.first.year + period.first.month - 1 - months, 12)
        return Period(first=date(year, index + 1, 1), last=last)
    except (OverflowError, ValueError):
        return None


def _whole_months(period: Period) -> int:
    """How many months it is made of; 0 where it begins or ends within one."""
    if period.first.day != 1 or period.last != month_of(period.last).last:
        return 0
    first, last = period.first, period.last
    return 12 * (last.year - first.year) + last.month - first.month + 1
