"""`/rules/<code>/`: one rule, from its own docstring."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.settings import Settings
from ..rules import Rule
from .reference import Ref
from .rules import effective_level


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleSection:
    """A part of the documentation."""

    heading: str
    text: str
    """Markdown."""


@dataclass(frozen=True, kw_only=True)
class RuleView:
    """One rule."""

    title: str
    """`PM101 missing-field`."""
    code: str
    name: str
    level: str
    draft_level: str
    summary: str
    sections: tuple[RuleSection, ...]
    all_rules: Ref


def view_rule(rule: Rule[object], settings: Settings) -> RuleView:
    """What the page of one rule shows."""
    return RuleView(
        title=f"{rule.code} {rule.name}",
        code=rule.code,
        name=rule.name,
        level=effective_level(rule, settings),
        draft_level=rule.draft_level.value,
        summary=rule.summary,
        sections=tuple(
            RuleSection(heading=heading, text=text) for heading, text in rule.sections.items()
        ),
        all_rules=Ref(kind="rules", title="Rules"),
    )
