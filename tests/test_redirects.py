"""Old addresses of a built site, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Route, expect

from mkdocs_postmortems.cli import main

from .browsers import served
from .crawler import broken_links, reached_page, read_page
from .documents import postmortem
from .sites import Built, build, write_site

POLICY = {"Content-Security-Policy": "default-src 'self'"}
OLD = "factors/staging-drift/#pm-common"
NEW = "factors/staging-parity/#pm-common"


def test_an_old_address_leads_to_the_page_and_its_anchor_without_inline_scripts(
    example: Built, page: Page
) -> None:
    with served(example.site, POLICY) as address:
        page.goto(f"{address}{OLD}")
        page.wait_for_url(f"{address}{NEW}")
        expect(page.locator("h1")).to_have_text("Staging did not match production")
        page.goto(address)
        page.goto(f"{address}{OLD}")
        page.wait_for_url(f"{address}{NEW}")
        page.go_back()
        page.wait_for_url(address)


def test_a_slow_page_keeps_its_anchor(example: Built, page: Page) -> None:
    def wait(route: Route) -> None:
        page.wait_for_timeout(1_500)
        route.continue_()

    with served(example.site) as address:
        page.route(f"{address}factors/staging-parity/", wait)
        page.goto(f"{address}{OLD}", wait_until="commit")
        page.wait_for_url(f"{address}{NEW}")
        page.wait_for_timeout(500)
        assert page.url == f"{address}{NEW}"


def test_without_scripts_an_old_address_leads_to_the_page(example: Built, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    with served(example.site) as address:
        page = context.new_page()
        page.goto(f"{address}{OLD}", wait_until="commit")
        page.wait_for_url(f"{address}factors/staging-parity/**")
    context.close()


@pytest.mark.parametrize("directory_urls", [True, False])
def test_an_authored_page_at_an_old_address_wins_and_all_links_lead_somewhere(
    folder: Path, directory_urls: bool
) -> None:
    files = {
        "library.yml": "contributing_factors: [{id: unbounded-growth, aliases: [growth, limits]}]\n",
        "incidents/a.md": postmortem(),
        "factors/limits.md": "# What we say of limits\n",
    }
    built = build(write_site(folder, files, use_directory_urls=directory_urls), "--strict")
    assert built.status == 0, built.output
    ending = "/index.html" if directory_urls else ".html"
    assert "This page has moved" in built.text(f"factors/growth{ending}")
    assert "What we say of limits" in built.text(f"factors/limits{ending}")
    assert "growth/" not in built.text("sitemap.xml").replace("unbounded-growth/", "")
    assert broken_links(built.site) == []


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("incidents/PM-2025-014/#root-cause", "incidents/PM-2025-038/#root-cause"),
        ("incidents/PM-2025-014/#a1", "incidents/PM-2025-038/#a1"),
        ("incidents/orders-outage-march/#timeline", "incidents/PM-2026-007/#timeline"),
    ],
)
def test_a_former_id_or_name_leads_to_the_postmortem_and_its_section(
    example: Built, page: Page, former: str, now: str
) -> None:
    with served(example.site, POLICY) as address:
        page.goto(f"{address}{former}")
        page.wait_for_url(f"{address}{now}")
        assert page.locator(f"#{now.partition('#')[2]}").count() == 1


def test_after_renaming_moving_and_retitling_every_address_leads_to_what_it_led_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "incidents/2026/a.md": postmortem(aliases="[search-outage]"),
        "incidents/2026/pm-2026-002.md": postmortem(
            {"Impact": "As in [[PM-2026-001#root-cause]], see [it](a.md#action-items)."},
            id="PM-2026-002",
            date="2026-02-01",
            status="draft",
            related="[PM-2026-001]",
        ),
        "index.md": (
            "# Read [[PM-2026-002]]\n\nAnd [this](incidents/2026/a.md#impact).\n\n"
            "As in [that night][PM-2026-001] and [PM-2026-001].\n\n"
            "[PM-2026-001]: incidents/2026/a.md#timeline\n"
        ),
    }
    write_site(folder, files)
    before = build(folder, "--strict", site=folder / "before")
    assert before.status == 0, before.output
    monkeypatch.chdir(folder)
    for arguments in (
        ("PM-2026-001", "PM-2026-011"),
        ("PM-2026-011", "PM-2026-001"),
        ("PM-2026-001", "PM-2026-011"),
        ("PM-2026-002", "PM-2026-012"),
        ("PM-2026-002", "PM-2026-022"),
        ("search-outage", "elsewhere/search.md"),
    ):
        done = CliRunner().invoke(main, ["rename", *arguments])
        assert done.exit_code == 0, done.output
    moved = folder / "docs" / "incidents" / "elsewhere" / "search.md"
    moved.write_text(moved.read_text("utf-8").replace("Search answered", "All answered"), "utf-8")
    after = build(folder, "--strict")
    assert after.status == 0, after.output
    for path in before.site.rglob("*.html"):
        name = path.relative_to(before.site).as_posix()
        lost = read_page(path).ids - reached_page(after.site, name).ids
        assert lost == set(), name
    # The label of a link is no name of the postmortem, and defined where it is used.
    assert after.text("index.html").count('href="incidents/PM-2026-011/#timeline"') == 2
    page = read_page(after.site / "incidents/PM-2026-011/index.html")
    for former in ("search-outage", "PM-2026-001"):
        assert reached_page(after.site, f"incidents/{former}/index.html") == page
    # What cites it is still told there, with the sentence, which stands in the other document.
    assert "As in" in after.text("incidents/PM-2026-011/index.html")
    page = read_page(after.site / "incidents/PM-2026-022/meeting/index.html")
    for former in ("PM-2026-002", "PM-2026-012"):
        assert reached_page(after.site, f"incidents/{former}/meeting/index.html") == page
    assert broken_links(after.site) == []
