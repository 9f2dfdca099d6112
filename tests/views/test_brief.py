from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.brief import BriefView, view_brief
from mkdocs_postmortems.views.leading import text_of
from mkdocs_postmortems.views.quarter import view_quarter

from ..documents import postmortem
from ..libraries import four, load

DECLINED = """\
| ID | Item | Owner | Priority | Due Date | Status | Closed | Note |
|---|---|---|---|---|---|---|---|
""" + "".join(
    f"| A{n} | Item {n} | Discovery Team | P1 | 2026-02-08 | wont-do | 2026-02-{n:02d} | Why {n} |\n"
    for n in range(1, 8)
)


def brief_of(library: Library) -> BriefView:
    return view_brief(view_quarter("2026-Q1", library), library)


def test_the_investment_has_its_incidents_and_what_is_open_against_it() -> None:
    """Growth led 2026-Q1; the draft has A1 and A3 open, January its A2, overdue."""
    view = brief_of(four())
    found = view.investment
    assert found is not None
    assert [ref.title for ref in found.leaders] == ["Growth without a limit"]
    assert [row.incident.key for row in found.incidents] == ["PM-2026-002", "PM-2026-001"]
    assert [item.id for item in found.open] == [
        "PM-2026-001-A2", "PM-2026-002-A1", "PM-2026-002-A3",
    ]  # fmt: skip
    assert found.open[0].note == "Overdue by 8 days"
    assert found.left == ""
    assert found.state == "5 action items of these incidents: 1 done, 3 open, 1 declined."


def test_where_most_is_done_the_rest_and_its_effect_are_left() -> None:
    head = "| ID | Item | Owner | Priority | Due Date | Status | Closed |\n|---|---|---|---|---|---|---|\n"
    done = "| A1 | One | Team | P1 | 2026-02-08 | done | 2026-02-01 |\n" * 2
    still = "| A3 | Two | Team | P1 | 2026-02-08 | open | |\n"

    def left(items: str) -> str:
        documents = [
            postmortem({"Action Items": head + items}, id=f"PM-2026-00{n}") for n in (1, 2)
        ]
        found = brief_of(load(documents).library).investment
        assert found is not None
        return found.left

    assert left(done + still) == (
        "Most are done: what is left is the open ones, and to see whether it comes back."
    )
    assert left(done) == "None is open: what is left is to see whether it comes back."
    assert left(still) == ""


def test_what_was_hit_in_most_incidents_is_shown_and_the_rest_counted() -> None:
    hit = "{mails: 1, orders: 2, users: 3, views: 4, zones: 5}"
    documents = [
        postmortem(impact=hit),
        postmortem(id="PM-2026-002", impact="{zones: 1}"),
    ]
    view = brief_of(load(documents).library)
    assert [row.label for row in view.felt] == [
        "Customers affected for", "Zones", "Mails", "Orders", "Users",
    ]  # fmt: skip
    assert view.more_felt == 1


def test_texts_are_cut_on_paper_only_where_the_sheet_is_full() -> None:
    def is_full(reason: str) -> bool:
        items = DECLINED.replace("| Why 7 |", f"| {reason} |")
        library = load([postmortem({"Action Items": items})]).library
        return brief_of(library).is_full

    assert not is_full("It is worth less than it costs. " * 20)
    assert is_full("It is worth less than it costs. " * 150)


def test_a_brief_says_whose_it_is() -> None:
    assert brief_of(four()).organisation == "Lindgrove"
    assert brief_of(four()).near_misses == 1


def test_what_was_declined_stands_with_its_reason_the_newest_five() -> None:
    view = brief_of(load([postmortem({"Action Items": DECLINED})]).library)
    assert [(item.id, item.note) for item in view.declined] == [
        (f"PM-2026-001-A{n}", f"Why {n}") for n in (7, 6, 5, 4, 3)
    ]
    assert view.more_declined == 2


def test_fewer_postmortems_are_no_better_and_both_numbers_are_there() -> None:
    view = brief_of(four())
    assert view.published == "2 incidents of 2026-Q1 were written up, 1 of 2025-Q4."
    assert view.days == "1 January to 31 March 2026"
    assert view.is_running


def test_nothing_is_named_where_nothing_came_back() -> None:
    view = brief_of(load([postmortem()]).library)
    assert view.investment is None
    assert text_of(view.sentence).startswith("With 1 incident nothing can have come back")
