"""The published JSON files as tables, so that a test counts with SQL what the pages say."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from .sites import Built

_SCHEMA = """
CREATE TABLE postmortem (
  id TEXT PRIMARY KEY, title TEXT, date TEXT, quarter TEXT, kind TEXT, severity TEXT,
  potential_severity TEXT, status TEXT, category TEXT, trigger TEXT, detection TEXT,
  mitigation TEXT, duration_minutes REAL, customer_impact_minutes REAL,
  time_to_detect_minutes REAL, time_to_acknowledge_minutes REAL,
  time_to_mitigate_minutes REAL, time_to_resolve_minutes REAL, root_cause TEXT,
  source TEXT
);
CREATE TABLE factor (postmortem TEXT, id TEXT);
CREATE TABLE team (postmortem TEXT, id TEXT);
CREATE TABLE service (postmortem TEXT, id TEXT);
CREATE TABLE impact (postmortem TEXT, key TEXT, value TEXT);
CREATE TABLE phase (postmortem TEXT, name TEXT, at TEXT);
CREATE TABLE recurrence (postmortem TEXT, earlier TEXT);
CREATE TABLE related (postmortem TEXT, other TEXT);
CREATE TABLE action (
  id TEXT PRIMARY KEY, postmortem TEXT, item TEXT, team TEXT, priority TEXT, agreed TEXT,
  due TEXT, first_due TEXT, slipped_days INTEGER, status TEXT, open INTEGER, overdue INTEGER,
  closed TEXT, note TEXT
);
"""
_LISTS = (
    ("factor", "contributing_factors"),
    ("team", "teams"),
    ("service", "services"),
    ("recurrence", "recurrence_of"),
    ("related", "related"),
)


def open_data(site: Built) -> sqlite3.Connection:
    """A database in memory of a site's postmortems and action items."""
    data = sqlite3.connect(":memory:")
    data.row_factory = sqlite3.Row
    data.executescript(_SCHEMA)
    for record in json.loads(site.text("api/v1/postmortems.json"))["postmortems"]:
        _insert(data, "postmortem", record)
        for table, field in _LISTS:
            rows = [(record["id"], value) for value in record[field]]
            data.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
        counts = [(record["id"], key, value) for key, value in record["impact"].items()]
        data.executemany("INSERT INTO impact VALUES (?, ?, ?)", counts)
        phases = [(record["id"], name, at) for name, at in record["phases"].items() if at]
        data.executemany("INSERT INTO phase VALUES (?, ?, ?)", phases)
    for record in json.loads(site.text("api/v1/actions.json"))["actions"]:
        _insert(data, "action", record)
    return data


def _insert(data: sqlite3.Connection, table: str, record: Mapping[str, Any]) -> None:
    columns = [row["name"] for row in data.execute(f"PRAGMA table_info({table})")]
    places = ", ".join("?" * len(columns))
    data.execute(f"INSERT INTO {table} VALUES ({places})", [record[name] for name in columns])
