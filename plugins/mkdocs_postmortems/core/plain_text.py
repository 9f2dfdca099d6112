"""Inline Markdown as plain text, for titles, data and searching."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .document import Section

_MARKED = re.compile(r"[\\`*_\[\]<>&!~^]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MAX_INLINE = 20_000
_ENDS = re.compile(r"(?<=[.!?])[\"')\]”’]*\s+(?=[\"'(\[“‘]*(?:[A-Z0-9`]|[a-z]+[-_.][a-z0-9]))")
_ABBREVIATIONS = re.compile(r"(?:\be\.g|\bi\.e|\betc|\bvs|\bca|\bNo|\bapprox|\bDr|\bMr|\bMs)\.$")


@lru_cache(maxsize=1)
def _inline_parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


def plain_text(markdown: str) -> str:
    """The words of inline Markdown without its marks, on one line.

    Raw HTML stays as typed; a text over 20,000 characters keeps its marks.
    """
    if not _MARKED.search(markdown) or len(markdown) > _MAX_INLINE:
        return " ".join(markdown.split())
    pieces: list[str] = []
    for token in _inline_parser().parseInline(markdown):
        _collect(token.children or [], pieces)
    return " ".join("".join(pieces).split())


def _collect(tokens: list[Token], pieces: list[str]) -> None:
    for token in tokens:
        if token.type in ("text", "code_inline", "html_inline"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif token.type == "image":
            pieces.append(token.content)


def section_text(section: Section | None) -> str | None:
    """The prose of a section: paragraphs and items, one a line; None if there is none."""
    if section is None:
        return None
    texts = (
        plain_text(_COMMENT.sub("", block.text))
        for block in section.blocks
        if block.kind in ("paragraph", "item", "nested") and block.text
    )
    return "\n".join(text for text in texts if text) or None


def first_sentence(text: str) -> str:
    """The first sentence of a plain text."""
    return first_sentences(text, 0)


def first_sentences(text: str, limit: int) -> str:
    """The first sentence of a plain text, and the next ones of its paragraph up to `limit` letters."""
    line = text.split("\n", 1)[0]
    shown = 0
    for end in _ENDS.finditer(line):
        if _ABBREVIATIONS.search(line[: end.start()]):
            continue
        if shown and end.end() > limit:
            break
        shown = end.end()
        if shown >= limit:
            break
    else:
        if not shown or len(line) <= limit:
            shown = len(line)
    return line[:shown].strip()
