"""Follow-through by cohort and the time to close, counted by hand."""

from __future__ import annotations

from datetime import date

from mkdocs_postmortems.core.cohorts import ClosingTime, Cohort, count_cohorts, measure_closing
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.quarter import quarters_before

from ..documents import postmortem
from ..libraries import AS_OF, load

HEAD = """\
| ID | Item | Owner | Due Date | First Due | Status | Closed | Note |
|---|---|---|---|---|---|---|---|
"""
ROWS = """\
| A1 | On the day | Discovery | 2025-11-30 | | done | 2025-11-30 | |
| A2 | A day after | Discovery | 2025-11-30 | | done | 2025-12-01 | |
| A3 | Verified early | Discovery | 2025-12-31 | | verified | 2025-10-02 | |
| A4 | Nobody says when | Checkout | 2025-10-01 | | done | | |
| A5 | Going on | Checkout | 2025-12-31 | | in-progress | | |
| A6 | Weighed and left | Checkout | 2025-12-01 | | wont-do | 2025-11-01 | Too dear |
| A7 | Moved and done by the new date | Discovery | 2026-02-01 | 2025-11-30 | done | 2026-01-15 | |
| A8 | Moved and open | Discovery | 2026-06-01 | 2025-09-30 | open | | |
| A9 | Without a date | Discovery | | | open | | |
| A10 | Of the running quarter | Discovery | 2026-01-05 | | done | 2026-01-04 | |
| A11 | Before the four quarters | Discovery | 2024-12-31 | | open | | |
| A12 | Of the oldest of the four | Discovery | 2025-01-01 | | proposed | | |
"""


def library(rows: str = ROWS, **fields: str) -> Library:
    return load([postmortem({"Action Items": HEAD + rows}, date="2025-01-02", **fields)]).library


def cohort(quarter: str, **counts: int) -> Cohort:
    none = dict.fromkeys(("on_time", "late", "done_day_unknown", "still_open", "declined"), 0)
    return Cohort(quarter=quarter, **(none | counts))


def test_each_item_counts_once_in_the_quarter_in_which_it_was_first_due() -> None:
    found = count_cohorts(library().courses.values(), AS_OF)
    assert found == (
        cohort(
            "2025-Q4", on_time=2, late=2, done_day_unknown=1, still_open=1, declined=1
        ),  # A1 A3, A2 A7, A4, A5, A6
        cohort("2025-Q3", still_open=1),  # A8
        cohort("2025-Q2"),
        cohort("2025-Q1", still_open=1),  # A12
    )
    assert [one.total for one in found] == [7, 1, 0, 1]


def test_moving_a_date_improves_no_cohort() -> None:
    kept = "| A1 | Bound it | Discovery | 2025-11-30 | | done | 2026-01-15 | |\n"
    moved = "| A1 | Bound it | Discovery | 2026-02-01 | 2025-11-30 | done | 2026-01-15 | |\n"
    counts = [count_cohorts(library(rows).courses.values(), AS_OF) for rows in (kept, moved)]
    assert counts[0] == counts[1]
    assert counts[0][0] == cohort("2025-Q4", late=1)


def test_the_policys_date_counts_where_the_document_gives_none() -> None:
    rows = "| A1 | Bound it | Discovery | | | done | 2025-02-01 | |\n"
    text = postmortem({"Action Items": HEAD + rows}, date="2025-01-02")
    settings = "policy: {action_due_days: {SEV-2: 30}}\n"
    found = count_cohorts(load([text], settings).library.courses.values(), AS_OF)
    assert found[-1] == cohort("2025-Q1", on_time=1)


def test_a_teams_cohorts_hold_its_own_items() -> None:
    both = library()
    courses = (both.courses[owned.action.id] for owned in both.actions_by_team["checkout"])
    assert count_cohorts(courses, AS_OF)[0] == cohort(
        "2025-Q4", done_day_unknown=1, still_open=1, declined=1
    )


def test_the_last_quarters_are_complete_and_reach_into_the_years_before() -> None:
    assert quarters_before(date(2026, 3, 31), 2) == ("2025-Q4", "2025-Q3")
    assert quarters_before(date(2026, 4, 1), 2) == ("2026-Q1", "2025-Q4")
    assert quarters_before(date(1, 5, 1), 4) == ("0001-Q1",)


def test_the_time_to_close_is_the_median_of_what_was_done() -> None:
    # From 2025-01-02: A1 332 days, A2 333, A3 273, A7 378, A10 367; A4 is not known,
    # A6 was declined.
    assert measure_closing(library().courses.values()) == ClosingTime(
        median_days=333, known=5, unknown=1
    )
    published = library(published="2025-11-30T08:00Z").courses.values()
    # A1 0 days, A2 1, A3 before it was agreed: 0, A7 46, A10 35
    assert measure_closing(published).median_days == 1


def test_of_two_the_median_lies_between_them() -> None:
    rows = (
        "| A1 | One | Discovery | 2025-02-01 | | done | 2025-01-04 | |\n"
        "| A2 | Two | Discovery | 2025-02-01 | | verified | 2025-01-05 | |\n"
    )
    assert measure_closing(library(rows).courses.values()).median_days == 2.5


def test_where_nothing_was_done_there_is_no_time_to_close() -> None:
    rows = "| A1 | One | Discovery | 2025-02-01 | | open | | |\n"
    assert measure_closing(library(rows).courses.values()) == ClosingTime(
        median_days=None, known=0, unknown=0
    )
