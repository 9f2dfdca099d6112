from __future__ import annotations

import dataclasses
import json
from datetime import date

from mkdocs_postmortems.core.actions import ActionStatus
from mkdocs_postmortems.core.history import DocumentVersion, ItemVersion
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.month import month_of
from mkdocs_postmortems.core.review import review_months
from mkdocs_postmortems.pipeline import load_library, load_settings
from mkdocs_postmortems.views.review import MAX_LESSONS, ReviewView, view_review
from mkdocs_postmortems.views.review_lists import MAX_ROWS, ReviewList
from mkdocs_postmortems.views.reviews import view_reviews

from ..documents import postmortem
from ..libraries import AS_OF, four, load, source

MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)

ITEMS = """\
| ID | Item | Owner | Priority | Due Date | First Due | Status | Closed | Note |
|---|---|---|---|---|---|---|---|---|
| A1 | Bound the queue | Discovery | P1 | 2026-03-10 | 2026-02-08 | open | | |
| A2 | Alert on the queue | Discovery | P1 | 2026-02-08 | | done | 2026-03-02 | |
| A3 | Second queue | Lin Berg | P2 | 2026-02-08 | | wont-do | 2026-03-03 | *One* is enough |
| A4 | Say it on the status page | Checkout | P2 | | | proposed | | |
| A5 | Name the limit | | P2 | | | open | | |
"""


def library() -> Library:
    return load([postmortem({"Action Items": ITEMS}, published="2026-02-12T10:00Z")]).library


def view(of: Library, day: date = MARCH) -> ReviewView:
    return view_review(month_of(day), review_months(of), of)


def told(found: ReviewList) -> dict[str, list[tuple[str, str | None, str]]]:
    return {
        group.title: [(row.id.split("-")[-1], row.day, row.state) for row in group.rows]
        for group in found.groups
    }


def test_each_list_says_of_its_items_what_it_is_about() -> None:
    lists = {found.id: told(found) for found in view(library()).lists}
    assert lists == {
        "pm-closed": {
            "Done": [("A2", "2026-03-02", "Done")],
            "Declined": [("A3", "2026-03-03", "Declined")],
        },
        "pm-overdue": {"Search and Discovery": [("A1", "2026-03-10", "Overdue by 6 days")]},
        "pm-slipped": {"": [("A1", "2026-03-10", "Slipped by 30 days; first due 2026-02-08")]},
        "pm-undecided": {"": [("A4", "2026-02-12", "For 32 days")]},
        "pm-unowned": {"": [("A5", None, "Open")]},
        "pm-new": {},
    }


def test_a_month_that_is_over_tells_what_git_had_at_its_end() -> None:
    """A1 was moved in January and again in March; A2 was taken on in March; A3 lost its date."""
    rows = """\
| ID | Item | Owner | Due Date | Status |
|---|---|---|---|---|
| A1 | Bound the queue | Discovery | 2026-04-01 | open |
| A2 | Alert on the queue | Discovery | 2026-03-30 | open |
| A3 | Second queue | | 2026-04-02 | in-progress |
"""
    versions = [
        version(date(2026, 1, 10), a1="open 2026-01-20", a2="proposed", a3="open 2026-02-20"),
        version(date(2026, 1, 20), a1="open 2026-02-20", a2="proposed", a3="open 2026-02-20"),
        version(date(2026, 3, 1), a1="open 2026-04-01", a2="open 2026-03-30", a3="in-progress"),
    ]
    text = postmortem({"Action Items": rows}, published="2026-01-12T10:00Z")
    of = load_library([source(text)], load_settings(b""), AS_OF, versions=versions).library
    assert {found.id: told(found) for found in view(of, FEBRUARY).lists if found.total} == {
        "pm-overdue": {
            "discovery": [("A1", "2026-02-20", "Overdue by 8 days")],
            "No team": [("A3", "2026-02-20", "Overdue by 8 days")],
        },
        # Not the 40 days more of March.
        "pm-slipped": {
            "": [("A1", "2026-02-20", "Slipped once, by 31 days; first due 2026-01-20")]
        },
        "pm-undecided": {"": [("A2", "2026-01-10", "For 49 days")]},
        "pm-unowned": {"": [("A3", "2026-02-20", "Overdue by 8 days")]},
    }


def version(day: date, **items: str) -> DocumentVersion:
    """A version of PM-2026-001, with the status of each item and its due date."""
    return DocumentVersion(
        day=day,
        postmortem="PM-2026-001",
        items=tuple(
            ItemVersion(
                id=f"PM-2026-001-{short.upper()}",
                status=ActionStatus(said.split()[0]),
                due=date.fromisoformat(said.split()[1]) if " " in said else None,
            )
            for short, said in items.items()
        ),
    )


