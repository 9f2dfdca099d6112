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


def test_open_items_of_a_retired_team_move_to_its_successor() -> None:
    assert [row.id for row in view("checkout", four()).actions] == ["PM-2026-002-A1"]
    retired = view("storefront", four())
    assert (retired.retired, retired.successor and retired.successor.key) == (True, "checkout")
    assert retired.actions == ()


def test_a_team_that_only_a_document_names_has_a_page_without_settings() -> None:
    library = load([postmortem(teams="[Payments]")], settings="").library
    assert view("payments", library).counts == "1 incident"
