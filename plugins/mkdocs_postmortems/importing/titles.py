"""The title of a document, and the text without it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..core.plain_text import plain_text
from ..core.sections import SectionNames
from ..core.vocabulary import fold
from .chunks import Chunk, split_chunks
from .dates import file_name_dates, find_dates
from .headings import name_heading
from .notes import Rename

# Headings that templates have in the place of a title.
_PLACEHOLDERS = ("title", "issue name", "incident name", "incident title", "name", "postmortem",
                 "post mortem", "incident report", "retrospective", "incident")  # fmt: skip
_FOLDED = frozenset(fold(text) for text in _PLACEHOLDERS)
_EDGES = " \t,;:–—-_|"
_PREPOSITION = re.compile(r"[ ](?:on|of|for|from|at|in|the|to|dated)$", re.IGNORECASE)
_MAX_LINE = 120


@dataclass(frozen=True, kw_only=True)
class Title:
    """What a document is called."""

    title: str
    """Plain text; never empty."""
    origin: str
    heading: str
    """The first-level heading, where it says something else."""
    body: str
    """The text without what the title says."""
    renames: tuple[Rename, ...] = ()
    dated: str = ""
    """The title as written, with the dates that it may have had."""


def find_title(stated: str | None, body: str, path: str, names: SectionNames) -> Title:
    """The title of the front matter, of the first heading, or of the file's name."""
    chunks = split_chunks(body)
    index = _title_heading(chunks, names, stated is not None)
    first = chunks[index] if index is not None else None
    rest = _without(body, first) if first else body
    text = first.text.strip() if first else ""
    plain = plain_text(text)
    if stated and plain_text(stated):
        return Title(
            title=plain_text(stated),
            dated=f"{stated}\n{text}",
            origin="the front matter",
            heading=text if fold(plain) != fold(stated) or _has_more(text) else "",
            body=rest,
        )
    if not plain:
        return Title(title=_from_file(path), origin="the file's name", heading="", body=body)
    if fold(plain) in _FOLDED and (line := _opening_line(rest)):
        return Title(
            title=plain_text(line.source).rstrip("."),
            dated=line.source,
            origin="the first line",
            heading="",
            body=_without(rest, line),
            renames=(Rename(kind="title", written=text),),
        )
    title = _without_date(plain)
    return Title(
        title=title.removesuffix(".") or title,
        dated=text,
        origin="the heading",
        heading=text if _has_more(text) else "",
        body=rest,
    )


def _has_more(heading: str) -> bool:
    """Whether a heading says more than its words do: where a link leads, a tag."""
    return re.search(r"\]\(|\]\[|<", heading) is not None


def _opening_line(body: str) -> Chunk | None:
    """The first paragraph, where it could be a title."""
    chunk = next(iter(split_chunks(body)), None)
    if chunk is None or chunk.kind != "paragraph" or _has_more(chunk.source):
        return None
    return chunk if 0 < len(plain_text(chunk.source)) <= _MAX_LINE else None


def _title_heading(chunks: tuple[Chunk, ...], names: SectionNames, has_title: bool) -> int | None:
    """The first heading, where it is above all others and no section's name."""
    found = [i for i, chunk in enumerate(chunks) if chunk.kind == "heading"]
    if not found or name_heading(chunks[found[0]].text, names).name:
        return None
    levels = [chunks[i].level for i in found]
    before = [chunk for chunk in chunks[: found[0]] if not chunk.source.startswith("<!--")]
    if before or (levels[0] != 1 and (has_title or levels.count(levels[0]) > 1)):
        return None
    return found[0] if levels[0] == min(levels) and levels[0] <= 2 else None


def _without(body: str, chunk: Chunk) -> str:
    lines = body.split("\n")
    return "\n".join((*lines[: chunk.start], *lines[chunk.end :])).strip("\n")


def _without_date(title: str) -> str:
    """A title without a date at its beginning or end; it is a field of its own."""
    mentions = list(find_dates(title))
    for mention in mentions if len(mentions) == 1 else ():
        before = title[: mention.start].strip(_EDGES)
        after = title[mention.end :].strip(_EDGES)
        if mention.readings and not (before and after):
            rest = _PREPOSITION.sub("", before or after).strip(_EDGES)
            return rest if len(rest.split()) > 1 and fold(rest) not in _FOLDED else title
    return title


def _from_file(path: str) -> str:
    stem = re.sub(r"(?:\.(?:md|markdown|qmd|erb|html))+$", "", path.rpartition("/")[2])
    for mention in file_name_dates(stem):
        stem = stem[: mention.start] + stem[mention.end :]
        break
    words = re.sub(r"[_\s-]+", " ", stem).strip() or "Untitled"
    return words[0].upper() + words[1:]
