from __future__ import annotations

from mkdocs_postmortems.core.comparison import Verdict
from mkdocs_postmortems.views.years import view_years

from ..documents import postmortem
from ..libraries import four, load


def year(number: int, causes: list[str]) -> list[str]:
    """An incident with each cause, half of them in the first quarter, the others in the second."""
    return [
        postmortem(
            id=f"PM-{number}-{index + 1:03d}",
            date=f"{number}-{2 if 2 * index < len(causes) else 5:02d}-{index + 1:02d}",
            category=cause,
        )
        for index, cause in enumerate(causes)
    ]


def test_a_years_figures_lead_to_the_quarters_that_they_add_up_from() -> None:
    running, before = view_years(four()).rows
    assert (running.year, running.is_running, running.total) == ("2026", True, 2)
    assert [(q.quarter.title, q.quarter.anchor, q.count) for q in running.quarters] == [
        ("Q1", "pm-incidents", 2),
    ]  # fmt: skip
    assert [(q.quarter.key, q.count) for q in running.near_miss_quarters] == [("2026-Q1", 1)]
    assert [(q.quarter.key, q.count) for q in running.draft_quarters] == [("2026-Q1", 1)]
    assert (before.year, before.is_running, before.total) == ("2025", False, 1)
    assert view_years(four()).comparisons == ()


def test_what_was_most_frequent_in_a_year_leads_to_its_quarters() -> None:
    texts = [*year(2025, ["capacity"] * 4), *year(2024, ["capacity", "configuration"])]
    later, earlier = view_years(load(texts).library).rows
    assert later.root_cause is not None
    assert [(q.quarter.title, q.quarter.anchor, q.count) for q in later.root_cause.quarters] == [
        ("Q1", "root-causes-capacity", 2), ("Q2", "root-causes-capacity", 2),
    ]  # fmt: skip
    assert earlier.root_cause is not None
    assert [(q.quarter.title, q.quarter.anchor, q.count) for q in earlier.root_cause.quarters] == [
        ("Q1", "pm-root-causes", 1), ("Q2", "pm-root-causes", 1),
    ]  # fmt: skip


def test_changes_between_complete_years_have_a_verdict_and_the_incidents_behind_them() -> None:
    texts = [
        *year(2024, ["capacity"] * 12),
        *year(2025, ["capacity"] * 2 + ["configuration"] * 10),
        *year(2026, ["configuration"]),
    ]
    (one,) = view_years(load(texts).library).comparisons
    assert (one.before, one.year) == ("2024", "2025")
    assert one.sentence == (
        "2 of 4 shares changed by more than chance: Configuration error rose from 0\u00a0% to "
        "83\u00a0%; Capacity limit fell from 100\u00a0% to 17\u00a0%."
    )
    causes = one.fields[0]
    assert (causes.title, causes.before_total, causes.now_total) == ("Root cause", 12, 12)
    assert [(row.term.key, row.before, row.now, row.verdict) for row in causes.rows] == [
        ("configuration", 0, 10, Verdict.MORE),
        ("capacity", 12, 2, Verdict.FEWER),
    ]
    behind = [(q.quarter.key, q.quarter.anchor, q.count) for q in causes.rows[1].behind]
    assert behind == [
        ("2024-Q1", "root-causes-capacity", 6),
        ("2024-Q2", "root-causes-capacity", 6),
        ("2025-Q1", "root-causes-capacity", 2),
    ]


def test_from_few_incidents_no_change_is_claimed() -> None:
    texts = [*year(2024, ["capacity"] * 9), *year(2025, ["configuration"] * 12)]
    (one,) = view_years(load(texts).library).comparisons
    assert one.sentence.startswith("One of the two has fewer than 10 incidents")


def test_years_that_are_alike_have_changed_in_nothing() -> None:
    texts = [*year(2024, ["capacity"] * 10), *year(2025, ["capacity"] * 10)]
    (one,) = view_years(load(texts).library).comparisons
    assert one.sentence == "None of 3 shares changed by more than chance."
