from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date, timedelta

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.owed import OwedRow, OwedView, view_owed

from ..documents import postmortem
from ..libraries import REGISTERED, four, load, on_day, with_register

DAY = date(2026, 3, 4)


def rows(view: OwedView) -> dict[str, list[str]]:
    return {section.id: [row.number for row in section.rows] for section in view.sections}


def only_row(library: Library) -> OwedRow:
    (section,) = view_owed(library).sections
    (row,) = section.rows
    return row


def test_incidents_are_divided_by_how_far_their_postmortems_are() -> None:
    library = with_register(
        load([postmortem(date="2026-03-14", status="draft")]).library,
        on_day(date(2026, 3, 15), id="INC-1", severity="SEV-1"),
        on_day(DAY, id="INC-2", severity="SEV-1"),
        on_day(DAY, id="INC-3", severity=None, services=()),
        on_day(
            DAY, id="INC-4", severity="SEV-2", customer_impact=timedelta(minutes=9), services=()
        ),
    )
    view = view_owed(library)
    assert rows(view) == {
        "late": ["INC-2"], "owed": ["INC-1"], "begun": ["PM-2026-001"], "decision": ["INC-3"],
    }  # fmt: skip
    assert (view.owed, view.late, view.lead) == (3, 1, "3 incidents are owed a postmortem")
    assert view.how_far == "2 have no document yet, 1 is begun"
    assert view.not_needed is not None
    (row,) = view.not_needed.rows
    assert row.number == "INC-4"
    assert row.why[0] == (
        "SEV-2, customers affected for 9 min: 6 min below the 15 min that have to be exceeded"
    )
    assert json.dumps(asdict(view))


def test_a_row_says_why_by_when_whose_it_is_and_how_to_begin() -> None:
    row = only_row(with_register(load([]).library, replace(REGISTERED, severity="SEV-1")))
    assert row.why == ("SEV-1: always",)
    assert (row.due, row.overdue_days) == ("2026-03-06, 14:47 UTC", 10)
    assert row.command == "postmortems new --from-incident INC-4500"
    assert row.team is not None
    assert (row.team.kind, row.team.title) == ("team", "Search and Discovery")


def test_a_number_of_an_unusual_form_is_quoted_for_the_shell() -> None:
    row = only_row(with_register(load([]).library, replace(REGISTERED, id="INC 1; ls")))
    assert row.command == "postmortems new --from-incident 'INC 1; ls'"


def test_a_team_without_a_page_is_named_and_not_linked() -> None:
    library = load([], settings="organisation: Lindgrove\n").library
    row = only_row(with_register(library, replace(REGISTERED, teams=("night-shift",))))
    assert row.team is not None
    assert (row.team.kind, row.team.title) == ("", "night-shift")


def test_an_incident_that_goes_on_is_due_after_its_end() -> None:
    due = [
        only_row(
            with_register(load([], settings=settings).library, replace(REGISTERED, end=None))
        ).due
        for settings in (
            "policy: {postmortem_due_hours: {SEV-2: 120}}\n",
            "policy: {postmortem_due_hours: {SEV-2: 0}}\n",
            "policy: {postmortem_due_hours: {SEV-1: 48}}\n",
        )
    ]
    assert due == ["120 hours after it ends", "as soon as it ends", "no deadline in the policy"]


def test_a_question_comes_with_the_line_that_answers_it_either_way() -> None:
    library = with_register(
        load([postmortem()]).library,
        on_day(date(2026, 2, 1), id="INC-1", severity="SEV-3"),
        on_day(date(2026, 2, 2), id="INC-2", severity="SEV-3"),
    )
    row = only_row(library)
    assert row.number == "INC-2"
    assert row.why == ("perhaps the 3rd occurrence of its cause, or a later one",)
    assert [(ref.kind, ref.title) for ref in row.earlier] == [
        ("incident", "PM-2026-001"), ("", "INC-1"),
    ]  # fmt: skip
    assert (row.settle_in, [one.line for one in row.settle]) == (
        "the register", ["recurrence_of: INC-1", "recurrence_of: none"],
    )  # fmt: skip
    assert (row.due, row.command) == ("", "")


