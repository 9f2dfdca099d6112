from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx.util.inventory import InventoryFile

from mkdocs_postmortems.core.inventory import Inventory, InventoryEntry, write_inventory
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.outputs.inventory import (
    PlacedSection,
    merge_inventories,
    take_inventory,
)
from mkdocs_postmortems.pages import Addresses

from ..documents import postmortem
from ..libraries import four, load

DIRECTORIES = Addresses(directory_urls=True)
SECTIONS = (PlacedSection(anchor="root-cause", title="Root Cause"),)
ITEMS = """\
| Item | Owner | Priority | Due Date |
|---|---|---|---|
| Bound the queue | Checkout | P1 | 2026-03-20 |
"""


def read(
    library: Library,
    addresses: Addresses = DIRECTORIES,
    sections: tuple[PlacedSection, ...] = SECTIONS,
) -> dict[str, tuple[str, str]]:
    """Address and title of each label, as Sphinx reads them."""
    inventory = take_inventory(
        library,
        addresses,
        project="Test",
        sections={p.uri: sections for p in library.postmortems},
    )
    found = InventoryFile.loads(write_inventory(inventory), uri="").data
    assert found.keys() == {"std:label"}
    return {name: (item.uri, item.display_name) for name, item in found["std:label"].items()}


def test_a_postmortem_goes_by_its_id_and_aliases_in_the_case_of_each_and_in_lower_case() -> None:
    library = load([postmortem(aliases="[Search-Outage, PM-2024-099, the big one]")]).library
    labels = read(library)
    place = ("incidents/PM-2026-001/", "Search answered with errors")
    names = ("PM-2026-001", "Search-Outage", "PM-2024-099", "the-big-one")
    for name in names:
        assert labels[name] == labels[name.lower()] == place
    assert {name for name, found in labels.items() if found == place} == {
        *names, *map(str.lower, names),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("directory_urls", "page"),
    [(True, "incidents/PM-2026-001/"), (False, "incidents/PM-2026-001.html")],
)
def test_sections_and_items_with_ids_are_places_on_the_page(
    directory_urls: bool, page: str
) -> None:
    labels = read(load([postmortem()]).library, Addresses(directory_urls=directory_urls))
    assert labels["pm-2026-001"][0] == page
    for name in ("PM-2026-001#root-cause", "pm-2026-001#root-cause"):
        assert labels[name] == (f"{page}#root-cause", "Root Cause: Search answered with errors")
    for name in ("PM-2026-001-A1", "pm-2026-001-a1"):
        title = "PM-2026-001-A1: Alert when the queue holds over 500 requests"
        assert labels[name] == (f"{page}#a1", title)


def test_sections_and_items_keep_their_names_when_their_postmortem_gets_another_id() -> None:
    labels = read(load([postmortem(aliases="[PM-2025-014]")]).library)
    assert labels["PM-2025-014#root-cause"] == labels["PM-2026-001#root-cause"]
    assert labels["pm-2025-014-a1"] == labels["PM-2026-001-A1"]


def test_an_item_that_goes_by_its_rows_number_has_no_name() -> None:
    labels = read(load([postmortem({"Action Items": ITEMS})]).library)
    assert "pm-2026-001-a1" not in labels


def test_words_and_the_search_have_names() -> None:
    labels = read(four())
    assert labels["category-capacity"] == ("categories/capacity/", "Capacity limit")
    assert labels["factor-unbounded-growth"][0] == "factors/unbounded-growth/"
    assert labels["service-cart-api"] == ("services/cart-api/", "Cart")
    assert labels["team-discovery"] == ("teams/discovery/", "Search and Discovery")
    assert labels["postmortems-find"][0] == "find/"


def test_of_one_name_an_id_has_it_before_an_alias_and_an_alias_before_a_word() -> None:
    texts = [
        postmortem(aliases="[Pm-2026-002, Team-Discovery]"),
        postmortem(id="PM-2026-002", title="Another", date="2026-02-01"),
    ]
    labels = read(load(texts).library)
    assert labels["PM-2026-002"] == labels["pm-2026-002"] == ("incidents/PM-2026-002/", "Another")
    assert "Pm-2026-002" not in labels
    assert labels["team-discovery"] == labels["Team-Discovery"] == labels["PM-2026-001"]


def test_what_the_audience_may_not_see_has_no_name() -> None:
    texts = [
        postmortem(),
        postmortem(id="PM-2026-002", visibility="restricted", aliases="[secret]"),
    ]
    library = load(texts, settings="audiences: [internal, restricted]").library
    names = read(library.visible_to("internal"))
    assert "pm-2026-001" in names
    assert not {"pm-2026-002", "PM-2026-002-A1", "secret"} & names.keys()


def test_a_postmortem_without_a_page_has_no_name() -> None:
    library = load([postmortem(aliases="[old]")]).library
    inventory = take_inventory(library, DIRECTORIES, project="Test", sections={})
    assert not {"PM-2026-001", "old"} & {entry.name for entry in inventory.entries}


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def quoted(text: str) -> str:
    """A text in YAML, whatever is in it."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


@settings(max_examples=40)
@given(WORDS, WORDS, WORDS)
def test_whatever_is_written_names_and_titles_stay_in_their_lines(
    title: str, alias: str, section: str
) -> None:
    text = postmortem(title=quoted(f"x{title}"), aliases=f"[{quoted(f'x{alias}')}]")
    library = load([text]).library
    labels = read(library, sections=(PlacedSection(anchor="s", title=section),))
    assert labels["PM-2026-001"] == labels["pm-2026-001"]
    written = (c for c in library.postmortems[0].title if ord(c) > 31 and ord(c) != 127)
    assert labels["PM-2026-001"][1].replace(" ", "") == "".join("".join(written).split())
    known = {"incidents", "categories", "factors", "services", "teams", "find"}
    assert {uri.partition("/")[0] for uri, _ in labels.values()} == known
    for name in labels:
        assert name.lower() in labels


def test_entries_of_another_plugin_stay() -> None:
    module = InventoryEntry(
        name="shop", kind="py:module", priority="1", uri="api/#shop", title="shop"
    )
    old = InventoryEntry(name="PM-2026-001", uri="elsewhere/", title="Stale")
    new = InventoryEntry(name="PM-2026-001", uri="incidents/PM-2026-001/", title="Right")
    merged = merge_inventories(
        Inventory(project="Ours", entries=(new,)),
        Inventory(project="Theirs", version="2.0", entries=(module, old)),
    )
    assert merged == Inventory(project="Theirs", version="2.0", entries=(module, new))
