from __future__ import annotations

from datetime import date

import pytest

from mkdocs_postmortems.core.quarter import percent, quarter_before, quarter_of


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2025, 12, 31), "2025-Q4"),
        (date(2026, 1, 1), "2026-Q1"),
        (date(2026, 3, 31), "2026-Q1"),
        (date(2026, 4, 1), "2026-Q2"),
        (date(2026, 9, 30), "2026-Q3"),
    ],
)
def test_a_day_lies_in_its_calendar_quarter(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter


@pytest.mark.parametrize(
    ("count", "total", "expected"),
    [
        (5, 12, 42),
        (3, 12, 25),
        (2, 12, 17),
        (8, 12, 67),
        (1, 12, 8),
        (1, 8, 13),
        (1, 200, 1),
        (0, 0, 0),
    ],
)
def test_percentages_are_rounded_half_up(count: int, total: int, expected: int) -> None:
    assert percent(count, total) == expected


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), "2025-Q4"),
        (date(2026, 6, 30), "2026-Q1"),
        (date(2026, 12, 31), "2026-Q3"),
        (date.min, None),
    ],
)
def test_the_quarter_before_a_day_is_the_last_complete_one(day: date, quarter: str | None) -> None:
    assert quarter_before(day) == quarter
