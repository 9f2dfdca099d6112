from __future__ import annotations

from datetime import timedelta

from mkdocs_postmortems.core.postmortem import Postmortem
from mkdocs_postmortems.core.timeline import Phase

from ..documents import postmortem
from ..libraries import load


def with_rows(*rows: str, **fields: str) -> Postmortem:
    table = "| Time | Event | Phase |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    (record,) = load([postmortem({"Timeline": table}, duration=None, **fields)]).library.postmortems
    return record


def test_an_undated_row_is_of_the_day_above_it() -> None:
    record = with_rows(
        "| 2025-12-12 09:00 | Fault came in | introduced |",
        "| 2026-01-08 23:50 | It began | started |",
        "| 23:58 | Alert | detected |",
        "| 2026-01-09 00:10 | Over | resolved |",
    )
    assert record.timeline.time_to_detect == timedelta(minutes=8)
    assert record.timeline.time_to_resolve == timedelta(minutes=20)
    assert record.duration == timedelta(minutes=20)


def test_the_repeated_hour_of_a_clock_change_is_told_apart_by_its_offsets() -> None:
    record = with_rows(
        "| 02:30+02:00 | It began | started |",
        "| 02:10+01:00 | Alert, 40 minutes later | detected |",
        "| 03:30 | Over | resolved |",
        timezone="Europe/Berlin",
        date="2025-10-26",
    )
    assert record.timeline.time_to_detect == timedelta(minutes=40)
    assert record.timeline.time_to_resolve == timedelta(hours=2)


def test_without_offsets_a_row_that_seems_earlier_is_in_the_second_of_two_equal_hours() -> None:
    record = with_rows(
        "| 02:50 | It began | started |",
        "| 02:10 | Alert, 20 minutes later | detected |",
        timezone="Europe/Berlin",
        date="2025-10-26",
    )
    assert record.timeline.time_to_detect == timedelta(minutes=20)


def test_differences_hold_where_the_zone_is_unknown() -> None:
    record = with_rows("| 10:00 | a | started |", "| 10:07 | b | detected |", timezone="unknown")
    assert record.timeline.time_to_detect == timedelta(minutes=7)
    started = record.timeline.at(Phase.STARTED)
    assert started is not None
    assert started.tzinfo is None


def test_mitigation_is_measured_to_the_first_one_where_it_relapsed() -> None:
    record = with_rows(
        "| 10:00 | a | started |",
        "| 10:10 | b | mitigated |",
        "| 10:20 | c | relapsed |",
        "| 10:45 | d | mitigated, resolved |",
    )
    assert record.timeline.time_to_mitigate == timedelta(minutes=10)
    assert record.timeline.time_to_resolve == timedelta(minutes=45)


def test_about_and_ranges_are_read_as_approximate() -> None:
    record = with_rows(
        "| ~10:00 | a | started |", "| 10:05–10:10 | b | detected |", "| 9:59 | c | |"
    )
    assert [event.approximate for event in record.timeline.events] == [True, True, False]
    assert record.timeline.time_to_detect == timedelta(minutes=5)
