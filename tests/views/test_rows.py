from __future__ import annotations

from dataclasses import replace

import pytest

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.tickets import Ticket
from mkdocs_postmortems.views.rows import ActionRow, list_actions

from ..documents import postmortem
from ..libraries import SETTINGS, load

TRACKERS = "trackers: {SHOP-: 'https://tickets.example/browse/{ticket}'}\n"
POLICY = "policy: {action_due_days: {P1: 30}}\n"
TABLE = """\
| ID | Item | Owner | Priority | Due | First Due | Status | Ticket | Closed |
|---|---|---|---|---|---|---|---|---|
| A1 | Bound the queue | Discovery Team | P1 | | | open | SHOP-1 | |
| A2 | Alert on the queue | Discovery | P1 | 2026-03-15 | 2026-01-30 | open | SHOP-2 | |
| A3 | Second queue | Discovery | P2 | 2026-04-01 | 2026-04-01 | proposed | | |
| A4 | Say it on the status page | Checkout | P2 | 2026-04-01 | | in-progress | | |
| A5 | Drain it | Nobody | P2 | 2026-04-01 | | done | SHOP-5 | 2026-02-01 |
| A6 | Third queue | Lin Berg | P2 | 2026-04-01 | | wont-do | SHOP-6 | |
"""


def library(settings: str = SETTINGS + TRACKERS + POLICY) -> Library:
    return load([postmortem({"Action Items": TABLE})], settings).library


def ticket(number: str, state: str, *, closed: bool) -> Ticket:
    return Ticket(number=number, state=state, is_closed=closed, closed=None, line=2)


def rows(found: Library) -> dict[str, ActionRow]:
    return {row.short_id: row for row in list_actions(found.actions, found)}


def test_a_date_that_is_the_policys_or_was_moved_says_so() -> None:
    found = rows(library())
    assert [(found[name].due, found[name].due_note) for name in ("A1", "A2", "A3")] == [
        ("2026-02-07", "by policy"),
        ("2026-03-15", "first due 2026-01-30"),
        ("2026-04-01", ""),
    ]


def test_a_date_of_the_policy_makes_an_item_overdue_like_any_other() -> None:
    found = rows(library())
    assert [(found[name].state, found[name].mark) for name in ("A1", "A2", "A4", "A6")] == [
        ("Overdue by 37 days", "overdue"),
        ("Overdue by 1 day", "overdue"),
        ("In progress", "in-progress"),
        ("Declined", "wont-do"),
    ]


def test_what_is_promised_without_a_ticket_says_so_where_there_are_trackers() -> None:
    notes = {name: row.ticket_note for name, row in rows(library()).items()}
    assert notes == {"A1": "", "A2": "", "A3": "", "A4": "no ticket", "A5": "", "A6": ""}
    assert {row.ticket_note for row in rows(library(SETTINGS)).values()} == {""}


@pytest.mark.parametrize(
    ("item", "closed", "note"),
    [
        ("A1", True, "ticket closed, item open"),
        ("A1", False, ""),
        ("A5", False, "ticket open, item done"),
        ("A5", True, ""),
        ("A6", False, "ticket open, item declined"),
    ],
)
def test_the_state_of_a_ticket_is_shown_and_where_it_disagrees_that_too(
    item: str, closed: bool, note: str
) -> None:
    number = f"SHOP-{item[1:]}"
    found = replace(library(), tickets={number: ticket(number, "In Review", closed=closed)})
    row = rows(found)[item]
    assert (row.ticket_state, row.ticket_note) == ("In Review", note)
    others = {name: other.ticket_state for name, other in rows(found).items() if name != item}
    assert set(others.values()) == {""}


def test_an_owner_leads_to_the_team_that_it_is_or_belongs_to() -> None:
    found = rows(library())

    def owner(name: str) -> tuple[str, str | None, str | None]:
        row = found[name]
        return (
            row.owner,
            row.owner_page.key if row.owner_page else None,
            row.team.key if row.team else None,
        )

    assert owner("A4") == ("Checkout", "checkout", None)
    assert owner("A6") == ("Lin Berg", None, "checkout")
    assert owner("A5") == ("Nobody", None, None)
    assert owner("A1") == ("Discovery Team", None, "discovery")
