from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.quarter_reviews import review_quarters
from mkdocs_postmortems.views.behind import MAX_LISTED
from mkdocs_postmortems.views.quarter_actions import MAX_OVERDUE, QuarterActions, tell_actions

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
    assert counts(old) == {"Agreed": 2, "Done": 0, "Declined": 0, "Overdue at the quarter’s end": 0}


def test_each_figure_leads_to_the_incidents_of_its_items() -> None:
    found = actions_of(four())
    lists = {row.anchor: [i.key for i in row.incidents] for row in found.behind.rows}
    assert lists["actions-agreed"] == ["PM-2026-001", "PM-2026-002"]
    assert {figure.anchor for figure in found.figures} - {"", "actions-overdue"} <= set(lists)
    agreed = next(row for row in found.behind.rows if row.anchor == "actions-agreed")
    assert (agreed.count, agreed.of) == (5, "items of 2 incidents")


def test_what_was_overdue_is_listed_with_how_it_stands_today() -> None:
    """A1 was done in January, A2 declined; A3 waits, and A4 was not due yet."""
    items = [
        *CLOSED.splitlines()[:2],
        "| A1 | Done | Team | P1 | 2025-12-01 | done | 2026-01-12 | |",
        "| A2 | Declined | Team | P1 | 2025-12-02 | wont-do | 2026-01-13 | Not worth it |",
        "| A3 | Waiting | Team | P1 | 2025-12-03 | in-progress | | |",
        "| A4 | Due later | Team | P1 | 2026-01-03 | open | | |",
    ]
    library = load(
        [postmortem({"Action Items": "\n".join(items)}, id="PM-2025-009", date="2025-11-20")]
    ).library
    old = actions_of(library, "2025-Q4")
    assert [(one.id, one.now) for one in old.overdue] == [
        ("PM-2025-009-A1", "done on 2026-01-12"),
        ("PM-2025-009-A2", "declined on 2026-01-13"),
        ("PM-2025-009-A3", "still overdue today, by 103 days"),
    ]
    assert old.overdue[0].incident.anchor
    assert "actions-overdue" not in [row.anchor for row in old.behind.rows]


def test_of_much_that_is_overdue_the_earliest_due_is_listed_and_the_rest_counted() -> None:
    documents = [postmortem(id=f"PM-2026-{n:03d}") for n in range(1, MAX_OVERDUE + 4)]
    found = actions_of(load(documents).library)
    assert (len(found.overdue), found.more_overdue) == (MAX_OVERDUE, 3)
    assert found.overdue[0].now == "by 8 days"


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
    agreed = next(row for row in found.behind.rows if row.anchor == "actions-agreed")
    assert (agreed.count, len(agreed.incidents)) == (46, MAX_LISTED)
    assert agreed.of == "items of more than 20 incidents"
    assert agreed.more_in is not None
