"""The section Action Items, read: its tables and lists as action items."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from .actions import ActionItem, ActionStatus
from .blocks import Block, Row
from .corrections import correct_date, correct_word
from .diagnostics import Finding, Problem, Replacement
from .document import Section
from .front_matter import parse_date
from .owners import owning_team
from .plain_text import plain_text
from .settings import Settings
from .vocabulary import fold

_HEADS = {
    "id": ("id", "no", "number"),
    "item": (
        "item",
        "action",
        "actionitem",
        "description",
        "task",
        "what",
        "actions",
        "actionitems",
        "followup",
        "followups",
        "todo",
        "measure",
        "improvement",
    ),
    "owner": ("owner", "who", "assignee", "responsible", "owners"),
    "priority": ("priority", "prio"),
    "due": ("duedate", "due", "deadline", "by"),
    "first_due": ("firstdue", "firstduedate", "originaldue", "originalduedate", "originallydue"),
    "status": ("status", "state"),
    "ticket": ("ticket", "issue", "link", "tracker"),
    "closed": ("closed", "done", "closedon", "completed"),
    "type": ("type", "kind"),
    "note": ("note", "notes", "comment", "reason"),
}
_BOX = re.compile(r"\[(?P<tick>[ xX])\][ \t]+")
ACTION_COLUMNS = tuple(_HEADS)
"""In the order in which they are written."""
_NOTHING = frozenset({"", "-", "–", "—", "?", "n/a", "none", "tbd", "tba", "todo", "unassigned"})


@dataclass(frozen=True, kw_only=True)
class ActionsReading:
    """Action items, where they stood, and what could not be read of them."""

    items: tuple[ActionItem, ...]
    blocks: tuple[Block, ...]
    """What the page's own table says in full: the tables, or a list of plain items."""
    is_complete: bool
    """Whether all tables and lists of the section were read; else nobody knows how many there are."""
    problems: tuple[Problem, ...]


def read_actions(
    section: Section | None, postmortem: str, settings: Settings, teams: tuple[str, ...] = ()
) -> ActionsReading:
    """Read the tables of the section that have a column of items; else its lists.

    `teams` are the postmortem's own, see `owning_team`. What looks like action
    items and is not read is a PM202: it must not pass for "there are none".
    """
    blocks = section.blocks if section else ()
    tables = tuple(
        block for block in blocks if block.kind == "table" and "item" in _columns(block.header)
    )
    unread = [
        _unread(block, "this table has no column Item, so it is not read", "name the column Item")
        for block in blocks
        if block.kind == "table" and block not in tables
    ]
    if not tables:
        read = _read_list(section, postmortem)
        return replace(read, is_complete=not unread, problems=tuple(unread))
    unread += [
        _unread(table, "the table of action items has no rows", "write the items, or why none")
        for table in tables
        if not any(_is_filled(row) for row in table.rows)
    ]
    lists = [block for block in blocks if block.kind == "item" and block.text]
    unread += [
        _unread(block, "this list is not read, because there is a table of action items",
                "give each item a row of the table, or write a note as a paragraph")
        for block in lists[:1]
    ]  # fmt: skip
    problems: list[Problem] = []
    readers = [
        _RowReader(row=row, columns=_columns(table.header), problems=problems)
        for table in tables
        for row in table.rows
        if _is_filled(row)
    ]
    items: list[ActionItem] = []
    used = dict.fromkeys((r.short_id(postmortem).lower() for r in readers), 0)
    for number, reader in enumerate(readers, start=1):
        short = reader.short_id(postmortem)
        if not short:
            short = _free_id(number, used)
        elif used[short.lower()]:
            reader.report(
                "PM104",
                f"the action item `{postmortem}-{short}` stands on line {used[short.lower()]} "
                "already",
                "give each row an ID of its own: A1, A2 …",
            )
            short = _renumbered(short, used)
        used[short.lower()] = reader.row.line
        items.append(reader.read(postmortem, short, settings, teams))
    return ActionsReading(
        items=tuple(items),
        blocks=tables,
        is_complete=not unread,
        problems=(*problems, *unread),
    )


def _unread(block: Block, message: str, hint: str) -> Problem:
    return Problem(code="PM202", finding=Finding(line=block.line, message=message, hint=hint))


def _is_filled(row: Row) -> bool:
    return any(cell.strip() for cell in row.cells)


def _free_id(number: int, used: Mapping[str, int]) -> str:
    """The row's number, or the next one that no row says it has."""
    while f"a{number}" in used:
        number += 1
    return f"A{number}"


