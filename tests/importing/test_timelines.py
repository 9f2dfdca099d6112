from __future__ import annotations

import pytest

from .imports import imported, timeline

LIST = "- 10:00 Queue grew\n- 10:05 Limit raised\n"


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        "* 10:00 - Queue grew\n* 10:05 - Limit raised\n",
        "1. 10:00: Queue grew\n2. 10:05: Limit raised\n",
        "- **10:00** Queue grew\n- **10:05** Limit raised\n",
        "- [10:00] Queue grew\n- [10:05] Limit raised\n",
        "- `10:00` Queue grew\n- `10:05` Limit raised\n",
        "- 10:00 ::::: Queue grew\n- 10:05 ::::: Limit raised\n",
        "- 2020-03-04 10:00 Queue grew\n- 2020-03-04 10:05 Limit raised\n",
        "- 2020-03-04T10:00 Queue grew\n- 2020-03-04T10:05 Limit raised\n",
        "- Mar 4, 10:00 – Queue grew\n- Mar 4, 10:05 – Limit raised\n",
        "- Queue grew: 2020-03-04 10:00\n- Limit raised: 2020-03-04 10:05\n",
        "- March 4\n    - 10:00 Queue grew\n    - 10:05 Limit raised\n",
        "10:00 – Queue grew\n\n10:05 – Limit raised\n",
        "10:00 Queue grew\n10:05 Limit raised\n",
        "March 4, 2020: 10:00am\nQueue grew\n\nMarch 4, 2020: 10:05am\nLimit raised\n",
        "**10:00**: Queue grew\n\n**10:05**: Limit raised\n",
        "_March 4_\n\n10:00: Queue grew\n\n10:05: Limit raised\n",
        "### 10:00\n\nQueue grew\n\n### 10:05\n\nLimit raised\n",
        "### 2020-03-04 10:00 ###\n\nQueue grew\n\n### 10:05 ###\n\nLimit raised\n",
        "### 10:00 Queue grew\n\n### 10:05 Limit raised\n",
        "### March 4\n\n- 10:00 Queue grew\n- 10:05 Limit raised\n",
        "| Time | Event |\n|---|---|\n| 10:00 | Queue grew |\n| 10:05 | Limit raised |\n",
        "| When | What happened |\n|---|---|\n| 10:00 | Queue grew |\n| 10:05 | Limit raised |\n",
        "| Date | Time | Note |\n|:--|--:|---|\n| 4 Mar | 10:00 | Queue grew |\n| 4 Mar | 10:05 | Limit raised\n",
        "| Date and time | Event |\n|---|---|\n| 2020-03-04 10:00 | Queue grew |\n| 2020-03-04 10:05 | Limit raised |\n",
    ],
)  # fmt: skip
def test_lists_paragraphs_headings_and_tables_become_one_table(text: str) -> None:
    result = timeline(text)
    assert result.rows == [["10:00", "Queue grew", ""], ["10:05", "Limit raised", ""]]
    assert result.day == "2020-03-04"
    times = [
        event.at.strftime("%H:%M") for event in result.reading.timeline.timeline.events if event.at
    ]
    assert times == ["10:00", "10:05"]


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2:45 PM", "14:45"), ("2:45pm", "14:45"), ("2:45 p.m.", "14:45"), ("2:45p", "14:45"),
        ("12:05 AM", "00:05"), ("12:05 PM", "12:05"), ("9 am", "09:00"), ("13:06 PM", "13:06"),
        ("0:25:59 AM", "00:25:59"),
        ("14.23", "14:23"), ("9.05 am", "09:05"), ("1423 UTC", "14:23"), ("1423h", "14:23"), ("14h23", "14:23"),
        ("2020-03-04 1423", "14:23"), ("14:23:07", "14:23:07"), ("9:05", "09:05"),
        ("~14:30", "~14:30"), ("around 14:30", "~14:30"), ("approx. 14:30", "~14:30"),
        ("ca. 14:30", "~14:30"), ("circa 2:30 PM", "~14:30"), ("14:30ish", "~14:30"),
        ("14:30 (approx)", "~14:30"),
        ("14:30-14:35", "14:30–14:35"), ("14:30 – 14:35", "14:30–14:35"),
        ("14:30 to 14:35", "14:30–14:35"), ("1:30 - 2:15 PM", "13:30–14:15"),
        ("11:30 - 1:15 PM", "11:30–13:15"),
    ],
)  # fmt: skip
def test_a_time_is_rewritten_as_our_tables_have_it(written: str, time: str) -> None:
    result = timeline(f"- {written} - Queue grew\n")
    assert result.rows == [[time, "Queue grew", ""]]
    assert result.reading.timeline.timeline.events[0].at is not None


