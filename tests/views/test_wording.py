from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from mkdocs_postmortems.core.actions import ActionStatus
from mkdocs_postmortems.views.wording import stretch_of, tell_state, utc_instant


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


def test_an_instant_for_other_tools_is_in_utc_and_unknown_without_a_zone() -> None:
    in_vienna = datetime(2026, 3, 4, 15, 25, tzinfo=timezone(timedelta(hours=1)))
    assert utc_instant(in_vienna) == "2026-03-04T14:25:00Z"
    assert utc_instant(in_vienna.replace(tzinfo=None)) is None
    assert utc_instant(None) is None


def test_a_state_is_the_status_in_words_or_how_long_an_item_is_overdue() -> None:
    assert tell_state(ActionStatus.IN_PROGRESS, 0) == "In progress"
    assert tell_state(ActionStatus.WONT_DO, 0) == "Declined"
    assert tell_state(ActionStatus.OPEN, 1) == "Overdue by 1 day"
