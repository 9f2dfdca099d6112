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


def test_every_figure_of_a_year_leads_to_a_list_of_its_incidents() -> None:
    """Of 25 incidents a list has the newest 20, and the number of the others."""
    texts = [*year(2025, ["configuration"] * 25), *year(2024, ["capacity", "configuration"])]
    years = view_years(load(texts).library)
    lists = {row.anchor: row for one in years.behind for row in one.rows}
    headings = {f"pm-{one.id}" for one in years.behind}
    for row in years.rows:
        assert lists[row.anchor].count == row.total
        assert (row.near_miss_anchor in lists, row.draft_anchor in lists) == (False, False)
        for led in (row.root_cause, row.factor, row.detection):
            assert led is not None
            assert led.behind is not None
            if len(led.terms) == 1:
                assert lists[led.behind.anchor].count == led.count
            else:
                assert led.behind.anchor in headings
    (one,) = years.comparisons
    for change in (change for field in one.fields for change in field.rows):
        for number, anchor in (
            (change.before, change.before_anchor),
            (change.now, change.now_anchor),
        ):
            assert (lists[anchor].count if number else anchor not in lists) == (number or True)
    long = lists["year-2025-root-causes-configuration"]
    assert [ref.key for ref in long.incidents] == [f"PM-2025-{n:03d}" for n in range(25, 5, -1)]
    assert (long.count, long.more, years.is_shortened) == (25, 5, True)


def test_near_misses_and_drafts_of_a_year_have_lists_of_their_own() -> None:
    years = view_years(four())
    lists = {row.anchor: [i.key for i in row.incidents] for one in years.behind for row in one.rows}
    assert lists["year-2026-near-misses"] == ["PM-2026-003"]
    assert lists["year-2026-drafts"] == ["PM-2026-002"]
    assert lists["year-2026-incidents"] == ["PM-2026-002", "PM-2026-001"]


def test_changes_between_complete_years_have_a_verdict_and_the_incidents_behind_them() -> None:
    texts = [
        *year(2024, ["capacity"] * 12),
        *year(2025, ["capacity"] * 2 + ["configuration"] * 10),
        *year(2026, ["configuration"]),
    ]
    (one,) = view_years(load(texts).library).comparisons
    assert (one.before, one.year) == ("2024", "2025")
    assert one.sentence == (
        "2 of 4 shares changed by more than chance would bring: Configuration error rose from "
        "0\u00a0% to 83\u00a0%; Capacity limit fell from 100\u00a0% to 17\u00a0%."
    )
    causes = one.fields[0]
    assert (causes.title, causes.before_total, causes.now_total) == ("Root cause", 12, 12)
    assert [
        (row.term.key, row.before, row.now, row.change, row.verdict) for row in causes.rows
    ] == [
        ("configuration", 0, 10, Verdict.MORE, "more than chance would bring"),
        ("capacity", 12, 2, Verdict.FEWER, "fewer than chance would bring"),
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
    assert {row.verdict for field in one.fields for row in field.rows} == {"too few to tell"}


def test_years_that_are_alike_have_changed_in_nothing() -> None:
    texts = [*year(2024, ["capacity"] * 10), *year(2025, ["capacity"] * 10)]
    (one,) = view_years(load(texts).library).comparisons
    assert one.sentence == "None of 3 shares changed by more than chance would bring."
