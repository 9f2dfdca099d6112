"""Which postmortems other documents and pages lead to: by their id, their file, or a field."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from .citing_text import CitingText
from .library import Library
from .postmortem import Postmortem
from .vocabulary import fold

_ENDINGS = r"\.(?:md|markdown|mdown|mkdn|mkd)(?=[\s<>()\"'#?]|\Z)"
_PATH = rf"(?P<path>[^\s<>()\"'#?]{{1,300}}?{_ENDINGS})"
_LINKS = tuple(
    re.compile(begin + _PATH) for begin in (r"\]\([ \t\n]*<?", r"\]:[ \t]*<?", r"href=[\"']?")
)
"""Each begins with a fixed text, to which the search leaps."""
_OPENING = re.compile(r"[`~<](?:(?<=`)`*|(?<=~)~*|(?<=<)!--)")
"""Begins with a set of letters, for the same reason."""
_LONGEST_CODE = 300


@dataclass(frozen=True, kw_only=True)
class Citations:
    """What leads to each postmortem."""

    by_postmortem: Mapping[str, tuple[str, ...]]
    """URIs of the other documents and of pages, by the id of the postmortem, in their order."""

    def lead_to(self, postmortem: Postmortem) -> bool:
        """Whether anything does."""
        return postmortem.id in self.by_postmortem


@lru_cache(maxsize=2)
def find_citations(library: Library) -> Citations:
    """What leads to each postmortem of a library.

    That is an id in a text, in `code` too; a link to the document's file; and the
    fields `related` and `recurrence_of`. Fenced blocks and comments are no part of
    what is read, and a link in `code` is none.
    """
    aliases = {fold(alias): p.id for p in library.postmortems for alias in p.aliases}
    by_uri = {p.uri: p.id for p in library.postmortems}
    found: dict[str, dict[str, None]] = {}
    for p in library.postmortems:
        for name in (*p.related, *p.recurrence_of):
            cited = name if name in library.by_id else aliases.get(fold(name))
            if cited and cited != p.id:
                found.setdefault(cited, {})[p.uri] = None
    form = re.compile(rf"{library.settings.id_prefix}-\d{{4}}-\d{{3,}}(?!\w)")
    for page in library.texts:
        for cited in _cited_in(page, form, library.by_id, by_uri):
            if cited != by_uri.get(page.uri):
                found.setdefault(cited, {})[page.uri] = None
    return Citations(by_postmortem={cited: tuple(uris) for cited, uris in found.items()})


def _cited_in(
    page: CitingText,
    form: re.Pattern[str],
    by_id: Mapping[str, Postmortem],
    by_uri: Mapping[str, str],
) -> Iterator[str]:
    named = [(m.start(), m[0]) for m in form.finditer(page.markdown) if m[0] in by_id]
    linked = list(_links_in(page, by_uri))
    if not (named or linked):
        return
    unread, code = _find_unread(page.markdown)
    for place, cited in named:
        # A look behind within the pattern would keep it from leaping to the prefix.
        is_part = place > 0 and (
            page.markdown[place - 1].isalnum() or page.markdown[place - 1] in "-_"
        )
        if not (is_part or unread.hold(place)):
            yield cited
    for place, cited in linked:
        if not (unread.hold(place) or code.hold(place)):
            yield cited


def _links_in(page: CitingText, by_uri: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Place and id of what links to the file of a postmortem."""
    for pattern in _LINKS:
        for match in pattern.finditer(page.markdown):
            path = unquote(match["path"])
            place = (
                path.lstrip("/")
                if path.startswith("/")
                else posixpath.join(posixpath.dirname(page.uri), path)
            )
            if cited := by_uri.get(posixpath.normpath(place)):
                yield match.start(), cited


@dataclass(frozen=True, kw_only=True)
class _Stretches:
    """Parts of a text, in their order."""

    begins: list[int]
    ends: list[int]

    def add(self, begin: int, end: int) -> None:
        self.begins.append(begin)
        self.ends.append(end)

    def hold(self, place: int) -> bool:
        index = bisect_right(self.begins, place) - 1
        return index >= 0 and place < self.ends[index]


def _find_unread(text: str) -> tuple[_Stretches, _Stretches]:
    """The fenced blocks and comments of a text, and its inline code."""
    unread, code = _Stretches(begins=[], ends=[]), _Stretches(begins=[], ends=[])
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
