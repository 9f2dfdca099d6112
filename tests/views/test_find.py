"""What the search page offers before anybody has searched."""

from __future__ import annotations

from mkdocs_postmortems.views.find import view_find

from ..documents import postmortem
from ..libraries import four, load


def offered(name: str) -> list[tuple[str, str, int]]:
    facet = next(facet for facet in view_find(four()).facets if facet.name == name)
    return [(value.value, value.label, value.count) for value in facet.values]


def test_each_value_has_its_title_and_says_how_many_postmortems_have_it() -> None:
    assert offered("category") == [
        ("capacity", "Capacity limit", 2), ("configuration", "Configuration error", 2),
    ]  # fmt: skip
    assert offered("factor") == [
        ("unbounded-growth", "Growth without a limit", 3),
        ("staging-parity", "Staging did not match production", 2),
    ]
    assert offered("team") == [
        ("checkout", "Checkout", 2),
        ("discovery", "Search and Discovery", 3),
    ]
    assert offered("status") == [("draft", "Draft", 1), ("final", "Final", 3)]
    assert offered("kind") == [("incident", "Incident", 3), ("near-miss", "Near miss", 1)]
    assert offered("open") == [("no", "No", 1), ("yes", "Yes", 3)]


def test_quarters_come_newest_first() -> None:
    assert offered("quarter") == [("2026-Q1", "2026-Q1", 3), ("2025-Q4", "2025-Q4", 1)]


def test_severities_come_severest_first_and_a_near_miss_has_the_one_that_it_would_have_had() -> (
    None
):
    settings = "severities: [high, low, none-at-all]\n"
    texts = [
        postmortem(id="PM-2026-001", severity="low"),
        postmortem(id="PM-2026-002", severity=None, kind="near-miss", potential_severity="high"),
        postmortem(id="PM-2026-003", severity="low"),
    ]
    view = view_find(load(texts, settings).library)
    facet = next(facet for facet in view.facets if facet.name == "severity")
    assert [(value.value, value.count) for value in facet.values] == [("high", 1), ("low", 2)]
    assert view.severities == ("high", "low", "none-at-all")


def test_what_has_no_value_can_be_chosen_too_and_stands_last() -> None:
    library = load([postmortem(id="PM-2026-001", services="[]"), postmortem(id="PM-2026-002")])
    facet = next(f for f in view_find(library.library).facets if f.name == "service")
    assert [(value.value, value.label) for value in facet.values] == [
        ("search-api", "Search"), ("-", "None given"),
    ]  # fmt: skip


def test_what_nothing_has_a_value_of_is_no_facet() -> None:
    view = view_find(load([postmortem(services="[]")]).library)
    assert "service" not in {facet.name for facet in view.facets}


def test_examples_are_of_this_library() -> None:
    view = view_find(four())
    assert [(one.name, one.value, one.text) for one in view.examples][-3:] == [
        ("words", "PM-2026-003", "PM-2026-003"),
        ("service", "cart-api", "Cart"),  # of two with two postmortems each, the first by name
        ("factor", "unbounded-growth", "Growth without a limit"),
    ]


def test_a_library_without_postmortems_has_neither_facets_nor_examples() -> None:
    view = view_find(load([]).library)
    assert (view.total, view.facets, view.examples) == (0, (), ())
