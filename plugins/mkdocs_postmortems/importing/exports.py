"""The export of a pager or tracker, CSV or JSON, as rows of named texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..core.delimited import read_delimited
from ..core.located_yaml import CONTROL_CHARACTERS

_WRAPPERS = ("incidents", "data", "issues", "items", "results")
"""Where an object holds the list that it is about."""
_LABELS = ("name", "summary", "title", "value", "id")
"""What stands for an object of a list, the first that it has."""
_NAMED = (("incident_timestamp", "value"), ("custom_field", "values"))
"""Objects that give a value to something with a name, as incident.io has them."""
_DEEPEST = 5


class UnusableExportError(Exception):
    """A file that is no export; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportRow:
    """One incident or ticket of an export."""

    place: str
    """`line 12` of a CSV file, `entry 3` of a JSON list."""
    cells: Mapping[str, str]
    """By the name that the export gives them; of an object within, `service.summary`."""


@dataclass(frozen=True, kw_only=True)
class Export:
    """What an export holds."""

    names: tuple[str, ...]
    """All names, in the order in which they first stand."""
    rows: tuple[ExportRow, ...]
    refused: tuple[str, ...]
    """The rows that could not be read, and why."""


def read_export(data: bytes) -> Export:
    """Read CSV with a header, or JSON: a list, or an object with `incidents` or `data`.

    Raises UnusableExportError for anything else.
    """
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{"):
        return _read_json(data)
    return _read_csv(data)


def _read_csv(data: bytes) -> Export:
    reading = read_delimited(data)
    refused = [f"line {p.finding.line}: {p.finding.message}" for p in reading.problems]
    if not reading.records:
        raise UnusableExportError(refused[0] if refused else "the file is empty")
    header, *records = reading.records
    names = tuple(_tidy(name) for name in header.cells)
    if len(names) == 1 and not records:
        raise UnusableExportError("it is neither CSV with a header nor JSON")
    rows = []
    for record in records:
        place = f"line {record.line}"
        if any(cell.strip() for cell in record.cells[len(names) :]):
            refused.append(f"{place}: more cells than the header has columns")
        elif any("\ud800" <= letter <= "\udfff" for cell in record.cells for letter in cell):
            refused.append(f"{place}: a byte that is not UTF-8; save the export as UTF-8")
        else:
            # The first of two columns with one name is used.
            pairs = [*zip(names, record.cells, strict=False)][::-1]
            rows.append(ExportRow(place=place, cells={n: _tidy(cell) for n, cell in pairs if n}))
    return Export(
        names=tuple(dict.fromkeys(name for name in names if name)),
        rows=tuple(rows),
        refused=tuple(refused),
    )


def _read_json(data: bytes) -> Export:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        where = f": {error}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnusableExportError(f"it begins as JSON and cannot be read{where}") from None
    if isinstance(content, dict):
        found = (content[key] for key in _WRAPPERS if isinstance(content.get(key), list))
        content = next(found, None)
    if not isinstance(content, list):
        raise UnusableExportError(
            "a JSON list is expected, or an object with `incidents` or `data`"
        )
    rows, refused = [], []
    for number, item in enumerate(content, start=1):
        if isinstance(item, dict):
            cells = dict(_flatten(item, "", _DEEPEST))
            rows.append(ExportRow(place=f"entry {number}", cells=cells))
        else:
            refused.append(f"entry {number}: not an object")
    names = dict.fromkeys(name for row in rows for name in row.cells)
    return Export(names=tuple(names), rows=tuple(rows), refused=tuple(refused))


def _flatten(item: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in item.items():
        name = f"{prefix}{_tidy(key)}"
        if isinstance(value, dict):
            if depth:
                yield from _flatten(value, f"{name}.", depth - 1)
        elif isinstance(value, list):
            yield from _named_values(value)
            yield name, "; ".join(filter(None, map(_label, value)))
        else:
            yield name, _text(value)


def _named_values(items: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for item in items:
        for key, inner in _NAMED:
            if isinstance(item, dict) and isinstance(item.get(key), dict) and inner in item:
                value = item[inner]
                values = value if isinstance(value, list) else [value]
                yield _text(item[key].get("name")), "; ".join(filter(None, map(_label, values)))


def _label(item: Any) -> str:
    """What stands for an entry of a list; empty for what has no name."""
    for _ in range(_DEEPEST):
        if not isinstance(item, dict):
            return "" if isinstance(item, list) else _text(item)
        found = (item[label] for label in _LABELS if item.get(label))
        # `{"value_option": {"value": "Product"}}`: the one thing that is said.
        item = next(found, next((v for v in item.values() if v), None))
    return ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else _tidy(str(value))


def _tidy(text: str) -> str:
    """A text in one line, without what is no text."""
    return text if text.isprintable() and text == text.strip() else (
        CONTROL_CHARACTERS.sub("", " ".join(text.split()))
    )  # fmt: skip