def test_a_proposal_of_today_has_waited_for_less_than_a_day() -> None:
    text = postmortem({"Action Items": ITEMS}, published="2026-03-16T10:00Z")
    undecided = view(load([text]).library).lists[3]
    assert told(undecided) == {"": [("A4", "2026-03-16", "For less than a day")]}


def test_the_sentence_says_what_waits_and_what_was_closed() -> None:
    assert view(library()).sentence == (
        "1 overdue, 1 undecided and 1 without an owner; 2 closed since the beginning of the month."
    )
    assert view(library(), FEBRUARY).sentence == (
        "2 overdue, 1 undecided and 1 without an owner; none closed in the month."
    )
    assert view(load([]).library).sentence == (
        "Nothing overdue, undecided or without an owner; none closed since the beginning of the month."
    )


def test_an_item_closed_after_a_month_says_so_on_the_months_page() -> None:
    overdue = view(library(), FEBRUARY).lists[1]
    assert {group.title: [row.since for row in group.rows] for group in overdue.groups} == {
        "Checkout": ["Declined 2026-03-03"],
        "Search and Discovery": ["Done 2026-03-02"],
    }
    assert overdue.groups[0].rows[0].reason == "*One* is enough"


def test_only_the_month_of_today_is_running_to_its_last_day() -> None:
    assert (view(library()).days, view(library()).is_running) == ("1 to 16 March 2026", True)
    february = view(library(), FEBRUARY)
    assert (february.days, february.is_running) == ("1 to 28 February 2026", False)
    last = load([postmortem()], as_of=date(2026, 2, 28)).library
    assert view(last, FEBRUARY).is_running


def test_teams_stand_in_the_order_of_their_names_and_what_is_no_teams_last() -> None:
    rows = [
        (r.team.title if r.team else None, r.new, r.closed, r.overdue, r.slipped, r.undecided)
        for r in view(library()).teams
    ]
    assert rows == [
        ("Checkout", 0, 1, 0, 0, 1),
        ("Search and Discovery", 0, 1, 1, 1, 0),
    ]
    assert [r.team.title if r.team else None for r in view(library(), FEBRUARY).teams] == [
        "Checkout", "Search and Discovery", None,
    ]  # fmt: skip


def test_two_months_stand_side_by_side() -> None:
    figures = {f.label: (f.before, f.now) for f in view(library()).figures}
    assert figures == {
        "New action items": (5, 0),
        "Done": (0, 1),
        "Of these verified": (0, 0),
        "Declined": (0, 1),
        "Postmortems published": (1, 0),
        "Open at the end": (5, 3),
        "Overdue at the end": (2, 1),
        "Slipped and open at the end": (1, 1),
        "Undecided at the end": (1, 1),
        "Without an owner at the end": (1, 1),
    }
    assert view(library(), FEBRUARY).figures == ()


def test_months_lead_to_their_neighbours() -> None:
    march, february = view(library()), view(library(), FEBRUARY)
    assert march.before is not None
    assert february.after is not None
    assert (march.before.key, march.after) == ("2026-02", None)
    assert (february.before, february.after.key) == (None, "2026-03")


def test_each_list_that_asks_for_a_decision_ends_in_a_question() -> None:
    assert [(decision.of, decision.anchor) for decision in view(library()).decisions] == [
        ("1 overdue", "pm-overdue"),
        ("1 slipped", "pm-slipped"),
        ("1 undecided", "pm-undecided"),
        ("1 without an owner", "pm-unowned"),
    ]
    assert view(load([]).library).decisions == ()


def test_what_was_published_says_what_others_can_learn() -> None:
    (lesson,) = view(library(), FEBRUARY).lessons
    assert (lesson.incident.key, lesson.published) == ("PM-2026-001", "2026-02-12")
    assert lesson.cause == "The thread pool's queue had no bound, so a burst filled the heap."
    assert lesson.mitigation == "Raised the limit of the thread pool"
    assert [factor.key for factor in lesson.factors] == ["unbounded-growth"]
    assert lesson.concerned == ()


def test_a_team_that_was_not_there_is_told_why_it_is_concerned() -> None:
    texts = [
        postmortem(published="2026-03-12T10:00Z", services="[cart-api]"),
        postmortem(id="PM-2025-001", date="2025-05-01", teams="[storefront, checkout]"),
        postmortem(id="PM-2025-002", date="2025-06-01", teams="[zebra]"),
    ]
    settings = "contributing_factors: [{id: unbounded-growth, title: Growth}]\n"
    (lesson,) = view(load(texts, settings).library).lessons
    assert [(c.team.title, c.reason, c.met_in and c.met_in.title) for c in lesson.concerned] == [
        ("checkout", "met “Growth” in", "PM-2025-001"),
        ("storefront", "met “Growth” in", "PM-2025-001"),
        ("zebra", "met “Growth” in", "PM-2025-002"),
    ]


