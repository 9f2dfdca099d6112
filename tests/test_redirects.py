"""Old addresses of a built site, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .browsers import served
from .crawler import broken_links
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
