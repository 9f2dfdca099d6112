"""The rows that lists of incidents and of action items have on every page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..core.actions import ActionItem
from ..core.course import Course
from ..core.durations import whole_minutes
from ..core.incident_facts import IncidentFacts
from ..core.library import Library, OwnedAction
from ..core.postmortem import Postmortem
from ..core.tickets import Ticket
from .reference import Ref, refer_to_category, refer_to_incident, refer_to_team, refer_to_teams
from .wording import count_of, iso_date, length, tell_slips, tell_state


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
    owner: str
    """As written, or that there is none."""
    owner_page: Ref | None
    """The team's page, where the owner is the team itself."""
    team: Ref | None
    """The team that owns it, where the owner is somebody else."""
    priority: str | None
    due: str
    """`2026-03-11`, or that there is none."""
    due_note: str
    """`by policy`, `first due 2026-01-30`; empty where the date is the document's first."""
    status: str
    state: str
    """The status in words, or `Overdue by 9 days`."""
    mark: str
    """What the state is marked as: the status, or `overdue`."""
    is_open: bool
    overdue_days: int
    """Days past the due date; 0 where it is not overdue."""
    ticket: str | None
    ticket_url: str | None
    ticket_state: str
    """In the tracker's own words; empty where it is not known."""
    ticket_note: str
    """`no ticket`, `ticket closed, item open`; empty where nothing is amiss."""
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


def refer_to_listed(identifiers: Iterable[str], library: Library) -> tuple[Ref, ...]:
    """The references to postmortems that their rows have, in the order given."""
    rows = _all_rows(library)
    return tuple(rows[identifier].incident for identifier in identifiers)


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Owner:
    """Whose an action item is, as rows show it."""

    text: str
    """As written, or that there is none."""
    page: Ref | None
    """The team's page, where the owner is the team itself."""
    team: Ref | None
    """The team that owns it, where the owner is somebody else."""


def show_owner(action: ActionItem, library: Library) -> Owner:
    """Whose an item is, and the page of the team."""
    team = refer_to_team(action.team, library) if action.team else None
    is_team = team is not None and action.owner in (team.title, f"{team.title} Team")
    return Owner(
        text=action.owner or "no owner",
        page=team if is_team else None,
        team=None if is_team else team,
    )


def _action_row(owned: OwnedAction, library: Library) -> ActionRow:
    action = owned.action
    overdue_days = action.overdue_days(library.as_of)
    owner = show_owner(action, library)
    course = library.courses[action.id]
    ticket = library.tickets.get(action.ticket) if action.ticket else None
    return ActionRow(
        id=action.id,
        short_id=action.short_id,
        incident=refer_to_incident(owned.postmortem, anchor=action.anchor),
        item=action.item,
        owner=owner.text,
        owner_page=owner.page,
        team=owner.team,
        priority=action.priority,
        due=iso_date(action.due) or "no date",
        due_note=_note_due(course),
        status=action.status.value,
        state=tell_state(action.status, overdue_days),
        mark="overdue" if overdue_days else action.status.value,
        is_open=action.is_open,
        overdue_days=overdue_days,
        ticket=action.ticket,
        ticket_url=ticket_url(action.ticket, library),
        ticket_state=ticket.state if ticket else "",
        ticket_note=_note_ticket(action, ticket, library),
        closed=iso_date(course.closed),
        type=action.type,
        note=action.note,
    )


def _note_due(course: Course) -> str:
    notes = ("by policy",) if course.item.due_by_policy else ()
    if course.slipped_days:
        notes = (*notes, f"first due {iso_date(course.first_due)}")
        if course.slips:
            notes = (*notes, tell_slips(course.slips, course.slipped_days))
    return ", ".join(notes)


def _note_ticket(action: ActionItem, ticket: Ticket | None, library: Library) -> str:
    """Where the document and the tracker disagree; the document is what the pages count by."""
    if action.ticket is None:
        return "no ticket" if action.is_promised and library.settings.trackers else ""
    if ticket is None or ticket.is_closed is not action.is_open:
        return ""
    if action.is_open:
        return "ticket closed, item open"
    return f"ticket open, item {'done' if action.is_done else 'declined'}"


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
