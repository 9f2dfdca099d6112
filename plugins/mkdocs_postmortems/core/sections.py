"""The sections of a postmortem: their names, synonyms and which are required."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from .vocabulary import fold

SUMMARY = "Summary"
TIMELINE = "Timeline"
ROOT_CAUSE = "Root Cause"
IMPACT = "Impact"
CONTRIBUTING_FACTORS = "Contributing Factors"
WHAT_WENT_WELL = "What Went Well"
ACTION_ITEMS = "Action Items"

REQUIRED_SECTIONS = (
    SUMMARY,
    TIMELINE,
    ROOT_CAUSE,
    IMPACT,
    CONTRIBUTING_FACTORS,
    WHAT_WENT_WELL,
    ACTION_ITEMS,
)
OPTIONAL_SECTIONS = (
    "What Went Poorly",
    "Where We Got Lucky",
    "What Surprised Us",
    "What We Learned",
    "Detection",
    "Resolution",
    "Supporting Information",
)
SECTION_NAMES = REQUIRED_SECTIONS + OPTIONAL_SECTIONS

# Usual headings, from counting real documents of many organisations.
_SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        SUMMARY: ("Executive summary", "Issue summary", "Incident summary", "Overview", "TL;DR"),
        TIMELINE: ("Key events", "Timeline of events", "Incident timeline"),
        ROOT_CAUSE: ("Root causes", "Root cause analysis", "Cause", "Causes", "Analysis of causes"),
        IMPACT: ("Customer impact", "User impact", "Business impact"),
        CONTRIBUTING_FACTORS: ("Contributing causes", "Factors"),
        WHAT_WENT_WELL: ("Went well", "What worked"),
        ACTION_ITEMS: (
            "Actions",
            "Action points",
            "Review actions",
            "Follow-up actions",
            "Actions following review",
            "Future actions",
            "Next steps",
            "Follow-ups",
            "Corrective actions",
            "Corrective and preventative measures",
            "Corrective and preventative measure",
            "Corrective and preventive measures",
            "Process improvements",
            "Technical improvements",
            "Documentation improvements",
            "Remediation",
        ),
        "What Went Poorly": ("What went wrong", "What went badly", "What didn't go well"),
        "Where We Got Lucky": ("Got lucky", "Luck"),
        "What Surprised Us": ("Surprises",),
        "What We Learned": ("Lessons learned", "Lessons learnt", "Lessons", "Learnings"),
        "Detection": ("How it was detected",),
        "Resolution": ("Mitigation", "Recovery", "Resolution and recovery"),
        "Supporting Information": ("Appendix", "References", "Further reading", "Links"),
    }
)


@dataclass(frozen=True, kw_only=True)
class SectionNames:
    """Which sections are required, and the headings that the organisation gives them."""

    required: tuple[str, ...] = REQUIRED_SECTIONS
    required_by_severity: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Instead of `required`, for the severities named."""
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The organisation's own headings by section; the first is the one it prefers."""

    def required_for(self, severity: str | None) -> tuple[str, ...]:
        """The sections that a document of that severity needs."""
        if severity is None:
            return self.required
        return self.required_by_severity.get(severity, self.required)

    def preferred(self, name: str) -> str:
        """The heading that the organisation uses for a section."""
        return self.headings.get(name, (name,))[0]

    def canonical(self, heading: str) -> str | None:
        """The section that a heading stands for, or None for one of the author's own."""
        return _index(tuple(self.headings.items())).get(fold(heading))


@lru_cache(maxsize=8)
def _index(headings: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    index = {}
    for source in (dict(_SYNONYMS), {name: (name,) for name in SECTION_NAMES}, dict(headings)):
        for name, texts in source.items():
            for text in texts:
                index[fold(text)] = name
    return MappingProxyType(index)
