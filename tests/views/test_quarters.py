from __future__ import annotations

from mkdocs_postmortems.views.quarters import view_quarters

from ..libraries import four


def test_each_quarter_stands_in_a_line_with_what_led_in_it() -> None:
    newest, oldest = view_quarters(four()).rows
    assert (newest.quarter.key, newest.total, newest.near_misses, newest.drafts) == (
        "2026-Q1", 2, 1, 1,
    )  # fmt: skip
    assert newest.root_cause is not None
    assert len(newest.root_cause.terms) == 2
    assert (newest.root_cause.count, newest.root_cause.percent) == (1, 50)
    assert newest.factor is not None
    assert [term.key for term in newest.factor.terms] == ["unbounded-growth"]
    assert (oldest.quarter.key, oldest.total) == ("2025-Q4", 1)
