"""Calendar quarters, written `2025-Q4`."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=8192)
def quarter_of(day: date) -> str:
    """The quarter of a day: `2025-Q4`."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def quarter_before(day: date) -> str | None:
    """The last complete quarter on a day; None in the calendar's first."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return quarter_of(first - timedelta(days=1)) if first > date.min else None


def quarters_before(day: date, count: int) -> tuple[str, ...]:
    """The last complete quarters on a day, the newest first; fewer where the calendar begins."""
    number = 4 * day.year + (day.month - 1) // 3
    found = (divmod(number - step, 4) for step in range(1, count + 1))
    return tuple(f"{year:04d}-Q{quarter + 1}" for year, quarter in found if year >= date.min.year)


def percent(count: int, total: int) -> int:
    """A share in whole percent, rounded half up; 0 of nothing is 0."""
    return (200 * count + total) // (2 * total) if total else 0
