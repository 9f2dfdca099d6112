from __future__ import annotations

import re

import pytest

from mkdocs_postmortems.core.meeting import AGENDA, REPHRASINGS, Meeting, prepare_meeting
from mkdocs_postmortems.core.open_questions import OpenQuestion

from ..documents import postmortem
from ..libraries import load

ROWS = """\
| Time | Event | Phase |
|---|---|---|
| 09:30 | New pool size rolled out | introduced |
| 10:00 | Queue began to grow | started |
| 10:27 | Alert fired, on-call paged | detected |
| 10:30 | Rosa acknowledged | acknowledged |
| 10:58 | Samir suspected the load balancer; its logs were clean | |
| 11:02 | Restart of one pod weighed and dropped | |
| 11:05 | Rollback to 6.1 initiated by Rosa | |
| 11:10 | Rosa escalated to Checkout | |
| 11:12 | Errors back at 0.1 % | mitigated, resolved |
| 11:40 | Old pods removed | |
"""


def meet(text: str, settings: str | None = None) -> Meeting:
    loaded = load([text]) if settings is None else load([text], settings)
    (record,) = loaded.library.postmortems
    return prepare_meeting(record, loaded.library.settings, loaded.questions_about(record.uri))


def draft(rows: str = ROWS, **fields: str | None) -> str:
    values: dict[str, str | None] = {
        "status": "draft",
        "responders": "[Rosa Delgado, Samir Haddad]",
        "duration": None,
        **fields,
    }
    return postmortem({"Timeline": rows}, **values)


def table(*rows: str) -> str:
    lines = "\n".join(f"| {row} |" for row in rows)
    return f"| Time | Event | Phase |\n|---|---|---|\n{lines}\n"


def test_the_hour_has_five_parts_without_a_gap() -> None:
    assert [(part.begins, part.ends) for part in AGENDA] == [
        (0, 5), (5, 15), (15, 35), (35, 50), (50, 60),
    ]  # fmt: skip


def test_nothing_that_is_asked_is_hindsight() -> None:
    asked = [step for part in AGENDA for step in part.steps] + [r.ask for r in REPHRASINGS]
    meeting = meet(draft())
    asked += [*meeting.decisions, *meeting.silences, *meeting.counterfactuals]
    assert not [text for text in asked if re.search(r"should(?:n't| not)? have", text)]
    assert 8 <= len(REPHRASINGS) <= 10


def test_decision_points_ask_what_could_be_seen_and_are_about_nobody() -> None:
    assert meet(draft()).decisions == (
        "10:58, “suspected the load balancer”: what pointed there, and what could be seen that "
        "pointed elsewhere?",
        "11:02, “Restart of one pod weighed and dropped”: what was known at that moment, and what "
        "else was weighed?",
        "11:05, “Rollback to 6.1 initiated”: what did the screens show then, and what else was "
        "weighed?",
        "11:10, “escalated to Checkout”: what showed that more people were needed, and would "
        "anything have shown it earlier?",
    )


@pytest.mark.parametrize(
    ("row", "quote"),
    [
        ("Limit raised to 500", "Limit raised to 500"),
        ("On-call restarted the pods", "restarted the pods"),
        ("alice restarts the pods", "restarts the pods"),
        ("Alice: reverted the release", "reverted the release"),
        ("Alice and Bob decided to wait", "decided to wait"),
        ("We switched to the standby", "switched to the standby"),
        ("**Failover** to `eu-2`<br>Errors fell", "Failover to eu-2"),
        ("Import disabled by the on-call, errors fell", "Import disabled, errors fell"),
        ("The pods are restarted", "The pods are restarted"),
    ],
)
def test_a_row_is_quoted_without_the_person_who_acts_in_it(row: str, quote: str) -> None:
    (asked,) = meet(draft(table("10:00 | It began | detected", f"10:20 | {row} |"))).decisions
    assert asked.startswith(f"10:20, “{quote}”: what ")


@pytest.mark.parametrize(
    "row",
    [
        "Errors failed over 300 orders",
        "Alert raised",
        "Kubernetes restarted the pod",
        "No restart for ten minutes",
        "Pods restarted automatically",
        "Error rate rose",
    ],
)
def test_what_a_system_does_by_itself_is_no_decision(row: str) -> None:
    rows = table("10:00 | It began | detected", f"10:20 | {row} |")
    assert meet(draft(rows)).decisions == ()


def test_of_many_decision_points_five_are_asked_about_in_the_order_of_the_rows() -> None:
    repairs = [f"10:0{n} | Patch {n} applied |" for n in range(1, 5)]
    changes = [f"10:1{n} | Step {n} rolled back |" for n in range(4)]
    rows = table("10:00 | It began | detected", *repairs, *changes)
    starts = [question[:5] for question in meet(draft(rows)).decisions]
    assert starts == ["10:01", "10:10", "10:11", "10:12", "10:13"]


