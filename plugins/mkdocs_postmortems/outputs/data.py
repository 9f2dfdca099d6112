"""`/api/v1/*.json`, the schema and the calendar: the library for other tools. Fields are added, never renamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..core.durations import whole_minutes
from ..core.front_matter_schema import json_schema
from ..core.library import Library, OwnedAction
from ..core.plain_text import plain_text
from ..core.postmortem import Postmortem
from ..core.timeline import Phase
from ..pages import API, CALENDAR, RECURRING, SCHEMA, Addresses
from ..views.reference import refer_to_incident
from ..views.wording import iso_date, utc_instant
from .calendar import calendar_file
from .patterns import quarters_and_years
from .recurring import recurring_data

SCHEMA_VERSION = 1


DATA_FILES = (
    f"{API}postmortems.json",
    f"{API}actions.json",
    f"{API}patterns.json",
    RECURRING,
    SCHEMA,
    CALENDAR,
)
"""Paths in the site of all files that `data_files` gives."""


def data_files(library: Library, addresses: Addresses) -> Iterator[tuple[str, str]]:
    """Path in the site and text of each file."""
    data = (
        postmortems_json(library, addresses),
        actions_json(library, addresses),
        patterns_json(library, addresses),
        recurring_json(library, addresses),
        json_schema(library.settings),
    )
    texts = (*map(to_json, data), calendar_file(library, addresses))
    yield from zip(DATA_FILES, texts, strict=True)


def to_json(value: dict[str, Any]) -> str:
    """JSON as it is published: each key, and each record of a list, on a line of its own."""
    lines = (f"{_compact(key)}: {_value(inner)}" for key, inner in value.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(_compact(record) for record in value) + "\n]"
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def postmortems_json(library: Library, addresses: Addresses) -> dict[str, Any]:
    """`postmortems.json`, the newest first."""
    return {
        **data_head(library),
        "postmortems": [postmortem_record(p, addresses) for p in library.postmortems],
    }


def actions_json(library: Library, addresses: Addresses) -> dict[str, Any]:
    """`actions.json`: all items, closed ones included, those of the newest postmortem first."""
    return {
        **data_head(library),
        "actions": [_action(owned, library, addresses) for owned in library.actions],
    }


def _action(owned: OwnedAction, library: Library, addresses: Addresses) -> dict[str, Any]:
    action, course = owned.action, library.courses[owned.action.id]
    ticket = library.tickets.get(action.ticket) if action.ticket else None
    return {
        "id": action.id,
        "postmortem": owned.postmortem.id,
        "item": plain_text(action.item),
        "owner": action.owner,
        "team": action.team,
        "priority": action.priority,
        "agreed": iso_date(course.agreed),
        "due": iso_date(action.due),
        "due_by_policy": action.due_by_policy,
        "first_due": iso_date(course.first_due),
        "slips": course.slips,
        "slipped_days": course.slipped_days,
        "status": action.status.value,
        "open": action.is_open,
        "overdue": action.is_overdue(library.as_of),
        "ticket": action.ticket,
        "ticket_state": ticket.state if ticket else None,
        "closed": iso_date(course.closed),
        "type": action.type,
        "note": plain_text(action.note) if action.note else None,
        "url": addresses.url(refer_to_incident(owned.postmortem, action.anchor)),
    }


def patterns_json(library: Library, addresses: Addresses) -> dict[str, Any]:
    """`patterns.json`: each quarter's and each year's counts and percentages, the newest first."""
    return {**data_head(library), **quarters_and_years(library, addresses)}


def recurring_json(library: Library, addresses: Addresses) -> dict[str, Any]:
    """`recurring.json`: causes that came back, and the questions whether others did."""
    return {**data_head(library), **recurring_data(library, addresses)}


def data_head(library: Library) -> dict[str, Any]:
    """What every file of data begins with."""
    return {"schema_version": SCHEMA_VERSION, "as_of": library.as_of.isoformat()}


def postmortem_record(postmortem: Postmortem, addresses: Addresses) -> dict[str, Any]:
    """A postmortem as `postmortems.json` has it."""
    p = postmortem
    return {
        "id": p.id,
        "title": p.title,
        "date": iso_date(p.date),
        "quarter": p.quarter,
        "kind": p.kind,
        "severity": p.severity,
        "potential_severity": p.potential_severity,
        "status": p.status,
        "category": p.category,
        "trigger": p.trigger,
        "detection": p.detection,
        "contributing_factors": list(p.contributing_factors),
        "teams": list(p.teams),
        "owner": p.owner,
        "services": list(p.services),
        "symptoms": list(p.symptoms),
        "mitigation": p.mitigation,
        "duration_minutes": whole_minutes(p.duration),
        "customer_impact_minutes": whole_minutes(p.customer_impact),
        "impact": dict(p.impact),
        "phases": {phase.value: utc_instant(p.timeline.at(phase)) for phase in Phase},
        "time_to_detect_minutes": whole_minutes(p.timeline.time_to_detect),
        "time_to_acknowledge_minutes": whole_minutes(p.timeline.time_to_acknowledge),
        "time_to_mitigate_minutes": whole_minutes(p.timeline.time_to_mitigate),
        "time_to_resolve_minutes": whole_minutes(p.timeline.time_to_resolve),
        "summary": p.summary,
        "root_cause": p.root_cause,
        "recurrence_of": list(p.recurrence_of),
        "related": list(p.related),
        "url": addresses.url(refer_to_incident(p)),
        "source": p.uri,
    }
