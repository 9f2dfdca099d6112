from __future__ import annotations

from mkdocs_postmortems.rules import ALL_RULES

from ..sites import postmortems


def test_a_rule_is_explained_by_code_and_by_name() -> None:
    by_code = postmortems("explain", "PM501")
    assert by_code.stdout.startswith("PM501 human-error-root-cause (error)\n")
    for heading in ("What it does", "Why it matters", "Example", "Use instead"):
        assert f"## {heading}\n" in by_code.stdout
    assert postmortems("explain", "human-error-root-cause").stdout == by_code.stdout
    assert "error, info in drafts" in postmortems("explain", "pm201").stdout


def test_without_a_rule_all_are_listed() -> None:
    listed = postmortems("explain").stdout
    assert [line.split()[0] for line in listed.splitlines()] == [rule.code for rule in ALL_RULES]


def test_an_unknown_rule_gets_the_nearest_one() -> None:
    done = postmortems("explain", "PM5011")
    assert done.returncode == 2
    assert "did you mean PM501?" in done.stderr
