from __future__ import annotations

from mkdocs_postmortems.pipeline import load_settings
from mkdocs_postmortems.rules import ALL_RULES
from mkdocs_postmortems.views.rules import view_rules


def test_all_rules_are_listed_with_the_librarys_own_levels() -> None:
    settings = load_settings(b"rules: {PM604: error, PM203: off}\n").settings
    rows = {row.code: row for row in view_rules(settings).rows}
    assert list(rows) == sorted(rule.code for rule in ALL_RULES)
    assert (rows["PM604"].level, rows["PM203"].level) == ("error", "off")
    assert (rows["PM201"].level, rows["PM201"].draft_level) == ("error", "info")