def test_a_long_list_is_cut_with_the_same_number_of_each_team() -> None:
    rows = [
        f"| A{n} | Bound it | {'Checkout' if n % 4 else 'Discovery'} | 2026-03-01 |"
        for n in range(80)
    ]
    head = "| ID | Item | Owner | Due |\n|---|---|---|---|\n"
    texts = [postmortem({"Action Items": head + "\n".join(rows)})]
    overdue = view(load(texts).library).lists[1]
    assert overdue.total == 80
    assert [(g.title, g.total, len(g.rows), g.more) for g in overdue.groups] == [
        ("Checkout", 60, MAX_ROWS // 2, 35),
        ("Search and Discovery", 20, 20, 0),
    ]


def test_of_many_postmortems_the_first_are_told_of() -> None:
    texts = [
        postmortem(id=f"PM-2026-{n:03}", published=f"2026-03-{1 + n // 2:02}T10:00Z")
        for n in range(MAX_LESSONS + 3)
    ]
    march = view(load(texts).library)
    assert (march.published, len(march.lessons), march.more_lessons) == (
        MAX_LESSONS + 3, MAX_LESSONS, 3,
    )  # fmt: skip


def test_an_item_closed_on_a_day_that_nobody_says_is_mentioned() -> None:
    february = view(load([postmortem()]).library, FEBRUARY)
    assert february.closed_some_day == (
        "1 item was closed on a day that the documents do not give, and counts as new at most."
    )
    assert view(library()).closed_some_day == ""


def test_a_month_that_is_over_is_the_same_on_another_day() -> None:
    today = load([postmortem()]).library
    tomorrow = load([postmortem()], as_of=date(2026, 3, 17)).library
    assert view(today, FEBRUARY) == view(tomorrow, FEBRUARY)
    assert view(today) != view(tomorrow)


def test_the_list_of_months_has_the_newest_first_with_its_counts() -> None:
    found = four()
    rows = view_reviews(review_months(found), found).rows
    assert [(r.month.key, r.is_running, r.new, r.overdue, r.undecided) for r in rows] == [
        ("2026-03", True, 0, 2, 1),
        ("2026-02", False, 3, 0, 1),
        ("2026-01", False, 2, 0, 0),
        ("2025-12", False, 0, 0, 0),
        ("2025-11", False, 2, 0, 0),
    ]


def test_a_review_can_be_written_as_json() -> None:
    assert json.loads(json.dumps(dataclasses.asdict(view(library()))))["month"] == "March 2026"


def test_a_month_asks_what_was_open_when_its_incidents_happened() -> None:
    table = (
        "| ID | Item | Owner | Due Date | Status | Closed |\n|---|---|---|---|---|---|\n"
        "| A1 | Bound the queue | Discovery | 2026-03-10 | open | |\n"
        "| A2 | Alert on the queue | Discovery | 2026-02-01 | done | 2026-01-20 |\n"
    )
    texts = [
        postmortem({"Action Items": table}, published="2026-01-10T10:00Z"),
        postmortem({"Action Items": "None."}, id="PM-2026-002", date="2026-02-10"),
    ]
    found = load(texts, "").library

    def asked(month: str) -> list[str]:
        lists = view(found, date.fromisoformat(f"{month}-01")).questions
        return ["".join(piece.text for piece in row.sentence) for one in lists for row in one.rows]

    assert asked("2026-01") == []
    assert asked("2026-02") == [
        "PM-2026-001-A1 was open when PM-2026-002 happened, for 31 days: would it have mattered?"
    ]
    # Asked of today, 16 March: 55 days after 20 January.
    assert asked("2026-03") == ["PM-2026-001-A2 has been done for 55 days: was it seen to work?"]


def test_what_is_new_or_without_an_owner_is_called_overdue_where_it_is() -> None:
    items = (
        "| ID | Item | Owner | Due Date | Status |\n|---|---|---|---|---|\n"
        "| A1 | Bound the queue | | 2026-03-10 | open |\n"
        "| A2 | Alert on it | | 2026-03-16 | in-progress |\n"
    )
    of = load([postmortem({"Action Items": items}, published="2026-03-02T10:00Z")]).library
    lists = {found.id: told(found).get("", []) for found in view(of).lists}
    states = [("A1", "Overdue by 6 days"), ("A2", "In progress")]
    assert [(name, state) for name, _day, state in lists["pm-new"]] == states
    assert [(name, state) for name, _day, state in lists["pm-unowned"]] == states
