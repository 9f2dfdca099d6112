"""The list of open action items: its groups, and the records that its further rows are made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from ..core.cohorts import FOLLOWED
from ..core.library import Library, OwnedAction
from ..core.quarter import quarter_of, quarters_before
from .reference import Ref
from .rows import ActionRow, list_actions

FIRST = 100
"""Items that stand in the page itself; the others are read when they are needed."""
SHARD = 1000
"""Items in each of the files that hold them."""
GROUPS = {
    "overdue": "Overdue",
    "undecided": "Undecided, past their date",
    "soon": "Due within a week",
    "later": "Due later",
    "undated": "Without a due date",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedAction:
    """An open item with the value that it has in each facet; empty where it has none."""

    row: ActionRow
    due: str
    """A key of `GROUPS`."""
    team: str
    """Id."""
    priority: str
    type: str
    age: str
    """`30-90`: days since it was agreed on."""
    quarter: str
    """Of the last complete ones, that in which it was first due."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionGroup:
    """Open items that are due in the same stretch of time."""

    id: str
    title: str
    total: int
    rows: tuple[ActionRow, ...]
    """Those that stand in the page."""


@lru_cache(maxsize=2)
def list_open(library: Library) -> tuple[ListedAction, ...]:
    """All open items, the overdue ones first, the undated ones last."""
    actions = library.open_actions
    quarters = frozenset(quarters_before(library.as_of, FOLLOWED))
    return tuple(
        _listed(owned, row, quarters, library)
        for owned, row in zip(actions, list_actions(actions, library), strict=True)
    )


def _listed(
    owned: OwnedAction, row: ActionRow, quarters: frozenset[str], library: Library
) -> ListedAction:
    action, course = owned.action, library.courses[owned.action.id]
    quarter = quarter_of(course.first_due) if course.first_due else ""
    return ListedAction(
        row=row,
        due=_due_group(owned, library),
        team=action.team or "",
        priority=action.priority or "",
        type=action.type or "",
        age=_age_group((library.as_of - course.agreed).days) if course.agreed else "",
        quarter=quarter if quarter in quarters else "",
    )


def _due_group(owned: OwnedAction, library: Library) -> str:
    action, as_of = owned.action, library.as_of
    if action.due is None:
        return "undated"
    if action.due < as_of:
        return "overdue" if action.is_overdue(as_of) else "undecided"
    return "soon" if action.is_due_soon(as_of) else "later"


def _age_group(days: int) -> str:
    if days < 30:
        return "under-30"
    if days <= 90:
        return "30-90"
    return "91-180" if days <= 180 else "over-180"


def group_by_due_date(listed: tuple[ListedAction, ...]) -> tuple[ActionGroup, ...]:
    """The groups that have items, each with those of the first items that are in it."""
    totals = Counter(one.due for one in listed)
    return tuple(
        ActionGroup(
            id=name,
            title=title,
            total=totals[name],
            rows=tuple(one.row for one in listed[:FIRST] if one.due == name),
        )
        for name, title in GROUPS.items()
        if totals[name]
    )


RECORD_FIELDS = (
    "due", "team", "priority", "type", "age", "quarter",
    "id", "incident", "anchor", "title", "item", "owner", "owner_page", "team_page", "team_title",
    "due_date", "due_note", "mark", "state", "ticket", "ticket_url", "ticket_state", "ticket_note",
)  # fmt: skip
"""Names of what a record holds: the facets, then what `SPECIMEN` has between braces."""


def record_of(listed: ListedAction) -> tuple[str, ...]:
    """An open item as a record, in the order of `RECORD_FIELDS`; empty for nothing."""
    row = listed.row
    return (
        listed.due, listed.team, listed.priority, listed.type, listed.age, listed.quarter,
        row.id, row.incident.key, row.incident.anchor, row.incident.title, row.item, row.owner,
        row.owner_page.key if row.owner_page else "",
        row.team.key if row.team else "", row.team.title if row.team else "",
        row.due, row.due_note, row.mark, row.state,
        row.ticket or "", row.ticket_url or "", row.ticket_state, row.ticket_note,
    )  # fmt: skip


SPECIMEN = ActionRow(
    id="{id}",
    short_id="",
    incident=Ref(kind="incident", key="{incident}", title="{title}", anchor="{anchor}"),
    item="{item}",
    owner="{owner}",
    owner_page=Ref(kind="team", key="{owner_page}"),
    team=Ref(kind="team", key="{team_page}", title="{team_title}"),
    priority="{priority}",
    due="{due_date}",
    due_note="{due_note}",
    status="",
    state="{state}",
    mark="{mark}",
    is_open=True,
    overdue_days=0,
    ticket="{ticket}",
    ticket_url="{ticket_url}",
    ticket_state="{ticket_state}",
    ticket_note="{ticket_note}",
    closed=None,
    type=None,
    note=None,
)
"""A row with everything that one may have, named: the page makes further rows of it."""