@pytest.mark.parametrize(
    "text",
    ["3 nodes were down", "2.17 was released", "99.95 of requests failed", "1423 users came",
     "25:10 is no time", "T+5 the queue grew"],
)  # fmt: skip
def test_a_number_is_no_time(text: str) -> None:
    result = timeline(f"- 10:00 Queue grew\n- {text}\n- 10:05 Queue empty\n")
    assert result.rows[1] == ["", text, ""]


def test_a_range_may_end_on_another_day() -> None:
    result = timeline("- 2020-03-04 23:50 - 2020-03-05 00:10 Restarts\n")
    assert result.rows == [["23:50–2020-03-05 00:10", "Restarts", ""]]


def test_prose_that_begins_with_a_time_stays_whole() -> None:
    result = timeline("At 10:00 the queue grew.\n\nAt 10:05 it was empty.\n")
    assert result.rows == [
        ["10:00", "At 10:00 the queue grew.", ""],
        ["10:05", "At 10:05 it was empty.", ""],
    ]


def test_days_stand_on_every_row_where_there_are_several() -> None:
    result = timeline(
        "### 2020-03-04 23:50\n\nAlert\n\n### 23:55\n\nCall\n\n### 2020-03-05 00:10\n\nEnd\n"
    )
    assert [row[0] for row in result.rows] == [
        "2020-03-04 23:50", "2020-03-04 23:55", "2020-03-05 00:10",
    ]  # fmt: skip


def test_midnight_is_not_crossed_where_the_document_does_not_show_it() -> None:
    result = timeline("- 23:50 Alert\n- 00:10 Queue empty\n")
    assert [row[0] for row in result.rows] == ["23:50", "00:10"]
    assert any("is it of the next day, or out of order?" in check for check in result.report.checks)


def test_a_time_that_cannot_be_read_stays_in_the_text() -> None:
    table = (
        "| Time | Event |\n|---|---|\n| 2020-03-04 10:00 | Alert |\n| 2020-03-04 10:?? | Call |\n"
        "| 2020-03-04 | Report |\n| HH:mm | Nothing |\n| 2020-03-04 10:26-10:?? | Fix |\n| | Later |\n"
    )
    result = timeline(table)
    assert result.rows == [
        ["10:00", "Alert", ""],
        ["", "2020-03-04 10:??: Call", ""],
        ["", "2020-03-04: Report", ""],
        ["", "HH:mm: Nothing", ""],
        ["~10:26", "2020-03-04 10:26-10:??: Fix", ""],
        ["", "Later", ""],
    ]
    assert result.reading.timeline.problems == ()


def test_a_table_whose_times_can_all_not_be_read_has_no_unreadable_time() -> None:
    result = timeline("| Time | Event |\n|---|---|\n| T+0 | Alert |\n| T+5 | Call |\n")
    assert result.rows == [["", "T+0: Alert", ""], ["", "T+5: Call", ""]]
    assert result.reading.timeline.problems == ()


def test_dates_alone_make_no_table() -> None:
    result = timeline("2020-03-04 - Reported.\n\n2020-03-09 - Mended.\n")
    assert result.section("Timeline") == "2020-03-04 - Reported.\n\n2020-03-09 - Mended."


def test_other_columns_are_kept_and_bars_escaped() -> None:
    table = "| Time | Who | Event |\n|---|---|---|\n| 10:00 | Ada | Ran `a \\| b` |\n| 10:05 | Bo | x | y |\n"
    result = timeline(table)
    assert result.section("Timeline").split("\n") == [
        "| Time | Event | Phase | Who |",
        "|---|---|---|---|",
        "| 10:00 | Ran `a \\| b` | | Ada |",
        "| 10:05 | x \\| y | | Bo |",
    ]


def test_two_tables_become_one() -> None:
    table = "| Time | Event |\n|---|---|\n| 10:00 | {} |\n"
    result = timeline(
        f"### March 4\n\n{table.format('Alert')}\n### March 5\n\n{table.format('End')}"
    )
    assert result.rows == [["2020-03-04 10:00", "Alert", ""], ["2020-03-05 10:00", "End", ""]]


