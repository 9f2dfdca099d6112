from __future__ import annotations

import pytest

from mkdocs_postmortems.core.actions import owning_team
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.pipeline import load_settings

from ..documents import postmortem
from ..libraries import SETTINGS, load


def items(table: str) -> Library:
    return load([postmortem({"Action Items": table})]).library


@pytest.mark.parametrize(
    ("owner", "team"),
    [
        ("discovery", "discovery"),
        ("Search and Discovery", "discovery"),
        ("Discovery Team", "discovery"),
        ("Checkout team", "checkout"),
        ("Lin Berg", "checkout"),
        ("Lin Berg (Checkout)", "checkout"),
        ("Storefront", "checkout"),
        ("Somebody", None),
    ],
)
def test_an_owner_is_a_team_by_id_name_alias_or_member(owner: str, team: str | None) -> None:
    assert owning_team(owner, load_settings(SETTINGS.encode()).settings) == team


def test_rows_without_an_id_are_numbered() -> None:
    library = items("| Item | Owner |\n|---|---|\n| First | a |\n| Second | b |\n")
    assert [o.action.id for o in library.actions] == ["PM-2026-001-A1", "PM-2026-001-A2"]


def test_a_list_is_read_as_items_without_owner_and_date() -> None:
    library = items("- Bound the queue\n- Alert on its length\n")
    shown = [(o.action.item, o.action.owner, o.action.due) for o in library.actions]
    assert shown == [("Bound the queue", None, None), ("Alert on its length", None, None)]


def test_a_proposal_is_open_but_never_overdue() -> None:
    table = (
        "| ID | Item | Owner | Due Date | Status |\n|---|---|---|---|---|\n"
        "| A1 | Bound the queue | Checkout | 2026-02-01 | proposed |\n"
    )
    (owned,) = items(table).open_actions
    assert not owned.action.is_overdue(items(table).as_of)
