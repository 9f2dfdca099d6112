"""The course of an action item, by its document."""

from __future__ import annotations

from datetime import date

import pytest

from mkdocs_postmortems.core.actions import ActionStatus
from mkdocs_postmortems.core.course import Course
from mkdocs_postmortems.core.history import DocumentVersion, ItemVersion
from mkdocs_postmortems.pipeline import load_library, load_settings

from ..documents import postmortem
from ..libraries import AS_OF, load, source

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


def version(day: date, *items: tuple[str, str, date | None]) -> DocumentVersion:
    """A version of PM-2026-001, with items as short id, status and due date."""
    return DocumentVersion(
        day=day,
        postmortem="PM-2026-001",
        items=tuple(
            ItemVersion(id=f"PM-2026-001-{short}", status=ActionStatus(status), due=due)
            for short, status, due in items
        ),
    )


def courses_in_git(*versions: DocumentVersion, settings: str = "") -> dict[str, Course]:
    """The courses of the table above, with what git knows."""
    loaded = load_library(
        [source(postmortem({"Action Items": TABLE}, published="2026-01-12T10:00Z"))],
        load_settings(settings.encode()),
        AS_OF,
        versions=versions,
    )
    return {course.item.short_id: course for course in loaded.library.courses.values()}


MARCH = date(2026, 3, 10)


def test_git_tells_how_often_a_date_was_moved_and_which_was_the_first() -> None:
    a1 = courses_in_git(
        version(date(2026, 1, 10), ("A1", "open", date(2026, 1, 5))),
        version(date(2026, 1, 20), ("A1", "open", date(2026, 1, 25))),
        version(date(2026, 2, 1), ("A1", "open", date(2026, 2, 20))),
        version(date(2026, 2, 19), ("A1", "open", MARCH)),
    )["A1"]
    # 20, 26 and 18 days.
    assert (a1.slips, a1.slipped_days, a1.first_due) == (3, 64, date(2026, 1, 5))
    assert a1.due_on(date(2026, 1, 31)) == date(2026, 1, 25)
    assert a1.is_overdue_on(date(2026, 1, 31))
    assert not a1.is_overdue_on(date(2026, 2, 1))


def test_what_came_with_the_first_items_is_as_old_as_the_postmortem() -> None:
    found = courses_in_git(
        version(date(2026, 2, 1), ("A1", "open", MARCH)),
        version(date(2026, 2, 10), ("A1", "open", MARCH), ("A4", "proposed", None)),
    )
    assert found["A1"].agreed == date(2026, 1, 12)  # brought into git later than published
    assert found["A4"].agreed == date(2026, 2, 10)  # added later


def test_an_item_of_a_draft_is_as_old_as_its_first_commit() -> None:
    found = courses_in_git(version(date(2026, 1, 9), ("A1", "open", MARCH)))
    assert found["A1"].agreed == date(2026, 1, 9)


def test_git_tells_when_an_item_was_closed_where_the_document_does_not() -> None:
    found = courses_in_git(
        version(date(2026, 1, 12), ("A2", "open", None), ("A3", "open", None)),
        version(date(2026, 2, 25), ("A2", "done", None), ("A3", "done", None)),
    )
    assert found["A3"].closed == date(2026, 2, 25)
    assert found["A2"].closed == date(2026, 2, 20)  # as the document says
    assert found["A2"].is_open_on(date(2026, 2, 21)) is False


def test_an_item_that_was_closed_for_a_while_was_not_open_then() -> None:
    a1 = courses_in_git(
        version(date(2026, 1, 12), ("A1", "open", MARCH)),
        version(date(2026, 2, 1), ("A1", "done", MARCH)),
        version(date(2026, 2, 10), ("A1", "open", MARCH)),
    )["A1"]
    days = (date(2026, 1, 31), date(2026, 2, 5), date(2026, 2, 10))
    assert [a1.is_open_on(day) for day in days] == [True, False, True]


def test_a_date_put_right_on_the_same_day_was_not_moved() -> None:
    a2 = courses_in_git(
        version(date(2026, 1, 12), ("A2", "open", date(2026, 2, 1))),
        version(date(2026, 1, 12), ("A2", "open", date(2026, 2, 8))),
    )["A2"]
    assert (a2.slips, a2.slipped_days) == (0, 0)


