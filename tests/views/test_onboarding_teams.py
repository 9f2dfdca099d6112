from __future__ import annotations

from mkdocs_postmortems.views.onboarding_teams import view_onboarding_teams

from ..libraries import four


def test_every_team_that_is_not_retired_stands_there_by_name() -> None:
    rows = view_onboarding_teams(four()).rows
    assert [(row.team.title, row.postmortems, row.minutes) for row in rows] == [
        ("Checkout", 1, 1), ("Search and Discovery", 2, 2),
    ]  # fmt: skip


def test_the_page_that_a_team_has_written_has_no_figures_of_ours() -> None:
    checkout, discovery = view_onboarding_teams(four(), own=frozenset({"checkout"})).rows
    assert (checkout.is_own, checkout.postmortems, checkout.minutes) == (True, 0, 0)
    assert (discovery.is_own, discovery.postmortems) == (False, 2)
