from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

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


def read(section: str, **fields: str) -> tuple[Postmortem, list[tuple[str, str]]]:
    """The record, and code and message of what was found in the timeline."""
    loaded = load([postmortem({"Timeline": section}, duration=None, **fields)])
    (record,) = loaded.library.postmortems
    found = [(d.code, d.message) for d in loaded.diagnostics if d.code in ("PM202", "PM301")]
    return record, found


def test_tables_under_several_headings_are_one_timeline() -> None:
    head = "| Time | Event | Phase |\n|---|---|---|\n"
    record, found = read(
        f"### Day 1\n\n{head}| 23:50 | It began | started |\n\n"
        f"### Day 2\n\n{head}| 2026-01-09 00:10 | Over | resolved |\n"
    )
    assert record.timeline.time_to_resolve == timedelta(minutes=20)
    assert found == []


@pytest.mark.parametrize(
    ("head", "fields", "hour"),
    [
        ("Time", {}, 14),
        ("Time (UTC)", {}, 14),
        ("Date/Time", {}, 14),
        ("**When**", {}, 14),
        ("Time (24 h)", {}, 14),
        ("Time (Europe/Berlin)", {}, 13),
        ("Time (CET)", {}, 13),
        ("Time CET", {"timezone": "Europe/Berlin"}, 13),
        ("Time (HH:MM, UTC+2)", {}, 12),
        ("Time (UTC)", {"timezone": "Europe/London"}, 14),
        ("Time", {"timezone": "Europe/Berlin"}, 13),
        ("Time (PST)", {"timezone": "America/Los_Angeles"}, 22),
        ("Time (UTC)", {"timezone": "unknown"}, 14),
    ],
)
def test_the_head_of_the_column_may_name_the_zone(
    head: str, fields: dict[str, str], hour: int
) -> None:
    """On 8 January: Berlin is an hour before UTC, Los Angeles eight behind."""
    record, found = read(
        f"| {head} | Event | Phase |\n|---|---|---|\n| 14:00 | a | started |\n", **fields
    )
    assert found == []
    assert record.timeline.at(Phase.STARTED) == datetime(2026, 1, 8, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("Time (UTC)", {"timezone": "Europe/Berlin"}),
        ("Time (PST)", {}),
        ("Time (PST)", {"timezone": "Europe/Berlin"}),
        ("Time (local)", {}),
    ],
)
def test_a_zone_in_doubt_makes_instants_unknown_and_keeps_the_differences(
    head: str, fields: dict[str, str]
) -> None:
    record, found = read(
        f"| {head} | Event | Phase |\n|---|---|---|\n| 14:00 | a | started |\n| 14:07 | b | detected |\n",
        **fields,
    )
    assert [code for code, _ in found] == ["PM301"]
    started = record.timeline.at(Phase.STARTED)
    assert started is not None
    assert started.tzinfo is None
    assert record.timeline.time_to_detect == timedelta(minutes=7)


def test_a_zone_that_cannot_be_read_is_not_taken_for_utc() -> None:
    record = with_rows("| 10:00 | a | started |", timezone="Berlin")
    started = record.timeline.at(Phase.STARTED)
    assert started is not None
    assert started.tzinfo is None
    assert record.timezone == "unknown"


def test_a_column_of_days_gives_the_rows_their_days() -> None:
    record, found = read(
        "| Date | Time | Event | Phase |\n|---|---|---|---|\n"
        "| 2026-01-08 | 23:50 | a | started |\n| 2026-01-09 | 00:10 | b | resolved |\n"
    )
    assert found == []
    assert record.timeline.time_to_resolve == timedelta(minutes=20)


@pytest.mark.parametrize(
    "section",
    [
        "- 14:23 Deploy\n- 14:25 Errors rose\n",
        "**14:23** Deploy\n\n**14:25** Errors rose\n",
        "| Clock | Event |\n|---|---|\n| 14:23 | Deploy |\n",
        "| Time | Event |\n|---|---|\n",
        "| Time | Event |\n|---|---|\n| 14:23 | Deploy |\n\n- 14:25 Errors rose\n",
    ],
)
def test_events_that_are_not_read_are_a_finding(section: str) -> None:
    assert [code for code, _ in read(section)[1]] == ["PM202"]


def test_a_sentence_in_place_of_a_timeline_is_enough() -> None:
    assert read("Noticed at 16:50 UTC, renewed at 17:02 UTC; nobody was hit.\n")[1] == []
