"""What people have said of causes."""

from __future__ import annotations

import pytest

from mkdocs_postmortems.core.settled import call_postmortems, find_unrelated

from ..documents import postmortem
from ..libraries import load


def test_an_incident_is_found_by_its_id_and_its_aliases_however_they_are_written() -> None:
    library = load([postmortem(aliases="[search-outage]")]).library
    called = call_postmortems(library.postmortems)
    assert [p.id for p in called.find(["pm-2026-001"])] == ["PM-2026-001"]
    assert [p.id for p in called.find(["Search-Outage", "nobody"])] == ["PM-2026-001"]


@pytest.mark.parametrize("who", ["PM-2026-001", "PM-2026-002"])
def test_either_of_two_says_that_they_are_unrelated(who: str) -> None:
    other = "PM-2026-002" if who == "PM-2026-001" else "PM-2019-001"
    related = {who: f"[{other}]"}
    texts = [
        postmortem(aliases="[PM-2019-001]", related=related.get("PM-2026-001")),
        postmortem(id="PM-2026-002", related=related.get("PM-2026-002")),
        postmortem(id="PM-2026-003"),
    ]
    assert find_unrelated(load(texts).library.postmortems) == {
        "PM-2026-001": {"PM-2026-002"}, "PM-2026-002": {"PM-2026-001"}, "PM-2026-003": frozenset(),
    }  # fmt: skip
