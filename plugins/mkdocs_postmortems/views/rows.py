"""The rows that lists of incidents and of action items have on every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..core.durations import whole_minutes
from ..core.incident_facts import IncidentFacts
from ..core.library import Library, OwnedAction
from ..core.postmortem import Postmortem
from .reference import Ref, refer_to_category, refer_to_incident, refer_to_team, refer_to_teams
from .wording import count_of, iso_date, length


@dataclass(frozen=True, kw_only=True, slots=True)
class SeverityMark:
    """A severity as the pages show it."""

    id: str
    rank: int
    """1 for the organisation's severest, 0 for unknown."""
    potential: bool = False
    """A near miss would have had it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentRow:
    """A postmortem in a list."""

    incident: Ref
    date: str | None
    """`2026-03-04`."""
    kind: str
    severity: SeverityMark | None
    status: str
    category: Ref | None
    teams: tuple[Ref, ...]
    duration: str
    minutes: int | float | None
    """The duration, to sort by."""
    open_actions: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionRow:
    """An action item in a list."""

    id: str
    """`PM-2026-007-A1`."""
    short_id: str
    """`A1`."""
    incident: Ref
    """The item's place on its incident's page."""
    item: str
    """Inline Markdown."""
    owner: str | None
    team: Ref | None
    priority: str | None
    due: str | None
    """`2026-03-11`."""
    status: str
    is_open: bool
    overdue_days: int
    """Days past the due date; 0 where it is not overdue."""
    ticket: str | None
    ticket_url: str | None
    closed: str | None
    type: str | None
    note: str | None
    """Inline Markdown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOutRow:
    """A document that is not in the library, and why."""

    path: str
    reasons: tuple[str, ...]


def list_left_out(library: Library) -> tuple[LeftOutRow, ...]:
    """The documents without a readable record."""
    return tuple(LeftOutRow(path=left.path, reasons=left.reasons) for left in library.left_out)


def mark_severity(incident: Postmortem | IncidentFacts, library: Library) -> SeverityMark | None:
    """The severity of an incident, or the one that a near miss would have had."""
    potential = incident.is_near_miss
    severity = incident.potential_severity if potential else incident.severity
    if severity is None:
        return None
    order = [term.id for term in library.settings.severities.terms]
    rank = order.index(severity) + 1 if severity in order else 0
    return SeverityMark(id=severity, rank=rank, potential=potential)


def list_incidents(
    postmortems: tuple[Postmortem, ...], library: Library
) -> tuple[IncidentRow, ...]:
    """One row for each postmortem, in the order given."""
    rows = _all_rows(library)
    return tuple(rows[p.id] for p in postmortems)


@lru_cache(maxsize=2)
def _all_rows(library: Library) -> Mapping[str, IncidentRow]:
    """The rows by id: each is on the pages of its category, factors, teams, services, quarter."""
    return {p.id: _incident_row(p, library) for p in library.postmortems}


def _incident_row(postmortem: Postmortem, library: Library) -> IncidentRow:
    p = postmortem
    return IncidentRow(
        incident=refer_to_incident(p),
        date=iso_date(p.date),
        kind=p.kind,
        severity=mark_severity(p, library),
        status=p.status,
        category=refer_to_category(p.category, library),
        teams=refer_to_teams(p.teams, library),
        duration="" if p.is_near_miss and p.duration is None else length(p.duration),
        minutes=whole_minutes(p.duration),
        open_actions=len(p.open_actions),
    )


def list_actions(actions: tuple[OwnedAction, ...], library: Library) -> tuple[ActionRow, ...]:
    """One row for each action item, in the order given."""
    rows = _all_action_rows(library)
    return tuple(rows[owned.action.id] for owned in actions)


@lru_cache(maxsize=2)
def _all_action_rows(library: Library) -> Mapping[str, ActionRow]:
    """The rows by id: each is on the pages of its postmortem, team and category, among others."""
    return {owned.action.id: _action_row(owned, library) for owned in library.actions}


def _action_row(owned: OwnedAction, library: Library) -> ActionRow:
    action = owned.action
    overdue = action.is_overdue(library.as_of)
    return ActionRow(
        id=action.id,
        short_id=action.short_id,
        incident=refer_to_incident(owned.postmortem, anchor=action.anchor),
        item=action.item,
        owner=action.owner,
        team=refer_to_team(action.team, library) if action.team else None,
        priority=action.priority,
        due=iso_date(action.due),
        status=action.status.value,
        is_open=action.is_open,
        overdue_days=(library.as_of - action.due).days if overdue and action.due else 0,
        ticket=action.ticket,
        ticket_url=ticket_url(action.ticket, library),
        closed=iso_date(action.closed),
        type=action.type,
        note=action.note,
    )


def ticket_url(ticket: str | None, library: Library) -> str | None:
    """The address of a ticket, where `trackers` has its prefix."""
    if ticket is None:
        return None
    for prefix, pattern in library.settings.trackers.items():
        if ticket.startswith(prefix):
            return pattern.replace("{ticket}", ticket)
    return None


def count_kinds(postmortems: tuple[Postmortem, ...]) -> str:
    """`12 incidents and 1 near miss`."""
    near = sum(p.is_near_miss for p in postmortems)
    incidents = count_of(len(postmortems) - near, "incident")
    if not near:
        return incidents
    return f"{incidents} and {near} near {'miss' if near == 1 else 'misses'}"
