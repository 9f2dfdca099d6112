"""The course of an action item, by its document."""

from __future__ import annotations

from datetime import date

import pytest

from mkdocs_postmortems.core.course import Course

from ..documents import postmortem
from ..libraries import load

TABLE = """\
| ID | Item | Owner | Priority | Due Date | First Due | Status | Closed |
|---|---|---|---|---|---|---|---|
| A1 | Bound the queue | Discovery | P1 | 2026-03-10 | 2026-02-08 | open | |
| A2 | Alert on the queue | Discovery | P1 | 2026-02-08 | | done | 2026-02-20 |
| A3 | Say it on the status page | Discovery | P2 | 2026-02-08 | | done | |
| A4 | Second queue | Discovery | P2 | 2026-02-08 | | proposed | |
"""


def courses(**fields: str) -> dict[str, Course]:
    library = load([postmortem({"Action Items": TABLE}, **fields)]).library
    return {course.item.short_id: course for course in library.courses.values()}


def test_an_item_is_open_from_the_day_of_publication_until_it_is_closed() -> None:
    found = courses(published="2026-01-12T10:00Z")
    a2 = found["A2"]
    assert [a2.is_open_on(date(2026, *day)) for day in ((1, 11), (1, 12), (2, 19), (2, 20))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert found["A1"].is_open_on(date(2026, 3, 16)) is True


def test_without_publication_an_item_is_there_from_the_day_of_the_incident() -> None:
    assert courses()["A1"].agreed == date(2026, 1, 8)


def test_publication_counts_by_the_day_of_the_librarys_time_zone() -> None:
    text = postmortem({"Action Items": TABLE}, published="2026-01-12T23:30Z")
    library = load([text], settings="timezone: Europe/Berlin\n").library
    assert library.courses["PM-2026-001-A1"].agreed == date(2026, 1, 13)


def test_of_an_item_closed_on_an_unknown_day_nobody_knows_whether_it_was_open() -> None:
    assert courses()["A3"].is_open_on(date(2026, 2, 1)) is None


def test_a_moved_date_keeps_the_day_on_which_the_item_was_first_due() -> None:
    a1, a2 = courses()["A1"], courses()["A2"]
    assert (a1.first_due, a1.slipped_days) == (date(2026, 2, 8), 30)
    assert (a2.first_due, a2.slipped_days) == (date(2026, 2, 8), 0)


def test_an_item_is_overdue_while_open_and_past_its_date_and_a_proposal_never() -> None:
    found = courses()
    assert not found["A2"].is_overdue_on(date(2026, 2, 8))
    assert found["A2"].is_overdue_on(date(2026, 2, 9))
    assert not found["A2"].is_overdue_on(date(2026, 2, 20))
    assert not found["A4"].is_overdue_on(date(2026, 2, 9))


@pytest.mark.parametrize(
    ("policy", "due"),
    [
        ("{P1: 30}", date(2026, 2, 7)),
        ("{p1: 30, SEV-2: 60}", date(2026, 2, 7)),
        ("{SEV-2: 60}", date(2026, 3, 9)),
        ("{P0: 7}", None),
    ],
)
def test_an_item_without_a_date_inherits_the_policys(policy: str, due: date | None) -> None:
    table = "| ID | Item | Owner | Priority | Due |\n|---|---|---|---|---|\n| A1 | Bound it | X | P1 | |\n"
    settings = f"policy: {{action_due_days: {policy}}}\n"
    loaded = load([postmortem({"Action Items": table})], settings)
    (item,) = loaded.library.postmortems[0].actions
    assert (item.due, item.due_by_policy) == (due, due is not None)
    assert "PM402" in {d.code for d in loaded.diagnostics}


def test_a_date_that_cannot_be_read_is_unknown_and_inherits_nothing() -> None:
    table = "| ID | Item | Priority | Due |\n|---|---|---|---|\n| A1 | Bound it | P1 | soonish |\n"
    loaded = load([postmortem({"Action Items": table})], "policy: {action_due_days: {P1: 30}}\n")
    assert loaded.library.postmortems[0].actions[0].due is None


def test_a_date_beyond_the_calendar_is_none() -> None:
    table = "| ID | Item | Priority | Due |\n|---|---|---|---|\n| A1 | Bound it | P1 | |\n"
    text = postmortem(
        {"Action Items": table}, date="9999-12-20", published="9999-12-31T23:59-14:00"
    )
    library = load([text], "policy: {action_due_days: {P1: 30}}\n").library
    assert library.courses["PM-2026-001-A1"].first_due is None
