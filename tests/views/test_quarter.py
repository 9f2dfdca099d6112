from __future__ import annotations

from mkdocs_postmortems.views.quarter import view_quarter

from ..documents import postmortem
from ..libraries import four, load


def test_figures_have_their_incidents_behind_them() -> None:
    view = view_quarter("2026-Q1", four())
    causes = next(table for table in view.tables if table.id == "root-causes")
    shown = [(r.term.key, r.count, r.percent, [i.key for i in r.incidents]) for r in causes.rows]
    assert shown == [
        ("capacity", 1, 50, ["PM-2026-001"]),
        ("configuration", 1, 50, ["PM-2026-002"]),
    ]


def test_what_is_unknown_is_counted_beside_the_figures() -> None:
    view = view_quarter("2026-Q1", four())
    detection = next(table for table in view.tables if table.id == "detection")
    assert [(r.term.key, r.count, r.percent) for r in detection.rows] == [
        ("automated-alerting", 1, 100),
    ]  # fmt: skip
    assert detection.unknown == 1


def test_near_misses_stand_beside_the_incidents() -> None:
    view = view_quarter("2026-Q1", four())
    assert (view.total, view.near_misses) == (2, 1)
    assert [row.incident.key for row in view.near_miss_rows] == ["PM-2026-003"]
    assert "PM-2026-003" not in [row.incident.key for row in view.rows]


def test_the_sentence_names_the_leading_factor_and_the_leading_detection() -> None:
    assert view_quarter("2026-Q1", four()).sentence == (
        "“Growth without a limit” contributed to 2 of 2 incidents (100\u00a0%), more than any other "
        "factor. Automated alerting found 1 of 1 (100\u00a0%)."
    )


def test_no_factor_leads_where_none_came_back() -> None:
    view = view_quarter("2026-Q1", load([postmortem()]).library)
    assert view.sentence.startswith("No contributing factor came back in 1 incident.")


def test_quarters_lead_to_their_neighbours() -> None:
    view = view_quarter("2025-Q4", four())
    assert view.next is not None
    assert (view.previous, view.next.key) == (None, "2026-Q1")
