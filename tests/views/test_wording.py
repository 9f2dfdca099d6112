from __future__ import annotations

from datetime import date

import pytest

from mkdocs_postmortems.views.wording import stretch_of


@pytest.mark.parametrize(
    ("first", "written"),
    [
        (date(2026, 3, 16), "16 March 2026"),
        (date(2026, 3, 1), "1 to 16 March 2026"),
        (date(2026, 2, 20), "20 February to 16 March 2026"),
        (date(2025, 3, 16), "16 March 2025 to 16 March 2026"),
    ],
)
def test_a_stretch_of_days_says_of_the_first_what_the_last_does_not(
    first: date, written: str
) -> None:
    assert stretch_of(first, date(2026, 3, 16)) == written
