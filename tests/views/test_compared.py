from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.quarter_reviews import patterns_before
from mkdocs_postmortems.views.compared import ComparedTable, compare_quarters, tell_changes

from ..documents import postmortem
from ..libraries import four, load


def tables(library: Library, quarter: str = "2026-Q1") -> dict[str, ComparedTable]:
    before = patterns_before(quarter, library)
    found = compare_quarters(library.patterns[quarter], before, library)
    return {table.id: table for table in found}


def changes(library: Library, quarter: str = "2026-Q1") -> str:
    before = patterns_before(quarter, library)
    return tell_changes(tuple(tables(library, quarter).values()), library.patterns[quarter], before)


def test_every_field_has_the_counts_of_both_quarters() -> None:
    found = tables(four())
    assert list(found) == [
        "root-causes", "detection", "factors", "triggers", "severities", "teams", "services",
    ]  # fmt: skip
    shown = [
        (row.term.key, row.count, row.percent, row.before, row.before_percent)
        for row in found["root-causes"].rows
    ]
    assert shown == [("capacity", 1, 50, 1, 100), ("configuration", 1, 50, 0, 0)]
    assert (found["root-causes"].total, found["root-causes"].before_total) == (2, 1)


def test_what_only_the_quarter_before_had_is_shown_too() -> None:
    rows = tables(four())["severities"].rows
    assert [(row.term.title, row.count, row.before) for row in rows] == [
        ("SEV-1, critical", 0, 1),
        ("SEV-2, major", 2, 0),
    ]


def test_what_is_unknown_is_counted_beside_the_figures() -> None:
    detection = tables(four())["detection"]
    assert [(r.term.key, r.count, r.percent) for r in detection.rows] == [
        ("automated-alerting", 1, 100)
    ]
    assert (detection.total, detection.unknown) == (1, 1)


def test_teams_come_by_name_whatever_their_counts() -> None:
    teams = tables(four())["teams"]
    assert [(row.term.title, row.count) for row in teams.rows] == [
        ("Checkout", 1),
        ("Search and Discovery", 2),
    ]
    assert teams.note.endswith("these counts do not compare teams.")


def test_no_change_is_claimed_from_few_incidents() -> None:
    library = four()
    assert changes(library) == (
        "No change is claimed: 2026-Q1 has 2 incidents and 2025-Q4 1, and a change is told from "
        "chance only where both have at least 10."
    )
    assert {row.verdict for table in tables(library).values() for row in table.rows} == {""}


def test_a_change_beyond_chance_is_named() -> None:
    """All ten of 2025-Q4 are of capacity, and all ten of 2026-Q1 of configuration."""
    documents = [
        *(postmortem(id=f"PM-2025-{n:03d}", date="2025-11-02") for n in range(1, 11)),
        *(postmortem(id=f"PM-2026-{n:03d}", category="configuration") for n in range(1, 11)),
    ]
    library = load(documents).library
    assert changes(library) == (
        "Since 2025-Q4, by more than chance would bring: “Configuration error” rose from "
        "0\u00a0% to 100\u00a0%; “Capacity limit” fell from 100\u00a0% to 0\u00a0%."
    )
    same = load([text.replace("category: configuration", "category: capacity")
                 for text in documents]).library  # fmt: skip
    assert changes(same) == "No share differs from 2025-Q4 by more than chance would bring."


def test_what_cannot_be_judged_is_not_said_to_be_alike() -> None:
    """Nine of twelve say how they were found: by alerts before, by customers now."""
    documents = [
        postmortem(id=f"PM-{year}-{n:03d}", date=day, detection=way if n < 10 else None)
        for year, day, way in (
            ("2024", "2025-08-02", "automated-alerting"), ("2025", "2025-11-02", "customer-report"),
        )
        for n in range(1, 13)
    ]  # fmt: skip
    library = load(documents).library
    assert changes(library, "2025-Q4") == (
        "No share differs from 2025-Q3 by more than chance would bring. "
        "Too few incidents say to judge “Detected by”."
    )


def test_teams_are_not_compared() -> None:
    documents = [
        *(postmortem(id=f"PM-2024-{n:03d}", date="2025-08-02", teams="[search]")
          for n in range(1, 13)),
        *(postmortem(id=f"PM-2025-{n:03d}", date="2025-11-02", teams="[checkout]")
          for n in range(1, 13)),
    ]  # fmt: skip
    library = load(documents).library
    (row,) = tables(library, "2025-Q4")["teams"].rows
    assert (row.term.title, row.count, row.before, row.verdict) == ("Checkout", 12, 0, "")
    assert tables(library, "2025-Q4")["teams"].before_total == 0
    assert "Checkout" not in changes(library, "2025-Q4")


def test_a_quarter_that_is_not_over_is_compared_with_nothing() -> None:
    library = four()
    now = library.patterns["2026-Q1"]
    found = compare_quarters(now, None, library)
    assert {(table.before_total, row.before) for table in found for row in table.rows} == {(0, 0)}
    assert tell_changes(found, now, None) == "Nothing is compared: the quarter is not over."


def test_a_first_quarter_is_compared_with_nothing() -> None:
    assert changes(load([postmortem()]).library) == "Nothing is compared: 2025-Q4 has no incidents."
