from __future__ import annotations

from datetime import timedelta

import pytest

from mkdocs_postmortems.core.durations import (
    format_duration,
    format_exactly,
    parse_duration,
    whole_minutes,
)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("22 minutes", 22),
        ("2 h 5 min", 125),
        ("1 day 3 hours", 1620),
        ("PT22M", 22),
        ("P1DT2H", 1560),
        ("1 hour, 30 minutes", 90),
        ("1 hour and 30 minutes", 90),
        ("1.5h", 90),
        ("0 minutes", 0),
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["", "about an hour", "22", "5 min 6 min", "P", "PT", "9999999 weeks"]
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|longer"):
        parse_duration(text)


def test_a_length_is_written_in_its_two_largest_units() -> None:
    written = [format_duration(timedelta(minutes=m)) for m in (0, 22, 125, 120, 1620, 2881)]
    assert written == ["0 min", "22 min", "2 h 5 min", "2 h", "1 d 3 h", "2 d"]


def test_minutes_are_whole_where_they_can_be() -> None:
    assert whole_minutes(timedelta(minutes=22)) == 22
    assert whole_minutes(timedelta(seconds=90)) == 1.5
    assert whole_minutes(None) is None


def test_a_length_can_be_written_to_the_second() -> None:
    length = timedelta(days=1, hours=3, minutes=5, seconds=7)
    assert format_exactly(length) == "1 d 3 h 5 min 7 s"
    assert parse_duration(format_exactly(length)) == length
    assert format_exactly(timedelta(0)) == "0 min"
