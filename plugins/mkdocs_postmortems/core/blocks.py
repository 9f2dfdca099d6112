"""Markdown as leaf blocks with their lines: headings, paragraphs, list items, tables, code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a table; cells are Markdown, without the outer spaces."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A leaf block or list item of the body; lines are the file's, `end_line` excluded."""

    kind: str
    """`heading`, `paragraph`, `item`, `nested`, `table`, `code`, `html`, `rule`.

    An item is the first paragraph of an item of an outermost list; what else
    stands in a list is nested."""
    line: int
    end_line: int
    text: str = ""
    """The Markdown of a paragraph, item or heading; the source of a code or HTML block."""
    quoted: bool = False
    """Inside a block quote."""
    header: tuple[str, ...] = ()
    """Column heads of a table."""
    rows: tuple[Row, ...] = ()
    """Rows of a table, without its head."""


@lru_cache(maxsize=1)
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def read_blocks(
    body: str, body_line: int, environment: dict[str, Any]
) -> Iterator[tuple[Block, int]]:
    """Yield each leaf block with its heading level (0 for all but headings).

    The definitions of links (`[label]: address`) go to `environment`.
    """
    tokens = _block_parser().parse(body, environment)
    quotes = items = 0
    item_begins = False
    index = 0
    while index < len(tokens):
        token = tokens[index]
        match token.type:
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "list_item_open":
                items += 1
                item_begins = items == 1
            case "list_item_close":
                items -= 1
            case "heading_open":
                yield (
                    _block("heading", token, body_line, tokens[index + 1].content, quotes),
                    int(token.tag[1]) if not quotes and not items else 6,
                )
            case "paragraph_open":
                kind = "item" if item_begins else "nested" if items else "paragraph"
                item_begins = False
                yield _block(kind, token, body_line, tokens[index + 1].content, quotes), 0
            case "fence" | "code_block":
                yield _block("code", token, body_line, token.content, quotes), 0
            case "html_block":
                yield _block("html", token, body_line, token.content, quotes), 0
            case "hr":
                yield _block("rule", token, body_line, "", quotes), 0
            case "table_open":
                close = next(
                    i for i in range(index, len(tokens)) if tokens[i].type == "table_close"
                )
                yield _read_table(tokens[index:close], body_line, quotes), 0
                index = close
        index += 1


def _block(kind: str, token: Token, body_line: int, text: str, quotes: int) -> Block:
    start, end = token.map or (0, 0)
    return Block(
        kind=kind, line=start + body_line, end_line=end + body_line, text=text, quoted=quotes > 0
    )


def _read_table(tokens: list[Token], body_line: int, quotes: int) -> Block:
    rows: list[Row] = []
    cells: list[str] = []
    line = body_line
    for index, token in enumerate(tokens):
        if token.type in ("th_open", "td_open"):
            cells.append(tokens[index + 1].content.strip())
        elif token.type == "tr_open":
            cells, line = [], (token.map or (0, 0))[0] + body_line
        elif token.type == "tr_close":
            rows.append(Row(cells=tuple(cells), line=line))
    start, end = tokens[0].map or (0, 0)
    return Block(
        kind="table",
        line=start + body_line,
        end_line=end + body_line,
        quoted=quotes > 0,
        header=rows[0].cells,
        rows=tuple(rows[1:]),
    )
