"""The page of a quarter to print: one sheet, however much there is to say."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from mkdocs_postmortems.views.brief import view_brief
from mkdocs_postmortems.views.quarter import view_quarter

from .browsers import served
from .documents import postmortem
from .libraries import load
from .sites import build, write_site

LONG = "a sentence that somebody went on with, as there was no end of what there was to say, " * 8
ITEMS = "| ID | Item | Owner | Priority | Due Date | Status | Closed | Note |\n" + (
    "|---|---|---|---|---|---|---|---|\n"
)
OPEN = "".join(
    f"| A{n} | Open {n}: {LONG} | Team | P1 | 2026-02-08 | open | | |\n" for n in range(4)
)
DECLINED = "".join(
    f"| A{n} | No {n}: {LONG} | Team | P1 | 2026-02-08 | wont-do | 2026-02-0{n} | {LONG} |\n"
    for n in range(4, 8)
)


def test_a_quarter_with_very_much_to_say_prints_on_one_page(folder: Path, page: Page) -> None:
    documents = {
        f"incidents/{n}.md": postmortem(
            {"Action Items": ITEMS + OPEN + DECLINED},
            id=f"PM-2026-{n:03d}",
            title=f"Incident {n}, {LONG[:190]}",
            impact="{requests: 2300, customers: 180, orders: 20, refunds: 3, mails: many}",
            customer_impact=None if n == 1 else "20 minutes",
        )
        for n in range(1, 9)
    }
    built = build(write_site(folder, documents, theme="material"))
    assert built.status == 0, built.output
    with served(built.site) as address:
        page.goto(f"{address}patterns/2026-Q1/brief/")
        page.wait_for_load_state("networkidle")
        paper = page.pdf(format="A4", prefer_css_page_size=True)
        sheets = re.findall(rb"/Count (\d+)", paper)
        assert [int(count) for count in sheets] == [1]
    text = built.text("patterns/2026-Q1/brief/index.html")
    assert "And 3 more incidents" in text
    assert "And 27 more open items" in text
    assert "And 27 more declined items" in text


def test_nothing_is_cut_on_paper_where_there_is_room(folder: Path, page: Page) -> None:
    """The most words with which the sheet is not yet called full."""

    def is_full(words: int) -> bool:
        library = load([much_to_read(words)]).library
        return view_brief(view_quarter("2026-Q1", library), library).is_full

    words = max(n for n in range(10, 200, 5) if not is_full(n))
    assert is_full(words + 5)
    built = build(write_site(folder, {"incidents/a.md": much_to_read(words)}, theme="material"))
    assert built.status == 0, built.output
    with served(built.site) as address:
        page.goto(f"{address}patterns/2026-Q1/brief/")
        page.wait_for_load_state("networkidle")
        page.emulate_media(media="print")
        cut = page.eval_on_selector_all(
            ".pm-brief__item", "all => all.filter(e => e.scrollHeight > e.clientHeight + 1).length"
        )
        paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert cut == 0
    assert [int(count) for count in re.findall(rb"/Count (\d+)", paper)] == [1]


def much_to_read(words: int) -> str:
    """A postmortem that declined four items, for a reason of so many words each."""
    reason = "because " * words
    declined = "".join(
        f"| A{n} | No {n} | Team | P1 | 2026-02-08 | wont-do | 2026-02-0{n} | {reason} |\n"
        for n in range(4, 8)
    )
    return postmortem({"Action Items": ITEMS + declined})


def test_a_brief_names_the_organisation_and_the_address_of_its_quarter(folder: Path) -> None:
    documents = {"incidents/a.md": postmortem(), "library.yml": "organisation: Lindgrove\n"}
    built = build(write_site(folder, documents, site_url="https://learn.example/pm/"))
    assert built.status == 0, built.output
    assert "Lindgrove, 1 January to 31 March 2026" in built.text(
        "patterns/2026-Q1/brief/index.html"
    )
    assert ">https://learn.example/pm/patterns/2026-Q1/</a>" in built.text(
        "patterns/2026-Q1/brief/index.html"
    )


def test_a_site_without_folders_for_pages_has_it_as_a_file(folder: Path) -> None:
    built = build(
        write_site(folder, {"incidents/a.md": postmortem()}, use_directory_urls=False), "--strict"
    )
    assert built.status == 0, built.output
    assert 'href="../../patterns/2026-Q1.html' in built.text("patterns/2026-Q1/brief.html")
