"""Calendar quarters, written `2025-Q4`."""

from __future__ import annotations

from datetime import date


def quarter_of(day: date) -> str:
    """The quarter of a day: `2025-Q4`."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def percent(count: int, total: int) -> int:
    """A share in whole percent, rounded half up; 0 of nothing is 0."""
    return (200 * count + total) // (2 * total) if total else 0
