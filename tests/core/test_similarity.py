from __future__ import annotations

from datetime import date

from mkdocs_postmortems.core.library import Library

from ..documents import generated
from ..libraries import load


def library_of(size: int) -> Library:
    return load(
        [generated(n, size) for n in range(size)], settings="", as_of=date(2026, 3, 16)
    ).library


def test_what_is_compared_does_not_grow_with_the_library() -> None:
    """Each postmortem meets at most six others for each of its own few keys."""
    filed = {size: library_of(size)._likeness for size in (100, 400)}
    assert max(len(found) for likeness in filed.values() for found in likeness.values()) == 6


def test_similar_incidents_are_the_same_in_any_order_of_the_files() -> None:
    texts = [generated(n, 60) for n in range(60)]
    one = load(texts, settings="").library
    other = load(texts[::-1], settings="").library
    for postmortem in one.postmortems:
        first = [s.postmortem.id for s in one.similar_to(postmortem)]
        second = [s.postmortem.id for s in other.similar_to(other.by_id[postmortem.id])]
        assert first == second
        assert postmortem.id not in first
        assert len(first) <= 5
