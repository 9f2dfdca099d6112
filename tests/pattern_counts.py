"""The patterns of the example library, counted with SQL over its published data."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import yaml

from .published_data import open_data
from .recount import AS_OF, LIBRARY
from .sites import Built

_VIEWS = """
CREATE VIEW dated AS SELECT *,
  substr(date, 1, 4) || '-Q' || ((substr(date, 6, 2) + 2) / 3) AS period FROM postmortem;
CREATE VIEW incident AS SELECT * FROM dated WHERE kind = 'incident';
CREATE VIEW near_miss AS SELECT * FROM dated WHERE kind = 'near-miss';
CREATE VIEW said AS
  SELECT 'root-causes' AS field, id AS postmortem, category AS value FROM postmortem
  UNION SELECT 'detection', id, detection FROM postmortem
  UNION SELECT 'triggers', id, trigger FROM postmortem
  UNION SELECT 'severities', id, severity FROM postmortem
  UNION SELECT 'factors', postmortem, id FROM factor
  UNION SELECT 'teams', postmortem, id FROM team
  UNION SELECT 'services', postmortem, id FROM service;
CREATE VIEW lasted AS
  SELECT one.postmortem, one.name AS begin, other.name AS end,
    (strftime('%s', other.at) - strftime('%s', one.at)) / 60 AS minutes
  FROM phase AS one JOIN phase AS other USING (postmortem);
"""
EXCLUSIVE = ("root-causes", "detection", "triggers", "severities")
"""Fields with one value: their shares are of the incidents that have it."""
FIELDS = {
    "root-causes": "Root cause",
    "detection": "Detected by",
    "factors": "Contributing factor",
    "triggers": "Trigger",
    "severities": "Severity",
    "teams": "Team",
    "services": "Service",
}
"""Each with its title."""
INTERVALS = {
    "TTD": ("started", "detected"),
    "TTA": ("detected", "acknowledged"),
    "TTM": ("started", "mitigated"),
    "TTR": ("started", "resolved"),
}
QUARTERS = ("2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1")
LAST_DAYS = {"1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31"}


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Whose incidents have which value of a field, in a quarter or year."""

    members: Mapping[str, frozenset[str]]
    """Ids of incidents by the title of the value."""
    total: int
    """What a share is of."""
    unknown: frozenset[str]

    def count(self, title: str) -> int:
        return len(self.members.get(title, ()))

    def share(self, title: str) -> int:
        return percent(self.count(title), self.total)

    def leaders(self) -> tuple[str, ...]:
        """The titles of the most frequent ones."""
        most = max(map(len, self.members.values()))
        return tuple(t for t, members in self.members.items() if len(members) == most)


class Counts:
    """What is counted; a period is a quarter, `2025-Q4`, or a year, `2025`."""

    def __init__(self, site: Built) -> None:
        self.data: sqlite3.Connection = open_data(site)
        self.data.executescript(_VIEWS)

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        return self.data.execute(query, values).fetchall()

    def column(self, query: str, *values: Any) -> list[Any]:
        return [row[0] for row in self.rows(query, *values)]

    def incidents(self, period: str, which: str = "1") -> list[str]:
        """Ids, the newest first."""
        return self._ids("incident", period, which)

    def near_misses(self, period: str) -> list[str]:
        return self._ids("near_miss", period, "1")

    def drafts(self, period: str) -> list[str]:
        return self.incidents(period, "status <> 'final'")

    def _ids(self, view: str, period: str, which: str) -> list[str]:
        query = f"SELECT id FROM {view} WHERE period LIKE ? || '%' AND {which} ORDER BY date DESC, id DESC"
        return self.column(query, period)

    def newest_first(self, ids: Iterable[str]) -> list[str]:
        days = {row["id"]: row["date"] for row in self.rows("SELECT id, date FROM postmortem")}
        return sorted(ids, key=lambda one: (days[one], one), reverse=True)

    def shares(self, field: str, period: str) -> Shares:
        found: dict[str, set[str]] = {}
        query = """SELECT value, id FROM said JOIN incident ON id = postmortem
            WHERE field = ? AND period LIKE ? || '%' AND value IS NOT NULL"""
        for value, identifier in self.rows(query, field, period):
            found.setdefault(titles(field)[value], set()).add(identifier)
        every = frozenset(self.incidents(period))
        unknown = every.difference(*found.values())
        return Shares(
            members={title: frozenset(found[title]) for title in found},
            total=len(every - unknown) if field in EXCLUSIVE else len(every),
            unknown=unknown,
        )

    def lengths(self, interval: str, period: str) -> dict[str, int]:
        """Minutes by the id of the incident."""
        query = """SELECT id, minutes FROM lasted JOIN incident ON id = postmortem
            WHERE begin = ? AND end = ? AND period = ? ORDER BY minutes, id"""
        return dict(map(tuple, self.rows(query, *INTERVALS[interval], period)))

    def impact(self, period: str) -> dict[tuple[str, str], tuple[Decimal, list[str]]]:
        """The sum of each count by its key and unit, and the incidents that it is of."""
        query = """SELECT key, value, id FROM impact JOIN incident ON id = postmortem
            WHERE period = ? ORDER BY key"""
        found: dict[tuple[str, str], tuple[Decimal, list[str]]] = {}
        for key, value, identifier in self.rows(query, period):
            number, _, unit = value.partition(" ")
            total, members = found.get((key, unit), (Decimal(), []))
            found[key, unit] = (total + Decimal(number), [*members, identifier])
        return dict(sorted(found.items()))

    def items(self, which: str, *values: Any) -> list[sqlite3.Row]:
        return self.rows(f"SELECT * FROM action WHERE {which} ORDER BY id", *values)

    def items_of(self, quarter: str) -> dict[str, list[sqlite3.Row]]:
        """Action items agreed, done, declined and overdue, by what they are called."""
        first, last = first_day(quarter), last_day(quarter)
        return {
            "agreed": self.items("agreed BETWEEN ? AND ?", first, last),
            "done": self.items(
                "closed BETWEEN ? AND ? AND status IN ('done', 'verified')", first, last
            ),
            "declined": self.items("closed BETWEEN ? AND ? AND status = 'wont-do'", first, last),
            "overdue": self.items(
                f"{_OPEN_THEN} AND status <> 'proposed' AND due < ?", last, last, last
            ),
            "promised": self.items("first_due BETWEEN ? AND ?", first, full_last_day(quarter)),
        }

    def open_at_end(self, quarter: str) -> int:
        return len(self.items(_OPEN_THEN, last_day(quarter), last_day(quarter)))

    def closed_some_day(self, quarter: str) -> int:
        """Items that are closed on a day that nobody says, agreed by a quarter's end."""
        return len(self.items("closed IS NULL AND NOT open AND agreed <= ?", last_day(quarter)))


