"""`check --fix`: what has one right answer is put right, and nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .core.action_section import ACTION_COLUMNS, column_kinds
from .core.blocks import Block
from .core.diagnostics import Diagnostic, Replacement
from .core.document import Source
from .core.sections import TIMELINE
from .core.settings import Settings
from .core.timeline_section import TIMELINE_COLUMNS, timeline_kinds
from .pipeline import read_document

_LINE_END = re.compile(r"(\r\n|\r|\n)")
_CELL_EDGE = re.compile(r"(?<!\\)\|")


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
    if replacement is None:
        return False
    line = lines[diagnostic.line - 1]
    at = _locate(line, diagnostic.column, replacement)
    if at is None:
        return False
    lines[diagnostic.line - 1] = line[:at] + replacement.new + line[at + len(replacement.old) :]
    return True


def _locate(line: str, column: int, replacement: Replacement) -> int | None:
    """Where the word stands: a whole cell, or the only place from the column on."""
    word = re.escape(replacement.old)
    cells = list(re.finditer(rf"(?<=\|)\s*({word})\s*(?=\||$)", line)) if column == 1 else []
    if len(cells) == 1:
        return cells[0].start(1)
    found = list(re.finditer(rf"(?<![\w-]){word}(?![\w-])", line[column - 1 :]))
    if found and (found[0].start() <= 1 or len(found) == 1):
        return column - 1 + found[0].start()
    return None


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
    """Columns that are not known stay behind the others, in their order."""
    known = [name for name in wanted if name in kinds]
    order = [kinds.index(name) for name in known]
    order += [index for index, kind in enumerate(kinds) if index not in order]
    if order == sorted(order):
        return False
    rows = range(table.line - 1, table.end_line - 1)
    split = {number: _split_row(lines[number]) for number in rows if lines[number].strip()}
    # A cell with a pipe of its own may be split elsewhere by another reader of Markdown.
    if any(len(row.cells) != len(kinds) or "\\|" in lines[n] for n, row in split.items()):
        return False
    for number, row in split.items():
        lines[number] = row.before + "|".join(row.cells[index] for index in order) + row.after
    return True


@dataclass(frozen=True, kw_only=True)
class _Row:
    before: str
    cells: tuple[str, ...]
    after: str


def _split_row(line: str) -> _Row:
    """A row's cells, with what stands before the first and after the last."""
    match = re.fullmatch(r"(\s*\|?)(.*?)((?<!\\)\|?\s*)", line, flags=re.DOTALL)
    assert match is not None, "every line has this form"
    return _Row(before=match[1], cells=tuple(_CELL_EDGE.split(match[2])), after=match[3])
