"""What of Markdown is code or a comment: nothing in it is a link."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .blocks import read_blocks

_RAW = ("pre", "code", "script", "style", "textarea")
"""Elements of HTML whose content is no Markdown, or is code."""
_OPENING = re.compile(
    rf"[`~<](?:(?<=`)`*|(?<=~)~*|(?<=<)(?:!--|(?:{'|'.join(_RAW)})\b))", re.IGNORECASE
)
"""Begins with a set of letters, to which the search for it leaps."""
_LONGEST_CODE = 300
_INDENTS = ("    ", "\t")
_OWNERS = ("!!!", "???", "===", "///")
"""What follows these lines belongs to them, and is indented: `!!! note`, `=== "Tab"`."""
_DEEPEST = 10


@dataclass(frozen=True, kw_only=True)
class Stretches:
    """Parts of a text, in their order."""

    begins: list[int]
    ends: list[int]

    def add(self, begin: int, end: int) -> None:
        """Take in a part behind those that are there."""
        self.begins.append(begin)
        self.ends.append(end)

    def hold(self, place: int) -> bool:
        """Whether a place lies within one of them."""
        index = bisect_right(self.begins, place) - 1
        return index >= 0 and place < self.ends[index]


class UnreadText:
    """Where in a text nothing is a link; places are letters from 0."""

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        self._blocks, self._code = find_unread(markdown)

    def holds(self, place: int) -> bool:
        """Whether a place lies in code or a comment."""
        return self._code.hold(place) or self.holds_in_block(place)

    def holds_in_block(self, place: int) -> bool:
        """Whether a place lies in a block of code or a comment: not so in `code` of a sentence."""
        if self._blocks.hold(place):
            return True
        line = self._markdown.rfind("\n", 0, place) + 1
        return self._markdown.startswith(_INDENTS, line) and self._indented.hold(place)

    @cached_property
    def _indented(self) -> Stretches:
        """Blocks of code that are told by their indent."""
        found = Stretches(begins=[], ends=[])
        lines = self._markdown.split("\n")
        begins = [0]
        for line in lines:
            begins.append(begins[-1] + len(line) + 1)
        for first, end in sorted(_find_indented_code(lines, 0)):
            found.add(begins[first], begins[end])
        return found


def _find_indented_code(lines: Sequence[str], depth: int) -> Iterator[tuple[int, int]]:
    """The first line of each, from 0, and the one behind it."""
    owners = list(_owners_of(lines))
    for block, _ in read_blocks("\n".join(lines), 0, {}):
        if block.kind != "code":
            continue
        if not lines[block.line].startswith(_INDENTS):
            if depth:  # a fenced block within what is indented
                yield block.line, block.end_line
        elif not owners[block.line].startswith(_OWNERS):
            yield block.line, block.end_line
        elif depth < _DEEPEST:
            inner = [_dedent(line) for line in lines[block.line : block.end_line]]
            for first, end in _find_indented_code(inner, depth + 1):
                yield block.line + first, block.line + end


def _owners_of(lines: Iterable[str]) -> Iterator[str]:
    """For each line the nearest one above it that has text and no indent."""
    owner = ""
    for line in lines:
        yield owner
        if line.strip() and not line.startswith(_INDENTS):
            owner = line


def _dedent(line: str) -> str:
    return line[1:] if line.startswith("\t") else line[4:]


def find_unread(text: str) -> tuple[Stretches, Stretches]:
    """The fenced blocks, raw elements and comments of a text, and its inline code."""
    unread, code = Stretches(begins=[], ends=[]), Stretches(begins=[], ends=[])
    place = 0
    while opening := _OPENING.search(text, place):
        begin, place, mark = opening.start(), opening.end(), opening[0]
        indent = text[text.rfind("\n", 0, begin) + 1 : begin]
        if mark == "<!--":
            end = text.find("-->", place)
            place = len(text) if end < 0 else end + 3
            unread.add(begin, place)
        elif mark[0] == "<":
            closing = re.compile(rf"</{mark[1:]}\s*>", re.IGNORECASE).search(text, place)
            if closing:
                place = closing.end()
                unread.add(begin, place)
        elif len(mark) >= 3 and len(indent) <= 3 and not indent.strip(" "):
            place = _end_of_fence(text, place, mark)
            unread.add(begin, place)
        elif mark[0] == "`":
            end = _end_of_code(text, place, mark)
            if end:
                code.add(begin, end)
                place = end
    return unread, code


def without_comments(text: str) -> str:
    """The text with spaces in the place of each comment, as long as it was; none of its code
    is looked into."""
    if "<!--" not in text:
        return text
    pieces: list[str] = []
    place = 0
    unread, _ = find_unread(text)
    for begin, end in zip(unread.begins, unread.ends, strict=True):
        if text.startswith("<!--", begin):
            pieces += (text[place:begin], re.sub(r"[^\n]", " ", text[begin:end]))
            place = end
    return "".join((*pieces, text[place:]))


def _end_of_fence(text: str, place: int, mark: str) -> int:
    """Where a fenced block ends: behind a line of at least its marks; else with the text."""
    while (place := text.find(mark, place)) >= 0:
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        before = text[text.rfind("\n", 0, place) + 1 : place]
        is_alone = not text[place:end].rstrip().strip(mark[0])
        if is_alone and len(before) <= 3 and not before.strip(" "):
            return end
        place = end
    return len(text)


def _end_of_code(text: str, place: int, mark: str) -> int:
    """Where inline code ends that begins with some backticks; 0 where it is none."""
    for closing in _OPENING.finditer(text, place, place + _LONGEST_CODE):
        if closing[0] == mark:
            return closing.end()
    return 0
