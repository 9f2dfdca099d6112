"""Incidents of a pager's export as cells of the register."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ..core.cell_values import (
    LIST_SEPARATOR,
    check_moment,
    parse_minutes,
    parse_moment,
    parse_yes,
    write_moment,
)
from ..core.register_file import REGISTER_COLUMNS, vocabularies_of
from ..core.settings import Settings
from ..core.vocabulary import MAX_ID, Vocabulary, fold
from .column_maps import ColumnPlan
from .exports import Export, ExportRow

INCIDENT_IO = "incident.io"
_OURS: Mapping[str, tuple[str, ...]] = {column: (column,) for column in REGISTER_COLUMNS}
SOURCES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # Names of the API's fields and of the columns of the CSV files, which the web shows
        # in other words; without regard to case, spaces and hyphens they are often the same.
        "pagerduty": {
            "id": ("Incident Number", "id"),
            "title": ("title", "description", "summary"),
            "start": ("Created On", "Created At", "Triggered At"),
            "end": ("Resolved On", "Resolved At"),
            "severity": ("Priority Name", "priority.summary", "priority.name", "Priority"),
            "services": ("Service Name", "service.summary", "service.name", "Service"),
            "teams": ("Team Name", "Teams", "Team"),
        },
        "opsgenie": {
            "id": ("tinyId", "Incident ID", "id"),
            "title": ("message", "title"),
            "start": ("impactStartDate", "Impact Start", "createdAt", "Created Date"),
            "end": ("impactEndDate", "Impact End", "resolvedAt", "closedAt"),
            "severity": ("priority",),
            "services": ("impactedServices", "services"),
            "teams": ("ownerTeam", "Owner Team", "Teams"),
        },
        INCIDENT_IO: {
            "id": ("reference", "id"),
            "title": ("name", "title"),
            "start": ("Impact started at", "Started at", "Reported at", "Created at"),
            "end": ("Resolved at", "Fixed at"),
            "severity": ("severity.name", "severity"),
            "services": ("Affected services", "Affected service", "services", "service"),
            "teams": ("Affected teams", "Affected team", "teams", "team"),
            "visibility": ("visibility",),
        },
        "csv": _OURS,
    }
)
_LISTS = ("contributing_factors", "services", "teams")
_EPOCH = re.compile(r"(\d{10})(\d{3})?", re.ASCII)


def recognise_source(export: Export) -> str:
    """Whose export it is, by names that no other one has; `csv` for anybody's."""
    names = {fold(name) for name in export.names}
    if "tinyid" in names:
        return "opsgenie"
    if "reference" in names and "name" in names:
        return INCIDENT_IO
    if "incidentnumber" in names and not names.isdisjoint({"createdon", "createdat"}):
        return "pagerduty"
    return "csv"


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an export gives to a file of ours."""

    rows: tuple[Mapping[str, str], ...]
    """Cells by our column, empty ones left out."""
    refused: tuple[str, ...]
    """The rows that cannot be used, and why."""
    checks: tuple[str, ...]
    """What of the other rows is not used, and why."""


def import_incidents(
    export: Export,
    plan: ColumnPlan,
    source: str,
    settings: Settings,
    *,
    prefix: str = "",
    advance: Callable[[], None] = lambda: None,
) -> Imported:
    """The rows of an export in the words of the library; `prefix` goes before each number.

    `advance` is called for each row.
    """
    reader = _Reader(plan=plan, source=source, settings=settings, prefix=prefix)
    rows: dict[str, Mapping[str, str]] = {}
    for row in export.rows:
        advance()
        cells = reader.read(row)
        if cells is None:
            continue
        if fold(cells["id"]) in rows:
            reader.refused.append(f"{row.place}: `{cells['id']}` stands in a row above already")
        else:
            rows[fold(cells["id"])] = cells
    unknown = (
        f"{column}: `{value}` of {_rows(count)} is not in library.yml, so the cell stays empty; "
        f'map it with --map "{column}.{value}=…"'
        for (column, value), count in sorted(reader.unknown.items())
    )
    return Imported(
        rows=tuple(rows.values()),
        refused=(*export.refused, *reader.refused),
        checks=(*unknown, *reader.checks),
    )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


@dataclass(kw_only=True)
class _Reader:
    plan: ColumnPlan
    source: str
    settings: Settings
    prefix: str
    refused: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often a value that the library does not know stands in a column of ours."""

    def __post_init__(self) -> None:
        self.vocabularies = vocabularies_of(self.settings)
        self.zone = ZoneInfo(self.settings.timezone)

    def read(self, row: ExportRow) -> Mapping[str, str] | None:
        number = self.plan.text(row, "id")
        identifier = f"{self.prefix}{number}" if number else ""
        if not fold(identifier) or len(identifier) > MAX_ID:
            why = f"`{identifier[:MAX_ID]}` is no number of an incident" if number else "no number"
            self.refused.append(f"{row.place}: {why}")
            return None
        cells = {"id": identifier}
        for column in REGISTER_COLUMNS[1:]:
            text = self.plan.text(row, column)
            if text and (cell := self._cell(row, column, text)):
                cells[column] = cell
        start, end = (cells.get(c) for c in ("start", "end"))
        if start and end and parse_moment(end, UTC) < parse_moment(start, UTC):
            self.checks.append(f"{row.place}: the end is before the start, and is left out")
            del cells["end"]
        return cells

    def _cell(self, row: ExportRow, column: str, text: str) -> str:
        mapped = self.plan.mapped(column, text)
        text = text if mapped is None else mapped
        if (vocabulary := self.vocabularies.get(column)) is not None:
            return self._words(column, text, vocabulary)
        if column == "visibility":
            return self._visibility(row, text)
        try:
            if column in ("start", "end"):
                return write_moment(_parse_time(text, self.zone))
            if column == "near_miss":
                return "yes" if parse_yes(text) else "no"
            if column == "customer_impact_minutes":
                parse_minutes(text)
        except ValueError as error:
            self.checks.append(f"{row.place}: {column}: {error}; the cell stays empty")
            return ""
        return text

    def _words(self, column: str, text: str, vocabulary: Vocabulary) -> str:
        """The ids of the words of a text, which may be one name with a comma in it."""
        term = vocabulary.resolve(text) if not vocabulary.open or column not in _LISTS else None
        if term is not None:
            return term.id
        ids: dict[str, None] = {}
        for part in LIST_SEPARATOR.split(text) if column in _LISTS else (text,):
            mapped = self.plan.mapped(column, part.strip())
            word = part.strip() if mapped is None else mapped
            term = vocabulary.resolve(word) if word else None
            if term is not None:
                ids[term.id] = None
            elif word:
                self.unknown[column, word] += 1
        return "; ".join(ids)

    def _visibility(self, row: ExportRow, text: str) -> str:
        """An audience; of what is no audience, the narrowest.

        What incident.io calls public is for the whole organisation, not for the world.
        """
        audiences = self.settings.audiences
        if self.source == INCIDENT_IO and self.plan.mapped("visibility", text) is None:
            if text.casefold() == "public":
                return ""
            text = audiences[-1] if text.casefold() == "private" else text
        if text and text not in audiences:
            self.checks.append(
                f"{row.place}: visibility: `{text}` is no audience; the narrowest is"
            )
            return audiences[-1]
        return text


def _parse_time(text: str, zone: ZoneInfo) -> datetime:
    """An instant, also from seconds or milliseconds since 1970. Raises ValueError."""
    epoch = _EPOCH.fullmatch(text)
    if epoch is None:
        return parse_moment(text, zone)
    return check_moment(datetime.fromtimestamp(int(epoch[1]), UTC), text)
