"""A text cut at its headings, bold labels that stand for headings included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..core.sections import SectionNames
from .chunks import split_chunks

HEADINGS = "headings"
LABELS = "labels"

_LABEL = re.compile(
    r"(?P<bullet>[-*+][ ]+)?(?P<mark>\*\*|__)(?P<label>[^*_\n]{2,60}?)(?P<inner>:?)(?P=mark)"
    r"[ ]*(?P<colon>:?)[ ]*(?P<rest>.*)"
)
_FENCE = re.compile(r"[ ]*(`{3,}(?=[^`]*$)|~{3,})")
_TOP = 2


@dataclass(frozen=True, kw_only=True)
class Part:
    """A heading and the text up to the next heading of any level; both Markdown."""

    heading: str
    """Empty for what stands before the first heading."""
    level: int
    """1 to 6; 0 without a heading."""
    text: str
    is_label: bool = False
    """Whether it was a bold label in the source."""


def split_parts(body: str, names: SectionNames, form: str) -> tuple[Part, ...]:
    """Cut a text at its headings; the first part has none.

    `form` says what else is a heading: `labels` takes bold labels at the margin,
    `headings` takes none, anything else takes labels where at least two of them
    are names of sections.
    """
    parts = tuple(_cut(body))
    if form != HEADINGS:
        labelled = tuple(label for part in parts for label in _find_labels(part.text))
        known = [label for label in labelled if names.canonical(label)]
        if form == LABELS or len(known) > 1:
            parts = tuple(_cut_labels(parts, names))
    return parts


def _cut(body: str) -> Iterator[Part]:
    lines = body.split("\n")
    heading, level, start = "", 0, 0
    for chunk in split_chunks(body):
        if chunk.kind == "heading":
            yield Part(heading=heading, level=level, text=_join(lines[start : chunk.start]))
            heading, level, start = chunk.text.strip(), chunk.level, chunk.end
    yield Part(heading=heading, level=level, text=_join(lines[start:]))


def _join(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()


def _find_labels(text: str) -> Iterator[str]:
    for _, match in _label_lines(text):
        if match is not None:
            yield match["label"].strip()


def _label_lines(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Each line, with the label that it begins with; lines of code have none."""
    fence = ""
    for line in text.split("\n"):
        edge = _FENCE.match(line)
        if edge and (not fence or edge[1].startswith(fence)):
            fence = "" if fence else edge[1]
        match = None if fence or edge else _LABEL.fullmatch(line)
        # Bold text that goes on without a colon is the beginning of a sentence.
        if match and not (match["inner"] or match["colon"]) and match["rest"].strip():
            match = None
        yield line, match


def _cut_labels(parts: Sequence[Part], names: SectionNames) -> Iterator[Part]:
    after_label = False
    for part in parts:
        # A heading proper ends what stood under a label, whatever its level.
        current = replace(part, level=_TOP) if after_label and part.level > _TOP else part
        after_label, lines = False, list[str]()
        for line, match in _label_lines(part.text):
            if match is None or not _is_heading(match, names):
                lines.append(line)
                continue
            yield replace(current, text=_margin(lines, current.is_label))
            current = Part(heading=match["label"].strip(), level=_TOP, text="", is_label=True)
            lines = [f"  {match['rest']}"] if match["rest"].strip() else []
            after_label = True
        yield replace(current, text=_margin(lines, current.is_label))


def _is_heading(match: re.Match[str], names: SectionNames) -> bool:
    """A bullet with a label, or a section's name; other bold lines stay in the text."""
    return match["bullet"] is not None or names.canonical(match["label"]) is not None


def _margin(lines: list[str], is_label: bool) -> str:
    """The text that was indented under a label moved to the margin."""
    if is_label:
        end = next((i for i, x in enumerate(lines) if x.strip() and not x.startswith(" ")), None)
        indented, others = lines[:end], lines[end:] if end is not None else []
        margins = [len(line) - len(line.lstrip(" ")) for line in indented if line.strip()]
        lines = [line[min(margins, default=0) :] for line in indented] + others
    return _join(lines)
