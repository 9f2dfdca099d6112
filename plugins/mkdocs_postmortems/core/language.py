"""How often the words of a document end the search for causes; counted for totals alone.

What a document says about language goes to its author. So nothing here keeps a
wording or a line, and `health` adds the counts up over documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .diagnostics import Diagnostic
from .postmortem import PostmortemReading
from .sections import ROOT_CAUSE

HUMAN_ERROR, PERSON_AS_CAUSE = "PM501", "PM502"
CAUSE_RULES = (HUMAN_ERROR, PERSON_AS_CAUSE)
"""What says that a cause names a person."""
LANGUAGE_RULES = (*CAUSE_RULES, "PM503", "PM504", "PM505")


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageCount:
    """What was found in one document; a finding silenced with a reason is none."""

    findings: int
    """Of all rules about language."""
    names_person: bool
    """Whether PM501 was found, or PM502 in the section Root Cause."""


def count_language(reading: PostmortemReading, found: Iterable[Diagnostic]) -> LanguageCount:
    """Count what was found in a document."""
    findings = [d for d in found if d.code in LANGUAGE_RULES]
    if not findings:
        return LanguageCount(findings=0, names_person=False)
    section = reading.sections.get(ROOT_CAUSE)
    blocks = section.blocks if section else ()
    return LanguageCount(
        findings=len(findings),
        names_person=any(
            d.code == HUMAN_ERROR
            or (d.code == PERSON_AS_CAUSE and any(b.line <= d.line < b.end_line for b in blocks))
            for d in findings
        ),
    )