_OPEN_THEN = "agreed <= ? AND (open OR closed > ?)"


def outcomes(items: Iterable[sqlite3.Row]) -> list[tuple[int, str]]:
    """What became of items first due in a quarter, in the order of the sentence."""
    found = {"done by that day": 0, "done later": 0, "declined": 0, "still open": 0}
    for item in items:
        if item["open"]:
            found["still open"] += 1
        elif item["status"] == "wont-do":
            found["declined"] += 1
        else:
            found["done by that day" if item["closed"] <= item["first_due"] else "done later"] += 1
    return [(number, words) for words, number in found.items() if number]


@cache
def titles(field: str) -> Mapping[str, str]:
    """The titles of a field's values by their ids, from `library.yml`."""
    settings = yaml.safe_load((LIBRARY / "library.yml").read_text("utf-8"))
    if field == "severities":
        return {s["id"]: f"{s['id']}, {s['title'].lower()}" for s in settings[field]}
    key = {
        "root-causes": "categories",
        "detection": "detection_methods",
        "factors": "contributing_factors",
    }.get(field, field)
    found = {one["id"]: one.get("title") or one["name"] for one in settings[key]}
    return {**found, "undetermined": "Undetermined"} if field == "root-causes" else found


def ids(field: str) -> Mapping[str, str]:
    """The ids of a field's values by their titles."""
    return {title: identifier for identifier, title in titles(field).items()}


def percent(count: int, total: int) -> int:
    """Whole percent, rounded half up."""
    return (200 * count + total) // (2 * total)


def share(count: int, total: int) -> str:
    return f"{count} of {total} ({percent(count, total)} %)"


def length(minutes: float) -> str:
    """In the two largest units, the rest dropped, as the pages write it."""
    left = round(60 * minutes)
    parts = []
    for unit, seconds in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        number, left = divmod(left, seconds)
        parts.append((number, unit))
    first = next(index for index, (number, _) in enumerate(parts) if number)
    return " ".join(f"{number} {unit}" for number, unit in parts[first : first + 2] if number)


def quarter_before(quarter: str) -> str:
    year, number = int(quarter[:4]), int(quarter[-1])
    return f"{year}-Q{number - 1}" if number > 1 else f"{year - 1}-Q4"


def first_day(quarter: str) -> str:
    return f"{quarter[:4]}-{3 * int(quarter[-1]) - 2:02}-01"


def full_last_day(quarter: str) -> str:
    return f"{quarter[:4]}-{LAST_DAYS[quarter[-1]]}"


def last_day(quarter: str) -> str:
    """The last day of a quarter, of the running one today."""
    return min(full_last_day(quarter), AS_OF.isoformat())
