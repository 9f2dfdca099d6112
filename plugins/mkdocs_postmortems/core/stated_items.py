"""What a document says of its action items, read without the rest of it.

An old version of a document is read for its items alone, and a library has
thousands of them. What is found is what `read_postmortem` finds, which a test shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .action_section import read_actions
from .blocks import read_blocks
from .document import Section, decode_text, split_sections
from .front_matter import read_front_matter
from .header import Header, read_header
from .history import ItemVersion
from .located_yaml import Mapping
from .nesting import find_deep_nesting
from .plain_text import plain_text
from .postmortem import join_sections
from .sections import ACTION_ITEMS
from .settings import Settings
from .source import MAX_BYTES

_FIELDS = ("id", "title")
"""Without either of which there is no record."""
_MARKED = re.compile(
    r"^(?:(?P<cut>#{1,2})(?:[ \t].*)?|(?P<indent> {0,3})(?P<fence>`{3,}|~{3,})(?P<info>.*)"
    r"|(?P<html> {0,3}<.*)|(?P<unclear> {1,3}#{1,2}(?:[ \t].*)?| {0,3}(?:=+|-+)[ \t]*))$",
    re.MULTILINE,
)
"""Unclear is an indented heading, which may belong to a list, and a line below a heading."""
_WHOLE_COMMENT = re.compile(r" {0,3}<!--.*-->")


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedItems:
    """The action items of a document whose ids are their own."""

    postmortem: str
    """Id of the document."""
    items: tuple[ItemVersion, ...]


def read_stated_items(data: bytes, settings: Settings) -> StatedItems | None:
    """The items of a document; None where it has no record. Never raises for bad input."""
    if len(data) > MAX_BYTES:
        return None
    try:
        text = decode_text(data)
    except UnicodeDecodeError:
        return None
    header = read_header(text)
    postmortem = _read_id(header, settings.id_prefix)
    if postmortem is None or find_deep_nesting(header.body):
        return None
    sections = join_sections(_action_sections(header.body, settings), settings.sections)
    read = read_actions(sections.get(ACTION_ITEMS), postmortem, settings)
    return StatedItems(
        postmortem=postmortem,
        items=tuple(
            ItemVersion(id=item.id, status=item.status, due=item.due)
            for item in read.items
            if item.has_own_id
        ),
    )


def _read_id(header: Header, prefix: str) -> str | None:
    """The id of a document that has a record."""
    if any(problem.code in ("PM105", "PM902") for problem in header.problems):
        return None
    entries = tuple(entry for entry in header.fields.entries if entry.key in _FIELDS)
    values = read_front_matter(Mapping(entries=entries, line=1, column=1)).values
    title = (values.title or "").split() or plain_text(header.heading or "")
    is_ours = values.id is not None and values.id.startswith(f"{prefix}-")
    return values.id if title and is_ours else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Outline:
    """Where headings of the first two levels begin a line, and where there may be others."""

    cuts: tuple[int, ...]
    unclear: tuple[int, ...]


def _action_sections(body: str, settings: Settings) -> Iterator[Section]:
    """The sections of action items, and such as had to be read to know that they are none."""
    outline = _find_headings(body)
    for start, end in pairwise((0, *outline.cuts, len(body))):
        heading = body[start:end].partition("\n")[0]
        is_unclear = any(start <= place < end for place in outline.unclear)
        if is_unclear or settings.sections.canonical(_title(heading)) == ACTION_ITEMS:
            yield from split_sections(read_blocks(body[start:end], 1, {}))[0]


def _find_headings(body: str) -> _Outline:
    """The outline of a text, as far as it can be seen without a parser.

    Nothing can go on across a heading that begins a line but a fence and HTML.
    Fences that begin a line are followed; with others, and with HTML that is
    more than a comment on its line, the whole text is unclear.
    """
    cuts, unclear = [], []
    fence = ""
    for mark in _MARKED.finditer(body):
        marks, info = mark["fence"] or "", mark["info"] or ""
        if fence:
            if marks.startswith(fence) and not info.strip(" \t"):
                fence = ""
        elif mark["cut"]:
            cuts.append(mark.start())
        elif mark["unclear"]:
            unclear.append(mark.start())
        elif mark["html"] and _WHOLE_COMMENT.match(mark["html"]):
            continue
        elif mark["html"] or mark["indent"]:
            return _Outline(cuts=(), unclear=(0,))
        elif marks.startswith("~") or "`" not in info:
            fence = marks
    return _Outline(cuts=tuple(cuts), unclear=tuple(unclear))


@lru_cache(maxsize=4096)
def _title(line: str) -> str:
    """The text of a line that is a heading; empty for others."""
    if not line.startswith("#"):
        return ""
    return next((plain_text(block.text) for block, _ in read_blocks(line, 1, {})), "")
