"""The paragraphs, items, headings and cells of Markdown around some places in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .plain_text import plain_text
from .unread_text import UnreadText

_QUOTE = r"[ \t]*(?:>[ \t]*)*"
_ALONE = re.compile(
    rf"{_QUOTE}(?:#{{1,6}}[ \t]|\||`{{3}}|~{{3}}|!!!|\?\?\?|={{2,}}|-{{2,}}[ \t]*$|///|$)"
)
_ITEM = re.compile(rf"{_QUOTE}(?:[-*+][ \t]|\d{{1,9}}[.)][ \t]|:[ \t]|\[\^)")
_MARK = re.compile(
    rf"^{_QUOTE}(?:#{{1,6}}[ \t]+|[-*+][ \t]+|\d{{1,9}}[.)][ \t]+|:[ \t]+|\[\^[^\]]*\]:[ \t]*)?",
    re.MULTILINE,
)
_OWNER = re.compile(r"[ \t]*(?:!!!|\?\?\?\+?|===\+?)[ \t]*[^\"]*\"(?P<title>[^\n]*)\"[ \t]*$")
_RULED = re.compile(r"^[ \t|:-]*-[ \t|:-]*\|[ \t|:-]*$", re.MULTILINE)
_BOUND = re.compile(r"(?<!\\)\||\n")
"""Of cells: a bar, or the end of a row."""
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*(?:\{[^{}\n]*\})?[ \t]*$", re.MULTILINE)
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph, item, heading or cell of a text, in letters from 0, `end` excluded."""

    begin: int
    end: int


def find_passages(markdown: str, places: Sequence[int]) -> Iterator[Passage]:
    """What stands around some places, which are in their order; each passage once."""
    end = 0
    for place in places:
        if place < end:
            continue
        paragraph = _find_paragraph(markdown, place, end)
        for passage in _find_cells(markdown, paragraph):
            # Of a table those cells that have a place in them.
            index = bisect_left(places, passage.begin)
            if index < len(places) and places[index] < passage.end:
                yield passage
        end = paragraph.end


def _find_paragraph(markdown: str, place: int, floor: int) -> Passage:
    """The lines around a place that belong together; none of them before `floor`."""
    first = markdown.rfind("\n", 0, place) + 1
    last = _end_of_line(markdown, place)
    line = markdown[first:last]
    is_alone = bool(_ALONE.match(line))
    while not is_alone and not _ITEM.match(line) and first > floor:
        above = markdown.rfind("\n", 0, first - 1) + 1
        line = markdown[above : first - 1]
        if _ALONE.match(line):
            break
        first = above
    while not is_alone and last < len(markdown):
        below = _end_of_line(markdown, last + 1)
        line = markdown[last + 1 : below]
        if _ALONE.match(line) or _ITEM.match(line):
            break
        last = below
    return Passage(begin=first, end=last)


def _find_cells(markdown: str, paragraph: Passage) -> Iterator[Passage]:
    """The cells of a row, or of a table without outer bars; else the paragraph itself."""
    text = markdown[paragraph.begin : paragraph.end]
    if not (text.lstrip(" \t>").startswith("|") or ("|" in text and _RULED.search(text))):
        yield paragraph
        return
    begin = paragraph.begin
    for bound in _BOUND.finditer(text):
        end = paragraph.begin + bound.start()
        yield Passage(begin=begin, end=end)
        begin = end + 1
    yield Passage(begin=begin, end=paragraph.end)


def _end_of_line(markdown: str, place: int) -> int:
    found = markdown.find("\n", place)
    return len(markdown) if found < 0 else found


class Headings:
    """The headings of a text."""

    def __init__(self, markdown: str, unread: UnreadText) -> None:
        self._found = [
            (match.start(), match[1])
            for match in _HEADING.finditer(markdown)
            if not unread.holds_in_block(match.start())
        ]

    def above(self, place: int) -> str:
        """The nearest one before a place, as plain text; empty where there is none."""
        index = bisect_left(self._found, (place, ""))
        return plain_text(_PRIVATE.sub("", self._found[index - 1][1])) if index else ""


def strip_marks(source: str) -> str:
    """A passage without what makes it an item, a quote, a heading or a title."""
    if owner := _OWNER.match(source):
        source = owner["title"]
    return _MARK.sub("", _PRIVATE.sub("", source))