def test_a_date_that_was_put_off_and_brought_back_has_not_slipped() -> None:
    a2 = courses_in_git(
        version(date(2026, 1, 12), ("A2", "open", date(2026, 2, 8))),
        version(date(2026, 1, 20), ("A2", "open", date(2026, 3, 1))),
        version(date(2026, 2, 1), ("A2", "open", date(2026, 2, 8))),
    )["A2"]
    assert (a2.slips, a2.slipped_days) == (0, 0)
    # At the end of January it was due 21 days later than at first.
    assert (a2.slips_by(date(2026, 1, 31)), a2.slipped_days_by(date(2026, 1, 31))) == (1, 21)


def test_moves_before_git_had_the_item_leave_the_difference_and_no_count() -> None:
    a1 = courses_in_git(
        version(date(2026, 2, 20), ("A1", "open", date(2026, 3, 1))),
        version(date(2026, 2, 28), ("A1", "open", MARCH)),
    )["A1"]
    # Its column First Due says 8 February; git saw 9 of the 30 days.
    assert (a1.first_due, a1.slips, a1.slipped_days) == (date(2026, 2, 8), None, 30)
    assert a1.slipped_days_by(date(2026, 2, 27)) == 21


def test_a_slip_counts_from_the_day_of_the_move() -> None:
    a2 = courses_in_git(
        version(date(2026, 1, 20), ("A2", "open", date(2026, 1, 25))),
        version(date(2026, 2, 1), ("A2", "open", date(2026, 2, 8))),
    )["A2"]
    days = (date(2026, 1, 15), date(2026, 1, 31), date(2026, 2, 1))
    assert [(a2.slips_by(day), a2.slipped_days_by(day)) for day in days] == [
        (0, 0),
        (0, 0),
        (1, 14),
    ]


def test_an_item_had_the_date_that_git_saw_and_today_has_the_documents() -> None:
    a2 = courses_in_git(
        version(date(2026, 1, 20), ("A2", "open", None)),
        version(date(2026, 2, 1), ("A2", "open", date(2026, 2, 5))),
    )["A2"]
    days = (date(2026, 1, 15), date(2026, 1, 25), date(2026, 2, 1), AS_OF)
    assert [a2.due_on(day) for day in days] == [
        None, None, date(2026, 2, 5), date(2026, 2, 8),
    ]  # fmt: skip


def test_a_date_written_over_the_policys_is_a_later_one() -> None:
    policy = "policy: {action_due_days: {P1: 10}}\n"
    versions = (
        version(date(2026, 1, 20), ("A2", "open", None)),
        version(date(2026, 2, 1), ("A2", "open", date(2026, 2, 8))),
    )
    a2 = courses_in_git(*versions, settings=policy)["A2"]
    # The incident was on 8 January.
    assert (a2.first_due, a2.slips, a2.slipped_days) == (date(2026, 1, 18), None, 21)
    assert a2.due_on(date(2026, 1, 25)) == date(2026, 1, 18)


def test_a_closing_day_to_come_is_not_known() -> None:
    table = TABLE.replace("2026-02-20", "2026-03-17")
    closed = {
        day: load([postmortem({"Action Items": table})], as_of=day).library.courses[
            "PM-2026-001-A2"
        ].closed
        for day in (date(2026, 3, 16), date(2026, 3, 17))
    }  # fmt: skip
    assert closed == {date(2026, 3, 16): None, date(2026, 3, 17): date(2026, 3, 17)}


def test_the_days_in_all_are_those_between_the_first_date_and_the_last() -> None:
    a1 = courses_in_git(
        version(date(2026, 1, 12), ("A1", "open", date(2026, 2, 8))),
        version(date(2026, 1, 20), ("A1", "open", date(2026, 3, 10))),
        version(date(2026, 1, 25), ("A1", "open", date(2026, 3, 4))),
        version(date(2026, 2, 1), ("A1", "open", MARCH)),
    )["A1"]
    # Put off by 30 days, brought forward by 6, put off by 6 again.
    assert (a1.first_due, a1.item.due) == (date(2026, 2, 8), MARCH)
    assert (a1.slips, a1.slipped_days) == (2, 30)
