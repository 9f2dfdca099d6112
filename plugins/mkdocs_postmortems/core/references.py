"""References to postmortems in Markdown: `[[PM-2026-007]]`, with a section, with other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .blocks import read_blocks
from .library import Library
from .postmortem import Postmortem
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """A reference as somebody typed it."""

    name: str
    """An id, or an alias."""
    anchor: str
    """Of a section on the postmortem's page; empty for the page."""
    text: str
    """What stands for it; empty for the title."""
    line: int
    """In the text, from 1."""
    column: int
    """From 1."""


def query_of(name: str) -> str | None:
    """What stands behind `find:` in double brackets; None for a name."""
    match = _FIND.match(name)
    return name[match.end() :].strip() if match else None


def find_references(markdown: str) -> Iterator[Reference]:
    """The references in a text, in its order; what is in code or a comment is none."""
    if "[[" not in markdown:
        return
    unread, code = find_unread(markdown)
    indented = _find_indented_code(markdown)
    for match in _REFERENCE.finditer(markdown):
        begin = match.start()
        line = markdown.count("\n", 0, begin) + 1
        if line in indented or unread.hold(begin) or code.hold(begin):
            continue
        yield Reference(
            name=match["name"].strip(),
            anchor=(match["anchor"] or "").strip(),
            text=(match["text"] or "").strip(),
            line=line,
            column=begin - markdown.rfind("\n", 0, begin),
        )


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


class Referred:
    """Which postmortem a name means, whatever its case: its id, or one of its aliases."""

    def __init__(self, library: Library) -> None:
        self._by_name: dict[str, Postmortem] = {}
        for postmortem in library.postmortems:
            self._by_name[postmortem.id.casefold()] = postmortem
        for postmortem in library.postmortems:
            for alias in postmortem.aliases:
                self._by_name.setdefault(alias.casefold(), postmortem)

    def find(self, name: str) -> Postmortem | None:
        """The postmortem; None where the library has none of that name."""
        return self._by_name.get(name.casefold())
