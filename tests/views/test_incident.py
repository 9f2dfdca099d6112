from __future__ import annotations

from datetime import date, timedelta

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.incident import IncidentView, view_incident

from ..documents import postmortem
from ..libraries import four, load, on_day, with_register


def view(library: Library, identifier: str) -> IncidentView:
    return view_incident(library.by_id[identifier], library)


def test_the_story_answers_what_a_reader_asks_first() -> None:
    story = {part.question: part.answer for part in view(four(), "PM-2026-001").story}
    assert story == {
        "What happened": "Search answered with errors for 22 minutes.",
        "How bad": "22 min from start to resolution; customers affected for 20 min.",
        "Why": "The thread pool's queue had no bound, so a burst filled the heap.",
        "What stopped it": "Raised the limit of the thread pool",
        "Is it fixed": "Not fully: 1 of 2 action items open, 1 of them overdue.",
    }


def test_a_near_miss_says_that_nobody_was_hit() -> None:
    story = {part.question: part.answer for part in view(four(), "PM-2026-003").story}
    assert story["How bad"] == "Nobody was hit; it would have been SEV-1."
    assert story["Is it fixed"] == "No action items were agreed."


def test_counts_of_impact_are_grouped_by_thousands() -> None:
    library = load([postmortem(impact="{requests: 12300, customers: 180, cost: 3200 EUR}")]).library
    story = {part.question: part.answer for part in view(library, "PM-2026-001").story}
    assert story["How bad"].endswith("12,300 requests, 180 customers and a cost of 3,200 EUR.")


def test_the_page_tells_the_phases_where_the_timeline_names_some() -> None:
    assert view(four(), "PM-2026-003").strip is None
    strip = view(four(), "PM-2026-001").strip
    assert strip is not None
    assert [mark.name for mark in strip.marks] == [
        "Started", "Detected", "Acknowledged", "Mitigated", "Resolved",
    ]  # fmt: skip


def test_facts_lead_to_the_pages_that_they_name() -> None:
    facts = {fact.label: fact.values for fact in view(four(), "PM-2026-002").facts}
    assert [value.ref.kind for value in facts["Teams"] if value.ref] == ["team", "team"]
    assert [value.text for value in facts["Contributing factors"]] == [
        "Staging did not match production", "Growth without a limit",
    ]  # fmt: skip
    assert facts["Quarter"][0].ref is not None
    assert facts["Quarter"][0].ref.key == "2026-Q1"
    assert "Published" not in facts


def test_recurrences_are_shown_on_both_pages() -> None:
    library = four()
    assert [r.key for r in view(library, "PM-2026-001").recurrence_of] == ["PM-2025-001"]
    assert [r.key for r in view(library, "PM-2025-001").recurred_as] == ["PM-2026-001"]


def test_neighbours_follow_the_dates() -> None:
    shown = view(four(), "PM-2026-002")
    assert shown.previous is not None
    assert shown.next is not None
    assert (shown.previous.key, shown.next.key) == ("PM-2026-001", "PM-2026-003")
    assert view(four(), "PM-2025-001").previous is None


def test_similar_incidents_come_with_their_reason() -> None:
    library = load([postmortem(), postmortem(id="PM-2025-001", date="2025-11-20")]).library
    (row,) = view(library, "PM-2026-001").similar
    assert row.incident.key == "PM-2025-001"
    assert "".join(piece.text for piece in row.reason) == (
        "same root cause; same symptom “search 503”; both: Growth without a limit and Search"
    )
    leads = [(piece.ref.kind, piece.ref.key) for piece in row.reason if piece.ref]
    assert leads == [("factor", "unbounded-growth"), ("service", "search-api")]


def test_words_in_common_are_quoted_as_the_page_writes_them() -> None:
    """In a third document they would be said by all."""
    text = "The client met ECONNRESET and tax_region was empty."
    documents = [
        postmortem({"Root Cause": text}, symptoms=None),
        postmortem(
            {"Root Cause": text.upper()}, id="PM-2025-001", category=None,
            contributing_factors=None, services="[cart-api]", symptoms=None,
        ),
        postmortem(id="PM-2025-002", category=None, contributing_factors=None, services=None),
    ]  # fmt: skip
    (row,) = view(load(documents).library, "PM-2026-001").similar
    assert "".join(piece.text for piece in row.reason) == "both say “ECONNRESET” and “tax_region”"


def test_one_factor_in_common_with_another_cause_and_service_is_not_yet_alike() -> None:
    similar = {row.incident.key for row in view(four(), "PM-2026-002").similar}
    assert similar == {"PM-2026-003"}


