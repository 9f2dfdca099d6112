"""What a pasted link says: the values of which every page's head is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.pages import Addresses, plan_pages
from mkdocs_postmortems.views.unfolding import Unfolding, unfold_postmortem

from ..documents import postmortem
from ..libraries import four, load


def unfold(
    summary: str = "Search failed.",
    sections: Mapping[str, str | None] | None = None,
    **fields: Any,
) -> Unfolding:
    text = postmortem({"Summary": summary, **(sections or {})}, **fields)
    library = load([text]).library
    return unfold_postmortem(library.postmortems[0], library)


def test_a_postmortem_says_what_happened_how_bad_and_for_how_long() -> None:
    found = unfold(
        "Search answered with *errors*. Then it did not.",
        published="2026-01-09T17:00+01:00",
        tags="[peak, Search]",
    )
    assert found == Unfolding(
        title="PM-2026-001 Search answered with errors",
        description="Search answered with errors. Then it did not.",
        is_article=True,
        published="2026-01-09T16:00:00Z",
        section="Capacity limit",
        tags=("Growth without a limit", "Search", "peak"),
        fields=(("Severity", "SEV-2"), ("Duration", "22 min")),
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "draft"}, (("Severity", "SEV-2"), ("Status", "Draft"))),
        (
            {"status": "in-review", "severity": None},
            (("Status", "In review"), ("Duration", "22 min")),
        ),
        (
            {"kind": "near-miss", "severity": None, "potential_severity": "SEV-1"},
            (("Potential severity", "SEV-1"), ("Duration", "22 min")),
        ),
    ],
)
def test_the_two_fields_are_what_a_reader_asks_first(
    fields: Mapping[str, Any], expected: tuple[tuple[str, str], ...]
) -> None:
    assert unfold(**fields).fields == expected


def test_what_is_unknown_is_left_out() -> None:
    found = unfold(
        sections={"Timeline": "Unknown."},
        severity=None,
        duration=None,
        category=None,
        status="draft",
    )
    assert found.fields == (("Status", "Draft"),)
    assert (found.published, found.section) == (None, None)


@pytest.mark.parametrize(
    ("summary", "description"),
    [
        ("One. Two.\n\nAnother paragraph.", "One. Two."),
        # 7 sentences of 29 letters with a space between them are 209; 6 of them are 179.
        (
            " ".join(["This sentence has 29 letters."] * 7),
            " ".join(["This sentence has 29 letters."] * 6),
        ),
        # No sentence ends: 33 words of 5 letters and their spaces are 198, and the ellipsis.
        ("words " * 60, " ".join(["words"] * 33) + "…"),
        ("語" * 300, "語" * 199 + "…"),
    ],
)
def test_a_description_ends_with_a_sentence_or_a_word_within_200_letters(
    summary: str, description: str
) -> None:
    assert unfold(summary).description == description


def test_without_a_summary_the_cause_the_symptoms_or_the_date_say_it() -> None:
    nothing = {"Summary": None, "Root Cause": None}
    assert unfold("", {"Summary": None}).description.startswith(
        "The thread pool's queue had no bound"
    )
    assert unfold("", nothing).description == "search 503"
    assert unfold("", nothing, symptoms=None).description == "Incident of 8 January 2026."


def test_a_title_of_500_letters_is_cut_at_a_word() -> None:
    title = unfold(title="long " * 100).title
    # 12 letters of the id and a space, 27 words with their spaces, and the ellipsis.
    assert title == "PM-2026-001 " + "long " * 26 + "long…"
    assert len(title) <= 150


def unfolded(library: Library) -> dict[tuple[str, str], Unfolding]:
    pages = plan_pages(library, Addresses(directory_urls=True))
    return {(page.ref.kind, page.ref.key): page.unfolding for page in pages}


def test_generated_pages_say_what_they_hold() -> None:
    found = unfolded(four())
    said = {
        ("home", ""): "The postmortems of Lindgrove: 3 incidents and 1 near miss.",
        ("incidents", ""): "3 incidents and 1 near miss.",
        ("team", "discovery"): "3 incidents.",
        ("category", "capacity"): "Demand met a limit. 2 incidents.",
        ("categories", ""): "The one cause without which the incident would not have happened.",
        ("actions", ""): "",
    }
    assert {key: found[key].description for key in said} == said
    assert found["team", "discovery"].title == "Team: Search and Discovery"
    assert found["quarter", "2026-Q1"].description
    assert {one.is_article for (kind, _), one in found.items() if kind != "incident"} == {False}
