from __future__ import annotations

from datetime import date

from mkdocs_postmortems.core.cohorts import ClosingTime
from mkdocs_postmortems.views.closed_actions import ClosedActionsView, view_closed_actions

from ..documents import postmortem
from ..libraries import AS_OF, load

HEAD = "| ID | Item | Owner | Due | Status | Closed | Note |\n|---|---|---|---|---|---|---|\n"
ROWS = """\
| A1 | One | Discovery Team | 2026-03-01 | done | 2026-03-02 | |
| A2 | Two | Checkout | 2026-03-01 | verified | 2026-03-16 | |
| A3 | Three | Checkout | 2026-03-01 | done | 2026-02-28 | |
| A4 | Four | Nobody | 2026-03-01 | done | 2025-12-31 | |
| A5 | Five | Nobody | 2026-03-01 | done | | |
| A6 | Six | Checkout | 2026-03-01 | wont-do | 2026-03-10 | Too dear |
| A7 | Seven | Checkout | 2026-03-20 | open | | |
"""


def view(rows: str = ROWS, as_of: date = AS_OF) -> ClosedActionsView:
    text = postmortem({"Action Items": HEAD + rows}, date="2025-12-21")
    return view_closed_actions(load([text], as_of=as_of).library)


def test_the_newest_closures_stand_first_and_only_what_is_done_is_one() -> None:
    shown = view()
    assert [row.short_id for row in shown.rows] == ["A2", "A1", "A3", "A4"]
    assert (shown.total, shown.dated, shown.undated, shown.declined) == (5, 4, 1, 1)


def test_this_month_and_the_last_are_told_with_the_teams_by_name() -> None:
    told = [
        (month.month, month.is_running, month.count, [team.title for team in month.teams])
        for month in view().months
    ]
    assert told == [
        ("March 2026", True, 2, ["Checkout", "Search and Discovery"]),
        ("February 2026", False, 1, ["Checkout"]),
    ]


def test_the_time_to_close_is_a_median_with_its_number() -> None:
    # From 2025-12-21: A1 71 days, A2 85, A3 69, A4 10
    assert view().time == ClosingTime(median_days=70, known=4, unknown=1)


def test_teams_stand_by_name_and_items_without_one_last() -> None:
    shares = [
        (share.team.title if share.team else None, share.count, share.time.median_days)
        for share in view().teams
    ]
    assert shares == [("Checkout", 2, 77), ("Search and Discovery", 1, 71), (None, 2, 10)]


def test_quarters_count_what_was_done_in_them() -> None:
    assert [(row.quarter, row.count) for row in view().quarters] == [
        ("2026-Q1", 3), ("2025-Q4", 1),
    ]  # fmt: skip


def test_the_first_month_of_the_calendar_has_none_before() -> None:
    assert [month.month for month in view(as_of=date.min).months] == ["January 1"]


def test_at_most_fifty_stand_in_the_page() -> None:
    rows = "".join(f"| A{n} | Item | Checkout | | done | 2026-01-05 | |\n" for n in range(60))
    shown = view(rows)
    assert (len(shown.rows), shown.dated) == (50, 60)


def test_what_was_done_on_unknown_days_is_not_asked_about_but_counted() -> None:
    undated = "| A8 | Eight | Nobody | | done | | |\n| A9 | Nine | Nobody | | verified | | |\n"
    # A4 has been done for 76 days; A5 and A8 on a day that nobody gives.
    assert view(ROWS + undated).done_some_day == (
        "2 more are done on days that no document says, so they are not asked about."
    )
    assert view("| A5 | Five | Nobody | | done | 2026-03-17 | |\n").done_some_day == (
        "1 item is done on a day that no document says, so it is not asked about."
    )
    assert view("| A9 | Nine | Nobody | | verified | | |\n").done_some_day == ""
