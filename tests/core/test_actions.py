from __future__ import annotations

import pytest

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.owners import owning_team
from mkdocs_postmortems.pipeline import load_settings
from mkdocs_postmortems.views.incident import view_incident

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


def test_an_id_that_a_row_says_it_has_is_never_given_to_another() -> None:
    loaded = load(
        [postmortem({"Action Items": "| ID | Item |\n|---|---|\n| | a |\n| A1 | b |\n| | c |\n"})]
    )
    shown = [(o.action.short_id, o.action.item) for o in loaded.library.actions]
    assert shown == [("A2", "a"), ("A1", "b"), ("A3", "c")]
    assert [d for d in loaded.diagnostics if d.code == "PM104"] == []


def test_an_id_is_an_items_own_where_the_row_says_it_and_no_row_before_it_does() -> None:
    rows = "| ID | Item |\n|---|---|\n| | a |\n| A1 | b |\n| a1 | c |\n| PM-2026-001-A7 | d |\n"
    shown = [(o.action.short_id, o.action.has_own_id) for o in items(rows).actions]
    assert shown == [("A2", False), ("A1", True), ("a1-2", False), ("A7", True)]
    assert [o.action.has_own_id for o in items("- Bound the queue\n").actions] == [False]


def test_sections_that_mean_the_same_are_read_as_one() -> None:
    table = "| ID | Item | Owner | Due Date | Status |\n|---|---|---|---|---|\n"
    library = load(
        [
            postmortem(
                {
                    "Action Items": f"{table}| A1 | Bound the queue | Checkout | | done |\n",
                    "Follow-ups": f"{table}| A2 | Alert | Checkout | 2026-03-01 | open |\n",
                }
            )
        ]
    ).library
    shown = [(o.action.short_id, o.action.is_overdue(library.as_of)) for o in library.actions]
    assert shown == [("A1", False), ("A2", True)]


def test_ticked_boxes_are_done_and_count_in_inner_lists_too() -> None:
    library = items("- [x] Bound the queue\n- [ ] Alert\n  - on its length\n  - [X] on its age\n")
    shown = [(o.action.item, o.action.status.value) for o in library.actions]
    assert shown == [("Bound the queue", "done"), ("Alert", "open"), ("on its age", "done")]


def test_a_column_of_follow_ups_is_one_of_items() -> None:
    library = items(
        "| Follow-up | Owner | Due |\n|---|---|---|\n| Alert | Checkout | 2026-04-01 |\n"
    )
    (owned,) = library.actions
    assert (owned.action.item, str(owned.action.due)) == ("Alert", "2026-04-01")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("| Idea | Owner |\n|---|---|\n| Alert | Checkout |\n", 1),
        ("| Item | Owner |\n|---|---|\n", 1),
        ("| Item | Owner |\n|---|---|\n| a | b |\n\n- Alert\n- Bound the queue\n", 5),
    ],
)
def test_what_is_not_read_is_a_finding_and_leaves_unknown_whether_it_is_fixed(
    text: str, line: int
) -> None:
    document = postmortem({"Action Items": text})
    loaded = load([document])
    start = document.split("\n").index(text.split("\n")[0])
    assert [d.line - start for d in loaded.diagnostics if d.code == "PM202"] == [line]
    (record,) = loaded.library.postmortems
    fixed = view_incident(record, loaded.library).story[-1]
    assert fixed.answer == "Unknown: not all action items can be read."
