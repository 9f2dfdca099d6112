"""Questions about action items, as sentences."""

from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.closed_actions import view_closed_actions
from mkdocs_postmortems.views.incident import view_incident
from mkdocs_postmortems.views.meeting import view_meeting
from mkdocs_postmortems.views.questions import QuestionList, QuestionRow, ask_about_team

from ..core.test_follow_up import EARLIER, NO_ACTIONS
from ..documents import postmortem
from ..libraries import load


def two(earlier: str = EARLIER, **later: str) -> Library:
    texts = [
        postmortem({"Action Items": earlier}, published="2026-01-10T10:00Z"),
        postmortem(NO_ACTIONS, **{"id": "PM-2026-002", "date": "2026-02-10", **later}),
    ]
    return load(texts, "").library


def questions(library: Library, identifier: str) -> tuple[QuestionList, ...]:
    return view_incident(library.by_id[identifier], library).questions


def rows_of(library: Library, identifier: str) -> list[QuestionRow]:
    return [row for found in questions(library, identifier) for row in found.rows]


def sentence(row: QuestionRow) -> str:
    return row.text


def test_the_later_incident_asks_whether_an_open_item_would_have_mattered() -> None:
    found = rows_of(two(recurrence_of="[PM-2026-001]"), "PM-2026-002")
    assert [sentence(row) for row in found] == [
        "PM-2026-001-A3 was done on 20 January 2026 and verified, before its cause came back here: "
        "does it hold?",
        "PM-2026-001-A1 was open at the time, for 31 days: would it have mattered?",
        "PM-2026-001-A2 was open at the time, for 31 days: would it have mattered?",
    ]
    assert [row.note for row in found] == ["", "the same cause", "the same cause"]


def test_the_earlier_incident_names_the_later_one_and_links_it() -> None:
    found = rows_of(two(recurrence_of="[PM-2026-001]"), "PM-2026-001")
    assert [sentence(row) for row in found][:2] == [
        "PM-2026-001-A3 was done on 20 January 2026 and verified, and its cause came back as "
        "PM-2026-002: does it hold?",
        "PM-2026-001-A1 was open when PM-2026-002 happened, for 31 days: would it have mattered?",
    ]
    linked = [piece.ref.key for piece in found[1].sentence if piece.ref]
    assert linked == ["PM-2026-001", "PM-2026-002"]


def test_a_possible_recurrence_says_what_both_have() -> None:
    found = questions(two(services="[]"), "PM-2026-002")[0]
    assert {row.note for row in found.rows} == {
        "perhaps the same cause: both have “unbounded-growth”"
    }


def test_an_incident_asks_whether_what_it_did_works() -> None:
    # Done on 20 February; by 16 March that is 24 days, and the policy gives 30.
    assert questions(two(category="testing"), "PM-2026-001") == ()
    table = EARLIER.replace("2026-02-20", "2026-02-10")
    (found,) = questions(two(table, category="testing"), "PM-2026-001")
    assert [sentence(row) for row in found.rows] == [
        "PM-2026-001-A2 has been done for 34 days: was it seen to work?"
    ]


def test_more_than_five_questions_lead_to_the_review_of_the_month() -> None:
    rows = "".join(
        f"| A{number} | Bound queue {number} | Discovery | P1 | 2026-03-10 | open | | |\n"
        for number in range(1, 8)
    )
    table = "".join(EARLIER.splitlines(keepends=True)[:2]) + rows
    (found,) = questions(two(table), "PM-2026-002")
    assert found.all is not None
    assert (len(found.rows), found.total) == (5, 7)
    assert found.all is not None
    assert (found.all.kind, found.all.key, found.all.anchor) == (
        "review",
        "2026-02",
        "pm-questions",
    )


def test_the_page_of_closed_items_asks_of_all_incidents_whether_they_work() -> None:
    assert view_closed_actions(two()).unverified is None
    found = view_closed_actions(two(EARLIER.replace("2026-02-20", "2026-02-10"))).unverified
    assert found is not None
    assert [sentence(row) for row in found.rows] == [
        "PM-2026-001-A2 has been done for 34 days: was it seen to work?"
    ]


def test_a_team_is_asked_about_the_items_that_it_owns() -> None:
    settings = "teams: [{id: discovery, name: Discovery}, {id: checkout, name: Checkout}]\n"
    table = EARLIER.replace("| Bound the queue | Discovery", "| Bound the queue | Checkout")
    texts = [
        postmortem({"Action Items": table}, published="2026-01-10T10:00Z", teams="[discovery]"),
        postmortem(NO_ACTIONS, id="PM-2026-002", date="2026-02-10", teams="[discovery]"),
    ]
    library = load(texts, settings).library

    def asked(team: str) -> list[str]:
        return [sentence(row) for one in ask_about_team(team, library) for row in one.rows]

    days = "for 31 days: would it have mattered?"
    assert asked("checkout") == [f"PM-2026-001-A1 was open when PM-2026-002 happened, {days}"]
    assert asked("discovery") == [f"PM-2026-001-A2 was open when PM-2026-002 happened, {days}"]


def test_the_meeting_about_a_recurrence_asks_the_same() -> None:
    library = two(recurrence_of="[PM-2026-001]", status="draft")
    asked = view_meeting(library.by_id["PM-2026-002"], library, ()).earlier_items
    assert asked[1] == (
        "PM-2026-001-A1 was open at the time, for 31 days: would it have mattered? "
        "(Bound the queue)"
    )
    assert len(asked) == 3


def test_what_was_done_before_the_cause_came_back_is_asked_whether_it_worked() -> None:
    table = EARLIER.replace("2026-02-20", "2026-02-01")
    found = questions(two(table, recurrence_of="[PM-2026-001]"), "PM-2026-002")[0]
    assert found.rows[1].text == (
        "PM-2026-001-A2 was done on 1 February 2026, before its cause came back here: did it work?"
    )
