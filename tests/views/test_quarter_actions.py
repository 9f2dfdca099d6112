from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.quarter_reviews import review_quarters
from mkdocs_postmortems.views.behind import MAX_LISTED
from mkdocs_postmortems.views.quarter_actions import QuarterActions, tell_actions

from ..documents import postmortem
from ..libraries import four, load

CLOSED = """\
| ID | Item | Owner | Priority | Due Date | Status | Closed | Note |
|---|---|---|---|---|---|---|---|
| A1 | Bound the queue | Discovery Team | P1 | 2026-02-08 | done | 2026-02-01 | |
| A2 | Warn at half the bound | Discovery Team | P1 | 2026-02-08 | done | 2026-02-20 | |
| A3 | A second pool | Discovery Team | P1 | 2026-03-08 | wont-do | 2026-01-30 | One is enough |
"""


def actions_of(library: Library, quarter: str = "2026-Q1") -> QuarterActions:
    found = tell_actions(quarter, review_quarters(library).get(quarter), library)
    assert found is not None
    return found


def counts(found: QuarterActions) -> dict[str, int]:
    return {figure.label: figure.count for figure in found.figures}


def test_items_are_counted_where_they_were_agreed_closed_and_overdue() -> None:
    """Of 2026-Q1: two of January, three of the draft; what is done has no day."""
    found = actions_of(four())
    assert counts(found) == {"Agreed": 5, "Done": 0, "Declined": 0, "Overdue today": 2}
    assert found.at_end == "on 16 March 2026, today"
    assert found.closed_some_day == 3
    old = actions_of(four(), "2025-Q4")
    assert counts(old) == {"Agreed": 2, "Done": 0, "Declined": 0, "Overdue at its end": 0}


def test_each_figure_leads_to_the_incidents_of_its_items() -> None:
    found = actions_of(four())
    lists = {row.anchor: [i.key for i in row.incidents] for row in found.behind.rows}
    assert lists["actions-overdue"] == ["PM-2025-001", "PM-2026-001"]
    assert {figure.anchor for figure in found.figures} - {""} <= set(lists)


def test_what_was_promised_is_held_against_its_first_date() -> None:
    found = actions_of(load([postmortem({"Action Items": CLOSED})]).library)
    assert counts(found) == {"Agreed": 3, "Done": 2, "Declined": 1, "Overdue today": 0}
    assert found.promise == (
        "Of 3 items first due in 2026-Q1: 1 done by that day, 1 done later and 1 declined."
    )


def test_the_months_in_which_something_happened_are_a_link_away() -> None:
    found = actions_of(load([postmortem({"Action Items": CLOSED})]).library)
    assert [ref.title for ref in found.months] == ["January 2026", "February 2026"]


def test_a_long_list_of_incidents_is_cut_and_says_where_the_rest_is() -> None:
    documents = [postmortem(id=f"PM-2026-{n:03d}") for n in range(1, MAX_LISTED + 4)]
    found = actions_of(load(documents).library)
    overdue = next(row for row in found.behind.rows if row.anchor == "actions-overdue")
    assert (overdue.count, len(overdue.incidents), overdue.more) == (53, MAX_LISTED, 3)
    assert overdue.more_in is not None
