"""The example library counted by hand, as it were: from its files, without a line of the package.

What the pages say is held against this.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import yaml

from .sites import ROOT

LIBRARY = ROOT / "postmortems"
AS_OF = date(2026, 3, 16)
OPEN = ("proposed", "open", "in-progress")
DUE_DAYS = {"P0": 7, "P1": 30, "P2": 90}
"""As `library.yml` has them."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A row of a table of action items, as typed."""

    id: str
    postmortem: Mapping[str, Any]
    cells: Mapping[str, str]

    @property
    def status(self) -> str:
        return self.cells.get("Status", "") or "open"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def incident_day(self) -> date:
        return date.fromisoformat(self.postmortem["date"])

    @property
    def due(self) -> date | None:
        if written := self.cells.get("Due Date"):
            return date.fromisoformat(written)
        days = DUE_DAYS.get(self.cells.get("Priority", ""))
        return None if days is None else self.incident_day + timedelta(days=days)

    @property
    def first_due(self) -> date | None:
        written = self.cells.get("First Due")
        return date.fromisoformat(written) if written else self.due

    @property
    def closed(self) -> date | None:
        written = self.cells.get("Closed")
        return date.fromisoformat(written) if written else None

    @property
    def agreed(self) -> date:
        """The day of publication, in UTC as the library's; else that of the incident."""
        published = self.postmortem.get("published")
        return date.fromisoformat(published[:10]) if published else self.incident_day

    @property
    def is_overdue(self) -> bool:
        return self.status in OPEN[1:] and self.due is not None and self.due < AS_OF

    @property
    def team(self) -> str | None:
        """The team that the owner is, or is a member of."""
        owner = self.cells.get("Owner", "")
        for team in teams():
            names = {team["id"], team["name"], *team.get("aliases", []), *team.get("members", [])}
            if owner in names or owner.removesuffix(" Team") in names:
                return str(team.get("successor") or team["id"])
        return None


@cache
def teams() -> tuple[Mapping[str, Any], ...]:
    """The teams of `library.yml`."""
    settings = yaml.safe_load((LIBRARY / "library.yml").read_text("utf-8"))
    return tuple(settings["teams"])


@cache
def documents() -> tuple[Mapping[str, Any], ...]:
    """The front matter of every document, with its text under `text`."""
    found = []
    for path in sorted((LIBRARY / "incidents").rglob("*.md")):
        _, head, text = path.read_text("utf-8").split("---\n", 2)
        found.append({**yaml.load(head, Loader=yaml.BaseLoader), "text": text})
    return tuple(found)


@cache
def items() -> tuple[Item, ...]:
    """Every action item."""
    return tuple(item for document in documents() for item in _items(document))


def _items(document: Mapping[str, Any]) -> Iterator[Item]:
    section = document["text"].partition("## Action Items")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    if not rows:
        return
    head = _cells(rows[0])
    for row in rows[2:]:
        cells = dict(zip(head, _cells(row), strict=True))
        yield Item(id=f"{document['id']}-{cells['ID']}", postmortem=document, cells=cells)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip())[1:-1]]


def quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


@cache
def register() -> tuple[Mapping[str, str], ...]:
    """The rows of the register of incidents."""
    with (LIBRARY / "incidents.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
