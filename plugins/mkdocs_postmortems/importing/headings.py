"""Parts of a text as sections: under our names where theirs mean the same, in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..core.sections import ACTION_ITEMS, TIMELINE, SectionNames
from .parts import Part

_NUMBER = re.compile(r"^\d{1,2}[.)][ ]+")
_CUT = re.compile(r"[ ]*(?:[(:,{]|[ ][-–—][ ])")
_MARKS = "*_` \t"


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading of the second level and everything down to the next one."""

    name: str | None
    """Which of our sections it is; None for one of the author's own."""
    written: str
    """The heading of the source; empty for the text before all headings."""
    remark: str
    """What the heading says beyond the section's name."""
    text: str
    """Markdown, headings of deeper levels included."""
    is_wrapper: bool = False
    """Whether all that stood under it has become sections of its own."""


@dataclass(frozen=True, kw_only=True)
class NamedHeading:
    """What a heading stands for."""

    name: str | None
    remark: str


def name_heading(heading: str, names: SectionNames) -> NamedHeading:
    """The section that a heading means, and what else it says: `Timeline (all times UTC)`."""
    plain = _NUMBER.sub("", heading.strip(_MARKS)).strip(_MARKS + ":")
    name = names.canonical(plain)
    if name is not None:
        return NamedHeading(name=name, remark="")
    cut = _CUT.search(plain)
    name = names.canonical(plain[: cut.start()].strip(_MARKS)) if cut else None
    if cut is None or name is None:
        return NamedHeading(name=None, remark="")
    return NamedHeading(name=name, remark=plain[cut.start() :].strip(" :,-–—"))


def build_sections(parts: Sequence[Part], names: SectionNames) -> tuple[Section, ...]:
    """Gather parts into sections. Levels are moved so that sections are of the second."""
    levels = [part.level for part in parts if part.level]
    # A later heading of the first level among those of the second is a section like them.
    top = 1 if levels[:1] == [1] else min((level for level in levels if level > 1), default=2)
    shift = 2 - top
    leveled = [
        replace(part, level=max(2, part.level + shift)) if part.level else part for part in parts
    ]
    raised = _raise_known(leveled, names)
    return tuple(_gather(raised, names))


@dataclass(frozen=True, kw_only=True)
class _Raised:
    parts: tuple[Part, ...]
    wrappers: tuple[Part, ...]
    """Parts without a text of their own whose subheadings are now beside them."""


def _raise_known(parts: list[Part], names: SectionNames) -> _Raised:
    """Make sections of subheadings that are names of sections, where it cannot tear a text.

    That is so for all subheadings of a heading that has no text of its own, as
    "Lessons learned" often has none; and for the last ones under a timeline.
    """
    result, wrappers = list(parts), list[Part]()
    used = {name_heading(p.heading, names).name for p in parts if p.level == 2}
    for index, part in enumerate(parts):
        if part.level != 2:
            continue
        end = next((i for i in range(index + 1, len(parts)) if parts[i].level <= 2), len(parts))
        children = [i for i in range(index + 1, end) if parts[i].level == 3]
        known = [i for i in children if name_heading(parts[i].heading, names).name not in used]
        known = [i for i in known if name_heading(parts[i].heading, names).name]
        name = name_heading(part.heading, names).name
        if name == TIMELINE:
            first = next((i for i in children if i in known), None)
            known = [i for i in children if first is not None and i >= first]
            if any(not name_heading(parts[i].heading, names).name for i in known):
                continue
        elif part.text.strip() or known != children or name == ACTION_ITEMS:
            continue
        for child in range(known[0] if known else end, end):
            result[child] = replace(parts[child], level=parts[child].level - 1)
        if known and known[0] == index + 1 and not part.text.strip():
            wrappers.append(part)
        used |= {name_heading(parts[i].heading, names).name for i in known}
    return _Raised(parts=tuple(result), wrappers=tuple(wrappers))


def _gather(raised: _Raised, names: SectionNames) -> list[Section]:
    sections: list[Section] = []
    for part in raised.parts:
        if part.level > 2 and sections:
            last = sections[-1]
            nested = f"{'#' * min(part.level, 6)} {part.heading}\n\n{part.text}".strip()
            text = "\n\n".join(filter(None, (last.text, nested)))
            sections[-1] = replace(last, text=text)
            continue
        named = name_heading(part.heading, names)
        sections.append(
            Section(
                name=named.name if part.level else None,
                written=part.heading,
                remark=named.remark,
                text=part.text,
                is_wrapper=part in raised.wrappers,
            )
        )
    return sections
