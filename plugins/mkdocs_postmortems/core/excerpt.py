"""The sentence around a place in Markdown, as its readers see it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .plain_text import plain_text, prose_text, sentences
from .unread_text import Stretches

_LONGEST = 300
"""Letters of a sentence that are shown on either side of what it is about."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BLOCK_MARK = re.compile(
    r"[ \t]*(?:>[ \t]*)*(?:#{1,6}[ \t]+|[-*+][ \t]+|\d{1,9}[.)][ \t]+|:[ \t]+)?"
)
_ALONE = re.compile(r"[ \t]*(?:>[ \t]*)*(?:#{1,6}[ \t]|\||`{3}|~{3}|!!!|\?\?\?|===|///|$)")
_ITEM = re.compile(r"[ \t]*(?:>[ \t]*)*(?:[-*+][ \t]|\d{1,9}[.)][ \t])")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*(?:\{[^{}\n]*\})?[ \t]*$", re.MULTILINE)
_BEGIN, _END = "\ue000", "\ue001"
_MARKS = str.maketrans("", "", _BEGIN + _END)
_STROKE = re.compile(r"(?<!\\)\|")
_FEW = 2
"""Words beside what a sentence is about; with fewer it says nothing of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A part of a text, in letters from 0, `end` excluded."""

    begin: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Excerpt:
    """A sentence, and what it is about; plain text."""

    before: str
    cited: str
    after: str

    @property
    def says_something(self) -> bool:
        """Whether there is more in it than what it is about."""
        return len(re.findall(r"\w+", f"{self.before} {self.after}")) >= _FEW


def take_excerpt(markdown: str, begin: int, end: int, words: str, passage: Passage) -> Excerpt:
    """The sentence around what stands from `begin` to `end`, for which `words` are shown.

    It does not go over its passage; what is long is cut.
    """
    before, after = markdown[passage.begin : begin], markdown[end : passage.end]
    if before and before[0] != "|":
        before = before[_BLOCK_MARK.match(before).end() :]  # type: ignore[union-attr]  # may be empty
    marked = (
        f"{_shorten_before(before)}{_BEGIN}{words.translate(_MARKS)}{_END}{_shorten_after(after)}"
    )
    text = " ".join(_COMMENT.sub(" ", marked).split())
    for read in (lambda found: found, prose_text):  # marks may keep two sentences together
        text = next((one for one in sentences(read(text)) if _BEGIN in one), text)
    before, _, rest = text.partition(_BEGIN)
    cited, _, after = rest.partition(_END)
    return Excerpt(before=before, cited=cited, after=after.translate(_MARKS))


def heading_above(markdown: str, place: int, unread: Stretches) -> str:
    """The nearest heading before a place, as plain text; empty where there is none.

    `unread` are the blocks of code and comments.
    """
    found = place
    while found > 0:
        found = markdown.rfind("\n#", 0, found)
        match = _HEADING.match(markdown, found + 1)
        if match and match.start() < place and not unread.hold(match.start()):
            return plain_text(match[1])
    return ""


def find_passage(markdown: str, begin: int, end: int) -> Passage:
    """The paragraph, item, heading or cell around what stands from `begin` to `end`."""
    first = markdown.rfind("\n", 0, begin) + 1
    last = _end_of_line(markdown, end)
    line = markdown[first:last]
    if line.lstrip(" \t>").startswith("|"):
        return _find_cell(markdown, first, last, begin, end)
    while not _ALONE.match(line) and not _ITEM.match(line) and first:
        above = markdown.rfind("\n", 0, first - 1) + 1
        line = markdown[above : first - 1]
        if _ALONE.match(line):
            break
        first = above
    is_heading = markdown.startswith("#", first)
    while not is_heading and last < len(markdown):
        below = _end_of_line(markdown, last + 1)
        line = markdown[last + 1 : below]
        if _ALONE.match(line) or _ITEM.match(line):
            break
        last = below
    return Passage(begin=first, end=last)


def _find_cell(markdown: str, first: int, last: int, begin: int, end: int) -> Passage:
    strokes = [match.start() for match in _STROKE.finditer(markdown, first, last)]
    return Passage(
        begin=max((stroke + 1 for stroke in strokes if stroke < begin), default=first),
        end=min((stroke for stroke in strokes if stroke >= end), default=last),
    )


def _end_of_line(markdown: str, place: int) -> int:
    found = markdown.find("\n", place)
    return len(markdown) if found < 0 else found


def _shorten_before(text: str) -> str:
    text = text.translate(_MARKS)
    if len(text) <= _LONGEST:
        return text
    return "… " + text[-_LONGEST:].partition(" ")[2]


def _shorten_after(text: str) -> str:
    text = text.translate(_MARKS)
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0] + " …"