def _renumbered(short: str, used: Mapping[str, int]) -> str:
    """The next id that is free, until the document settles it."""
    number = next(n for n in range(2, len(used) + 3) if f"{short.lower()}-{n}" not in used)
    return f"{short}-{number}"


@lru_cache(maxsize=256)
def _columns(header: tuple[str, ...]) -> Mapping[str, int]:
    columns: dict[str, int] = {}
    for name, heads in _HEADS.items():
        for index, head in enumerate(header):
            if fold(plain_text(head)) in heads and index not in columns.values():
                columns.setdefault(name, index)
    return columns


def column_kinds(header: tuple[str, ...]) -> tuple[str | None, ...]:
    """What each column of an action table holds: one of ACTION_COLUMNS, or None."""
    kinds = {index: name for name, index in _columns(header).items()}
    return tuple(kinds.get(index) for index in range(len(header)))


def _read_list(section: Section | None, postmortem: str) -> ActionsReading:
    """Items of outermost lists, and of inner ones those with a box to tick."""
    inner = section.blocks if section else ()
    found = [
        (block, _BOX.match(block.text))
        for block in inner
        if block.text
        and (block.kind == "item" or (block.kind == "nested" and _BOX.match(block.text)))
    ]
    items = tuple(
        ActionItem(
            id=f"{postmortem}-A{index}",
            short_id=f"A{index}",
            has_own_id=False,
            item=block.text[box.end() :] if box else block.text,
            owner=None,
            team=None,
            priority=None,
            due=None,
            status=ActionStatus.DONE if box and box["tick"] != " " else ActionStatus.OPEN,
            ticket=None,
            closed=None,
            type=None,
            note=None,
            line=block.line,
        )
        for index, (block, box) in enumerate(found, start=1)
    )
    is_plain = all(block.kind in ("item", "paragraph") for block in inner)
    blocks = tuple(block for block, _ in found) if is_plain else ()
    return ActionsReading(items=items, blocks=blocks, is_complete=True, problems=())


@dataclass(frozen=True, kw_only=True)
class _RowReader:
    row: Row
    columns: Mapping[str, int]
    problems: list[Problem]

    def short_id(self, postmortem: str) -> str:
        """What the column ID says; empty where it says nothing."""
        short = re.sub(r"[^A-Za-z0-9-]+", "", self.text("id") or "")
        return short.removeprefix(f"{postmortem}-")

    def read(
        self, postmortem: str, short: str, settings: Settings, teams: tuple[str, ...]
    ) -> ActionItem:
        owner = self.text("owner")
        return ActionItem(
            id=f"{postmortem}-{short}",
            short_id=short,
            has_own_id=short == self.short_id(postmortem),
            item=self.cell("item"),
            owner=owner,
            team=owning_team(owner, settings, teams) if owner else None,
            priority=self.text("priority"),
            due=self.date("due"),
            first_due=self.date("first_due"),
            status=self.status(),
            ticket=self.text("ticket"),
            closed=self.date("closed"),
            type=(self.text("type") or "").lower() or None,
            note=self.cell("note") if self.text("note") else None,
            line=self.row.line,
        )

    def cell(self, name: str) -> str:
        index = self.columns.get(name)
        return self.row.cells[index] if index is not None and index < len(self.row.cells) else ""

    def text(self, name: str) -> str | None:
        value = plain_text(self.cell(name))
        return None if value.lower() in _NOTHING else value

    def date(self, name: str) -> date | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            return parse_date(value)
        except ValueError as error:
            self.report("PM103", f"{name}: {error}", "", self.in_cell(name, correct_date(value)))
            return None

    def status(self) -> ActionStatus:
        written = self.text("status")
        if written is None:
            return ActionStatus.OPEN
        found = next((s for s in ActionStatus if fold(s) == fold(written)), None)
        if found is None:
            known = ", ".join(status.value for status in ActionStatus)
            self.report(
                "PM404",
                f"`{written}` is no status of an action item; it counts as open",
                f"write one of {known}",
                self.in_cell(
                    "status", correct_word(written, (status.value for status in ActionStatus))
                ),
            )
            return ActionStatus.OPEN
        return found

    def in_cell(self, name: str, replacement: Replacement | None) -> Replacement | None:
        return replacement and replace(replacement, cell=self.columns.get(name))

    def report(
        self, code: str, message: str, hint: str, replacement: Replacement | None = None
    ) -> None:
        finding = Finding(line=self.row.line, message=message, hint=hint, replacement=replacement)
        self.problems.append(Problem(code=code, finding=finding))
