"""Action items: what was agreed, whose it is, and whether it is done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from .blocks import Block, Row
from .corrections import correct_date, correct_word
from .diagnostics import Finding, Problem, Replacement
from .document import Section
from .front_matter import parse_date
from .plain_text import plain_text
from .settings import Settings, Team
from .vocabulary import fold

_HEADS = {
    "id": ("id", "no", "number"),
    "item": ("item", "action", "actionitem", "description", "task", "what"),
    "owner": ("owner", "who", "assignee", "responsible", "owners"),
    "priority": ("priority", "prio"),
    "due": ("duedate", "due", "deadline", "by"),
    "status": ("status", "state"),
    "ticket": ("ticket", "issue", "link", "tracker"),
    "closed": ("closed", "done", "closedon", "completed"),
    "type": ("type", "kind"),
    "note": ("note", "notes", "comment", "reason"),
}
ACTION_COLUMNS = tuple(_HEADS)
"""In the order in which they are written."""
_NOTHING = frozenset({"", "-", "–", "—", "?", "n/a", "none", "tbd", "tba", "todo", "unassigned"})


class ActionStatus(StrEnum):
    """Where an action item stands."""

    PROPOSED = "proposed"
    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    VERIFIED = "verified"
    WONT_DO = "wont-do"

    @property
    def is_open(self) -> bool:
        """`proposed`, `open` or `in-progress`."""
        return self in (ActionStatus.PROPOSED, ActionStatus.OPEN, ActionStatus.IN_PROGRESS)


@dataclass(frozen=True, kw_only=True)
class ActionItem:
    """One action item; None means that the document does not say."""

    id: str
    """`PM-2026-007-A1`."""
    short_id: str
    """`A1`."""
    item: str
    """What is to be done, as inline Markdown."""
    owner: str | None
    """As written."""
    team: str | None
    """Id of the team that the owner is, or is a member of; None if neither."""
    priority: str | None
    due: date | None
    status: ActionStatus
    ticket: str | None
    closed: date | None
    type: str | None
    note: str | None
    line: int

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided or done."""
        return self.status.is_open

    @property
    def anchor(self) -> str:
        """Its anchor on the incident's page: `a1`."""
        return self.short_id.lower()

    def is_overdue(self, as_of: date) -> bool:
        """Open or in progress, and due before that day; a proposal is never overdue."""
        return (
            self.is_open
            and self.status is not ActionStatus.PROPOSED
            and self.due is not None
            and self.due < as_of
        )


@dataclass(frozen=True, kw_only=True)
class ActionsReading:
    """Action items, where they stood, and what could not be read of them."""

    items: tuple[ActionItem, ...]
    blocks: tuple[Block, ...]
    """What the page's own table says in full: the tables, or a list of plain items."""
    problems: tuple[Problem, ...]


def read_actions(
    section: Section | None, postmortem: str, settings: Settings, teams: tuple[str, ...] = ()
) -> ActionsReading:
    """Read the tables of the section that have a column of items; else its lists.

    `teams` are the postmortem's own, see `owning_team`.
    """
    tables = tuple(
        block
        for block in (section.blocks if section else ())
        if block.kind == "table" and _columns(block.header).get("item") is not None
    )
    if not tables:
        return _read_list(section, postmortem)
    items: list[ActionItem] = []
    problems: list[Problem] = []
    used: dict[str, int] = {}
    for table in tables:
        columns = _columns(table.header)
        for row in table.rows:
            if not any(cell.strip() for cell in row.cells):
                continue
            reader = _RowReader(row=row, columns=columns, problems=problems)
            item = reader.read(postmortem, len(items) + 1, settings, teams)
            if item.anchor in used:
                reader.report(
                    "PM104",
                    f"the action item `{item.id}` stands on line {used[item.anchor]} already",
                    "give each row an ID of its own: A1, A2 …",
                )
                item = _renumbered(item, postmortem, used)
            used[item.anchor] = row.line
            items.append(item)
    return ActionsReading(items=tuple(items), blocks=tables, problems=tuple(problems))


def _renumbered(item: ActionItem, postmortem: str, used: Mapping[str, int]) -> ActionItem:
    """The item under the next id that is free, until the document settles it."""
    number = next(n for n in range(2, len(used) + 3) if f"{item.anchor}-{n}" not in used)
    short = f"{item.short_id}-{number}"
    return replace(item, id=f"{postmortem}-{short}", short_id=short)


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
    inner = section.blocks if section else ()
    found = tuple(block for block in inner if block.kind == "item" and block.text)
    items = tuple(
        ActionItem(
            id=f"{postmortem}-A{index}",
            short_id=f"A{index}",
            item=block.text,
            owner=None,
            team=None,
            priority=None,
            due=None,
            status=ActionStatus.OPEN,
            ticket=None,
            closed=None,
            type=None,
            note=None,
            line=block.line,
        )
        for index, block in enumerate(found, start=1)
    )
    is_plain = all(block.kind in ("item", "paragraph") for block in inner)
    return ActionsReading(items=items, blocks=found if is_plain else (), problems=())


@dataclass(frozen=True, kw_only=True)
class _RowReader:
    row: Row
    columns: Mapping[str, int]
    problems: list[Problem]

    def read(
        self, postmortem: str, number: int, settings: Settings, teams: tuple[str, ...]
    ) -> ActionItem:
        short = re.sub(r"[^A-Za-z0-9-]+", "", self.text("id") or "")
        short = short.removeprefix(f"{postmortem}-") or f"A{number}"
        owner = self.text("owner")
        return ActionItem(
            id=f"{postmortem}-{short}",
            short_id=short,
            item=self.cell("item"),
            owner=owner,
            team=owning_team(owner, settings, teams) if owner else None,
            priority=self.text("priority"),
            due=self.date("due"),
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
            self.report("PM103", f"{name}: {error}", "", correct_date(value))
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
                correct_word(written, (status.value for status in ActionStatus)),
            )
            return ActionStatus.OPEN
        return found

    def report(
        self, code: str, message: str, hint: str, replacement: Replacement | None = None
    ) -> None:
        finding = Finding(line=self.row.line, message=message, hint=hint, replacement=replacement)
        self.problems.append(Problem(code=code, finding=finding))


def owning_team(owner: str, settings: Settings, teams: tuple[str, ...] = ()) -> str | None:
    """The team that an owner names: by id, name, alias or member, alone or in a list.

    "Platform Team", "platform" and "Ada Osei (Platform)" are all `platform`. The
    successor of a retired team takes over its items. Where the settings list no
    teams, `teams` are the ones known. None where no team is named.
    """
    parts = [fold(part) for part in (owner, *re.split(r"[,/&();]|\band\b", owner))]
    known = settings.teams or tuple(Team(id=team, name=team) for team in teams)
    for names in (_names, _members):
        for part in parts:
            for team in known:
                if part and part in names(team):
                    return _current(team.id, settings)
    return None


def _names(team: Team) -> set[str]:
    names = (team.id, team.name, *team.aliases)
    return {fold(name) for name in names} | {fold(f"{name} team") for name in names}


def _members(team: Team) -> set[str]:
    return {fold(member) for member in team.members}


def _current(team: str, settings: Settings) -> str:
    """The team itself, or who took over from it, however many steps away."""
    seen = {team}
    while (found := settings.team(team)) and found.retired and found.successor:
        if found.successor in seen:
            break
        team = found.successor
        seen.add(team)
    return team
