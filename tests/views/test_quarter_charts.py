from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.quarter_reviews import patterns_before
from mkdocs_postmortems.views.charts import RowChart
from mkdocs_postmortems.views.compared import compare_quarters
from mkdocs_postmortems.views.quarter_charts import (
    MAX_DOTS,
    rank_factors,
    share_detection,
    spread_durations,
    tell_unnamed,
)

from ..documents import TIMELINE, postmortem
from ..libraries import four, load

Q = "2026-Q1"


def ranking(library: Library) -> RowChart:
    before = patterns_before(Q, library)
    tables = {t.id: t for t in compare_quarters(library.patterns[Q], before, library)}
    chart = rank_factors(tables["factors"], Q, before.period)
    assert chart is not None
    return chart


def dots(library: Library) -> RowChart:
    chart = spread_durations(library.patterns[Q].intervals, Q, library)
    assert chart is not None
    return chart


def test_beside_the_ranking_stands_how_many_incidents_and_drafts_name_no_factor() -> None:
    def told(*documents: str) -> list[tuple[str, str]]:
        library = load(documents).library
        tables = compare_quarters(library.patterns[Q], patterns_before(Q, library), library)
        pieces = tell_unnamed(next(t for t in tables if t.id == "factors"), Q)
        return [(piece.text, piece.ref.anchor if piece.ref else "") for piece in pieces]

    final = postmortem(id="PM-2026-002", contributing_factors=None)
    draft = postmortem(id="PM-2026-003", contributing_factors=None, status="draft")
    assert told(postmortem(), final, draft) == [
        ("The shares are of all 3 incidents; ", ""),
        ("2 name no factor", "factors-unknown-value"),
        (", ", ""),
        ("1 of these not final yet", "factors-unknown-in-drafts"),
        (".", ""),
    ]
    assert [text for text, _ in told(postmortem(), final)] == [
        "The shares are of all 2 incidents; ", "1 names no factor", ".",
    ]  # fmt: skip
    assert told(postmortem()) == []


def test_factors_are_ranked_with_the_share_of_the_quarter_before() -> None:
    chart = ranking(four())
    assert [row.label for row in chart.rows] == [
        "Growth without a limit", "Staging did not match production",
    ]  # fmt: skip
    first = chart.rows[0]
    assert first.median is not None
    assert (first.marks[0].width, first.median.left) == (100.0, 100.0)
    assert first.marks[0].says == (
        "Growth without a limit: 2 of 2 (100\u00a0%) incidents in 2026-Q1; "
        "1 of 1 (100\u00a0%) in 2025-Q4"
    )
    assert chart.rows[1].marks[0].width == 50.0
    assert [tuple(cell.text for cell in row) for row in chart.table.rows] == [
        ("Growth without a limit", "2 of 2 (100\u00a0%)", "1 of 1 (100\u00a0%)"),
        ("Staging did not match production", "1 of 2 (50\u00a0%)", "0 of 1 (0\u00a0%)"),
    ]


def test_a_first_quarter_is_ranked_alone() -> None:
    chart = ranking(load([postmortem()]).library)
    assert chart.table.head == ("Contributing factor", Q)
    assert chart.table.caption == "Factors of 2026-Q1"
    assert chart.rows[0].median is None


def test_shares_of_detection_fill_the_width() -> None:
    library = four()
    before = patterns_before(Q, library)
    chart = share_detection(library.patterns[Q], before, library)
    assert chart is not None
    assert [(row.label, row.value) for row in chart.rows] == [("2026-Q1", "1"), ("2025-Q4", "1")]
    for row in chart.rows:
        assert sum(mark.width for mark in row.marks) == 100.0
    assert [row[0].text for row in chart.table.rows] == ["2026-Q1 so\u00a0far", "2025-Q4"]


def test_a_way_of_detection_has_one_letter_and_tone_in_every_quarter() -> None:
    """Customers found three of all five, though none of the first quarter."""
    ways = {"2025-10-01": "customer-report", "2025-10-02": "customer-report",
            "2025-10-03": "customer-report", "2025-07-01": "internal-report",
            "2026-02-01": "internal-report"}  # fmt: skip
    library = load([
        postmortem(id=f"PM-2025-{number:03d}", date=day, detection=way)
        for number, (day, way) in enumerate(ways.items(), start=1)
    ]).library  # fmt: skip
    keys: dict[str, set[tuple[str, int]]] = {}
    for quarter in library.patterns:
        before = patterns_before(quarter, library)
        chart = share_detection(library.patterns[quarter], before, library)
        assert chart is not None
        for key in chart.keys:
            keys.setdefault(key.label, set()).add((key.text, key.tone))
    assert keys == {"Customer report": {("C", 0)}, "Internal report": {("I", 1)}}


def test_each_incident_is_a_dot_that_leads_to_it_on_one_scale() -> None:
    """TTD 3, TTA 2, TTM 15, TTR 22 minutes: the scale is to 25 minutes."""
    library = four()
    chart = dots(library)
    assert [(row.label.partition(",")[0], row.marks[0].left) for row in chart.rows] == [
        ("TTD", 12.0), ("TTA", 8.0), ("TTM", 60.0), ("TTR", 88.0),
    ]  # fmt: skip
    assert [tick.label for tick in chart.ticks] == [
        f"{minutes}\u00a0min" for minutes in (0, 5, 10, 15, 20, 25)
    ]
    assert [mark.ref.key for mark in chart.rows[0].marks if mark.ref] == [
        "PM-2026-001", "PM-2026-002",
    ]  # fmt: skip
    assert chart.rows[3].label == "TTR, started to resolved"
    assert chart.rows[3].value == "22 min, n\u00a0=\u00a02"


def test_a_near_miss_has_no_dot() -> None:
    near = postmortem(id="PM-2026-002", kind="near-miss", severity=None, potential_severity="SEV-1")
    chart = dots(load([postmortem(), near]).library)
    assert [len(row.marks) for row in chart.rows] == [1, 1, 1, 1]
    assert [row[0].text for row in chart.table.rows] == ["PM-2026-001"]


def test_of_very_many_the_shortest_and_the_longest_are_drawn() -> None:
    documents = [
        postmortem(
            {"Timeline": TIMELINE.replace("10:22", f"{10 + n // 60}:{n % 60:02d}")},
            id=f"PM-2026-{n:03d}", duration=None,
        )
        for n in range(22, 22 + 150)
    ]  # fmt: skip
    chart = dots(load(documents).library)
    marks = chart.rows[3].marks
    assert len(marks) == MAX_DOTS
    assert [mark.says for mark in (marks[0], marks[-1])] == [
        "PM-2026-022, TTR: 22 min", "PM-2026-171, TTR: 2 h 51 min",
    ]  # fmt: skip
    assert chart.rows[3].value.endswith("n\u00a0=\u00a0150")
    assert chart.table.caption == "Durations of the newest 60 of 150 incidents"
