from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.term import TermView, view_term
from mkdocs_postmortems.views.vocabulary import CATEGORIES, FACTORS, SERVICES, Axis, terms_of

from ..documents import postmortem
from ..libraries import four, load
from .test_vocabulary import RETIRED


def view(axis: Axis, identifier: str, library: Library) -> TermView:
    term = next(term for term in terms_of(axis, library) if term.id == identifier)
    return view_term(axis, term, library)


def test_a_category_has_its_incidents_open_items_and_share() -> None:
    shown = view(CATEGORIES, "capacity", four())
    assert [row.incident.key for row in shown.rows] == ["PM-2026-001", "PM-2025-001"]
    assert [row.id for row in shown.actions] == ["PM-2025-001-A2", "PM-2026-001-A2"]
    assert (shown.share, shown.total, shown.counts) == (67, 3, "2 incidents")


def test_near_misses_are_listed_but_in_no_share() -> None:
    shown = view(CATEGORIES, "configuration", four())
    assert shown.counts == "1 incident and 1 near miss"
    assert (shown.share, shown.incidents) == (33, 1)
    factors = {row.term.key: row.count for row in shown.tables[0].rows}
    assert factors == {"staging-parity": 1, "unbounded-growth": 1}


def test_a_service_names_the_team_that_runs_it() -> None:
    shown = view(SERVICES, "search-api", four())
    assert [owner.key for owner in shown.owners] == ["discovery"]


def test_a_factor_shows_what_stands_beside_it_and_not_itself() -> None:
    shown = view(FACTORS, "unbounded-growth", four())
    tables = {
        table.id: [(r.term.key, r.count, r.percent) for r in table.rows] for table in shown.tables
    }
    assert tables["causes"] == [("capacity", 2, 67), ("configuration", 1, 33)]
    assert tables["factors"] == [("staging-parity", 1, 33)]


def test_a_retired_factor_keeps_its_incidents_and_names_its_successor() -> None:
    library = load([postmortem(contributing_factors="[overload]")], RETIRED).library
    shown = view(FACTORS, "overload", library)
    assert shown.retired
    assert shown.successor
    assert shown.successor.key == "unbounded-growth"
    assert [row.incident.key for row in shown.rows] == ["PM-2026-001"]
    assert not view(FACTORS, "unbounded-growth", library).retired
