from __future__ import annotations

from datetime import date

import pytest

from mkdocs_postmortems.importing.dates import (
    Calendar,
    file_name_dates,
    find_dates,
    learn_calendar,
)

from .imports import imported, timeline


def read(text: str, calendar: Calendar | None = None) -> list[date | None]:
    return [(calendar or Calendar()).resolve(mention) for mention in find_dates(text)]


@pytest.mark.parametrize(
    "text",
    [
        "2020-03-04",
        "2020/03/04",
        "2020-03-04T10:00:00Z",
        "March 4, 2020",
        "Mar 4 2020",
        "Wednesday, 4 March 2020",
        "on the 4th of March 2020",
        "4. March 2020",
        "Wed Mar 4 2020 10:15",
        "March 4th, 2020 at 9am",
    ],
)
def test_a_full_date_is_read_in_the_forms_that_people_write(text: str) -> None:
    assert read(text) == [date(2020, 3, 4)]


@pytest.mark.parametrize(
    "text",
    ["version 1.13.12", "2.4.1", "10.0.3.21", "24/7/365", "2020-13-45", "users may 10 times", "99/99/2020",
     "11/03/202", "14 nodes", "v2020.1"],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [("3/25/2020", date(2020, 3, 25)), ("25.03.2020", date(2020, 3, 25)),
     ("03-25-2020", date(2020, 3, 25)), ("5/5/2020", date(2020, 5, 5)),
     ("3-25-20", date(2020, 3, 25))],
)  # fmt: skip
def test_a_numeric_date_with_one_reading_is_read(text: str, day: date) -> None:
    assert read(text) == [day]


@pytest.mark.parametrize("text", ["03/04/2020", "03.04.2020", "03-04-20", "13/02/21"])
def test_a_numeric_date_with_two_readings_is_left(text: str) -> None:
    assert read(text) == [None]


def test_another_date_of_the_document_settles_the_order() -> None:
    american = learn_calendar(["03/04/2020 until 03/25/2020"], [])
    european = learn_calendar(["03/04/2020 until 25/04/2020"], [])
    assert read("03/04/2020", american) == [date(2020, 3, 4)]
    assert read("03/04/2020", european) == [date(2020, 4, 3)]


def test_two_orders_in_one_document_settle_nothing() -> None:
    calendar = learn_calendar(["03/25/2020 and 25/04/2020"], [])
    assert read("03/04/2020", calendar) == [None]


def test_a_date_written_out_settles_the_order_of_the_same_day() -> None:
    calendar = learn_calendar(["On 3 April 2020", "03/04/2020", "05/04/2020"], [])
    assert read("05/04/2020", calendar) == [date(2020, 4, 5)]


def test_a_short_year_is_settled_by_the_year_of_the_document() -> None:
    # 13 February 2021, or 21 February 2013.
    calendar = learn_calendar(["13/02/21"], [date(2021, 2, 10)])
    assert read("13/02/21", calendar) == [date(2021, 2, 13)]


def test_a_date_without_a_year_is_of_the_year_nearest_to_the_documents_own_date() -> None:
    calendar = learn_calendar([], [date(2020, 12, 30)])
    assert read("Dec 31, then January 2", calendar) == [date(2020, 12, 31), date(2021, 1, 2)]


def test_a_date_without_a_year_takes_the_only_year_named() -> None:
    assert read("March 4", learn_calendar(["Date (2020)"], [])) == [date(2020, 3, 4)]
    assert read("March 4", learn_calendar(["2019 was like 2020"], [])) == [None]


def test_a_file_name_may_have_its_date_without_hyphens() -> None:
    found = [Calendar().resolve(m) for m in file_name_dates("old/20200304_mail.md")]
    assert found == [date(2020, 3, 4)]


