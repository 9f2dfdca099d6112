"""Comments that silence a rule where the source's own words break it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..core.document import Document

REASON = "the source words it so; reword it and delete this line"


@dataclass(frozen=True, kw_only=True)
class Objection:
    """What a rule has against a line."""

    code: str
    line: int
    """From 1."""


def silence(text: str, document: Document, objections: Iterable[Objection]) -> str:
    """The text with a comment before each block that a rule objects to.

    Objections to the head of the document are left alone: they are no words of
    its text. `document` is the text as read.
    """
    wanted: dict[int, set[str]] = {}
    for objection in objections:
        starts = [b.line for b in document.blocks() if b.line <= objection.line < b.end_line]
        if starts:
            wanted.setdefault(max(starts), set()).add(objection.code)
    lines = text.split("\n")
    for line in sorted(wanted, reverse=True):
        content = lines[line - 1]
        indent = content[: len(content) - len(content.lstrip(" "))]
        comment = f"{indent}<!-- postmortems: ignore {' '.join(sorted(wanted[line]))} because {REASON} -->"
        above = [""] if line > 1 and lines[line - 2].strip() else []
        lines[line - 1 : line - 1] = [*above, comment, ""]
    return "\n".join(lines)
