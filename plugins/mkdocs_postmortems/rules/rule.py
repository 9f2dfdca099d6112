"""What a rule is: code, name, level, documentation and check in one place."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Generic, TypeVar

from ..core.diagnostics import Finding, Level
from ..core.identities import Entry, Identities
from ..core.people import People, declare_people
from ..core.postmortem import PostmortemReading
from ..core.prose import Passage, read_prose
from ..core.settings import Settings

DOCUMENTATION_HEADINGS = ("What it does", "Why it matters", "Example", "Use instead")

Subject = TypeVar("Subject")


@dataclass(frozen=True, kw_only=True)
class CheckedDocument:
    """What a rule about a document may look at."""

    reading: PostmortemReading
    settings: Settings

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """The running text, for the rules about language."""
        return tuple(read_prose(self.reading.document, self.reading.sections))

    @cached_property
    def people(self) -> People:
        """Those whose names the document or the library declares."""
        values = self.reading.front_matter.values
        facilitator = (values.facilitator,) if values.facilitator else ()
        declared = (*values.authors, *values.responders, *values.reviewers, *facilitator)
        return declare_people((*declared, *self.settings.members))

    @cached_property
    def peopled(self) -> tuple[Passage, ...]:
        """The running text that may name somebody."""
        stems = self.people.stems_in(self._lowered)
        return tuple(
            passage
            for passage, text in zip(self.prose, self._lowered_passages, strict=True)
            if any(stem in text for stem in stems)
        )

    def says_any(self, stems: tuple[str, ...]) -> bool:
        """Whether any of these words, in lower case, is in the running text at all."""
        return any(stem in self._lowered for stem in stems)

    @cached_property
    def _lowered_passages(self) -> tuple[str, ...]:
        """The passages in lower case, with one space before, between and after their words."""
        return tuple(f" {' '.join(passage.text.lower().split())} " for passage in self.prose)

    @cached_property
    def _lowered(self) -> str:
        return "".join(self._lowered_passages)

    def reported(self, code: str) -> Iterable[Finding]:
        """What the readers of the document found for a rule."""
        return (p.finding for p in self.reading.problems if p.code == code)


@dataclass(frozen=True, kw_only=True)
class CheckedEntry:
    """What a rule about a document among the others may look at."""

    entry: Entry
    identities: Identities
    settings: Settings


@dataclass(frozen=True, kw_only=True)
class Rule(Generic[Subject]):
    """A rule of the validator."""

    code: str
    """`PM101`; never reused."""
    name: str
    """`missing-field`."""
    level: Level
    draft_level: Level
    """Level while a document is a draft or in review."""
    check: Callable[[Subject], Iterable[Finding]] = field(repr=False)
    documentation: str = field(repr=False)
    """Markdown: a sentence, then the four headings."""

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return self.documentation.split("\n\n", 1)[0].replace("\n", " ")

    @property
    def sections(self) -> Mapping[str, str]:
        """The Markdown under each heading of the documentation."""
        headings = "|".join(DOCUMENTATION_HEADINGS)
        parts = re.split(rf"^## ({headings})$", self.documentation, flags=re.MULTILINE)
        return MappingProxyType(
            {
                heading.strip(): text.strip()
                for heading, text in zip(parts[1::2], parts[2::2], strict=True)
            }
        )

    def level_for(self, finding: Finding, *, is_final: bool, settings: Settings) -> Level | None:
        """The level of a finding, or None where the organisation switched the rule off."""
        chosen = settings.rule_levels.get(self.code)
        if chosen == "off":
            return None
        level = (Level(chosen) if chosen else self.level).capped(finding.at_most)
        if is_final or finding.binding or self.draft_level is self.level:
            return level
        return self.draft_level


def rule(
    code: str, name: str, level: Level, *, draft_level: Level | None = None
) -> Callable[[Callable[[Subject], Iterable[Finding]]], Rule[Subject]]:
    """Make a rule of a check; its docstring is the documentation."""

    def make(check: Callable[[Subject], Iterable[Finding]]) -> Rule[Subject]:
        return Rule(
            code=code,
            name=name,
            level=level,
            draft_level=draft_level or level,
            check=check,
            documentation=inspect.cleandoc(check.__doc__ or ""),
        )

    return make