@pytest.mark.parametrize(
    ("text", "path", "origin"),
    [
        ("---\ndate: 2020-03-04\n---\n# Mail late 2019-01-01\n", "a.md", "the front matter"),
        ("---\nincident_date: 4 March 2020\n---\n# Mail late\n", "a.md", "the front matter"),
        ("# Mail late\n\n**Date**: 2020-03-04\n\n## Summary\n", "2019-01-01.md", "the front matter"),
        ("# Mail late\n\nDate: March 4, 2020\n", "2019-01-01.md", "a header line"),
        ("# Mail late\n\n- Date of incident: 2020-03-04\n", "a.md", "a header line"),
        ("# Mail late\n\n| Date | 2020-03-04 |\n|---|---|\n", "a.md", "a header line"),
        ("# 2020-03-04 Mail late\n\nLast seen 2018-05-05.\n", "2019-01-01.md", "the title"),
        ("# Mail late\n\n## Timeline\n\n- 2020-03-04 10:00 Down\n", "2019-01-01.md", "the timeline"),
        ("# Mail late\n\n## Summary\n\nOn March 4, 2020 it was.\n", "2019-01-01.md", "the section Summary"),
        ("# Mail late\n\nOn 2020-03-04 mail was late.\n", "2019-01-01.md", "the text"),
        ("# Mail late\n\nNo day is named.\n", "old/2020-03-04-mail.md", "the file's name"),
        ("# Mail late\n\nSince March 4.\n", "2020-mail.md", ""),
    ],
)  # fmt: skip
def test_the_date_comes_from_the_surest_place_that_has_one(
    text: str, path: str, origin: str
) -> None:
    result = imported(text, path=path)
    if not origin:
        assert result.day is None
        assert "date" in result.report.missing
        assert any("`March 4` does not say which day" in check for check in result.report.checks)
        return
    assert result.day == "2020-03-04"
    assert any(line == f"date: 2020-03-04, from {origin}" for line in result.report.taken)


def test_dates_in_code_and_addresses_are_not_the_incidents() -> None:
    text = "# Mail late\n\nSee `log 2018-01-01` at https://x.example/2017-01-01/ of 2020-03-04.\n"
    assert imported(text).day == "2020-03-04"


def test_an_ambiguous_date_is_left_and_reported() -> None:
    result = imported("# Mail late on 03/04/2020\n\nNothing else.\n")
    assert result.day is None
    assert "03/04/2020" in result.text
    assert "`03/04/2020` does not say which day it is" in result.report.checks[0]


def test_times_under_an_ambiguous_date_get_no_day() -> None:
    result = timeline("03/04/2020\n\n- 10:00 Queue grew\n- 10:05 Queue empty\n", title="Mail late")
    assert result.day is None
    assert result.rows == [
        ["", "03/04/2020", ""],
        ["", "10:00: Queue grew", ""],
        ["", "10:05: Queue empty", ""],
    ]


def test_a_timeline_that_begins_on_another_day_is_reported() -> None:
    result = timeline("- 2020-03-02 10:00 Deployed\n- 2020-03-04 09:00 Alert\n")
    assert result.day == "2020-03-04"
    assert any("the timeline begins on 2020-03-02" in check for check in result.report.checks)


def test_what_an_action_item_is_due_on_is_not_the_incidents_date() -> None:
    text = "## Outage of 5 April 2021\n\nIt was slow.\n\n## Action Items\n\n- alert by 2021-04-20\n"
    assert imported(text).day == "2021-04-05"
    alone = "# Slow\n\n## Summary\n\nSlow.\n\n## Action Items\n\n- alert by 2021-04-20\n"
    assert imported(alone).day is None


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("2021-03-12 Mail was late", "Mail was late"),
        ("Mail was late on March 12, 2021", "Mail was late"),
        ("Outage on March 12, 2021", "Outage on March 12, 2021"),
        ("Postmortem for 2021-03-13", "Postmortem for 2021-03-13"),
        ("Summer of July 4, 2021", "Summer of July 4, 2021"),
    ],
)
def test_a_title_loses_its_date_only_where_enough_is_left(heading: str, title: str) -> None:
    assert imported(f"# {heading}\n\nText.\n").reading.front_matter.values.title == title


def test_a_timeline_that_begins_undated_begins_on_the_documents_day() -> None:
    text = (
        "# Mail late\n\nDate: 31 December 2019\n\n## Timeline\n\n- 23:45 CET Queue grew\n"
        "- 2020-01-01 00:10 CET Queue empty\n"
    )
    result = imported(text)
    assert result.day == "2019-12-31"
    assert not any("on which day did impact begin" in check for check in result.report.checks)
