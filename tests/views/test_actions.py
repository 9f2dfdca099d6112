from __future__ import annotations

from datetime import date

from mkdocs_postmortems.views.actions import view_actions
from mkdocs_postmortems.views.home import view_home

from ..documents import postmortem
from ..libraries import four, load


def test_open_items_are_grouped_by_when_they_are_due() -> None:
    view = view_actions(four())
    groups = {group.id: [row.id for row in group.rows] for group in view.groups}
    assert groups == {
        "overdue": ["PM-2025-001-A2", "PM-2026-001-A2"],
        "soon": ["PM-2026-002-A1"],
        "undated": ["PM-2026-002-A3"],
    }
    assert (view.total, view.overdue) == (4, 2)


def test_any_day_of_the_calendar_may_be_today() -> None:
    for day in (date.min, date.max):
        library = load([postmortem()], as_of=day).library
        assert view_actions(library).total == 1
        assert view_home(library).due_soon == 0


def test_an_overdue_item_says_by_how_many_days() -> None:
    (overdue, *_rest) = view_actions(four()).groups
    assert [row.overdue_days for row in overdue.rows] == [8, 8]


def test_each_team_has_its_share_and_items_without_a_team_stand_last() -> None:
    shares = [
        (share.team.key if share.team else None, share.overdue, share.open_actions)
        for share in view_actions(four()).teams
    ]
    assert shares == [("checkout", 0, 1), ("discovery", 2, 2), (None, 0, 1)]


def test_an_item_due_today_is_not_overdue() -> None:
    table = (
        "| ID | Item | Owner | Priority | Due Date |\n|---|---|---|---|---|\n"
        "| A1 | Bound the queue | Checkout | P1 | 2026-03-16 |\n"
    )
    view = view_actions(load([postmortem({"Action Items": table})]).library)
    assert (view.total, view.overdue) == (1, 0)


def test_a_ticket_leads_to_its_tracker() -> None:
    settings = "trackers: {SHOP-: 'https://tickets.example/browse/{ticket}'}\n"
    view = view_actions(load([postmortem()], settings=settings).library)
    assert view.groups[0].rows[0].ticket_url == "https://tickets.example/browse/SHOP-2"


def test_an_empty_list_says_when_the_last_one_was_closed() -> None:
    table = (
        "| ID | Item | Owner | Due Date | Status | Closed |\n|---|---|---|---|---|---|\n"
        "| A1 | Bound the queue | Checkout | 2026-03-06 | done | 2026-03-03 |\n"
    )
    view = view_actions(load([postmortem({"Action Items": table})]).library)
    assert view.if_empty == "No open action items. The last one was closed on 3 March 2026."


DECLINED = """\
| ID | Item | Owner | Due Date | Status | Closed | Note |
|---|---|---|---|---|---|---|
| A1 | Second vendor | Checkout | 2025-12-06 | wont-do | 2026-01-03 | Too dear |
| A2 | Third vendor | Checkout | 2025-12-06 | wont-do | | |
| A3 | Fourth vendor | Checkout | 2025-12-06 | wont-do | 2026-02-01 | One is enough |
| A4 | Bound the queue | Checkout | 2025-12-06 | done | 2025-12-06 | |
"""


def test_decisions_stand_with_their_reasons_the_newest_first_and_unknown_days_last() -> None:
    view = view_actions(load([postmortem({"Action Items": DECLINED})]).library)
    assert [(row.short_id, row.note) for row in view.decisions] == [
        ("A3", "One is enough"), ("A1", "Too dear"), ("A2", None),
    ]  # fmt: skip
    assert (view.declined, view.closed) == (3, 1)


def test_at_most_twenty_decisions_are_shown_with_the_number_of_all() -> None:
    rows = "".join(f"| A{n} | Item | X | | wont-do | | No |\n" for n in range(25))
    table = "".join(DECLINED.splitlines(keepends=True)[:2]) + rows
    view = view_actions(load([postmortem({"Action Items": table})]).library)
    assert (len(view.decisions), view.declined) == (20, 25)


def test_the_cohorts_are_those_of_all_teams_and_none_where_nothing_was_due() -> None:
    view = view_actions(load([postmortem({"Action Items": DECLINED})]).library)
    assert [(one.quarter, one.on_time, one.declined) for one in view.cohorts[:2]] == [
        ("2025-Q4", 1, 3), ("2025-Q3", 0, 0),
    ]  # fmt: skip
    assert view_actions(load([postmortem()]).library).cohorts == ()


def test_a_proposal_past_its_date_is_neither_overdue_nor_due_soon() -> None:
    table = (
        "| ID | Item | Owner | Due Date | Status |\n|---|---|---|---|---|\n"
        "| A1 | One | Checkout | 2026-03-15 | proposed |\n"
        "| A2 | Two | Checkout | 2026-03-16 | proposed |\n"
        "| A3 | Three | Checkout | 2026-03-23 | open |\n"
        "| A4 | Four | Checkout | 2026-03-24 | open |\n"
        "| A5 | Five | Checkout | 2026-03-15 | in-progress |\n"
        "| A6 | Six | Checkout | 2026-03-20 | done |\n"
    )
    library = load([postmortem({"Action Items": table})]).library
    view = view_actions(library)
    assert [(g.id, g.title, [row.short_id for row in g.rows]) for g in view.groups] == [
        ("overdue", "Overdue", ["A5"]),
        ("undecided", "Undecided, past their date", ["A1"]),
        ("soon", "Due within a week", ["A2", "A3"]),
        ("later", "Due later", ["A4"]),
    ]
    assert view_home(library).due_soon == 2
