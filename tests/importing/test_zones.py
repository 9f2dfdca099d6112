from __future__ import annotations

import pytest

from .imports import Result, imported, timeline

ROWS = "- 10:00 Alert\n- 10:05 End\n"


@pytest.mark.parametrize(
    ("sentence", "zone"),
    [
        ("All times in UTC.", "UTC"),
        ("All times are GMT.", "Etc/GMT"),
        ("(all times PST)", "America/Los_Angeles"),
        ("Times are in Pacific time.", "America/Los_Angeles"),
        ("Timestamps: US Eastern Time", "America/New_York"),
        ("All times in CET.", "Europe/Brussels"),
        ("Times are Europe/Berlin.", "Europe/Berlin"),
        ("Time zone: JST", "Asia/Tokyo"),
    ],
)
def test_a_sentence_about_times_names_their_zone(sentence: str, zone: str) -> None:
    result = timeline(f"{sentence}\n\n{ROWS}")
    assert result.timezone == zone
    assert sentence in result.section("Timeline")


def test_the_zone_may_stand_in_the_heading_and_its_remark_is_kept() -> None:
    result = timeline(ROWS, heading="Timeline (all times UTC), approximate")
    assert result.timezone == "UTC"
    assert result.section("Timeline").startswith("(all times UTC), approximate")


def test_the_zone_may_stand_in_the_head_of_the_table() -> None:
    result = timeline("| Time in CET | Event |\n|---|---|\n| 10:00 | Alert |\n")
    assert result.timezone == "Europe/Brussels"
    assert "column “Time in CET”" in result.text


def test_the_zone_of_every_time_moves_above_the_table() -> None:
    result = timeline("- 10:00 UTC - Alert\n- 10:05 UTC - End\n")
    assert result.timezone == "UTC"
    assert result.section("Timeline").startswith("All times in UTC.\n\n| Time |")
    assert [row[0] for row in result.rows] == ["10:00", "10:05"]


def instants(result: Result) -> list[str | None]:
    events = result.reading.timeline.timeline.events
    return [event.at.isoformat() if event.at else None for event in events]


def test_what_is_not_stated_is_unknown_and_never_utc() -> None:
    result = timeline(ROWS)
    assert result.timezone == "unknown"
    assert instants(result) == ["2020-03-04T10:00:00", "2020-03-04T10:05:00"]
    assert "the time zone is not stated: `timezone` is `unknown`" in result.report.checks


def test_a_document_without_times_has_an_unknown_zone_too() -> None:
    assert imported("# Late 2020-03-04\n\nMail was late.\n").timezone == "unknown"


def test_a_zone_on_some_times_becomes_their_offset_and_says_nothing_of_the_others() -> None:
    result = timeline("- 10:00 PST Alert\n- 10:05 End\n")
    assert result.timezone == "unknown"
    assert [row[0] for row in result.rows] == ["10:00 -08:00", "10:05"]


def test_a_time_with_another_zone_than_the_rest_keeps_it() -> None:
    result = timeline("All times in UTC.\n\n- 10:00 Alert\n- 11:05 CET End\n")
    assert instants(result) == ["2020-03-04T10:00:00+00:00", "2020-03-04T10:05:00+00:00"]


def test_an_offset_stands_on_every_row() -> None:
    result = timeline("- 2020-03-04 10:00 UTC+5:30 Alert\n- 10:05 UTC+5:30 End\n")
    assert result.timezone == "unknown"
    assert [row[0] for row in result.rows] == ["10:00 +05:30", "10:05 +05:30"]


def test_an_iso_time_keeps_its_offset() -> None:
    result = timeline("- 2020-03-04T10:00:00-08:00 Alert\n- 2020-03-04T18:05:00Z End\n")
    assert instants(result) == ["2020-03-04T18:00:00+00:00", "2020-03-04T18:05:00+00:00"]


@pytest.mark.parametrize("word", ["CST", "IST"])
def test_a_word_for_several_zones_is_unknown_and_kept(word: str) -> None:
    result = timeline(f"- 10:00 {word} Alert\n- 10:05 {word} End\n")
    assert result.timezone == "unknown"
    assert f"All times in {word}." in result.section("Timeline")
    assert any(f"{word} is the name of several time zones" in c for c in result.report.checks)


def test_a_time_in_an_unclear_zone_among_others_stays_in_the_text() -> None:
    result = timeline("All times in UTC.\n\n- 10:00 Alert\n- 4:05 CST End\n")
    assert result.rows == [["10:00", "Alert", ""], ["", "4:05 CST: End", ""]]


def test_a_word_out_of_season_is_reported() -> None:
    result = timeline("All times in PST.\n\n- 10:00 Alert\n", title="Late 2020-07-04")
    assert result.timezone == "America/Los_Angeles"
    assert any(
        check.startswith("PST is not the clock of America/Los_Angeles on 2020-07-04")
        for check in result.report.checks
    )


def test_an_offset_beside_the_word_says_which_half_of_the_year_is_meant() -> None:
    result = timeline("All times in PST (UTC-7).\n\n- 10:00 Alert\n", title="Late 2020-07-04")
    assert result.timezone == "America/Los_Angeles"
    assert result.report.checks == ()


def test_times_that_contradict_the_heading_are_reported() -> None:
    result = timeline("- 10:00 UTC Alert\n", heading="Timeline (all times PST)")
    assert result.timezone == "UTC"
    assert "the text says PST of the times, they say UTC" in result.report.checks


def test_the_zone_of_the_front_matter_is_taken() -> None:
    text = (
        f"---\ntitle: Late\ndate: 2020-03-04\ntimezone: Europe/Berlin\n---\n\n## Timeline\n\n{ROWS}"
    )
    assert imported(text).timezone == "Europe/Berlin"
