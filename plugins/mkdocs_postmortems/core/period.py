"""Stretches of days: a month, a quarter, a year, or any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .month import Month


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A stretch of days, both of its ends included."""

    first: date
    last: date


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
