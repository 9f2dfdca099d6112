"""Comma-separated text as records that know their lines; a faulty record costs itself alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .diagnostics import Finding, Problem

_QUOTED = re.compile(r'"[^"]*"')
_CODE = "PM901"


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One record; it may go over several lines."""

    line: int
    """The line on which it begins, from 1."""
    cells: tuple[str, ...]
    """As written; a byte that is not UTF-8 is a lone surrogate."""


@dataclass(frozen=True, kw_only=True)
class DelimitedReading:
    """The records of a file, the header first, and what could not be read."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    delimiter: str = ","


def read_delimited(data: bytes, delimiters: str = ",;") -> DelimitedReading:
    """Read CSV, in UTF-8 with or without a byte order mark. Never raises for what it holds.

    Commas or semicolons separate the cells (or what else `delimiters` has), whichever
    the first line has most of. Records without any text are left out. Takes time in
    proportion to the length.
    """
    if (position := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, position) + 1
        message = "a NUL byte, which no text in UTF-8 has; nothing of the file is used"
        problem = unusable(line, message, "save the file as CSV in UTF-8, not in UTF-16")
        return DelimitedReading(records=(), problems=(problem,))
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    lines = list(io.StringIO(text, newline=""))
    header = _QUOTED.sub("", next((line for line in lines if line.strip()), ""))
    delimiter = max(delimiters, key=header.count)
    problems: list[Problem] = []
    records = tuple(
        record
        for record in _read_records(lines, delimiter, problems)
        if any(map(str.strip, record.cells))
    )
    return DelimitedReading(records=records, problems=tuple(problems), delimiter=delimiter)


def unusable(line: int, message: str, hint: str = "", *, column: int = 1) -> Problem:
    """What cannot be used of a data file, at a place of it."""
    return Problem(
        code=_CODE, finding=Finding(line=line, column=column, message=message, hint=hint)
    )


def _read_records(lines: list[str], delimiter: str, problems: list[Problem]) -> Iterator[Record]:
    """The records; after a faulty one, reading begins again on the line below its first.

    Such a record may have swallowed all that follows. The lines that it swallowed
    are then read one by one, or each of them could swallow them again, which
    would take quadratic time.
    """
    start = end_of_doubt = 0
    while start < len(lines):
        last = start + 1 if start < end_of_doubt else len(lines)
        block = (lines[index] for index in range(start, last))
        reader = csv.reader(block, delimiter=delimiter, strict=True)
        line = start
        try:
            for cells in reader:
                yield Record(line=line + 1, cells=tuple(cells))
                line = start + reader.line_num
        except csv.Error as error:
            problems.append(_describe(error, line + 1))
            end_of_doubt = max(end_of_doubt, start + reader.line_num - 1)
            start = line + 1
        else:
            start = line


def _describe(error: csv.Error, line: int) -> Problem:
    message, hint = "a quote is not closed where its cell ends", (
        'end the cell with `"`, and write a quote inside of a quoted cell twice, as `""`'
    )  # fmt: skip
    if "limit" in str(error):
        message = "a cell is too long, or a quote is not closed"
    return unusable(line, f"{message}; the row is left out", hint)
