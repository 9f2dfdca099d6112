"""The file of tickets, `tickets.csv`, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from .cell_values import parse_day
from .data_table import Row, read_csv_table
from .delimited import unusable
from .diagnostics import Problem
from .settings import Settings
from .tickets import Ticket
from .vocabulary import MAX_ID, fold

TICKET_COLUMNS = ("ticket", "state", "closed")
CLOSED_STATES = frozenset(
    {
        "closed",
        "done",
        "resolved",
        "complete",
        "completed",
        "merged",
        "wontdo",
        "wontfix",
        "cancelled",
        "canceled",
        "declined",
        "duplicate",
    }
)
"""Folded as `fold` does, so that `Won't Do` is one."""
OPEN_STATES = frozenset(
    {
        "open",
        "opened",
        "reopened",
        "new",
        "todo",
        "backlog",
        "triage",
        "started",
        "unstarted",
        "inprogress",
        "inreview",
        "blocked",
        "onhold",
        "waiting",
    }
)
"""Trackers may keep the day of an earlier closing when a ticket is opened again."""


@dataclass(frozen=True, kw_only=True)
class TicketsReading:
    """The tickets that the file has, and what of it cannot be used."""

    tickets: Mapping[str, Ticket] = field(default_factory=lambda: MappingProxyType({}))
    """By number, in the order of the file."""
    problems: tuple[Problem, ...] = ()


def read_tickets(data: bytes, settings: Settings) -> TicketsReading:
    """Read the tickets. Of each row, whatever can be used is used. Never raises."""
    table = read_csv_table(data, TICKET_COLUMNS, "ticket")
    problems = list(table.problems)
    tickets: dict[str, Ticket] = {}
    zone = ZoneInfo(settings.timezone)
    for row in table.rows:
        ticket = _read_row(row, zone, problems)
        if ticket is None:
            continue
        first = tickets.setdefault(ticket.number, ticket)
        if first is not ticket:
            message = f"`{ticket.number}` stands on line {first.line} already"
            hint = "a ticket has one row; the first is used"
            problems.append(unusable(row.line, message, hint))
    problems.sort(key=lambda problem: problem.finding.line)
    return TicketsReading(tickets=MappingProxyType(tickets), problems=tuple(problems))


def _read_row(row: Row, zone: ZoneInfo, problems: list[Problem]) -> Ticket | None:
    number, state, written = (str(row.cells.get(column, "")) for column in TICKET_COLUMNS)
    if not 0 < len(number) <= MAX_ID:
        message = f"`{number[:MAX_ID]}…` is too long for a ticket" if number else "no `ticket`"
        hint = "its number as action items name it, such as GH-412"
        problems.append(unusable(row.line, f"{message}; the row is left out", hint))
        return None
    closed = None
    if written:
        try:
            closed = parse_day(written, zone)
        except ValueError as error:
            message, _, hint = str(error).partition("; ")
            problems.append(unusable(row.line, f"`closed`: {message}", hint))
    return Ticket(
        number=number,
        state=state,
        is_closed=_is_closed(state, closed),
        closed=closed,
        line=row.line,
    )


def _is_closed(state: str, closed: date | None) -> bool:
    """As the state says; where it says nothing that is known, whether there is a day."""
    if fold(state) in CLOSED_STATES:
        return True
    return closed is not None and fold(state) not in OPEN_STATES
