"""`/rules/`: the validator's rules."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.settings import Settings
from ..rules import ALL_RULES, Rule
from .reference import Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleRow:
    """A rule in the list; `level` is the organisation's, or `off`."""

    code: str
    name: Ref
    level: str
    draft_level: str
    summary: str


@dataclass(frozen=True, kw_only=True)
class RulesView:
    """All rules in the order of their codes."""

    title: str
    rows: tuple[RuleRow, ...]


def view_rules(settings: Settings) -> RulesView:
    """What the list of rules shows."""
    return RulesView(title="Rules", rows=tuple(_row(rule, settings) for rule in ALL_RULES))


def _row(rule: Rule[object], settings: Settings) -> RuleRow:
    return RuleRow(
        code=rule.code,
        name=Ref(kind="rule", key=rule.code, title=rule.name),
        level=effective_level(rule, settings),
        draft_level=rule.draft_level.value,
        summary=rule.summary,
    )


def effective_level(rule: Rule[object], settings: Settings) -> str:
    """The level that `library.yml` gives the rule, else the rule's own."""
    return settings.rule_levels.get(rule.code, rule.level.value)