def test_a_question_to_a_document_is_answered_in_the_document() -> None:
    texts = [
        postmortem(id=f"PM-2026-00{n}", date=f"2026-01-0{n}", severity="SEV-3", status=status)
        for n, status in ((1, "final"), (2, "final"), (3, "draft"))
    ]
    row = only_row(load(texts, settings="severities: [SEV-1, SEV-2, SEV-3]\n").library)
    assert (row.settle_in, [one.line for one in row.settle]) == (
        "the document", ["recurrence_of: [PM-2026-002]", "related: [PM-2026-001, PM-2026-002]"],
    )  # fmt: skip


def test_the_answer_names_what_the_document_is_related_to_already() -> None:
    texts = [
        postmortem(id="PM-2026-001", date="2026-01-01", severity="SEV-3", category="testing"),
        *(postmortem(id=f"PM-2026-00{n}", date=f"2026-01-0{n}", severity="SEV-3") for n in (2, 3)),
        postmortem(
            id="PM-2026-004",
            date="2026-01-04",
            severity="SEV-3",
            status="draft",
            related="[PM-2026-001]",
        ),
    ]
    row = only_row(load(texts, settings="severities: [SEV-1, SEV-2, SEV-3]\n").library)
    assert (row.settle[1].line, row.settle[1].meaning) == (
        "related: [PM-2026-001, PM-2026-002, PM-2026-003]",
        "if it is another, in place of its line related (keep what else that names)",
    )


def test_long_lists_are_cut_and_say_how_many_more_there_are() -> None:
    incidents = [on_day(DAY, id=f"INC-{n:03}", severity="SEV-1") for n in range(120)]
    small = [on_day(DAY, id=f"X-{n:03}", severity="SEV-9", services=()) for n in range(60)]
    view = view_owed(with_register(load([]).library, *incidents, *small))
    (late,) = view.sections
    assert (late.total, len(late.rows), late.more) == (120, 50, 70)
    assert view.not_needed is not None
    assert (view.not_needed.total, view.not_needed.more) == (60, 10)


def test_nothing_owed_is_said_calmly_with_the_last_one_published() -> None:
    texts = [postmortem(published="2026-01-09T16:00Z")]
    assert view_owed(load(texts).library).how_far == ""
    assert view_owed(load(texts).library).lead == (
        "No incident is owed a postmortem. The last one was published on 9 January 2026"
    )
    assert view_owed(load([]).library).lead == (
        "No incident is owed a postmortem. None has been published yet"
    )


def test_incidents_whose_document_cannot_be_read_stand_apart_and_without_a_command() -> None:
    library = with_register(
        load([postmortem(id="none", incidents="[INC-1, INC-2, INC-3]")]).library,
        on_day(date(2026, 3, 15), id="INC-1", severity="SEV-1"),
        on_day(DAY, id="INC-2", severity="SEV-1"),
        on_day(DAY, id="INC-3", severity="SEV-2", customer_impact=timedelta(0)),
        on_day(date(2026, 3, 15), id="INC-4", severity="SEV-1", services=()),
    )
    view = view_owed(library)
    assert rows(view) == {
        "late": ["INC-2"], "owed": ["INC-4"], "unreadable": ["INC-1", "INC-3"],
    }  # fmt: skip
    assert (view.owed, view.how_far) == (3, "1 has no document yet, 2 cannot be read")
    row = view.sections[2].rows[0]
    assert (row.is_unreadable, row.command) == (True, "")


def test_the_last_publication_is_of_the_day_in_the_librarys_time_zone() -> None:
    texts = [
        postmortem(published="2026-01-09T23:30:00-08:00"),
        postmortem(id="PM-2026-002", title="Again", published="2026-01-10T01:00:00+14:00"),
    ]
    lead = view_owed(load(texts, settings="timezone: Europe/Berlin\n").library).lead
    assert lead.endswith("The last one was published on 10 January 2026")


def test_without_a_register_the_documents_stand_there_all_the_same() -> None:
    view = view_owed(four())
    assert not view.has_register
    assert rows(view) == {"late": ["PM-2026-002"]}
    assert view.columns[:2] == ("id", "title")
