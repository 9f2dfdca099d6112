"""The measuring of the pages of patterns, as `make bench` does it."""

from __future__ import annotations

from .libraries import four
from .pattern_pages import measure_pages, read_generated


def test_every_page_of_each_kind_is_measured() -> None:
    found = measure_pages(four())
    assert (found["quarters"].pages, found["quarter"].pages) == (1, 2)
    assert all(one.seconds > 0 for one in found.values())


def test_generated_documents_vary_in_what_patterns_count() -> None:
    library = read_generated(120)
    incidents = library.postmortems
    assert len(library.by_quarter) == 40
    assert len({p.category for p in incidents}) == 6
    assert len({p.detection for p in incidents}) == 4
    assert len({p.trigger for p in incidents}) == 9
    assert len({p.timeline.time_to_resolve for p in incidents}) > 20
    assert 0 < sum(p.timeline.time_to_mitigate is None for p in incidents) < 20
    linked = [p for p in incidents if p.recurrence_of]
    assert 0 < len(linked) < 12
    assert all(name in library.by_id for p in linked for name in p.recurrence_of)


def test_one_generated_cause_in_sixteen_is_nearly_that_of_another_document() -> None:
    texts = [p.root_cause or "" for p in read_generated(120).postmortems]
    starts = [text[:200] for text in texts]
    assert len(starts) - len(set(starts)) == 6
