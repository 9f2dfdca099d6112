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
        ("../../incidents/PM-2026-001/", "Search answered with errors")
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


def test_the_check_finds_them_in_other_pages_too(folder: Path) -> None:
    page = "---\ntitle: As in [[PM-2026-008]]\n---\n# Runbook\n\nAs in [[PM-2026-010]].\n[[find: team=serch]]\n"
    library = "teams: [{id: search, name: Search}, {id: discovery, name: Discovery}]\n"
    write_site(
        folder, {"incidents/a.md": postmortem(), "library.yml": library, "runbooks/r.md": page}
    )
    found = postmortems("check", "--level", "error", folder=folder)
    assert found.returncode == 1
    assert [line.split(" ")[:2] for line in found.stdout.splitlines() if line.startswith("docs")] == [
        ["docs/runbooks/r.md:6:7:", "PM701"], ["docs/runbooks/r.md:7:1:", "PM702"],
    ]  # fmt: skip
    assert "did you mean `search`?" in found.stdout
    chosen = postmortems("check", "docs/runbooks", folder=folder)
    assert chosen.returncode == 1
    assert "docs/incidents" not in chosen.stdout


def test_a_reference_to_what_readers_may_not_see_is_no_link_and_no_finding(folder: Path) -> None:
    write_site(folder, {**FILES, "runbook.md": "# Runbook\n\nAs in [[PM-2026-003]].\n"})
    found = build(folder, "--strict")
    assert found.status == 0, found.output
    page = found.text("runbook/index.html")
    assert links(page) == []
    assert "Hidden" not in page


def test_a_cell_of_an_action_item_leads_to_a_postmortem_on_each_page(folder: Path) -> None:
    written = postmortem({"Action Items": ACTIONS}, id="PM-2026-002", title="Again")
    write_site(folder, {**FILES, "incidents/b.md": written})
    found = build(folder, "--strict")
    assert found.status == 0, found.output
    for page, way in (
        ("incidents/PM-2026-002/", "../../incidents/PM-2026-001/"),
        ("actions/", "../incidents/PM-2026-001/"),
    ):
        text = BeautifulSoup(found.text(f"{page}index.html"), "html.parser")
        (cell,) = (one for one in text.select("td.pm-main") if "Do one thing" in one.get_text())
        assert links(str(cell)) == [(f"{way}#root-cause", "the first")]
        assert "as in the first, as in [[PM-2026-001]] and with PM-2026-003" in cell.get_text()
    assert "as in the first, as in [[PM-2026-001]] and with" in found.text("api/v1/actions.json")


CARDS = """\
# Where to look

Begin with this one: [[PM-2026-001]]{card} and then go on.

- an item with [[search-outage]]{ card }
- another

[[find: category=capacity]]

As many as fit: [[find: team=discovery,checkout limit=1|Ours & theirs]]

## What [[PM-2026-001]]{card} taught us

| Card |
|---|
| [[PM-2026-001]]{card} |

Not `[[PM-2026-001]]{card}` and not [[find: categorie=capacity]]; nor [[PM-2026-003]]{card}.

**Bold [[find: category=capacity]]** and [a link with [[PM-2026-001|the first]] in it](look.md).

!!! note "Before [[PM-2026-001]]{card} after"
    Text.
"""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    incidents = {
        "incidents/2026/a.md": postmortem(aliases="[search-outage]"),
        "incidents/b.md": postmortem(
            {"Action Items": ACTIONS}, id="PM-2026-002", title="Search & <slow>", date="2026-02-01"
        ),
    }
    settings = "audiences: [internal, restricted]\nrules: {PM702: warning}\n"
    files = {**FILES, **incidents, "library.yml": settings, "look.md": CARDS}
    site = write_site(
        tmp_path_factory.mktemp("cards"),
        files,
        markdown_extensions=["tables", "attr_list", "md_in_html", "admonition"],
    )
    found = build(site, "--strict")
    assert found.status == 0, found.output
    return BeautifulSoup(found.text("look/index.html"), "html.parser")


ACTIONS = """\
| ID | Item | Owner | Priority | Due Date | Status |
|---|---|---|---|---|---|
| A1 | Do one thing as in [[PM-2026-001#root-cause\\|the first]], as in `[[PM-2026-001]]` and with [[PM-2026-003]] | Ada | P1 | 2026-03-01 | open |
| A2 | Do another | Ada | P1 | 2026-04-01 | open |
| A3 | Do a third | Ada | P1 | 2026-02-10 | done |
"""


def test_a_card_tells_severity_cause_summary_and_open_items(cards: BeautifulSoup) -> None:
    card = cards.select(".pm-card")[0]
    assert card.get_text(" ", strip=True) == (
        "Search answered with errors PM-2026-001 SEV-2 capacity 8 January 2026 "
        "Search answered with errors for 22 minutes. Then the limit was raised. "
        "Final; 1 of 2 action items open, 1 overdue"
    )
    assert [a["href"] for a in card.select("a")] == [
        "../incidents/PM-2026-001/", "../categories/capacity/",
    ]  # fmt: skip


def test_cards_stand_beside_paragraphs_and_within_items_and_cells(cards: BeautifulSoup) -> None:
    assert [card.parent and card.parent.name for card in cards.select(".pm-card")] == [
        "div",
        "li",
        "td",
    ]
    first = cards.select(".pm-card")[0]
    before, after = first.find_previous_sibling(), first.find_next_sibling()
    assert before
    assert before.get_text() == "Begin with this one: "
    assert after
    assert after.get_text() == "and then go on."
    heading = cards.select_one("h2")
    assert heading
    assert heading.get_text() == "What Search answered with errors taught us"
    assert not cards.select("p div, p p, h2 div")
    assert "Not [[PM-2026-001]]{card} and not [[find: categorie=capacity]]; nor PM-2026-003." in (
        cards.get_text()
    )