def test_what_is_connected_is_not_listed_again_as_similar() -> None:
    documents = [
        postmortem(related="[PM-2026-002]", recurrence_of="[PM-2026-003]"),
        *(postmortem(id=f"PM-2026-00{n}") for n in (2, 3, 4)),
        postmortem(id="PM-2026-005", recurrence_of="[PM-2026-001]"),
    ]
    shown = view(load(documents).library, "PM-2026-001")
    assert [row.incident.key for row in shown.similar] == ["PM-2026-004"]


def test_a_draft_without_action_items_has_not_decided_yet() -> None:
    library = load([postmortem({"Action Items": None}, status="draft")]).library
    story = {part.question: part.answer for part in view(library, "PM-2026-001").story}
    assert story["Is it fixed"] == "Not yet decided."


def facts(library: Library, identifier: str = "PM-2026-001") -> dict[str, str]:
    shown = view(library, identifier).facts
    return {fact.label: ", ".join(value.text for value in fact.values) for fact in shown}


def test_the_page_says_what_called_for_the_postmortem() -> None:
    texts = {
        "SEV-1": postmortem(severity="SEV-1"),
        "SEV-2": postmortem(customer_impact="39 minutes"),
        "choice": postmortem(customer_impact="9 minutes"),
        "unknown": postmortem(customer_impact=None),
    }
    called = {key: facts(load([text]).library)["Called for by"] for key, text in texts.items()}
    assert called == {
        "SEV-1": "SEV-1: always",
        "SEV-2": "SEV-2, customers affected for 39 min; more than 15 min are enough",
        "choice": "none of the triggers; written by choice",
        "unknown": "SEV-2, and how long customers were affected is not recorded",
    }


def test_a_possible_third_occurrence_is_called_one_and_names_the_others() -> None:
    texts = [
        postmortem(id=f"PM-2026-00{n}", date=f"2026-01-0{n}", severity="SEV-3") for n in (1, 2, 3)
    ]
    library = load(texts, settings="severities: [SEV-1, SEV-2, SEV-3]\n").library
    assert facts(library, "PM-2026-003")["Called for by"] == (
        "perhaps the 3rd occurrence of its cause, or a later one, "
        "if it is also that of PM-2026-001 and PM-2026-002"
    )


def test_the_page_says_whether_it_was_published_in_time() -> None:
    """Resolved on 8 January at 10:22 UTC; a SEV-1 is due on 10 January, 10:22."""
    said = [
        facts(load([postmortem(severity="SEV-1", published=published)]).library)["In time"]
        for published in ("2026-01-09T11:35Z", "2026-01-12T13:22Z", "2026-01-08T09:00Z", None)
    ]
    assert said == [
        "published 25 h 13 min after the end, 22 h 47 min before the deadline",
        "published 2 d 3 h after the deadline",
        "published 49 h 22 min before the deadline",
        "unknown: the document does not say when it was published",
    ]


def test_a_postmortem_that_is_not_final_says_when_it_is_due() -> None:
    library = load([postmortem(severity="SEV-1", status="draft")]).library
    assert facts(library)["In time"] == "due 10 January 2026, 10:22 UTC"


def test_without_the_row_resolved_the_end_is_that_of_the_day() -> None:
    text = postmortem({"Timeline": None}, severity="SEV-1", published="2026-01-09T11:00Z")
    assert facts(load([text]).library)["In time"] == (
        "published 11 h after the end of its day, 37 h before the deadline"
    )


def test_a_severity_without_hours_is_in_time_by_no_measure() -> None:
    words = "severities: [SEV-1, SEV-2, SEV-3]\n"
    text = postmortem(severity="SEV-3", published="2026-01-09T11:00Z")
    assert "In time" not in facts(load([text], settings=words).library)


def test_a_document_of_several_incidents_says_all_that_called_for_it() -> None:
    text = postmortem(incidents="[INC-1, INC-2, INC-3]", published="2026-03-06T15:00Z")
    library = with_register(
        load([text]).library,
        on_day(date(2026, 3, 4), id="INC-1", severity="SEV-1"),
        on_day(date(2026, 3, 5), id="INC-2"),
        on_day(date(2026, 3, 5), id="INC-3", customer_impact=timedelta(minutes=9)),
    )
    assert facts(library)["Called for by"] == (
        "SEV-1: always; SEV-2, customers affected for 20 min; more than 15 min are enough"
    )
    assert facts(library)["In time"] == "published 13 min after the deadline"
