"""Calendar months, written `2026-03`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_LONGEST = timedelta(days=31)


@dataclass(frozen=True, kw_only=True, order=True)
class Month:
    """A month of the calendar."""

    year: int
    number: int
    """From 1 to 12."""

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        if date.max - self.first < _LONGEST:
            return date.max
        return (self.first + _LONGEST).replace(day=1) - timedelta(days=1)

    @property
    def before(self) -> Month | None:
        """The month before; None in the calendar's first."""
        return month_of(self.first - timedelta(days=1)) if self.first > date.min else None

    @property
    def after(self) -> Month | None:
        """The month after; None in the calendar's last."""
        return month_of(self.last + timedelta(days=1)) if self.last < date.max else None


def month_of(day: date) -> Month:
    """The month of a day."""
    return Month(year=day.year, number=day.month)


def months_until(first: Month, last: Month, limit: int) -> tuple[Month, ...]:
    """The months from one to another, both included; of more than `limit`, the last ones."""
    found: list[Month] = []
    month: Month | None = last
    while month is not None and month >= first and len(found) < limit:
        found.append(month)
        month = month.before
    return tuple(reversed(found))
