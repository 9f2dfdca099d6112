from __future__ import annotations

from datetime import date

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.quarter_reviews import is_running, patterns_before
from mkdocs_postmortems.views.compared import ComparedTable, compare_quarters, tell_changes

from ..documents import postmortem
from ..libraries import SETTINGS, four, load

OVER = date(2026, 4, 1)
"""A day after the first quarter of 2026."""


def tables(library: Library, quarter: str = "2026-Q1") -> dict[str, ComparedTable]:
    before = patterns_before(quarter, library)
    found = compare_quarters(library.patterns[quarter], before, library)
    return {table.id: table for table in found}


def changes(library: Library, quarter: str = "2026-Q1") -> str:
    before = patterns_before(quarter, library)
    found = tuple(tables(library).values())
    is_over = not is_running(quarter, library)
    return tell_changes(found, library.patterns[quarter], before, is_over=is_over)


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


def test_drafts_that_name_no_factor_yet_are_counted_with_their_list() -> None:
    """Of four, one has a factor; of the others one is final, and never will have any."""
    documents = [
        postmortem(),
        postmortem(id="PM-2026-002", contributing_factors=None),
        postmortem(id="PM-2026-003", contributing_factors=None, status="draft", detection=None),
        postmortem(id="PM-2026-004", contributing_factors=None, status="in-review"),
    ]
    found = tables(load(documents).library)
    factors = found["factors"]
    assert [(row.count, row.percent) for row in factors.rows] == [(1, 25)]
    assert (factors.total, factors.unknown, factors.drafts) == (4, 3, 2)
    lists = {row.anchor: [i.key for i in row.incidents] for row in factors.behind.rows}
    assert lists[factors.drafts_anchor] == ["PM-2026-004", "PM-2026-003"]
    assert lists[factors.unknown_anchor] == ["PM-2026-004", "PM-2026-003", "PM-2026-002"]
    assert (found["detection"].unknown, found["detection"].drafts) == (1, 0)


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
    library = load(documents, as_of=OVER).library
    assert changes(library) == (
        "Since 2025-Q4, by more than chance would bring: Configuration error rose from 0 of 10 "
        "(0\u00a0%) to 10 of 10 (100\u00a0%); Capacity limit fell from 10 of 10 (100\u00a0%) to "
        "0 of 10 (0\u00a0%)."
    )
    running = load(documents).library
    assert changes(running) == "No change is claimed, as 2026-Q1 is not over."
    assert {row.verdict for table in tables(running).values() for row in table.rows} == {""}
    same = load([text.replace("category: configuration", "category: capacity")
                 for text in documents], as_of=OVER).library  # fmt: skip
    assert changes(same) == "No share differs from 2025-Q4 by more than chance would bring."


def test_nothing_is_said_of_fields_that_too_few_incidents_give() -> None:
    """Of 20 incidents, the detection of 18 is known, nine in each quarter, and has changed."""
    documents = [
        postmortem(
            id=f"PM-{year}-{n:03d}", date=day, detection=None if n == 10 else way
        )
        for year, day, way in (
            (2025, "2025-11-02", "customer-report"), (2026, "2026-01-08", "automated-alerting"),
        )
        for n in range(1, 11)
    ]  # fmt: skip
    assert changes(load(documents, as_of=OVER).library) == (
        "No share differs from 2025-Q4 by more than chance would bring. Not judged, as fewer than "
        "10 incidents of a quarter say: “Detected by”."
    )


def test_no_change_is_claimed_of_teams() -> None:
    documents = [
        postmortem(id=f"PM-{year}-{n:03d}", date=day, teams=f"[{team}]")
        for year, day, team in (
            (2025, "2025-11-02", "checkout"), (2026, "2026-01-08", "discovery"),
        )
        for n in range(1, 11)
    ]  # fmt: skip
    library = load(documents, as_of=OVER).library
    assert {row.verdict for row in tables(library)["teams"].rows} == {""}
    assert "Checkout" not in changes(library)


def test_a_severity_of_several_words_has_an_anchor_without_blanks() -> None:
    settings = SETTINGS.replace("SEV-2", "Sev 2 / major")
    library = load([postmortem(severity="Sev 2 / major")], settings=settings).library
    assert [row.anchor for row in tables(library)["severities"].rows] == ["severities-sev-2-major"]


def test_a_first_quarter_is_compared_with_nothing() -> None:
    assert changes(load([postmortem()]).library) == "Nothing is compared: 2025-Q4 has no incidents."
