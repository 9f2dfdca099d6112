from __future__ import annotations

import json
from datetime import date

import pytest

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.outputs.open_actions import is_open_action_file, open_action_files
from mkdocs_postmortems.pages import Addresses
from mkdocs_postmortems.rendering import Renderer, find_overrides
from mkdocs_postmortems.views.action_facets import find_facets
from mkdocs_postmortems.views.action_list import (
    RECORD_FIELDS,
    SPECIMEN,
    ListedAction,
    group_by_due_date,
    list_open,
    record_of,
)
from mkdocs_postmortems.views.actions import view_actions

from ..documents import postmortem
from ..libraries import four, load

HEAD = (
    "| ID | Item | Owner | Priority | Due Date | Type | Ticket |\n|---|---|---|---|---|---|---|\n"
)
KINDS = """\
| A1 | Bound `q` at <2,000 | Checkout | P1 | 2025-12-31 | corrective | |
| A2 | Alert on the queue | Discovery | P0 | 2026-03-20 | | |
| A3 | Say it | | | | detective | |
"""


def many(count: int) -> Library:
    rows = "".join(f"| A{n} | Item {n} | Checkout | P1 | 2026-03-01 | | |\n" for n in range(count))
    return load([postmortem({"Action Items": HEAD + rows})]).library


def facets(library: Library) -> dict[str, dict[str, int]]:
    return {
        facet.name: {value.value: value.count for value in facet.values}
        for facet in find_facets(list_open(library), library)
    }


def listed(library: Library) -> list[ListedAction]:
    return list(list_open(library))


def test_the_list_can_be_filtered_by_what_its_items_have() -> None:
    assert facets(load([postmortem({"Action Items": HEAD + KINDS})]).library) == {
        "due": {"overdue": 1, "soon": 1, "undated": 1},
        "team": {"checkout": 1, "discovery": 1, "-": 1},
        "priority": {"P0": 1, "P1": 1, "-": 1},
        "type": {"corrective": 1, "detective": 1, "-": 1},
        "age": {"30-90": 3},
        "quarter": {"2025-Q4": 1},
    }
    assert "type" not in facets(four())


def test_values_stand_in_the_order_of_their_words_and_nothing_last() -> None:
    library = four()
    teams = next(f for f in find_facets(list_open(library), library) if f.name == "team")
    assert [value.label for value in teams.values] == [
        "Checkout", "Search and Discovery", "No team",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("agreed", "age"),
    [
        ("2026-02-15", "under-30"),  # 29 days before 2026-03-16
        ("2026-02-14", "30-90"),  # 30
        ("2025-12-16", "30-90"),  # 90
        ("2025-12-15", "91-180"),  # 91
        ("2025-09-17", "91-180"),  # 180
        ("2025-09-16", "over-180"),  # 181
    ],
)
def test_the_age_of_an_item_is_counted_from_the_day_it_was_agreed(agreed: str, age: str) -> None:
    text = postmortem({"Action Items": HEAD + KINDS}, date="2025-01-08", published=agreed)
    assert {one.age for one in listed(load([text]).library)} == {age}


def test_of_the_first_due_dates_only_those_of_the_cohorts_can_be_filtered_by() -> None:
    library = load([postmortem({"Action Items": HEAD + KINDS})]).library
    assert [one.quarter for one in listed(library)] == ["2025-Q4", "", ""]


def test_a_group_counts_all_its_items_and_shows_those_of_the_first_hundred() -> None:
    (group,) = group_by_due_date(list_open(many(130)))
    assert (group.id, group.total, len(group.rows)) == ("overdue", 130, 100)


RENDERER = Renderer([find_overrides()], Addresses(directory_urls=True))


def test_a_hundred_items_stand_in_the_page_and_more_in_files_beside_it() -> None:
    small, large = view_actions(many(100)), view_actions(many(101))
    assert (len(small.records), small.files, small.shown) == (100, 0, 100)
    assert (len(large.records), large.files, large.shown) == (0, 1, 100)
    assert list(open_action_files(many(100), RENDERER)) == []


def test_the_files_have_every_open_item_once_in_the_order_of_the_list() -> None:
    library = many(2001)
    files = dict(open_action_files(library, RENDERER))
    assert list(files) == ["actions/open-0.json", "actions/open-1.json", "actions/open-2.json"]
    assert len(files) == view_actions(library).files
    rows = [json.loads(text)["rows"] for text in files.values()]
    assert [len(found) for found in rows] == [1000, 1000, 1]
    ids = [row[RECORD_FIELDS.index("id")] for found in rows for row in found]
    assert ids == [owned.action.id for owned in library.open_actions]
    assert all(map(is_open_action_file, files))
    assert not is_open_action_file("actions/open-0.json.md")


def test_a_record_has_what_the_row_shows_and_an_item_is_html_without_any_of_its_own() -> None:
    library = load([postmortem({"Action Items": HEAD + KINDS})]).library
    data = json.loads(RENDERER.render_records(listed(library)))
    record = dict(zip(data["fields"], data["rows"][0], strict=True))
    assert record["item"] == "Bound <code>q</code> at &lt;2,000"
    assert (record["incident"], record["anchor"], record["id"]) == (
        "PM-2026-001", "a1", "PM-2026-001-A1",
    )  # fmt: skip
    assert (record["due_date"], record["state"], record["mark"]) == (
        "2025-12-31", "Overdue by 75 days", "overdue",
    )  # fmt: skip


def test_the_specimen_names_what_a_record_has() -> None:
    shown = ListedAction(row=SPECIMEN, due="", team="", priority="", type="", age="", quarter="")
    named = dict(zip(RECORD_FIELDS, record_of(shown), strict=True))
    for name in RECORD_FIELDS[6:]:
        assert named[name] == f"{{{name}}}"


def test_any_day_may_be_today() -> None:
    for day in (date.min, date.max):
        library = load([postmortem()], as_of=day).library
        assert view_actions(library).shown == 1


def test_a_team_may_be_called_none() -> None:
    settings = "teams:\n  - {id: none, name: Nobody's Own}\n"
    rows = "| A1 | One | Nobody's Own | | | | |\n| A2 | Two | | | | | |\n"
    library = load([postmortem({"Action Items": HEAD + rows})], settings=settings).library
    assert facets(library)["team"] == {"none": 1, "-": 1}
