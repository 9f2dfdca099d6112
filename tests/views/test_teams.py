from __future__ import annotations

from mkdocs_postmortems.views.teams import view_teams

from ..libraries import four


def test_teams_stand_by_name_with_what_they_own_and_owe() -> None:
    rows = view_teams(four()).rows
    shown = [(r.team.key, r.owned, r.involved, r.open_actions, r.overdue) for r in rows]
    assert shown == [
        ("checkout", 2, 0, 1, 0),
        ("discovery", 2, 1, 2, 2),
        ("storefront", 0, 0, 0, 0),
    ]
    assert rows[-1].retired
