"""What somebody meets at an address that is nobody's, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsers import assert_accessible, served
from .documents import postmortem
from .sites import Built, build, write_site

STRICT = {"Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'"}


@pytest.fixture(scope="module")
def address(example: Built) -> Iterator[str]:
    with served(example.site, STRICT) as found:
        yield found


def test_an_id_that_there_is_not_is_looked_for(page: Page, address: str) -> None:
    answer = page.goto(f"{address}incidents/PM-2025-777/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("link", name="All incidents")).to_have_attribute("href", "/incidents/")
    assert_accessible(page)
    page.get_by_role("link", name="Search the postmortems for “PM-2025-777”").click()
    expect(page).to_have_url(f"{address}find/?words=PM-2025-777")
    page.goto(f"{address}incidents/pm-2025-777/meeting/%22%3Cb%3E")
    expect(page.locator(".pm-lost li").first).to_have_text('Search the postmortems for “"<b>”')


def test_an_id_in_small_letters_leads_on_with_its_section(page: Page, address: str) -> None:
    page.goto(f"{address}incidents/pm-2025-009/#root-cause")
    expect(page).to_have_url(f"{address}incidents/PM-2025-009/#root-cause")
    page.goto(f"{address}incidents/pm-2025-014/#root-cause")  # as it was once
    expect(page).to_have_url(f"{address}incidents/PM-2025-038/#root-cause")


def test_without_scripts_there_are_links(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}incidents/pm-2025-014/")
    page.get_by_role("link", name="Search the postmortems").click()
    expect(page).to_have_url(f"{address}find/")
    context.close()


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_a_site_below_a_path_leads_on_within_it(page: Page, folder: Path, theme: str) -> None:
    write_site(
        folder,
        {"incidents/a.md": postmortem()},
        theme=theme,
        site_url="https://pages.example/library/",
        use_directory_urls=theme == "mkdocs",
    )
    end = "/" if theme == "mkdocs" else ".html"
    built = build(folder, site=folder / "server" / "library")
    assert built.status == 0, built.output
    with served(folder / "server") as address:
        page.goto(f"{address}library/incidents/pm-2026-001{end}")
        expect(page).to_have_url(f"{address}library/incidents/PM-2026-001{end}")
        page.goto(f"{address}library/teams/nobody{end}")
        page.get_by_role("link", name="Search the postmortems for “nobody”").click()
        expect(page.get_by_role("heading", name="Find")).to_be_visible()
        page.go_back()
        page.get_by_role("link", name="All incidents").click()
        expect(page.get_by_text("Search answered with errors").first).to_be_visible()
