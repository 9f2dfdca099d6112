"""References to postmortems in Markdown: `[[PM-2026-007]]`, with a section, with other words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .blocks import read_blocks
from .unread_text import find_unread

PATTERN = (
    r"(?<!\\)\[\[(?P<name>[^\[\]|#\\\n]{1,200})"
    r"(?:\#(?P<anchor>[^\[\]|\\\n]{1,200}))?"
    r"(?:\\?\|(?P<text>[^\[\]\n]{1,500}))?\]\]"
    r"(?P<card>\{ ?card ?\})?"
)
"""In a table, the stroke before the text is written as `\\|`."""
_REFERENCE = re.compile(PATTERN)
_FIND = re.compile(r"find[ \t]*:", re.IGNORECASE)
_OWNERS = ("!!!", "???", "===", "///")
_INDENTED = re.compile(r"^(?: {4}|\t).*\[\[", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """A reference as somebody typed it."""

    name: str
    """An id, or an alias."""
    anchor: str
    """Of a section on the postmortem's page; empty for the page."""
    text: str
    """What stands for it; empty for the title."""
    begin: int
    """Where it begins in the text, in letters from 0."""
    end: int
    """Behind its last letter."""
    line: int
    """In the text, from 1."""
    column: int
    """From 1."""

    @property
    def query(self) -> str | None:
        """What postmortems a list is to have, where it stands for one; else None."""
        return query_of(self.name)


def query_of(name: str) -> str | None:
    """What stands behind `find:` in double brackets; None for a name."""
    match = _FIND.match(name)
    return name[match.end() :].strip() if match else None


def find_references(markdown: str) -> Iterator[Reference]:
    """The references in a text, in its order; what is in code or a comment is none."""
    if "[[" not in markdown:
        return
    unread, code = find_unread(markdown)
    indented = _find_indented_code(markdown) if _INDENTED.search(markdown) else frozenset()
    line, place = 1, 0
    for match in _REFERENCE.finditer(markdown):
        begin = match.start()
        line, place = line + markdown.count("\n", place, begin), begin
        if line in indented or unread.hold(begin) or code.hold(begin):
            continue
        yield Reference(
            name=match["name"].strip(),
            anchor=(match["anchor"] or "").strip(),
            text=(match["text"] or "").strip(),
            begin=begin,
            end=match.end(),
            line=line,
            column=begin - markdown.rfind("\n", 0, begin),
        )


def words_of_references(markdown: str) -> str:
    """The text with the words of each reference in its place: its text, else its name.

    Of a card the name stays, of a list its title.
    """
    if "[[" not in markdown:
        return markdown
    return _REFERENCE.sub(_words, markdown)


def _words(match: re.Match[str]) -> str:
    if match["text"]:
        return match["text"].strip()
    return "" if query_of(match["name"].strip()) is not None else match["name"].strip()


def find_unlinked(markdown: str) -> Callable[[int], bool]:
    """Whether a place in a text, from 0, is in code or a comment, where nothing is a link."""
    unread, code = find_unread(markdown)
    indented = _find_indented_code(markdown)
    line_ends = [found.start() for found in re.finditer("\n", markdown)]

    def is_unlinked(place: int) -> bool:
        line = bisect_left(line_ends, place) + 1
        return line in indented or unread.hold(place) or code.hold(place)

    return is_unlinked


def _find_indented_code(markdown: str) -> frozenset[int]:
    """The lines of blocks of code that are told by their indent alone.

    What belongs to an admonition or a tab (`!!! note`, `=== "Tab"`) is indented too.
    """
    lines = markdown.split("\n")
    found: set[int] = set()
    for block, _ in read_blocks(markdown, 1, {}):
        if block.kind != "code" or not lines[block.line - 1].startswith(("    ", "\t")):
            continue
        above = (line for line in reversed(lines[: block.line - 1]) if line.strip())
        owner = next((line for line in above if not line.startswith(("    ", "\t"))), "")
        if not owner.startswith(_OWNERS):
            found.update(range(block.line, block.end_line))
    return frozenset(found)


def is_id(name: str, prefix: str) -> bool:
    """Whether a name has the form of an id, whatever its case: only that can be a mistaken one,
    as other plugins give double brackets a meaning too."""
    return re.fullmatch(rf"{prefix}-\d+-\d+", name, re.IGNORECASE) is not None
