from __future__ import annotations

from mkdocs_postmortems.views.incidents import view_incidents

from ..documents import postmortem
from ..libraries import four, load


def test_incidents_stand_newest_first_with_what_a_reader_chooses_by() -> None:
    view = view_incidents(four())
    assert view.counts == "3 incidents and 1 near miss"
    near_miss, draft, first, _oldest = view.rows
    assert near_miss.severity is not None
    assert (near_miss.kind, near_miss.severity.id, near_miss.severity.potential) == (
        "near-miss", "SEV-1", True,
    )  # fmt: skip
    assert near_miss.duration == ""
    assert (draft.status, draft.open_actions) == ("draft", 2)
    assert first.category is not None
    assert (first.category.title, first.duration, first.minutes) == ("Capacity limit", "22 min", 22)
    assert [team.title for team in draft.teams] == ["Checkout", "Search and Discovery"]


def test_documents_that_cannot_be_read_are_named_above_the_list() -> None:
    view = view_incidents(load([postmortem(), "- a\n"]).library)
    assert [row.path for row in view.left_out] == ["incidents/1.md"]