def test_paragraphs_and_points_of_an_event_stand_in_its_cell() -> None:
    text = (
        "### 10:00\n\nQueue\ngrew.\n\nNobody saw it:\n\n- not Ada\n- not Bo\n\n### 10:05\n\nEnd\n"
    )
    result = timeline(text)
    assert result.rows[0][1] == "Queue grew.<br>Nobody saw it:<br>– not Ada<br>– not Bo"


def test_code_of_an_event_stands_below_the_table() -> None:
    text = "- 10:00 Logs say. Look:\n\n  ```\n  ## error | 1\n  ```\n\n- 10:05 End\n"
    result = timeline(text)
    assert result.rows == [["10:00", "Logs say. …", ""], ["10:05", "End", ""]]
    assert "### 10:00\n\nLogs say. Look:\n\n```\n## error | 1\n```" in result.text


def test_a_date_with_a_remark_above_the_events_is_theirs() -> None:
    result = timeline("2020-03-05 (*all times UTC*)\n\n* 10:00 Alert\n* 10:05 End\n")
    assert result.rows == [["2020-03-05 10:00", "Alert", ""], ["2020-03-05 10:05", "End", ""]]
    assert result.section("Timeline").startswith("2020-03-05 (*all times UTC*)")
    assert result.timezone == "UTC"


def test_text_around_the_events_stays_where_it_was() -> None:
    result = timeline("Seen from the mail team.\n\n- 10:00 Alert\n- 10:05 End\n\nThat was all.\n")
    before, table, after = (
        result.section("Timeline").index(text) for text in ("Seen from", "| 10:05", "That was all.")
    )
    assert before < table < after


def test_a_line_without_a_time_is_a_row_without_one() -> None:
    result = timeline("- 10:00 Alert\n- Call began\n- 10:05 End\n")
    assert result.rows[1] == ["", "Call began", ""]


def test_a_timeline_under_another_heading_is_found() -> None:
    text = "# Late 2020-03-04\n\n## What happened\n\n- 10:00 A\n- 10:05 B\n- 10:10 C\n"
    result = imported(text)
    assert [row[0] for row in result.rows] == ["10:00", "10:05", "10:10"]
    assert "heading “What happened”, now Timeline" in result.text


def test_a_timeline_without_any_heading_is_found() -> None:
    result = imported("# Late 2020-03-04\n\nMail was late.\n\n- 10:00 A\n- 10:05 B\n- 10:10 C\n")
    assert result.text.index("Mail was late.") < result.text.index("## Timeline")
    assert len(result.rows) == 3


def test_of_two_timelines_the_one_with_more_times_is_read() -> None:
    text = (
        "# Late 2020-03-04\n\n## Key events\n\n- 10:00 A\n\n"
        "## Timeline\n\n- 10:00 A\n- 10:05 B\n- 10:10 C\n"
    )
    result = imported(text)
    assert len(result.reading.timeline.timeline.events) == 3
    assert "### Key events\n\n- 10:00 A" in result.text


def test_phases_are_set_where_an_event_says_nothing_else() -> None:
    result = timeline(
        "- Fault occurs 2020-03-04 10:00\n- First detected: 2020-03-04 10:02\n"
        "- Incident declared 2020-03-04 10:04\n- Repaired 2020-03-04 10:05\n"
        "- 2020-03-04 10:06 We thought it was resolved\n- 2020-03-04 10:09 Queue empty (resolved)\n"
    )
    assert [row[2] for row in result.rows] == [
        "started", "detected", "", "mitigated", "", "resolved",
    ]  # fmt: skip


def test_phases_in_an_impossible_order_are_not_set() -> None:
    result = timeline("- Resolved 2020-03-03 10:00\n- Repaired 2020-03-04 10:05\n")
    assert [row[2] for row in result.rows] == ["", ""]
    assert "the phases would be in an impossible order, so none is set" in result.report.checks


def test_phases_of_a_table_of_ours_are_kept() -> None:
    table = "| Time | Event | Phase |\n|---|---|---|\n| 10:00 | Queue grew | started |\n"
    assert timeline(table).rows == [["10:00", "Queue grew", "started"]]
