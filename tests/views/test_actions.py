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
