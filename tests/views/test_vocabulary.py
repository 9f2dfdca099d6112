from __future__ import annotations

from mkdocs_postmortems.views.vocabulary import CATEGORIES, FACTORS, SERVICES, view_vocabulary

from ..documents import postmortem
from ..libraries import SETTINGS, four, load


def test_words_stand_by_their_number_of_incidents() -> None:
    rows = view_vocabulary(FACTORS, four()).rows
    assert [(row.term.key, row.incidents, row.near_misses) for row in rows] == [
        ("unbounded-growth", 3, 0), ("staging-parity", 1, 1),
    ]  # fmt: skip


def test_a_category_shows_its_latest_incident_and_open_items() -> None:
    rows = {row.term.key: row for row in view_vocabulary(CATEGORIES, four()).rows}
    assert rows["capacity"].latest_date == "2026-01-08"
    assert rows["capacity"].open_actions == 2
    assert rows["undetermined"].incidents == 0


def test_words_that_only_documents_use_are_listed_where_no_vocabulary_is_given() -> None:
    library = load([postmortem(services="[Payment Gateway]")], settings="").library
    assert [row.term.key for row in view_vocabulary(SERVICES, library).rows] == ["payment-gateway"]


RETIRED = SETTINGS.replace(
    "services:\n",
    "  - {id: overload, title: Overload, retired: true, successor: unbounded-growth}\nservices:\n",
    1,
)


def test_retired_words_are_listed_apart_with_what_is_used_instead() -> None:
    library = load(
        [postmortem(), postmortem(id="PM-2026-002", contributing_factors="[overload]")], RETIRED
    ).library
    shown = view_vocabulary(FACTORS, library)
    assert [row.term.key for row in shown.rows] == ["unbounded-growth", "staging-parity"]
    (row,) = shown.retired
    assert (row.term.key, row.incidents) == ("overload", 1)
    assert row.successor
    assert row.successor.key == "unbounded-growth"