def test_where_no_block_can_stand_its_link_does_and_no_link_is_within_another(
    cards: BeautifulSoup,
) -> None:
    (bold,) = (one for one in cards.select("strong") if "Bold" in one.get_text())
    assert bold.get_text() == "Bold 2 postmortems"
    assert [a["href"] for a in bold.select("a")] == ["../find/?category=capacity"]
    assert not cards.select("a a")
    (outer,) = (a for a in cards.select("a") if "a link with" in a.get_text())
    assert (outer["href"], outer.get_text()) == ("./", "a link with the first in it")
    (title,) = cards.select(".admonition-title")
    assert title.get_text() == "Before Search answered with errors after"


NAMES = {"50% off #1.md": "PM-2026-001", "what?.md": "PM-2026-002", "a%20b.md": "PM-2026-003"}


def test_a_file_of_any_name_is_led_to_and_a_section_by_its_name(folder: Path) -> None:
    files: dict[str, str | bytes] = {
        f"incidents/{name}": postmortem(id=identifier, title=f"Case {identifier[-1]}")
        for name, identifier in NAMES.items()
    }
    page = "".join(f"[[{identifier}#root-cause]] " for identifier in NAMES.values())
    page += (
        "[[PM-2026-001#a2]]\n\n[[PM-2026-001|words over\ntwo [2] lines]] and [[PM-2026-002|]].\n"
    )
    found = build(write_site(folder, {**files, "look.md": page}), "--strict")
    assert found.status == 0, found.output
    assert links(found.text("look/index.html")) == [
        ("../incidents/PM-2026-001/#root-cause", "Case 1 (Root Cause)"),
        ("../incidents/PM-2026-002/#root-cause", "Case 2 (Root Cause)"),
        ("../incidents/PM-2026-003/#root-cause", "Case 3 (Root Cause)"),
        ("../incidents/PM-2026-001/#a2", "Case 1 (A2)"),
        ("../incidents/PM-2026-001/", "words over\ntwo [2] lines"),
        ("../incidents/PM-2026-002/", "Case 2"),
    ]


def test_a_section_that_there_is_not_is_found_where_it_is_named(folder: Path) -> None:
    text = postmortem(
        {"Summary": "As in [[PM-2026-001#rootcause]] and [[PM-2026-001#a2]]."}, id="PM-2026-002"
    )
    page = "# Runbook\n\nIn [[PM-2026-001#timeline]], not in [[search-outage#timline]].\n"
    rules = "rules: {PM703: error}\n"
    files = {**FILES, "library.yml": rules, "incidents/b.md": text, "runbook.md": page}
    found = build(write_site(folder, files), "--strict")
    assert found.status == 1
    line = text.splitlines().index("As in [[PM-2026-001#rootcause]] and [[PM-2026-001#a2]].") + 1
    told = [one for one in found.output.splitlines() if "PM703" in one]
    assert [one[one.index("docs/") :].split(" ")[0] for one in told] == [
        f"docs/incidents/b.md:{line}:7:", "docs/runbook.md:3:37:",
    ]  # fmt: skip
    assert "did you mean `#root-cause`?" in told[0]


SLIPS = {
    "As in [[PM-2026-001.": (1, 7, "PM702"),
    "As in [[PM-2026-001|never\n\nclosed]].": (1, 7, "PM702"),
    "[[find category=capacity]]": (1, 1, "PM702"),
    "[[fnd: team=discovery]]": (1, 1, "PM702"),
    "Text.\n[[find: service=c#-api]]": (2, 1, "PM702"),
    "[[serch-outage]]": (1, 1, "PM701"),
    "`[[PM-2026-001` and [[Some page]] and [[search-page]] [[tags: x]]": None,
}


@pytest.mark.parametrize("page", SLIPS)
def test_what_was_to_be_a_reference_is_found(page: str, folder: Path) -> None:
    files = {"incidents/a.md": postmortem(aliases="[search-outage]"), "page.md": page}
    services = "services: [{id: search-api, title: Search}]\n"
    write_site(folder, {**files, "library.yml": services})
    told = postmortems("check", "--no-cache", "docs/page.md", folder=folder).stdout
    expected = SLIPS[page]
    found = [line for line in told.splitlines() if line.startswith("docs/page.md:")]
    places = [line.split(" ")[:2] for line in found]
    assert places == (
        [[f"docs/page.md:{expected[0]}:{expected[1]}:", expected[2]]] if expected else []
    )


def test_a_list_shows_the_newest_that_are_asked_for_and_leads_to_all(cards: BeautifulSoup) -> None:
    every, ours = cards.select(".pm-live")
    assert [li.a["href"] for li in every.select("li") if li.a] == [
        "../incidents/PM-2026-002/", "../incidents/PM-2026-001/",
    ]  # fmt: skip
    assert not every.select(".pm-more")
    assert [title.get_text() for title in ours.select("strong")] == ["Ours & theirs"]
    assert [a.get_text() for a in ours.select("li a")] == ["Search & <slow>"]
    assert [(a.get_text(), a["href"]) for a in ours.select(".pm-more a")] == [
        ("All 2 in the search", "../find/?team=discovery&team=checkout")
    ]
