from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.team import TeamView, view_team
from mkdocs_postmortems.views.teams import all_teams

from ..documents import postmortem
from ..libraries import four, load


def view(identifier: str, library: Library) -> TeamView:
    return view_team(next(t for t in all_teams(library) if t.id == identifier), library)


def test_a_team_has_what_hit_it_and_what_it_owes() -> None:
    shown = view("discovery", four())
    assert [row.incident.key for row in shown.rows] == ["PM-2026-002", "PM-2026-001", "PM-2025-001"]
    assert shown.owes == "2 open action items, 2 overdue"
    assert shown.links == (("Channel", "https://chat.example/discovery"),)


def test_a_team_has_the_first_three_of_what_its_newcomers_read() -> None:
    texts = [postmortem(id=f"PM-2026-{n:03}", date=f"2026-01-{n:02}") for n in range(1, 5)]
    shown = view("discovery", load(texts).library)
    # The latest is as severe as the others, then the one before it is both.
    assert [ref.key for ref in shown.read_first] == ["PM-2026-004", "PM-2026-003"]
    assert shown.reading == "2 postmortems, 2 minutes"
    assert [ref.key for ref in view("discovery", four()).read_first] == [
        "PM-2026-001", "PM-2025-001",
    ]  # fmt: skip
    assert (view("storefront", four()).read_first, view("storefront", four()).reading) == ((), "")


def test_open_items_of_a_retired_team_move_to_its_successor() -> None:
    assert [row.id for row in view("checkout", four()).actions] == ["PM-2026-002-A1"]
    retired = view("storefront", four())
    assert (retired.retired, retired.successor and retired.successor.key) == (True, "checkout")
    assert retired.actions == ()


def test_a_team_that_only_a_document_names_has_a_page_without_settings() -> None:
    library = load([postmortem(teams="[Payments]")], settings="").library
    assert view("payments", library).counts == "1 incident"


SHARE = """\
| ID | Item | Owner | Due Date | Status | Closed | Note |
|---|---|---|---|---|---|---|
| A1 | One | Checkout | 2025-12-06 | done | 2025-12-03 | |
| A2 | Two | Checkout | 2025-12-06 | done | 2025-12-09 | |
| A3 | Three | Checkout | 2025-12-06 | wont-do | | One is enough |
| A4 | Four | Discovery Team | 2025-12-06 | done | 2026-03-01 | |
"""


def test_a_team_has_its_own_cohorts_closures_and_decisions() -> None:
    shown = view("checkout", load([postmortem({"Action Items": SHARE})]).library)
    last = shown.cohorts[0]
    assert (last.quarter, last.on_time, last.late, last.declined, last.total) == (
        "2025-Q4", 1, 1, 1, 3,
    )  # fmt: skip
    assert [row.short_id for row in shown.closures] == ["A2", "A1"]
    assert [row.short_id for row in shown.decisions] == ["A3"]
    assert (shown.closed, shown.declined, shown.open_actions) == (2, 1, 0)


def test_a_team_with_many_open_items_shows_a_hundred_and_counts_all() -> None:
    rows = "".join(f"| A{n} | Item | Checkout | | open | | |\n" for n in range(120))
    table = "".join(SHARE.splitlines(keepends=True)[:2]) + rows
    shown = view("checkout", load([postmortem({"Action Items": table})]).library)
    assert (len(shown.actions), shown.open_actions) == (100, 120)
    assert shown.owes == "120 open action items"
