from __future__ import annotations

from datetime import date

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.persistence import find_persistent

from ..documents import postmortem
from ..libraries import load


def library(quarters: dict[str, dict[str, int]]) -> Library:
    """As many incidents with each factor as given, by the first month of a quarter."""
    texts: list[str] = []
    for month, factors in quarters.items():
        for name in (factor for factor, count in factors.items() for _ in range(count)):
            number = len(texts) + 1
            texts.append(
                postmortem(
                    id=f"PM-{month[:4]}-{number:03d}",
                    date=f"{month}-05",
                    contributing_factors=f"[{name}]",
                )
            )
    return load(texts, settings="", as_of=date(2026, 3, 16)).library


def persistent(found: Library) -> dict[str, tuple[str, ...]]:
    values = find_persistent(found.patterns.values(), lambda p: p.contributing_factors)
    return {one.id: tuple(lead.quarter for lead in one.leads) for one in values}


def test_what_led_in_most_quarters_comes_first() -> None:
    found = persistent(library({
        "2025-01": {"a": 2, "b": 3}, "2025-04": {"b": 2, "c": 4}, "2025-07": {"b": 2},
    }))  # fmt: skip
    assert list(found) == ["b", "a", "c"]
    assert found["b"] == ("2025-Q3", "2025-Q2", "2025-Q1")


def test_each_lead_has_its_incidents() -> None:
    found = library({"2025-01": {"a": 2, "b": 3}, "2025-04": {"a": 4}})
    first, _ = find_persistent(found.patterns.values(), lambda p: p.contributing_factors)
    assert [(lead.quarter, lead.count) for lead in first.leads] == [("2025-Q2", 4), ("2025-Q1", 2)]


def test_equals_share_a_place_and_what_comes_after_three_does_not_lead() -> None:
    found = persistent(library({"2025-01": {"a": 5, "b": 4, "c": 3, "d": 3, "e": 2}}))
    assert set(found) == {"a", "b", "c", "d"}


def test_what_occurs_once_in_a_quarter_leads_nothing() -> None:
    assert persistent(library({"2025-01": {"a": 1}, "2025-04": {"a": 1, "b": 1}})) == {}
