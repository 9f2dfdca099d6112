from __future__ import annotations

from mkdocs_postmortems.views.home import view_home

from ..documents import postmortem
from ..libraries import four, load


def test_home_tells_what_needs_attention() -> None:
    view = view_home(four())
    assert (view.overdue, view.due_soon, view.open_actions) == (2, 1, 4)
    assert [row.id for row in view.urgent] == ["PM-2025-001-A2", "PM-2026-001-A2"]
    assert [row.incident.key for row in view.unfinished] == ["PM-2026-002"]
    assert view.counts == "3 incidents and 1 near miss"


def test_home_shows_the_newest_first_and_the_current_quarter() -> None:
    view = view_home(four())
    assert [row.incident.key for row in view.latest] == [
        "PM-2026-003", "PM-2026-002", "PM-2026-001", "PM-2025-001",
    ]  # fmt: skip
    assert view.quarter is not None
    assert view.last_full is not None
    assert (view.quarter.key, view.last_full.key) == ("2026-Q1", "2025-Q4")
    assert view.quarter_counts == "2 incidents and 1 near miss"
    assert view.quarter_sentence.startswith(
        "“Growth without a limit” contributed to 2 of 2 incidents (100\u00a0%)"
    )


def test_home_says_which_documents_are_missing_and_why() -> None:
    view = view_home(load([postmortem(), "---\ntitle: Open\n"]).library)
    assert [row.path for row in view.left_out] == ["incidents/1.md"]
    assert view.left_out[0].reasons == ("line 1: the front matter is not closed",)


def test_home_of_an_empty_library_has_no_quarter() -> None:
    view = view_home(load([]).library)
    assert (view.quarter, view.latest, view.counts) == (None, (), "no incidents")
