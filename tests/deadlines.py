"""Which postmortems of the example library came by their deadline, worked out from its files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from .recount import AS_OF, documents, instant, quarter, register

HOURS = {"SEV-1": 48, "SEV-2": 120}
OTHER_HOURS = 120
"""Of near misses, and of a cause's third occurrence; all as `library.yml` has them."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A postmortem that is there or owed."""

    id: str
    """Of the document, else the number in the register."""
    quarter: str
    timing: str
    due: date | None


def deliveries(ends: Mapping[str, str]) -> tuple[Delivery, ...]:
    """All of them; `ends` says by the id of a document when its timeline's last `resolved` is."""
    found = []
    for document, row in _incidents():
        begin = document["date"] if document else row["start"][:10]
        hours = _hours(document, row)
        is_called_for = _is_called_for(document, row, hours)
        if document is None and not is_called_for:
            continue
        end = (ends.get(document["id"]) if document else None) or row.get("end")
        over = instant(end) if end else _end_of(date.fromisoformat(begin))
        due = over + timedelta(hours=min(hours)) if hours else None
        found.append(
            Delivery(
                id=document["id"] if document else row["id"],
                quarter=quarter(date.fromisoformat(begin)),
                timing=_timing(document, due) if is_called_for else "not called for",
                due=due.date() if due else None,
            )
        )
    return tuple(found)


def _timing(document: Mapping[str, Any] | None, due: datetime | None) -> str:
    if due is None:
        return "without a deadline"
    if document is None or document["status"] != "final":
        return "late and not published yet" if due.date() < AS_OF else "not due yet"
    return "published late" if instant(document["published"]) > due else "in time"


def _incidents() -> Iterator[tuple[Mapping[str, Any] | None, Mapping[str, str]]]:
    """Each incident with its document and its row in the register, as far as there are such."""
    rows = {row["id"]: row for row in register()}
    for document in documents():
        numbers = document.get("incidents", [])
        for number in numbers or [None]:
            yield document, rows.pop(number, {}) if number else {}
    for row in rows.values():
        yield None, row


def _hours(document: Mapping[str, Any] | None, row: Mapping[str, str]) -> list[int]:
    identifier = document["id"] if document else row["id"]
    found = [OTHER_HOURS] if _is_third(identifier) else []
    if (document or {}).get("kind") == "near-miss" or row.get("near_miss"):
        return [*found, OTHER_HOURS]
    severity = (document or row).get("severity")
    return [*found, *([HOURS[severity]] if severity in HOURS else [])]


def _is_called_for(
    document: Mapping[str, Any] | None, row: Mapping[str, str], hours: list[int]
) -> bool:
    said = document or row
    if _is_third(said["id"]):
        return True
    if said.get("kind") == "near-miss" or said.get("near_miss"):
        return said.get("potential_severity") in HOURS
    if said.get("severity") == "SEV-2":
        return _minutes(document, row) > 15
    return bool(hours)


def _minutes(document: Mapping[str, Any] | None, row: Mapping[str, str]) -> int:
    """How long customers were affected, by the document, else by the register."""
    if document and (length := document.get("customer_impact")):
        parts = re.findall(r"(\d+) (d|h|m)", str(length))
        return sum(int(number) * {"d": 24 * 60, "h": 60, "m": 1}[unit] for number, unit in parts)
    return int(row.get("customer_impact_minutes") or 0)


@cache
def _links() -> tuple[frozenset[str], ...]:
    """The names of a document, or of a row, and of what it says it is a recurrence of."""
    found = [
        frozenset((d["id"], *d.get("incidents", ()), *d.get("recurrence_of", ())))
        for d in documents()
    ]
    for row in register():
        if row["recurrence_of"] not in ("", "none"):
            found.append(frozenset((row["id"], *row["recurrence_of"].split("; "))))
    return tuple(found)


def _is_third(identifier: str) -> bool:
    """Whether two incidents or more that people have linked to this one came before it."""
    names = frozenset((identifier,))
    while (more := names.union(*(link for link in _links() if link & names))) != names:
        names = more
    days: dict[str, str] = {d["id"]: d["date"] for d in documents() if d["id"] in names}
    written_up = {number for d in documents() for number in d.get("incidents", ())}
    for row in register():
        if row["id"] in names - written_up:
            days[row["id"]] = row["start"][:10]
    return sum(day < days[identifier] for day in days.values()) >= 2


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)
