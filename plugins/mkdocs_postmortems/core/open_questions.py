"""What the rules found in a draft, as questions that a meeting can settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .diagnostics import Diagnostic
from .plain_text import plain_text
from .postmortem import PostmortemReading
from .sections import ACTION_ITEMS, SECTION_NAMES, TIMELINE
from .settings import Settings

FRONT_MATTER = "Front matter"

# Which rules a meeting hears of: structure, timeline, action items and the process. What a
# document says about language (PM5xx) or discloses (PM8xx) goes to its author and nobody else,
# and PM104 and PM602 name other documents.
_ASKED: Mapping[str, str] = MappingProxyType(
    {
        "PM101": "What is it?",
        "PM103": "What was meant?",
        "PM201": "What would it say?",
        "PM202": "What would it say?",
        "PM203": "What belongs there?",
        "PM301": "When was it?",
        "PM302": "Which time is right?",
        "PM303": "Which of the two is right?",
        "PM304": "In which order was it?",
        "PM401": "Who takes it?",
        "PM402": "Which day does its owner name?",
        "PM403": "How would a stranger see that it is?",
        "PM404": "Where does it stand?",
        "PM405": "Which day is meant?",
        "PM406": "What was weighed?",
        "PM407": "Which ticket is it?",
        "PM603": "Who can lead the hour instead?",
        "PM604": "Who from another team reads it?",
    }
)


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """A finding as a question."""

    section: str
    """The heading that it belongs to, as the document has it, or `Front matter`."""
    finding: str
    """What was found, with names of fields between backticks."""
    question: str
    line: int


def find_open_questions(
    reading: PostmortemReading, found: Iterable[Diagnostic], settings: Settings
) -> tuple[OpenQuestion, ...]:
    """The questions to settle, in the order of the document; `found` are its diagnostics."""
    return tuple(
        OpenQuestion(
            section=_section_of(diagnostic, reading, settings),
            finding=f"{diagnostic.message[:1].upper()}{diagnostic.message[1:]}.",
            question=_ASKED[diagnostic.code],
            line=diagnostic.line,
        )
        for diagnostic in found
        if diagnostic.code in _ASKED
    )


def _section_of(diagnostic: Diagnostic, reading: PostmortemReading, settings: Settings) -> str:
    names = settings.sections
    if diagnostic.code == "PM201":
        return next(
            (n for n in map(names.preferred, SECTION_NAMES) if f" {n} is " in diagnostic.message),
            FRONT_MATTER,
        )
    for section in reading.document.sections:
        if section.line <= diagnostic.line < section.end_line:
            return plain_text(section.title)
    # The family says it where a section of that name is not there, such as rows of a table above.
    families = {"PM30": TIMELINE, "PM40": ACTION_ITEMS}
    family = families.get(diagnostic.code[:4]) if diagnostic.code != "PM303" else None
    return names.preferred(family) if family else FRONT_MATTER
