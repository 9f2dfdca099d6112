from __future__ import annotations

import dataclasses
import json

from mkdocs_postmortems.outputs.meeting import meeting_markdown
from mkdocs_postmortems.pages import Addresses, plan_pages
from mkdocs_postmortems.views.meeting import MeetingView, Question, view_meeting

from ..documents import postmortem
from ..libraries import four, load


def view(text: str) -> MeetingView:
    loaded = load([text])
    (record,) = loaded.library.postmortems
    return view_meeting(record, loaded.library, loaded.questions_about(record.uri))


def test_drafts_have_a_page_and_final_documents_have_none() -> None:
    planned = plan_pages(four(), Addresses(directory_urls=True))
    found = [(p.ref.key, p.destination, p.box_entry) for p in planned if p.ref.kind == "meeting"]
    assert found == [("PM-2026-002", "incidents/PM-2026-002/meeting/index.html", None)]


def test_the_view_is_plain_data() -> None:
    data = json.loads(json.dumps(dataclasses.asdict(view(postmortem(status="draft")))))
    assert data["incident"]["key"] == "PM-2026-001"
    assert [part["minutes"] for part in data["agenda"]] == [
        "0–5", "5–15", "15–35", "35–50", "50–60",
    ]  # fmt: skip


def test_parts_are_led_by_name_where_there_is_one() -> None:
    leaders = [p.leader for p in view(postmortem(status="draft", facilitator="Sam Ito")).agenda]
    assert leaders == [
        "facilitator, Sam Ito", "author, Rosa Delgado", "facilitator, Sam Ito",
        "facilitator and owners", "facilitator, Sam Ito",
    ]  # fmt: skip
    assert view(postmortem(status="draft")).agenda[0].leader == "facilitator"


def test_findings_that_one_question_settles_stand_together() -> None:
    items = "| ID | Item | Owner |\n|---|---|---|\n| A1 | Bound it | |\n| A2 | Split it | |\n"
    shown = view(postmortem({"Action Items": items}, status="draft")).questions
    assert [(q.section, q.findings, q.question) for q in shown] == [
        ("Action Items", ("A1 has no owner.", "A2 has no owner."), "Who takes it?"),
        (
            "Action Items",
            ("A1 has no due date.", "A2 has no due date."),
            "Which day does its owner name?",
        ),
    ]


def test_more_than_twelve_people_are_remarked_on() -> None:
    many = ", ".join(f"Person {letter}" for letter in "ABCDEFGHIJ")
    assert (
        view(postmortem(status="draft")).guests_note == "Whoever wants to learn from it may listen."
    )
    # Ten responders, a facilitator to be found, author, reviewer, the team and customer support.
    assert view(postmortem(status="draft", responders=f"[{many}]")).guests_note == (
        "These are 15. With more than 12 most stop speaking: who can read the document instead?"
    )


def test_how_much_is_not_ready_is_counted() -> None:
    assert view(postmortem(status="in-review")).missing == "1 point is not ready yet."
    ready = postmortem(status="in-review", facilitator="Sam Ito")
    assert view(ready).missing == "All that the document can show is ready."
    assert view(postmortem(status="draft")).missing == "2 points are not ready yet."


def test_long_gaps_stand_at_their_rows_and_a_policys_date_says_so() -> None:
    rows = "| Time | Event |\n|---|---|\n| 10:00 | a |\n| 10:40 | b |\n| 10:41 | c |\n"
    items = "| ID | Item | Owner | Priority |\n|---|---|---|---|\n| A1 | Bound it | Lin | P1 |\n"
    loaded = load(
        [postmortem({"Timeline": rows, "Action Items": items}, status="draft")],
        "policy: {action_due_days: {P1: 30}}\n",
    )
    (record,) = loaded.library.postmortems
    shown = view_meeting(record, loaded.library, ())
    assert [row.gap for row in shown.timeline] == ["", "40 min later", ""]
    assert shown.proposals[0].due == "2026-02-07, by the policy"


def test_plain_texts_read_the_same_in_markdown() -> None:
    text = postmortem(status="draft", title="'Rows of *orders_api* <b>'", mitigation="Set `a` to 1")
    printed = meeting_markdown(view(text))
    assert printed.startswith("# Meeting: Rows of \\*orders_api\\* \\<b>\n")
    assert "by “Set \\`a\\` to 1”" in printed


def test_an_item_that_is_promised_already_says_its_state_and_a_proposal_none() -> None:
    items = (
        "| ID | Item | Owner | Priority | Due Date | Status |\n|---|---|---|---|---|---|\n"
        "| A1 | Bound it | Checkout | P1 | 2026-03-10 | open |\n"
        "| A2 | Split it | Checkout | P1 | 2026-03-10 | proposed |\n"
        "| A3 | Move it | Checkout | P1 | 2026-03-10 | wont-do |\n"
    )
    shown = view(postmortem({"Action Items": items}, status="draft"))
    assert [row.state for row in shown.proposals] == ["Overdue by 6 days", "", "Declined"]
    script = meeting_markdown(shown)
    assert "A1 Bound it (owner Checkout, priority P1, due 2026-03-10, overdue by 6 days)" in script
    assert "A2 Split it (owner Checkout, priority P1, due 2026-03-10)" in script


def test_times_priorities_and_findings_read_the_same_in_markdown() -> None:
    sections = {
        "Timeline": "| Time | Event |\n|---|---|\n| 10:03 <b> | Alert fired |\n",
        "Action Items": (
            "| ID | Item | Owner | Priority | Due Date |\n|---|---|---|---|---|\n"
            "| A1 | Bound it | Checkout | <P1> | 2026-03-30 |\n"
        ),
    }
    found = ("Rows [1](x) and *2* give `a*b*` and `<c>`.",)
    question = Question(section="Timeline", findings=found, question="Which?")
    shown = view(postmortem(sections, status="draft"))
    printed = meeting_markdown(dataclasses.replace(shown, questions=(question,)))
    assert "\n- 10:03 \\<b> Alert fired\n" in printed
    assert ", priority \\<P1>, due" in printed
    assert "Timeline: Rows \\[1](x) and \\*2\\* give `a*b*` and `<c>`. **Which?**" in printed
