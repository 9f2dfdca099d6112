"""Tables of action items: their columns under our heads, and the words of their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..core.vocabulary import fold
from .action_items import Action, find_tickets, is_called_done, read_action
from .cells import split_row
from .chunks import Chunk
from .dates import Calendar, find_dates

_HEADS: Mapping[str, tuple[str, ...]] = {
    "item": ("item", "action", "actionitem", "description", "task", "what", "title", "summary",
             "actions", "todo", "remediation"),
    "id": ("id", "no", "number", "nr"),
    "owner": ("owner", "who", "assignee", "responsible", "owners", "assignedto", "lead", "dri"),
    "priority": ("priority", "prio"),
    "due": ("duedate", "due", "deadline", "by", "eta", "targetdate", "when"),
    "status": ("status", "state", "done", "progress"),
    "ticket": ("ticket", "issue", "link", "tracker", "jira", "bug", "tickets", "tracking"),
    "closed": ("closed", "closedon", "completed", "completedon"),
    "type": ("type", "kind", "category"),
}  # fmt: skip
_OURS = {"item": "Item", "id": "ID", "owner": "Owner", "priority": "Priority", "due": "Due Date",
         "status": "Status", "ticket": "Ticket", "closed": "Closed", "type": "Type"}  # fmt: skip
_STATUS = {
    "done": ("done", "complete", "completed", "closed", "fixed", "finished", "shipped", "yes",
             "merged", "resolved", "x", "y", "implemented"),
    "open": ("open", "todo", "new", "notstarted", "no", "n", "pending", "planned", "backlog"),
    "in-progress": ("inprogress", "wip", "ongoing", "started", "underway", "inreview"),
    "proposed": ("proposed", "idea", "proposal"),
    "verified": ("verified",),
    "wont-do": ("wontdo", "wontfix", "rejected", "cancelled", "canceled", "declined", "dropped"),
}  # fmt: skip
_STATUSES = {word: status for status, words in _STATUS.items() for word in words}
_IDENTIFIER = re.compile(r"[A-Z]{0,3}-?\d{1,3}")


@dataclass(frozen=True, kw_only=True)
class TableAction:
    """An action item and what only a table has room for."""

    action: Action
    id: str = ""
    closed: str = ""
    """`2020-03-04`, or nothing."""
    type: str = ""
    unread_status: str = ""
    """What the source says of its state, where that is none of ours."""
    note: str = ""
    """What fits no column, with the head that it stood under."""


@dataclass(frozen=True, kw_only=True)
class ActionTable:
    """A table of action items, read."""

    actions: tuple[TableAction, ...]
    renamed: tuple[str, ...]


def read_action_table(chunk: Chunk, calendar: Calendar) -> ActionTable | None:
    """Read a table that has a column of items; None for any other table."""
    lines = [line for line in chunk.source.split("\n") if line.strip()]
    heads = split_row(lines[0])
    columns: dict[str, int] = {}
    for name, words in _HEADS.items():
        for index, head in enumerate(heads):
            if fold(head) in words and index not in columns.values():
                columns.setdefault(name, index)
    if "item" not in columns or len(lines) < 3:
        return None
    renamed = tuple(
        heads[index] for name, index in columns.items() if fold(heads[index]) != fold(_OURS[name])
    )
    actions = tuple(_read_row(split_row(line), heads, columns, calendar) for line in lines[2:])
    return ActionTable(actions=tuple(a for a in actions if a is not None), renamed=renamed)


def _read_row(
    cells: tuple[str, ...], heads: tuple[str, ...], columns: Mapping[str, int], calendar: Calendar
) -> TableAction | None:
    if not any(cells):
        return None
    by_name = {name: cells[i] for name, i in columns.items() if i < len(cells)}
    notes = [
        f"{head}: {cell}" if head else cell
        for index, (head, cell) in enumerate(zip(heads, cells, strict=False))
        if index not in columns.values() and cell
    ]
    notes += [cell for cell in cells[len(heads) :] if cell]
    action = read_action(by_name.get("item", ""), calendar)
    status = by_name.get("status", "")
    read_status = _STATUSES.get(fold(status), "done" if status.strip() in ("✅", "✔", "☑") else "")
    if not status and is_called_done(by_name.get("ticket", "")):
        read_status = "done"
    if status and not read_status:
        notes.append(f"{heads[columns['status']]}: {status}")
    due, closed = (_day(by_name.get(name, ""), calendar) for name in ("due", "closed"))
    for name, day in (("due", due), ("closed", closed)):
        if by_name.get(name) and not day:
            notes.append(f"{heads[columns[name]]}: {by_name[name]}")
    identifier = by_name.get("id", "").strip("# ")
    ticket = by_name.get("ticket", "") or action.ticket
    if identifier and not _IDENTIFIER.fullmatch(identifier):
        notes.append(f"{heads[columns['id']]}: {identifier}")
        ticket = ticket or next(find_tickets(identifier), "")
        identifier = ""
    return TableAction(
        action=replace(
            action,
            owner=by_name.get("owner") or action.owner,
            priority=by_name.get("priority") or action.priority,
            due=_parse(due) or action.due,
            status=read_status or action.status,
            ticket=ticket,
        ),
        id=identifier,
        closed=closed,
        type=by_name.get("type", ""),
        unread_status=status if status and not read_status else "",
        note="; ".join(notes),
    )


def _day(text: str, calendar: Calendar) -> str:
    """The day of a cell that holds nothing else."""
    mention = next(find_dates(text), None)
    if mention is None or mention.text.strip() != text.strip():
        return ""
    day = calendar.resolve(mention)
    return day.isoformat() if day else ""


def _parse(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
