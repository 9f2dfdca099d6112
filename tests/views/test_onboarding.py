from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.box_entry import describe_page
from mkdocs_postmortems.views.onboarding import OnboardingView, ReadingRow, view_onboarding
from mkdocs_postmortems.views.reference import Ref
from mkdocs_postmortems.views.teams import all_teams

from ..core.test_onboarding import EIGHT, pinned
from ..documents import postmortem
from ..libraries import four, load


def view(identifier: str, library: Library) -> OnboardingView:
    return view_onboarding(next(t for t in all_teams(library) if t.id == identifier), library)


def why(row: ReadingRow) -> str:
    return "".join(piece.text for piece in row.why)


def test_each_row_says_why_it_is_there() -> None:
    pins = "[{postmortem: PM-2025-008, reason: How `it` ends}, the-long-one]"
    rows = view("discovery", load(EIGHT, pinned(pins)).library).rows
    assert [(row.incident.key, row.note, why(row)) for row in rows] == [
        ("PM-2025-008", "How `it` ends.", ""),
        ("PM-2025-007", "", ""),
        (
            "PM-2025-005", "",
            "2 other documents and pages lead to it. It would have been one of the severest that "
            "Search and Discovery owns. It is also one of the latest.",
        ),
        (
            "PM-2025-006", "",
            "The 3rd of 3 known occurrences of its cause. One of the latest that Search and "
            "Discovery owns.",
        ),
        ("PM-2025-001", "", "2 other documents and pages lead to it."),
        (
            "PM-2025-003", "",
            "One of the severest that Search and Discovery owns: customers were affected for "
            "20 min.",
        ),
        (
            "PM-2025-002", "",
            "One of the severest that Search and Discovery owns: customers were affected for 5 min.",
        ),
        ("PM-2025-004", "", "One of the latest that Search and Discovery owns."),
    ]  # fmt: skip
    assert [row.incident.key for row in rows if row.is_pinned] == ["PM-2025-008", "PM-2025-007"]


def test_a_cause_that_came_back_leads_to_its_chain() -> None:
    first = view("discovery", four()).rows[0]
    assert first.why[0].ref == Ref(
        kind="recurring",
        title="The 2nd of 2 known occurrences of its cause",
        anchor="pm-is-pm-2026-001",
    )
    assert why(first) == (
        "The 2nd of 2 known occurrences of its cause. One of the 2 that Search and Discovery owns "
        "or took part in."
    )


def test_a_row_has_its_facts_and_marks_what_is_no_final_incident_of_the_team() -> None:
    library = load(EIGHT, pinned("[PM-2025-008, PM-2025-007]")).library
    draft, of_others, near_miss, came_back, *_ = view("discovery", library).rows
    assert (draft.status, draft.owner) == ("draft", None)
    assert (of_others.owner and of_others.owner.key, of_others.status) == ("checkout", "final")
    assert (came_back.date, came_back.minutes, came_back.severity and came_back.severity.id) == (
        "2025-06-10", 1, "SEV-2",
    )  # fmt: skip
    assert came_back.cause == "The thread pool's queue had no bound, so a burst filled the heap."
    assert (near_miss.kind, near_miss.severity and near_miss.severity.potential) == (
        "near-miss", True,
    )  # fmt: skip


def test_the_page_says_how_long_all_of_it_takes_and_what_comes_then() -> None:
    long = postmortem({"Root Cause": "word " * 500}, id="PM-2026-002")
    shown = view("discovery", load([postmortem(), long]).library)
    # The sections besides have less than 214 words: three minutes and one.
    assert [row.minutes for row in shown.rows] == [3, 1]
    assert shown.lead == "2 postmortems, 4 minutes"
    assert (shown.team.key, [ref.key for ref in shown.services]) == ("discovery", ["search-api"])
    assert shown.links == (("Channel", "https://chat.example/discovery"),)


def test_a_retired_team_leads_to_the_list_of_its_successor() -> None:
    shown = view("storefront", four())
    assert shown.successor == Ref(kind="onboarding", key="checkout", title="Checkout")
    assert (shown.retired, shown.rows, shown.lead) == (True, (), "")


def test_the_search_box_knows_the_page() -> None:
    shown = view("discovery", four())
    entry = describe_page(shown.title, "discovery", shown)
    assert entry.title == "Onboarding: Search and Discovery"
    assert entry.text == "discovery · What newcomers to Search and Discovery read first"