def test_a_silence_before_detection_and_one_after_it_are_asked_about_in_other_words() -> None:
    assert meet(draft()).silences == (
        "10:00 to 10:27, 27 min of impact that was not noticed: what could be seen, and on which "
        "screen?",
        "10:30 to 10:58, 28 min without a row: what was looked at, and what was waited for?",
    )


def test_long_gaps_are_marked_outside_of_the_impact_too() -> None:
    lengths = [(g.after.written, g.length.total_seconds() / 60) for g in meet(draft()).gaps]
    assert lengths == [("10:00", 30), ("10:27", 27), ("10:58", 28), ("11:40", 28)]


def test_a_day_without_a_row_is_no_silence_where_nothing_says_that_it_was_over() -> None:
    rows = ("10:00 | It began |", "10:40 | Restarted |", "2026-01-20 09:00 | Report written |")
    silences = meet(draft(table(*rows))).silences
    assert [text[:14] for text in silences] == ["10:00 to 10:40"]


def test_at_most_the_five_longest_silences_are_asked_about() -> None:
    rows = [f"{10 + n}:{n * 2:02} | Looked {n} |" for n in range(8)]
    silences = meet(draft(table(*rows))).silences
    assert [text[:5] for text in silences] == ["10:00", "11:02", "12:04", "13:06", "14:08"]


def test_times_between_phases_are_told_and_missing_phases_asked_for() -> None:
    assert meet(draft()).phases == (
        "Started to detected 27 min, detected to acknowledged 3 min, started to first mitigated "
        "1 h 12 min, started to resolved 1 h 12 min.",
    )
    rows = table("10:00 | It began | started", "10:09 | Over | resolved")
    assert meet(draft(rows)).phases == (
        "Started to resolved 9 min.",
        "No row is marked `detected`: when was it first known of?",
        "No row is marked `acknowledged`: when was it taken up?",
        "No row is marked `mitigated`: when was it over for those who were hit?",
    )
    assert len(meet(draft(table("10:00 | It began |"))).phases) == 1
    assert meet(draft("None yet.")).phases == ()


def test_counterfactual_questions_are_about_the_system_and_from_the_document() -> None:
    meeting = meet(draft(detection="customer-report"))
    assert meeting.counterfactuals == (
        "The fault was there for 30 min before it was felt: which check did it pass on its way, "
        "and what could that check have shown?",
        "Set off by: change in traffic. Which limit was met first, and where could its approach "
        "have been seen?",
        "Found by: customer report after 27 min. Which signal was there earlier, and whom could it "
        "have reached?",
        "Take away “Growth without a limit”: what would have happened then, and what all the same?",
        "Stopped after 1 h 12 min by “Raised the limit of the thread pool”. What would have made "
        "that possible sooner?",
    )


def test_a_near_miss_is_asked_about_the_defence_that_held() -> None:
    meeting = meet(
        draft("Noticed in time.", kind="near-miss", severity=None, potential_severity="SEV-1")
    )
    assert meeting.phases == ()
    assert meeting.counterfactuals[-2:] == (
        "Which defence held, and was it there for this, or by luck?",
        "What would have happened without the defence that held, on the way to a SEV-1? How far "
        "was it from there?",
    )


@pytest.mark.parametrize(
    ("fields", "sections", "beginning"),
    [
        ({"category": "undetermined"}, {}, "The cause is not established: "),
        ({}, {"Root Cause": None}, "The cause is not established: "),
        ({"recurrence_of": "[PM-2025-001]"}, {}, "It is the same cause again: "),
        ({"detection": None}, {}, "Noticed after 3 min, and the document does not say how: "),
        (
            {},
            {"Timeline": table("10:00 | Back | mitigated", "10:05 | Again | relapsed")},
            "It came back after the first mitigation: ",
        ),
    ],
)
def test_what_is_unknown_or_came_back_is_asked_about(
    fields: dict[str, str | None], sections: dict[str, str | None], beginning: str
) -> None:
    def beginnings(text: str) -> list[str]:
        return [q for q in meet(text).counterfactuals if q.startswith(beginning)]

    assert len(beginnings(postmortem(sections, **fields))) == 1
    assert beginnings(postmortem()) == []


def test_an_early_detection_is_not_asked_to_be_earlier() -> None:
    (found,) = (q for q in meet(postmortem()).counterfactuals if q.startswith("Found by"))
    assert found == (
        "Found by: automated alerting after 3 min. Would anything have gone otherwise with an "
        "earlier signal?"
    )


ITEMS = """\
| ID | Item | Owner | Due Date | Status |
|---|---|---|---|---|
| A1 | Bound the queue at 2,000 | discovery team | 2026-02-01 | proposed |
| A2 | Second cache for carts | LIN BERG | 2026-02-01 | proposed |
| A3 | Alert on the queue at 500 | Storefront | 2026-02-01 | open |
| A4 | Done by somebody else | Wen Zhou | 2026-02-01 | done |
"""


