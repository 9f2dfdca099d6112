"""What the site's own search box knows of a page."""

from __future__ import annotations

import pytest

from mkdocs_postmortems.pages import Addresses, plan_pages
from mkdocs_postmortems.views.box_entry import BoxEntry, share_letters, view_box_entry

from ..documents import postmortem
from ..libraries import four, load


def entry(letters: int = 500, text: str = postmortem()) -> BoxEntry:
    (record,) = load([text]).library.postmortems
    return view_box_entry(record, letters)


def test_a_postmortem_is_found_by_its_id_title_symptoms_cause_summary_and_numbers() -> None:
    found = entry(text=postmortem(incidents="[INC-77]", aliases="[search-outage]"))
    assert found.title == "PM-2026-001 Search answered with errors"
    assert found.text == (
        "search 503 · The thread pool's queue had no bound, so a burst filled the heap. · "
        "Search answered with errors for 22 minutes. Then the limit was raised. · "
        "INC-77 · search-outage"
    )


def test_with_less_room_the_summary_goes_first_then_the_end_of_the_cause() -> None:
    # The title with its id has 39 letters, the symptom 10.
    assert entry(39 + 10 + 67).text == (
        "search 503 · The thread pool's queue had no bound, so a burst filled the heap."
    )
    assert entry(39 + 60).text == "search 503 · The thread pool's queue had no bound, so a burst…"
    assert entry(10).text == entry(39 + 60).text


def test_symptoms_take_two_thirds_of_the_room_and_all_of_it_where_no_cause_is_told() -> None:
    symptoms = '["one two three four five six seven eight nine ten eleven twelve"]'  # 62 letters
    told = entry(39 + 60, postmortem(symptoms=symptoms))
    # The first eight words have 39 letters, which leaves 20 of 60 to the cause.
    assert told.text == "one two three four five six seven eight… · The thread pool's…"
    untold = entry(39 + 62, postmortem({"Root Cause": None}, symptoms=symptoms))
    assert untold.text == "one two three four five six seven eight nine ten eleven twelve"


def test_words_within_a_longer_one_are_words_of_their_own_beside_it() -> None:
    symptoms = '["column orders.tax_region of (orders) does not exist", "[fielddata] v2.40"]'
    found = entry(text=postmortem({"Summary": "Fail-over."}, symptoms=symptoms))
    # `orders` begins another word, `40` is a number, and `over` a word of its own already.
    assert found.text.endswith(" · Fail-over. · tax_region fielddata")


@pytest.mark.parametrize("letters", [165, 300])
def test_title_numbers_and_inner_words_are_in_the_letters_of_an_entry(letters: int) -> None:
    title = "Orders and baskets " + "were lost again " * 20
    symptoms = '["a.bcd.efg.hij", "(shop.basket) <lost.orders> /queue/of/mails"]'
    numbers = ", ".join(f"INC-{number}" for number in range(1_000, 1_040))
    text = postmortem(title=title, symptoms=symptoms, incidents=f"[{numbers}]")
    found = entry(letters, text)
    assert found.title.startswith("PM-2026-001 Orders and baskets were lost again")
    assert found.title.endswith("…")
    marks = 3 * len(" · ")  # at most so many
    assert letters * 0.8 < len(found.title) + len(found.text) <= letters + marks
    assert "a.bcd.efg.hij" in found.text
    assert "INC-1000" in found.text


def test_the_more_postmortems_there_are_the_shorter_is_each() -> None:
    assert share_letters(0) == share_letters(3_000) == 500
    assert share_letters(10_000) == 165


@pytest.mark.parametrize(
    ("kind", "key", "title", "text"),
    [
        ("categories", "", "Root-cause categories", ""),
        ("category", "capacity", "Capacity limit", "capacity · Demand met a limit."),
        ("team", "discovery", "Search and Discovery", "discovery"),
        ("quarter", "2026-Q1", "Patterns of 2026-Q1", ""),
        ("rule", "PM104", "PM104 duplicate-id", "An id or alias belongs to another document too."),
    ],
)
def test_generated_pages_are_found_by_title_id_and_meaning(
    kind: str, key: str, title: str, text: str
) -> None:
    planned = plan_pages(four(), Addresses(directory_urls=True))
    found = [page.box_entry for page in planned if (page.ref.kind, page.ref.key) == (kind, key)]
    assert found == [BoxEntry(title=title, text=text)]


def test_scripts_of_meetings_reviews_pages_to_print_and_the_search_page_are_not_found() -> None:
    planned = tuple(plan_pages(four(), Addresses(directory_urls=True)))
    assert {page.ref.kind for page in planned if page.box_entry is None} == {
        "find", "meeting", "review", "brief",
    }  # fmt: skip
