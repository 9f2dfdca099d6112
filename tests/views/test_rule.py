from __future__ import annotations

from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.rules import find_rule
from mkdocs_postmortems.views.rule import view_rule


def test_a_rule_is_explained_from_its_own_documentation() -> None:
    rule = find_rule("human-error-root-cause")
    assert rule is not None
    view = view_rule(rule, Settings())
    assert view.title == "PM501 human-error-root-cause"
    assert [section.heading for section in view.sections] == [
        "What it does", "Why it matters", "Example", "Use instead",
    ]  # fmt: skip
    assert view.summary.startswith("Human, user or operator error")
