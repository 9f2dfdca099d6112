"""Tickets of a tracker's export as cells of the file of tickets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ..core.cell_values import parse_day
from ..core.corrections import correct_date
from ..core.settings import Settings
from ..core.vocabulary import MAX_ID
from .column_maps import ColumnPlan
from .exports import Export
from .register_exports import Imported

KNOWN_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # Jira's own `Issue id` and `id` are numbers that nobody writes down.
        "ticket": ("ticket", "Issue key", "key", "identifier", "number", "iid", "id"),
        "state": ("state", "status", "fields.status.name", "status.name", "state.name"),
        "closed": (
            "closed",
            "closed at",
            "resolved",
            "resolution date",
            "fields.resolutiondate",
            "completed at",
        ),
    }
)
_JIRA = re.compile(r"(\d{1,2})/([A-Za-z]{3})/(\d{2})(?:\s.*)?", re.ASCII)


def import_tickets(
    export: Export,
    plan: ColumnPlan,
    settings: Settings,
    *,
    prefix: str = "",
    advance: Callable[[], None] = lambda: None,
) -> Imported:
    """The tickets of an export; `prefix`, such as `GH-`, goes before each number.

    `advance` is called for each row.
    """
    rows: dict[str, Mapping[str, str]] = {}
    refused: list[str] = list(export.refused)
    checks: list[str] = []
    zone = ZoneInfo(settings.timezone)
    for row in export.rows:
        advance()
        number = f"{prefix}{text}" if (text := plan.text(row, "ticket")) else ""
        if not 0 < len(number) <= MAX_ID:
            refused.append(f"{row.place}: {'the number is too long' if number else 'no number'}")
            continue
        if number in rows:
            refused.append(f"{row.place}: `{number}` stands in a row above already")
            continue
        state, closed = plan.text(row, "state"), ""
        mapped = plan.mapped("state", state)
        if written := plan.text(row, "closed"):
            try:
                closed = _parse_closed(written, zone).isoformat()
            except ValueError as error:
                checks.append(f"{row.place}: closed: {error}; the cell stays empty")
        rows[number] = {
            "ticket": number,
            "state": state if mapped is None else mapped,
            "closed": closed,
        }
    return Imported(rows=tuple(rows.values()), refused=tuple(refused), checks=tuple(checks))


def _parse_closed(text: str, zone: ZoneInfo) -> date:
    """A day, also as Jira writes it by default: `10/Mar/26 2:15 PM`. Raises ValueError."""
    jira = _JIRA.fullmatch(text)
    if jira:
        text = f"{jira[1]} {jira[2]} 20{jira[3]}"
    correction = correct_date(text)
    return parse_day(correction.new if correction else text, zone)
