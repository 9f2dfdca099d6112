"""Rows of an export put into a data file of ours, where people work too."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.cell_values import guard_text, unguard_text
from ..core.delimited import read_delimited
from ..core.vocabulary import fold

_MARK = b"\xef\xbb\xbf"


class UnusableSheetError(Exception):
    """A file that cannot be written again without losing something; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A CSV file as it lies there: all its columns, its separators and line ends."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    delimiter: str = ","
    newline: str = "\n"
    has_mark: bool = False
    """Whether it begins with a byte order mark, by which Excel knows UTF-8."""

    def write(self) -> bytes:
        """The bytes of the file."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=self.delimiter, lineterminator=self.newline)
        writer.writerows((self.header, *self.rows))
        return (_MARK if self.has_mark else b"") + text.getvalue().encode()


def read_sheet(data: bytes, key: str) -> Sheet:
    """The sheet of a file that can be written again. Raises UnusableSheetError."""
    reading = read_delimited(data)
    if reading.problems:
        finding = reading.problems[0].finding
        raise UnusableSheetError(f"line {finding.line}: {finding.message}")
    if not reading.records:
        raise UnusableSheetError("the file is empty; delete it")
    header, *records = (record.cells for record in reading.records)
    if fold(key) not in map(fold, header):
        raise UnusableSheetError(f"there is no column `{key}`")
    for record in reading.records:
        if any(cell.strip() for cell in record.cells[len(header) :]):
            raise UnusableSheetError(f"line {record.line}: more cells than columns")
        if not all(cell.isascii() or _is_text(cell) for cell in record.cells):
            raise UnusableSheetError(f"line {record.line}: a byte that is not UTF-8")
    return Sheet(
        header=tuple(header),
        rows=tuple(_fit(cells, len(header)) for cells in records),
        delimiter=reading.delimiter,
        newline="\r\n" if b"\r\n" in data else "\n",
        has_mark=data.startswith(_MARK),
    )


def _is_text(cell: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in cell)


def _fit(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))


@dataclass(frozen=True, kw_only=True)
class MergeRule:
    """How rows of an export are put into a file."""

    columns: tuple[str, ...]
    """Ours; the first one holds the number, by which rows are the same."""
    followed: frozenset[str]
    """Columns that follow the export; of the others, what is there stays."""
    may_clear: bool
    """Whether an empty cell of the export empties a column that follows it."""
    identity: Callable[[str], str]
    """What makes two numbers one."""
    is_same: Callable[[str, str, str], bool]
    """Whether two values of a column say the same."""
    order: Callable[[Mapping[str, str]], Any]
    """By what rows are sorted."""


@dataclass(frozen=True, kw_only=True)
class Merged:
    """The file with the export in it."""

    sheet: Sheet
    new: int
    updated: int
    unchanged: int
    replaced: tuple[str, ...]
    """What stood in the file and does no longer: `INC-4414: severity SEV-3 is now SEV-2`."""


def merge(sheet: Sheet, rows: Sequence[Mapping[str, str]], rule: MergeRule) -> Merged:
    """Put rows into a sheet, in the rule's order; a sheet to which they add nothing stays."""
    places: dict[str, int] = {}
    for index, name in enumerate(sheet.header):
        column = next((c for c in rule.columns if fold(c) == fold(name)), None)
        if column is not None:
            places.setdefault(column, index)
    header = list(sheet.header)
    for column in rule.columns:
        if column not in places and any(row.get(column) for row in rows):
            places[column] = len(header)
            header.append(column)
    table = [list(_fit(cells, len(header))) for cells in sheet.rows]
    key = rule.columns[0]
    known: dict[str, list[str]] = {}
    for cells in table:
        known.setdefault(rule.identity(unguard_text(cells[places[key]].strip())), cells)
    new = updated = 0
    replaced: list[str] = []
    for row in rows:
        found = known.get(rule.identity(row[key]))
        if found is None:
            found = [""] * len(header)
            table.append(found)
            new += 1
            _update(found, row, places, rule)
        else:
            changes = _update(found, row, places, rule)
            updated += bool(changes)
            replaced += [f"{row[key]}: {change}" for change in changes if change]
    unchanged = len(rows) - new - updated
    if not new and not updated:
        return Merged(sheet=sheet, new=0, updated=0, unchanged=unchanged, replaced=())

    def order(cells: list[str]) -> Any:
        return rule.order({c: unguard_text(cells[at].strip()) for c, at in places.items()})

    whole = Sheet(
        header=tuple(header),
        rows=tuple(map(tuple, sorted(table, key=order))),
        delimiter=sheet.delimiter,
        newline=sheet.newline,
        has_mark=sheet.has_mark,
    )
    return Merged(
        sheet=whole, new=new, updated=updated, unchanged=unchanged, replaced=tuple(replaced)
    )


def _update(
    cells: list[str], row: Mapping[str, str], places: Mapping[str, int], rule: MergeRule
) -> list[str]:
    """Put a row of the export into one of the file; what changed, empty for a cell filled in."""
    changes = []
    for column, value in row.items():
        if column not in places:
            continue
        old = unguard_text(cells[places[column]].strip())
        is_wanted = not old or (column in rule.followed and (bool(value) or rule.may_clear))
        if is_wanted and old != value and not (old and value and rule.is_same(column, old, value)):
            cells[places[column]] = guard_text(value)
            changes.append(f"{column} {old} is now {value or 'empty'}" if old else "")
    return changes