def test_everybody_is_listed_once_with_all_reasons() -> None:
    text = postmortem(
        {"Action Items": ITEMS},
        status="draft",
        facilitator="Sam Ito",
        responders="[rosa delgado, Samir Haddad]",
        services="[search-api, cart-api]",
    )
    assert {a.who: a.why for a in meet(text).attendees} == {
        "Sam Ito": ("leads the hour",),
        "Rosa Delgado": ("wrote the document and reads the timeline", "responded"),
        "Samir Haddad": ("responded",),
        "Lin Berg": ("reviews the document", "may own A2"),
        "somebody from Search and Discovery": ("involved", "runs Search", "may own A1"),
        "somebody from Checkout": ("runs Cart", "may own A3", "Lin Berg may be enough"),
        "somebody from customer support": (
            "customers noticed; they know what it looked like from outside",
        ),
    }


def test_customer_support_comes_only_where_customers_noticed() -> None:
    def comes(customer_impact: str | None, detection: str = "automated-alerting") -> bool:
        meeting = meet(draft(customer_impact=customer_impact, detection=detection))
        return any("support" in attendee.who for attendee in meeting.attendees)

    assert comes("5 minutes")
    assert comes(None, "customer-report")
    assert not comes(None)
    assert not comes("0 minutes")


def states(meeting: Meeting) -> dict[str, str]:
    return {p.text: p.state.value for p in meeting.preparations if p.state.value != "by-hand"}


def test_what_is_ready_is_told_from_the_document() -> None:
    text = postmortem(status="in-review", facilitator="Sam Ito", impact="{orders: 40}")
    assert states(meet(text)) == {
        "The document is in review.": "done",
        "The timeline is written, with 5 events.": "done",
        "A cause is written.": "done",
        "The impact is stated: customers affected for 20 min, 40 orders.": "done",
        "Action items are proposed: 2, 2 of them with an owner.": "done",
        "A facilitator without a part in the incident is named: Sam Ito.": "done",
        "A reviewer is named: Lin Berg.": "done",
    }


def test_what_is_not_ready_says_what_is_missing() -> None:
    text = postmortem(
        {"Timeline": "Soon.", "Root Cause": None, "Action Items": None},
        status="draft",
        facilitator="rosa delgado",
        reviewers=None,
        customer_impact=None,
    )
    assert states(meet(text)) == dict.fromkeys(
        (
            "The document is in review: it is still a draft.",
            "The timeline is written: it has no events.",
            "A cause is written, if need be as a hypothesis: none is.",
            "The impact is stated: nothing is but the duration of 22 min.",
            "Action items are proposed: none is.",
            "A facilitator without a part in the incident is named: rosa delgado is an author.",
            "A reviewer is named, from another team: nobody is.",
        ),
        "not-yet",
    )


def test_whether_everybody_has_read_it_is_asked_by_hand() -> None:
    asked = [p.text for p in meet(postmortem()).preparations if p.state.value == "by-hand"]
    assert "Everybody has read the document. If not, the meeting is moved." in asked


def test_findings_become_questions_with_their_section() -> None:
    actions = "| ID | Item | Owner | Due Date |\n|---|---|---|---|\n| A1 | Bound the queue | | |\n"
    text = postmortem(
        {
            "Timeline": table("10:20 | Later |", "10:10 | Earlier |"),
            "Action Items": actions,
            "Impact": None,
            "What Went Well": "TODO",
        },
        status="draft",
        category=None,
        duration=None,
        facilitator="Rosa Delgado",
    )
    asked = {(q.section, q.finding, q.question) for q in meet(text).open_questions}
    assert asked == {
        ("Front matter", "`category` is missing.", "What is it?"),
        ("Front matter", "The facilitator is an author as well.", "Who can lead the hour instead?"),
        ("Impact", "The section Impact is missing.", "What would it say?"),
        ("What Went Well", "The placeholder `TODO` was left in.", "What belongs there?"),
        ("Timeline", "10:10 is earlier than 10:20 in the row above.", "Which time is right?"),
        ("Action Items", "A1 has no owner.", "Who takes it?"),
        ("Action Items", "A1 has no due date.", "Which day does its owner name?"),
    }


def test_language_and_other_documents_are_no_open_questions() -> None:
    blaming = {"Root Cause": "Human error: the engineer carelessly should have checked."}
    third = postmortem(
        blaming, id="PM-2026-003", date="2026-02-03", status="draft", aliases="[PM-2026-001]"
    )
    earlier = [postmortem(id=f"PM-2026-00{n}", date=f"2026-01-0{n}") for n in (1, 2)]
    loaded = load([*earlier, third])
    found = {d.code for d in loaded.diagnostics if d.path == "incidents/2.md"}
    assert {"PM104", "PM501", "PM602"} <= found
    assert loaded.questions_about("incidents/2.md") == ()


def test_a_silenced_or_switched_off_rule_asks_nothing() -> None:
    text = postmortem(status="draft", category=None)
    assert [type(q) for q in meet(text).open_questions] == [OpenQuestion]
    settings = "rules: {PM101: off}\n"
    assert meet(text, settings).open_questions == ()
