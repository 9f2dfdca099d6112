"""Markdown made to fit into a cell of a table, and rows of tables taken apart and written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .chunks import Chunk, Item, split_chunks

MAX_CELL = 700
"""Letters; what is longer and of several paragraphs stands below the table instead."""

_PIPE = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n")
_SENTENCE = re.compile(r"(?s).*?[.!?:](?=\s|$)")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What stands in a cell."""

    text: str
    """Inline Markdown on one line, its `|` escaped."""
    is_whole: bool
    """Whether that is all; else the source has to stand elsewhere too."""


def fit_cell(markdown: str, line_break: str = "<br>") -> Cell:
    """A text in a cell: paragraphs and short lists whole, of anything else the beginning.

    `line_break` stands between its paragraphs and items.
    """
    chunks = split_chunks(markdown.strip("\n"))
    pieces = [piece for chunk in chunks for piece in _inline(chunk, line_break)]
    if all(piece is not None for piece in pieces):
        joined = line_break.join(piece for piece in pieces if piece is not None)
        if len(chunks) <= 1 and (not chunks or chunks[0].kind == "paragraph"):
            return Cell(text=escape(joined), is_whole=True)
        if len(joined) <= MAX_CELL:
            return Cell(text=escape(joined), is_whole=True)
    first = next((piece for piece in pieces if piece), "")
    sentence = _SENTENCE.match(first)
    beginning = escape(_balanced(sentence[0] if sentence else first))
    return Cell(text=f"{beginning} …".strip(), is_whole=False)


def escape(text: str) -> str:
    """Inline Markdown as a cell has to have it."""
    return _PIPE.sub(r"\1\\|", " ".join(text.split()))


def split_row(line: str) -> tuple[str, ...]:
    """The cells of a row, also those beyond the number of heads; `\\|` is no border."""
    line = line.strip()
    line = line.removeprefix("|")
    cells = re.split(r"(?<!\\)\|", line)
    if cells and not cells[-1].strip() and len(cells) > 1:
        cells.pop()
    return tuple(cell.strip().replace("\\|", "|") for cell in cells)


def write_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that fit already."""
    lines = [
        "".join(f"| {cell} " if cell else "| " for cell in row) + "|" for row in (heads, *rows)
    ]
    return "\n".join((lines[0], "|" + "---|" * len(heads), *lines[1:]))


def _inline(chunk: Chunk, line_break: str) -> Iterator[str | None]:
    """The chunk as lines of inline Markdown; None for what cannot be one."""
    if chunk.kind == "paragraph":
        lines = (
            line.strip() for line in _HARD_BREAK.sub(f"{line_break}\n", chunk.source).split("\n")
        )
        yield " ".join(lines)
    elif chunk.kind == "list":
        for item in chunk.items:
            yield from _item_lines(item, line_break)
    else:
        yield None


def _item_lines(item: Item, line_break: str) -> Iterator[str | None]:
    sign = item.marker if item.marker[0].isdigit() else "–"
    for index, chunk in enumerate(split_chunks(item.source)):
        for line in _inline(chunk, line_break):
            yield line if line is None or index else f"{sign} {line}"


def _balanced(text: str) -> str:
    """A beginning that leaves no mark open: the marks go, as the whole stands elsewhere."""
    if text.count("`") % 2 or text.count("**") % 2 or text.count("[") != text.count("]"):
        return re.sub(r"\]\([^)\s]*\)|[`*\[\]]", "", text)
    return text
