from __future__ import annotations

from datetime import date

from mkdocs_postmortems.views.lateness import tell_lateness

from ..documents import postmortem
from ..libraries import load, on_day, with_register


def test_what_was_late_is_told_with_its_days_and_the_rest_counted() -> None:
    """Due on 13 January: 120 hours after the end of a SEV-2."""
    library = load(
        [
            postmortem(published="2026-01-12T09:00Z"),
            postmortem(id="PM-2026-002", published="2026-01-16T09:00Z"),
            postmortem(id="PM-2026-003", published="2026-01-13T12:00Z"),
            postmortem(id="PM-2026-004", severity=None),
        ]
    ).library
    found = tell_lateness("2026-Q1", library)
    assert [(figure.label, figure.count) for figure in found.figures] == [
        ("in time", 1), ("published late", 2), ("not called for", 1),
    ]  # fmt: skip
    assert [(row.id, row.due, row.published, row.late) for row in found.rows] == [
        ("PM-2026-002", "2026-01-13", "2026-01-16", "3 days late"),
        ("PM-2026-003", "2026-01-13", "2026-01-13", "late on the day"),
    ]
    assert {figure.anchor for figure in found.figures} == {row.anchor for row in found.behind.rows}


def test_what_is_not_written_leads_to_what_is_owed() -> None:
    library = with_register(
        load([]).library, on_day(date(2026, 3, 4), id="INC-1", severity="SEV-1")
    )
    [row] = tell_lateness("2026-Q1", library).rows
    assert (row.id, row.incident.kind, row.published) == ("INC-1", "owed", "not written yet")


def test_a_quarter_of_which_nothing_is_owed_has_no_figures() -> None:
    found = tell_lateness("2026-Q1", load([]).library)
    assert (found.figures, found.rows, found.late) == ((), (), 0)
