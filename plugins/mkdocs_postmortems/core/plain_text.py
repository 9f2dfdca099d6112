"""Inline Markdown as plain text, for titles, data and searching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .blocks import Block
from .document import Section
from .inline_references import REFERENCE, add_references
from .references import query_of, spell_references

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MARKED = re.compile(r"[\\`*_\[\]<>&!~^]")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]+\](?!\()")
_AS_TYPED = frozenset({"text", "code_inline", "html_inline"})
_PROSE = frozenset({"text", "code_inline"})
_MAX_INLINE = 20_000
_ENDS = re.compile(r"(?<=[.!?])[\"')\]”’]*\s+(?=[\"'(\[“‘]*(?:[A-Z0-9`]|[a-z]+[-_.][a-z0-9]))")
_ABBREVIATIONS = re.compile(r"(?:\be\.g|\bi\.e|\betc|\bvs|\bca|\bNo|\bapprox|\bDr|\bMr|\bMs)\.$")
_LONGEST = 10
"""Letters, of an abbreviation and what tells that it is one."""
_WHOLE = re.compile(r"[.!?…。！？][\"')\]”’]*\s*$")
_CLOSING = 10
"""Letters at the end of a sentence, among which its full stop is."""
_GOES_ON = re.compile(r"[a-z]+[\s,;:]")


@lru_cache(maxsize=1)
def _inline_parser() -> MarkdownIt:
    return add_references(MarkdownIt("commonmark"), _looks_like_a_name)


def _looks_like_a_name(name: str, _environment: object) -> bool:
    """Whether double brackets lose their marks; others' may mean anything."""
    return query_of(name) is not None or _is_one_word(name)


def _is_one_word(name: str) -> bool:
    return not re.search(r"\s", name)


def has_marks(markdown: str) -> bool:
    """Whether there is anything in a text that inline Markdown could mean."""
    return _MARKED.search(markdown) is not None


def plain_text(markdown: str) -> str:
    """The words of inline Markdown without its marks, on one line.

    Raw HTML stays as typed; a text over 20,000 characters keeps its marks. Of a reference
    to a postmortem its words stay.
    """
    markdown = _spell_references(markdown)
    if not has_marks(markdown) or len(markdown) > _MAX_INLINE:
        return " ".join(markdown.split())
    return _without_marks(markdown, {}, _AS_TYPED)


def _spell_references(markdown: str) -> str:
    """With their words instead, where no code has to be told from them: often all marks there are."""
    if "[[" not in markdown or "`" in markdown:
        return markdown
    return spell_references(markdown, _is_one_word)


def one_line(text: str) -> str:
    """A text on one line, without control characters, for files that take neither."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _without_marks(markdown: str, environment: dict[str, Any], shown: frozenset[str]) -> str:
    pieces: list[str] = []
    for token in _inline_parser().parseInline(markdown, environment):
        _collect(token.children or [], pieces, shown)
    return " ".join("".join(pieces).split())


def _collect(tokens: list[Token], pieces: list[str], shown: frozenset[str]) -> None:
    for token in tokens:
        if token.type in shown:
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif token.type == "image":
            pieces.append(token.content)
        elif token.type == REFERENCE:
            name = token.meta["name"]
            if token.children:
                _collect(token.children, pieces, shown)
            elif query_of(name) is None:
                pieces.append(name)


def section_text(section: Section | None, environment: Mapping[str, Any]) -> str | None:
    """The prose of a section: paragraphs and items, one a line; None if there is none.

    Its page shows HTML and footnotes as such, so their marks fall away.
    `environment` is the document's.
    """
    if section is None:
        return None
    texts = (
        prose_text(block.text, environment)
        for block in section.blocks
        if block.kind in ("paragraph", "item", "nested") and block.text
    )
    return "\n".join(text for text in texts if text) or None


def all_text(blocks: Iterable[Block], environment: Mapping[str, Any]) -> str:
    """All that a reader sees of some blocks, tables and code among it, one line for each.

    `environment` is the document's.
    """
    lines: list[str] = []
    for block in blocks:
        if block.kind == "code":
            lines.extend(block.text.splitlines())
        elif block.kind == "table":
            lines.extend(
                " ".join(filter(None, (prose_text(cell, environment) for cell in row.cells)))
                for row in block.rows
            )
        elif block.kind == "html":
            lines.append(" ".join(_TAG.sub(" ", COMMENT.sub(" ", block.text)).split()))
        elif block.text:
            lines.append(prose_text(block.text, environment))
    return "\n".join(filter(None, lines))


def prose_text(markdown: str, environment: Mapping[str, Any] = MappingProxyType({})) -> str:
    """Inline Markdown as its page shows it: without HTML, comments and marks of footnotes."""
    if _FOOTNOTE.match(markdown):
        return ""
    text = _FOOTNOTE_MARK.sub("", _BREAK.sub(" ", COMMENT.sub("", markdown)))
    text = _spell_references(text)
    if not has_marks(text) or len(text) > _MAX_INLINE:
        return " ".join(text.split())
    return _without_marks(text, dict(environment), _PROSE)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a plain text; none goes over the end of a line."""
    for line in text.splitlines():
        begin = 0
        for end in _ENDS.finditer(line):
            if not _ABBREVIATIONS.search(line, max(end.start() - _LONGEST, 0), end.start()):
                yield line[begin : end.end()].strip()
                begin = end.end()
        if line[begin:].strip():
            yield line[begin:].strip()


def first_whole(some: Iterable[str]) -> int:
    """The place of the first sentence that neither breaks off, as before code, nor goes on; else 0."""
    is_broken = False
    for place, sentence in enumerate(some):
        goes_on = is_broken and bool(_GOES_ON.match(sentence))
        is_broken = not _is_whole(sentence)
        if not is_broken and not goes_on:
            return place
    return 0


def first_sentence(text: str) -> str:
    """The first whole sentence of a plain text; as `first_sentences`."""
    return first_sentences(text, 0)


def first_sentences(text: str, limit: int) -> str:
    """The first whole sentence of a plain text, and the next ones of its paragraph up to `limit` letters.

    Without a whole one, the first line.
    """
    found = [(line, one) for line, row in enumerate(text.splitlines()) for one in sentences(row)]
    if not found:
        return ""
    place = first_whole(one for _, one in found)
    line, shown = found[place]
    is_last = line == found[-1][0]
    for other, following in found[place + 1 :]:
        longer = f"{shown} {following}"
        if other != line or len(longer) > limit or not (is_last or _is_whole(following)):
            break
        shown = longer
    return shown


def cut_at_word(text: str, letters: int) -> str:
    """A text on one line in at most so many letters; one that was cut ends with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= letters:
        return line
    kept, _, _ = line[:letters].rpartition(" ")
    if len(kept) < letters // 2:  # a word that long, or a script without spaces
        kept = line[: letters - 1]
    return kept.rstrip(" ,;:.") + "…"


def _is_whole(sentence: str) -> bool:
    return bool(_WHOLE.search(sentence, max(len(sentence) - _CLOSING, 0)))
