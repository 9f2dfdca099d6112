"""References to postmortems, in documents and in any other page of a site."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from .documents import postmortem
from .sites import Built, build, postmortems, write_site

PAGE = """\
# Newcomers

Read [[PM-2026-001]] first, then [what went well](../incidents/2026/a.md#what-went-well).
Its [[PM-2026-001#root-cause|cause]] came back as [[pm-2026-002]]; both are
[[search-outage|the outage of search]].

| What | Why |
|---|---|
| [[PM-2026-001\\|the first]] | its cause |

Not these: `[[PM-2026-001]]`, \\[[PM-2026-001]], [[Some other wiki page]].

    [[PM-2026-404]] in a block of code

<!-- [[PM-2026-404]] in a comment -->
"""
FILES: dict[str, str | bytes] = {
    "library.yml": "audiences: [internal, restricted]\n",
    "onboarding/search.md": PAGE,
    "incidents/2026/a.md": postmortem(aliases="[search-outage]"),
    "incidents/b.md": postmortem(
        {"Summary": "As in [[PM-2026-001]]."}, id="PM-2026-002", title="Search & <slow>"
    ),
    "incidents/c.md": postmortem(id="PM-2026-003", title="Hidden", visibility="restricted"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    found = build(write_site(tmp_path_factory.mktemp("references"), FILES), "--strict")
    assert found.status == 0, found.output
    return found


def links(page: str) -> list[tuple[str, str]]:
    """Address and text of each reference."""
    found = BeautifulSoup(page, "html.parser").select("a.pm-reference")
    return [(str(link["href"]), link.get_text()) for link in found]


def test_a_page_leads_to_postmortems_by_id_section_and_alias(built: Built) -> None:
    assert links(built.text("onboarding/search/index.html")) == [
        ("../../incidents/PM-2026-001/", "Search answered with errors"),
        ("../../incidents/PM-2026-001/#root-cause", "cause"),
        ("../../incidents/PM-2026-002/", "Search & <slow>"),
        ("../../incidents/PM-2026-001/", "the outage of search"),
        ("../../incidents/PM-2026-001/", "the first"),
    ]


def test_a_postmortem_leads_to_another(built: Built) -> None:
    assert links(built.text("incidents/PM-2026-002/index.html")) == [
        ("../PM-2026-001/", "Search answered with errors")
    ]


def test_code_escapes_and_other_brackets_stay_as_they_are(built: Built) -> None:
    text = BeautifulSoup(built.text("onboarding/search/index.html"), "html.parser").get_text()
    assert "Not these: [[PM-2026-001]], [[PM-2026-001]], [[Some other wiki page]]." in text
    assert "[[PM-2026-404]] in a block of code" in text


def test_what_does_not_exist_fails_a_strict_build_where_it_stands(folder: Path) -> None:
    page = "# Runbook\n\nAs in [[PM-2026-001]] and\n  [[PM-2026-010]].\n"
    write_site(folder, {**FILES, "runbook.md": page})
    found = build(folder, "--strict")
    assert found.status == 1
    assert "docs/runbook.md:4:3: PM701 there is no postmortem `PM-2026-010`" in found.output
    assert "did you mean `PM-2026-00" in found.output
    kept = build(folder)
    assert kept.status == 0
    assert "[[PM-2026-010]]" in kept.text("runbook/index.html")


def test_the_check_finds_mistaken_references_and_fields(folder: Path) -> None:
    text = postmortem({"Summary": "As in [[PM-2026-009]]."}, related="[PM-2026-077]")
    write_site(folder, {"incidents/a.md": text})
    found = postmortems("check", "--no-cache", folder=folder)
    places = [line.split(":")[1:3] for line in found.stdout.splitlines() if " PM701 " in line]
    lines = text.splitlines()
    starts = [lines[int(line) - 1][int(column) - 1 :] for line, column in places]
    assert starts == ["PM-2026-077]", "[[PM-2026-009]]."]


def test_a_reference_to_what_readers_may_not_see_is_no_link_and_no_finding(folder: Path) -> None:
    write_site(folder, {**FILES, "runbook.md": "# Runbook\n\nAs in [[PM-2026-003]].\n"})
    found = build(folder, "--strict")
    assert found.status == 0, found.output
    page = found.text("runbook/index.html")
    assert links(page) == []
    assert "Hidden" not in page
