from __future__ import annotations

import json
from dataclasses import replace

import click

from mkdocs_postmortems.core.diagnostics import Diagnostic, Level, Replacement
from mkdocs_postmortems.outputs.findings import as_github, as_gitlab, as_text, summary


def diagnostic(
    level: Level = Level.ERROR, message: str = "`date` is missing", line: int = 4, column: int = 7
) -> Diagnostic:
    return Diagnostic(
        code="PM101", name="missing-field", level=level, path="docs/a.md",
        line=line, column=column, message=message, hint="add it",
    )  # fmt: skip


def plain(lines: object) -> list[str]:
    return [click.unstyle(line) for line in lines]  # type: ignore[attr-defined]


def test_text_shows_the_line_with_a_caret_under_the_column() -> None:
    assert plain(as_text([diagnostic()], lambda _d: "date: soon")) == [
        "docs/a.md:4:7: PM101 `date` is missing",
        "    4 | date: soon",
        "      |       ^",
        "    add it",
    ]


def test_nothing_in_a_document_steers_the_terminal_or_begins_a_line() -> None:
    found = diagnostic(message="`draf\n::error::x` is none")
    shown = plain(as_text([found], lambda _d: "a\x1b]0;b\x07\x9bc"))
    assert shown[0] == "docs/a.md:4:7: PM101 `draf ::error::x` is none"
    assert shown[1] == "    4 | a ]0;b  c"


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    line = "x" * 200 + "HERE" + "y" * 200
    shown = plain(as_text([diagnostic(column=201)], lambda _d: line))
    assert len(shown[1]) < 120
    assert shown[1][shown[2].index("^") :].startswith("HERE")


def test_levels_below_error_are_named_and_coloured() -> None:
    (first, *_) = as_text([diagnostic(Level.WARNING)], lambda _d: None)
    assert click.unstyle(first).endswith("[warning]")
    assert "\x1b[33m" in first


def test_github_reads_the_place_from_the_root_of_the_repository() -> None:
    found = [diagnostic(message="50 % of\nit"), diagnostic(Level.INFO)]
    assert list(as_github(found, "site/")) == [
        "::error file=site/docs/a.md,line=4,col=7,title=PM101 missing-field::50 %25 of%0Ait%0Aadd it",
        "::notice file=site/docs/a.md,line=4,col=7,title=PM101 missing-field"
        "::`date` is missing%0Aadd it",
    ]


def test_gitlab_tells_two_alike_apart_and_knows_a_moved_one_again() -> None:
    first, second = json.loads(as_gitlab([diagnostic(), diagnostic(line=9)], ""))
    assert first["location"] == {"path": "docs/a.md", "lines": {"begin": 4}}
    assert (first["severity"], first["check_name"]) == ("major", "PM101 missing-field")
    assert first["description"] == "`date` is missing; add it"
    assert first["fingerprint"] != second["fingerprint"]
    (moved,) = json.loads(as_gitlab([diagnostic(line=40)], ""))
    assert moved["fingerprint"] == first["fingerprint"]


def test_the_summary_counts_levels_and_what_can_be_put_right() -> None:
    fixable = replace(diagnostic(), replacement=Replacement(old="fnal", new="final"))
    found = [diagnostic(), fixable, diagnostic(Level.WARNING), diagnostic(Level.INFO)]
    assert summary(found, 2) == (
        "2 postmortems checked: 2 errors, 1 warning, 1 info. "
        "`postmortems check --fix` puts 1 of them right."
    )
    assert summary([], 1) == "1 postmortem checked: nothing to mend."
