"""`postmortems factors`: the list, and what documents tell of without declaring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..documents import postmortem
from ..sites import postmortems, write_site

LIBRARY = """\
contributing_factors:
  - {id: unbounded-growth, title: Growth without a limit}
  - {id: staging-parity, title: Staging did not match production, aliases: [staging-drift]}
  - {id: overload, title: Overload, retired: true, successor: unbounded-growth}
"""
TELLING = {"Contributing Factors": "The queue grew.\n\nStaging and production did not match."}


@pytest.fixture
def library(folder: Path) -> Path:
    files = {
        "library.yml": LIBRARY,
        "incidents/a.md": postmortem(contributing_factors="[unbounded-growth, overload]"),
        "incidents/b.md": postmortem(TELLING, id="PM-2026-002", date="2026-02-01"),
        "incidents/c.md": postmortem(
            id="PM-2026-003",
            date="2026-02-03",
            kind="near-miss",
            severity=None,
            potential_severity="SEV-1",
        ),
    }
    return write_site(folder, files)


def test_factors_are_listed_with_their_counts_and_names_retired_ones_last(library: Path) -> None:
    done = postmortems("factors", folder=library)
    assert done.stdout.splitlines() == [
        "unbounded-growth  Growth without a limit",
        "    2 incidents and 1 near miss; last on 2026-02-03",
        "staging-parity  Staging did not match production",
        "    no incidents; also staging-drift",
        "overload  Overload",
        "    1 incident; last on 2026-01-08; retired, use unbounded-growth",
    ]
    assert done.stderr == "3 contributing factors, 1 of them retired.\n"


def test_the_list_as_json(library: Path) -> None:
    rows = json.loads(postmortems("factors", "--format", "json", folder=library).stdout)
    assert [row["id"] for row in rows] == ["unbounded-growth", "staging-parity", "overload"]
    assert rows[2] == {
        "id": "overload",
        "title": "Overload",
        "incidents": 1,
        "near_misses": 0,
        "last_used": "2026-01-08",
        "aliases": [],
        "retired": True,
        "successor": "unbounded-growth",
    }


def line_of(library: Path, words: str) -> int:
    lines = (library / "docs/incidents/b.md").read_text("utf-8").split("\n")
    return 1 + next(number for number, line in enumerate(lines) if words in line)


def test_what_a_document_tells_of_and_does_not_declare_is_named_with_its_words(
    library: Path,
) -> None:
    line = line_of(library, "Staging and")
    done = postmortems("factors", "--suggest", folder=library)
    assert done.stdout == f"docs/incidents/b.md:{line}: staging-parity: “staging”, “match”\n"
    assert done.stderr == "1 suggestion in 3 documents; declare each, or leave it.\n"
    printed = postmortems("factors", "--suggest", "--format", "json", folder=library).stdout
    assert json.loads(printed) == [
        {
            "path": "docs/incidents/b.md",
            "line": line,
            "factor": "staging-parity",
            "title": "Staging did not match production",
            "words": ["staging", "match"],
        }
    ]


def test_without_a_list_the_factors_in_use_are_suggested_and_the_rule_is_silent(
    library: Path,
) -> None:
    (library / "docs/library.yml").write_text("organisation: Lindgrove\n", "utf-8")
    text = postmortem(TELLING, id="PM-2026-004", contributing_factors="[staging match]")
    (library / "docs/incidents/d.md").write_text(text, "utf-8")
    done = postmortems("factors", "--suggest", folder=library)
    line = line_of(library, "Staging and")
    assert done.stdout == f"docs/incidents/b.md:{line}: staging-match: “staging”, “match”\n"
    assert "PM605" not in postmortems("check", folder=library).stdout


def test_what_a_document_silences_is_not_suggested(library: Path) -> None:
    comment = "<!-- postmortems: ignore PM605 because both had the fault -->\n"
    path = library / "docs/incidents/b.md"
    path.write_text(path.read_text("utf-8").replace("Staging and", f"{comment}\nStaging and"))
    assert postmortems("factors", "--suggest", folder=library).stdout == ""


def test_what_the_audience_may_not_see_is_in_no_count(library: Path) -> None:
    hidden = postmortem(
        id="PM-2026-004", visibility="restricted", contributing_factors="[staging-parity]"
    )
    before = postmortems("factors", folder=library).stdout
    (library / "docs/incidents/d.md").write_text(hidden, "utf-8")
    assert postmortems("factors", folder=library).stdout == before
