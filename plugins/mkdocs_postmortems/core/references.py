"""References to postmortems in Markdown: `[[PM-2026-007]]`, with a section, with other words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .unread_text import UnreadText

PATTERN = (
    r"(?<!\\)\[\[(?P<name>[Ff][Ii][Nn][Dd][ \t]*:[^\[\]|\\\n]{1,300}|[^\[\]|#\\\n]{1,200})"
    r"(?:\#(?P<anchor>[^\[\]|\\\n]{0,200}))?"
    r"(?:\\?\|(?P<text>(?:[^\[\]\n]|\n(?!\s*\n)|\[[^\[\]\n]{0,100}\]){0,500}))?\]\]"
    r"(?P<card> ?\{ ?card ?\})?"
)
"""In a table, the bar before the text is written as `\\|`."""
_REFERENCE = re.compile(PATTERN)
_FIND = re.compile(r"find[ \t]*:", re.IGNORECASE)


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


@lru_cache(maxsize=16)
def find_references(markdown: str) -> tuple[Reference, ...]:
    """The references in a text, in its order; what is in code or a comment is none.

    Several rules ask for those of one text, one after another.
    """
    return tuple(_find_references(markdown)) if "[[" in markdown else ()


def _find_references(markdown: str) -> Iterator[Reference]:
    unread = UnreadText(markdown)
    line, place = 1, 0
    for match in _REFERENCE.finditer(markdown):
        begin = match.start()
        line, place = line + markdown.count("\n", place, begin), begin
        if unread.holds(begin):
            continue
        yield Reference(
            name=match["name"].strip(),
            anchor=(match["anchor"] or "").strip(),
            text=" ".join((match["text"] or "").split()),
            begin=begin,
            end=match.end(),
            line=line,
            column=begin - markdown.rfind("\n", 0, begin),
        )


def spell_references(text: str, is_name: Callable[[str], bool]) -> str:
    """A text without code, in which words stand for references: its own, else the name.

    Of a list without a title nothing stays. What is no name stays as it was typed.
    """

    def spell(match: re.Match[str]) -> str:
        name = match["name"].strip()
        if query_of(name) is None and not is_name(name):
            return match[0]
        return match["text"] or ("" if query_of(name) is not None else name)

    return _REFERENCE.sub(spell, text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Slip:
    """What looks like the beginning of a reference or a list, and is none."""

    typed: str
    """How it begins."""
    is_list: bool
    line: int
    """In the text, from 1."""
    column: int
    """From 1."""


def find_slips(markdown: str, prefix: str, keys: Iterable[str]) -> Iterator[Slip]:
    """Double brackets before an id of a prefix, or a key of lists, that are no reference."""
    if "[[" not in markdown:
        return
    begun = re.compile(
        rf"(?<!\\)\[\[[ \t]*(?:{prefix}-\d+-\d+"
        rf"|(?P<list>[A-Za-z]{{0,8}}[ \t]*:?[ \t]*(?:{'|'.join(keys)})[ \t]*=))",
        re.IGNORECASE,
    )
    unread = None
    for match in begun.finditer(markdown):
        begin, typed = match.start(), match["list"]
        is_list = typed is not None and query_of(typed.strip()) is not None
        if _REFERENCE.match(markdown, begin) and (typed is None or is_list):
            continue
        unread = unread or UnreadText(markdown)
        if not unread.holds(begin):
            yield Slip(
                typed=match[0],
                is_list=typed is not None,
                line=markdown.count("\n", 0, begin) + 1,
                column=begin - markdown.rfind("\n", 0, begin),
            )


def is_id(name: str, prefix: str) -> bool:
    """Whether a name has the form of an id, whatever its case: only that can be a mistaken one,
    as other plugins give double brackets a meaning too."""
    return re.fullmatch(rf"{prefix}-\d+-\d+", name, re.IGNORECASE) is not None
