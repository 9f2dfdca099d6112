"""A stretch of Markdown as its outermost blocks, none of its lines left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "hr": "rule",
}
_BULLET = re.compile(r"[ ]{0,3}(?P<marker>[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")

# Of longer fences too: a closing one may be longer than the opening one.
_ENDINGS = (
    "",
    "`" * 12,
    "~" * 12,
    "-->",
    "</pre>",
    "</script>",
    "</style>",
    "</textarea>",
    "?>",
    "]]>",
    ">",
)


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """An outermost block; `source` is its lines as they stand, without blank ones at the end."""

    kind: str
    """`heading`, `paragraph`, `list`, `table`, `code`, `rule` or `other`.

    Lines that give no block, such as the targets of links, are `other`."""
    source: str
    text: str = ""
    """Of a heading, its Markdown."""
    level: int = 0
    """Of a heading, 1 to 6."""
    items: tuple[Item, ...] = ()
    """Of a list."""
    start: int = 0
    """Its first line, from 0."""
    end: int = 0
    """The line after its last one."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item of a list: its Markdown, moved to the margin."""

    marker: str
    """`-`, `*`, `+`, `1.`, `1)` …"""
    source: str


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


@lru_cache(maxsize=64)
def split_chunks(markdown: str) -> tuple[Chunk, ...]:
    """The blocks of the outermost level, in order."""
    lines = markdown.split("\n")
    tokens = _parser().parse(markdown)
    return tuple(_chunks(lines, tokens))


def _chunks(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[Chunk]:
    position = 0
    for index, token in enumerate(tokens):
        if token.level or token.map is None or token.nesting < 0:
            continue
        start, end = token.map
        yield from _unparsed(lines, position, start)
        position = max(position, end)
        source = _cut(lines, start, end)
        kind = _KINDS.get(token.type, "other")
        if kind == "heading":
            text, level = tokens[index + 1].content, int(token.tag[1])
            yield Chunk(kind=kind, source=source, text=text, level=level, start=start, end=end)
        elif kind == "list":
            items = tuple(_items(lines, tokens, index))
            yield Chunk(kind=kind, source=source, items=items, start=start, end=end)
        else:
            yield Chunk(kind=kind, source=source, start=start, end=end)
    yield from _unparsed(lines, position, len(lines))


def _unparsed(lines: Sequence[str], start: int, end: int) -> Iterator[Chunk]:
    source = _cut(lines, start, end)
    if source.strip():
        yield Chunk(kind="other", source=source.strip("\n"), start=start, end=end)


def _cut(lines: Sequence[str], start: int, end: int) -> str:
    return "\n".join(lines[start:end]).rstrip()


def _items(lines: Sequence[str], tokens: Sequence[Token], opening: int) -> Iterator[Item]:
    spans = []
    for token in tokens[opening + 1 :]:
        if token.level == 0:
            break
        if token.type == "list_item_open" and token.level == 1 and token.map:
            spans.append(token.map)
    stop = (tokens[opening].map or [0, 0])[1]
    # An item of a loose list ends before lines that define targets of links; they are kept.
    ends = [start for start, _ in spans[1:]] + [stop]
    for (start, _), end in zip(spans, ends, strict=True):
        yield _read_item(_cut(lines, start, end))


def _read_item(source: str) -> Item:
    first, *others = source.expandtabs(4).split("\n")
    bullet = _BULLET.match(first)
    if bullet is None:
        return Item(marker="-", source=source)
    content = first[bullet.end() :]
    # More than four spaces after the marker are part of an indented block of code.
    wide = bullet.end() - bullet.end("marker") > 4
    margin = bullet.end("marker") + 1 if wide or not content else bullet.end()
    moved = [first[margin:] if wide else content]
    for line in others:
        space = len(line) - len(line.lstrip(" "))
        moved.append(line[min(space, margin) :])
    return Item(marker=bullet["marker"], source="\n".join(moved).strip("\n"))


def closed(markdown: str) -> str:
    """The text with an end for what it leaves open: a fence, a comment, a block of HTML.

    At the end of a file nothing follows that could be swallowed; in a document of
    ours something may.
    """
    for ending in _ENDINGS:
        candidate = f"{markdown}\n{ending}" if ending else markdown
        last = split_chunks(f"{candidate}\n\n# end")[-1]
        if last.kind == "heading" and last.text == "end":
            return candidate
    return markdown


def below_sections(markdown: str) -> str:
    """The text with its headings, if any, below those of a section's parts."""
    lines = markdown.split("\n")
    for chunk in reversed(split_chunks(markdown)):
        if chunk.kind == "heading":
            level = min(6, max(4, chunk.level))
            lines[chunk.start : chunk.end] = [f"{'#' * level} {' '.join(chunk.text.split())}"]
    return "\n".join(lines)
