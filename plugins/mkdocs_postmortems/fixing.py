"""`check --fix`: what has one right answer is put right, and nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .core.action_section import ACTION_COLUMNS, column_kinds
from .core.blocks import Block
from .core.diagnostics import Diagnostic, Replacement
from .core.sections import TIMELINE
from .core.settings import Settings
from .core.source import Source
from .core.timeline_section import TIMELINE_COLUMNS, timeline_kinds
from .pipeline import read_document

_LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True, kw_only=True)
class Fixed:
    """A file with what was put right, its line ends and byte-order mark as they were."""

    data: bytes
    count: int
    """How many things were put right."""


def fix_document(
    source: Source, diagnostics: Iterable[Diagnostic], settings: Settings, *, columns: bool = True
) -> Fixed | None:
    """The document with its words, dates and columns put right; None where nothing changes.

    `diagnostics` are those of this document; `columns` says whether tables are put in order.
    """
    try:
        text = source.data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = _LINE_END.split(text)
    lines, ends = parts[::2], [*parts[1::2], ""]
    count = sum(_replace(lines, diagnostic) for diagnostic in _from_the_end(diagnostics))
    if columns:
        count += _order_columns(_join(source, lines, ends), lines, settings)
    return Fixed(data=_join(source, lines, ends).data, count=count) if count else None


def _from_the_end(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The last of a line first, so that the columns of the others still hold."""
    return sorted(diagnostics, key=lambda d: (d.line, d.column), reverse=True)


def _join(source: Source, lines: list[str], ends: list[str]) -> Source:
    data = "".join(line + end for line, end in zip(lines, ends, strict=True)).encode("utf-8")
    return replace(source, data=data, size=len(data))


def _replace(lines: list[str], diagnostic: Diagnostic) -> bool:
    """Put one word right; False where it is not clear which one is meant."""
    replacement = diagnostic.replacement
    if replacement is None or diagnostic.line > len(lines):
        return False
    line = lines[diagnostic.line - 1]
    at = _locate(line, diagnostic.column, replacement)
    if at is None:
        return False
    lines[diagnostic.line - 1] = line[:at] + replacement.new + line[at + len(replacement.old) :]
    return True


def _locate(line: str, column: int, replacement: Replacement) -> int | None:
    """Where the word stands: in its cell once, at its column, or on the line once."""
    word = re.compile(rf"(?<![\w-]){re.escape(replacement.old)}(?![\w-])")
    start, end = 0, len(line)
    if replacement.cell is not None:
        row = _split_row(line)
        if row is None or replacement.cell >= len(row.cells):
            return None
        start = len(row.before) + sum(len(cell) + 1 for cell in row.cells[: replacement.cell])
        end = start + len(row.cells[replacement.cell])
    else:
        for offset in (column - 1, column):  # behind a quotation mark, too
            if word.match(line, offset):
                return offset
    found = list(word.finditer(line, start, end))
    return found[0].start() if len(found) == 1 else None


def _order_columns(source: Source, lines: list[str], settings: Settings) -> int:
    """Put the columns of action tables and timelines in their usual order; how many tables."""
    reading = read_document(source, settings)
    timeline = reading.sections.get(TIMELINE)
    tables = [
        (block, timeline_kinds(block.header), TIMELINE_COLUMNS)
        for block in (timeline.blocks if timeline else ())
        if block.kind == "table"
    ]
    tables += [
        (block, column_kinds(block.header), ACTION_COLUMNS)
        for block in reading.actions.blocks
        if block.kind == "table"
    ]
    return sum(_order_table(table, kinds, wanted, lines) for table, kinds, wanted in tables)


def _order_table(
    table: Block, kinds: tuple[str | None, ...], wanted: tuple[str, ...], lines: list[str]
) -> bool:
    """The known columns change places among themselves; the others stay where they are."""
    slots = [index for index, kind in enumerate(kinds) if kind is not None]
    known = sorted(slots, key=lambda index: wanted.index(kinds[index] or ""))
    if table.quoted or known == slots:
        return False
    order = list(range(len(kinds)))
    for slot, index in zip(slots, known, strict=True):
        order[slot] = index
    numbers = [n for n in range(table.line - 1, table.end_line - 1) if lines[n].strip()]
    rows = {number: _split_row(lines[number]) for number in numbers}
    # Rows without outer pipes, in a list or with a pipe in a cell can be read in more than one way.
    if any(row is None or len(row.cells) != len(kinds) for row in rows.values()):
        return False
    for number, row in rows.items():
        if row is not None:
            lines[number] = row.before + "|".join(row.cells[i] for i in order) + row.after
    return True


@dataclass(frozen=True, kw_only=True)
class _Row:
    before: str
    cells: tuple[str, ...]
    after: str


def _split_row(line: str) -> _Row | None:
    """A row's cells between its outer pipes; None for a row that may be split elsewhere too."""
    match = re.fullmatch(r"([ \t]*\|)(.*)(\|[ \t]*)", line)
    if match is None or "\\|" in line:
        return None
    return _Row(before=match[1], cells=tuple(match[2].split("|")), after=match[3])
