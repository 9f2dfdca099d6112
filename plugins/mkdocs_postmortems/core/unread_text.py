"""What of Markdown is code or a comment: nothing in it is a link."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

_OPENING = re.compile(r"[`~<](?:(?<=`)`*|(?<=~)~*|(?<=<)!--)")
"""Begins with a set of letters, to which the search for it leaps."""
_LONGEST_CODE = 300


@dataclass(frozen=True, kw_only=True)
class Stretches:
    """Parts of a text, in their order."""

    begins: list[int]
    ends: list[int]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Stretches:
        """Parts given in any order; those that overlap are one."""
        found = cls(begins=[], ends=[])
        for begin, end in sorted(spans):
            if found.ends and begin < found.ends[-1]:
                found.ends[-1] = max(end, found.ends[-1])
            else:
                found.add(begin, end)
        return found

    def add(self, begin: int, end: int) -> None:
        """Take in a part behind those that are there."""
        self.begins.append(begin)
        self.ends.append(end)

    def hold(self, place: int) -> bool:
        """Whether a place lies within one of them."""
        index = bisect_right(self.begins, place) - 1
        return index >= 0 and place < self.ends[index]


def find_unread(text: str) -> tuple[Stretches, Stretches]:
    """The fenced blocks and comments of a text, and its inline code."""
    unread, code = Stretches(begins=[], ends=[]), Stretches(begins=[], ends=[])
    place = 0
    while opening := _OPENING.search(text, place):
        begin, place, mark = opening.start(), opening.end(), opening[0]
        indent = text[text.rfind("\n", 0, begin) + 1 : begin]
        if mark == "<!--":
            end = text.find("-->", place)
            place = len(text) if end < 0 else end + 3
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
