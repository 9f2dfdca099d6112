"""The running text of a document: what an author wrote in words of their own, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .blocks import Block
from .document import Document, Section
from .located_yaml import Scalar

_FIELDS = ("title", "mitigation")
_PROSE_KINDS = frozenset({"paragraph", "item", "nested", "table"})
_MAX_PASSAGE = 8_000
"""Letters of one passage that are looked at."""
_MARKED = re.compile(r"[`<\[\"“*_~&\u2011\u00a0]|://|@\w[\w-]*\.\w")
# Emphasis, the brackets of a link, strokes: what stands between them is prose.
_MARKS = re.compile(r"[*~\[\]]+|(?<!\w)_+|_+(?!\w)|&nbsp;")
_NO_PROSE = re.compile(
    r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|<!--.*?-->|</?[A-Za-z][^<>]*>|<(?:https?:|mailto:)[^<>\s]*>"
    r"|(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|(?<=\])\[[^\[\]]*\]"
    r"|\b[a-z]+://[^\s)>\]]+|[\w.+-]+@[\w-]+\.[\w.-]+",
    re.DOTALL | re.IGNORECASE,
)
# A citation is somebody else's words; two or three words in quotation marks may be a verdict.
_CITED = re.compile(r"“[^”]*(?:\s+[^\s”]+){3,}”|\"[^\"\n]*(?:[ \t]+[^\s\"]+){3,}\"")
_CHAT_LINE = re.compile(
    r"^\s*(?:\[?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?\]?\s*)?"
    r"(?:<@?[\w.][\w. -]{0,30}>|\[\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?\]\s*@?[\w.][\w. -]{0,30}:)"
    r"\s+\S",
    re.MULTILINE,
)
_CHAT_HEAD = re.compile(
    r"^\s*(?:\*\*)?@?[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,2}(?:\*\*)?\s+\[?\d{1,2}:\d{2}(?:\s*[AaPp][Mm])?\]?\s*$",
    re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A point in the file."""

    line: int
    """From 1."""
    column: int
    """From 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph, list item, cell or field."""

    text: str
    """As typed, with spaces for what is no prose: code, addresses, tags, comments, citations."""
    typed: str
    """As typed; as long as `text`."""
    line: int
    column: int
    """Of the first letter; of a cell or a later line, where it can be found."""
    section: str | None
    """Canonical name of the section, None outside of a known one."""
    lines: tuple[str, ...]
    """The lines of the file that it stands on; empty for a field."""

    def place(self, offset: int) -> Place:
        """Where in the file a letter of the text stands."""
        line = self.text.count("\n", 0, offset)
        start = self.typed.rfind("\n", 0, offset) + 1
        if line >= len(self.lines):
            return Place(line=self.line + line, column=self.column + offset - start)
        end = self.typed.find("\n", start)
        typed = self.typed[start : end if end >= 0 else None]
        stripped = typed.lstrip()
        found = max(self.lines[line].find(stripped), 0)
        lead = len(typed) - len(stripped)
        return Place(line=self.line + line, column=max(found + offset - start - lead, 0) + 1)


def read_prose(document: Document, sections: Mapping[str, Section]) -> Iterator[Passage]:
    """Yield each passage; headings, code, block quotes and pasted chats are none.

    `sections` are the known ones by canonical name.
    """
    for name in _FIELDS:
        entry = document.fields.get(name)
        if entry and isinstance(entry.value, Scalar) and entry.value.text:
            value = entry.value
            yield _passage(entry.value.text, value.line, value.column, None, ())
    names = {block.line: name for name, section in sections.items() for block in section.blocks}
    lines = document.body.split("\n")
    for block in document.blocks():
        if block.kind in _PROSE_KINDS and not block.quoted:
            yield from _of_block(block, names.get(block.line), lines, document.body_line)


def _of_block(
    block: Block, section: str | None, lines: list[str], body_line: int
) -> Iterator[Passage]:
    def between(first: int, end: int) -> tuple[str, ...]:
        return tuple(lines[first - body_line : end - body_line])

    if block.kind == "table":
        for row in block.rows:
            for cell in row.cells:
                if " " in cell:  # a time, a date, a number or a status is no prose
                    yield _passage(cell, row.line, 1, section, between(row.line, row.line + 1))
    elif block.text and not _is_chat(block.text):
        yield _passage(block.text, block.line, 1, section, between(block.line, block.end_line))


def _passage(
    typed: str, line: int, column: int, section: str | None, lines: tuple[str, ...]
) -> Passage:
    typed = typed[:_MAX_PASSAGE]
    text = typed
    if _MARKED.search(typed):
        for pattern in (_NO_PROSE, _CITED, _MARKS):
            text = pattern.sub(_blank, text)
        text = text.replace("\u2011", "-").replace("\u00a0", " ")
    return Passage(text=text, typed=typed, line=line, column=column, section=section, lines=lines)


def _blank(match: re.Match[str]) -> str:
    return "".join("\n" if letter == "\n" else " " for letter in match[0])


def _is_chat(text: str) -> bool:
    """Whether a paragraph was pasted from a chat: names and times open its lines."""
    return _CHAT_HEAD.match(text) is not None or len(_CHAT_LINE.findall(text)) > (
        0 if text.lstrip().startswith("<") else 1
    )
