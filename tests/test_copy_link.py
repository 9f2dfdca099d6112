"""The button of an incident's page that copies a link to it, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from .browsers import assert_accessible, open_window, served
from .documents import postmortem
from .sites import Built, build, write_site

INCIDENT = "incidents/PM-2026-007/"
ADDRESS = f"https://postmortems.lindgrove.example/{INCIDENT}"
TITLE = "Checkout failed after the schema migration ran late"
TEXTS = {
    "the address": ADDRESS,
    "the link in Markdown": f"[{TITLE}]({ADDRESS})",
    "the citation": f"PM-2026-007: “{TITLE}”. Lindgrove, 4 March 2026. {ADDRESS}",
    "the reference for this library": "[[PM-2026-007]]",
}
INTRANET = "http://library.internal/"


@pytest.fixture(scope="module")
def address(example: Built) -> Iterator[str]:
    with served(example.site) as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield found
    found.close()


def offer(page: Page) -> None:
    page.locator("summary", has_text="Copy link").click()


def pasted(page: Page) -> str:
    """What Ctrl+V puts into a field."""
    field = page.locator("[data-md-component=search-query]")
    field.fill("")
    field.press("Control+v")
    text = field.input_value()
    field.press("Escape")
    return text


def test_each_text_is_copied_as_it_stands_there(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + INCIDENT)
    for name, text in TEXTS.items():
        offer(page)
        button = page.get_by_role("button", name=f"Copy {name}", exact=True)
        assert button.locator("xpath=../code").inner_text() == text
        button.click()
        expect(page.locator(".pm-copied")).to_have_text(f"Copied {name}.")
        assert page.evaluate("navigator.clipboard.readText()") == text
        expect(button).to_be_hidden()
    assert page.locator(".pm-copied").get_attribute("role") == "status"


def test_the_keyboard_alone_opens_chooses_and_closes(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + INCIDENT)
    summary = page.locator("summary", has_text="Copy link")
    buttons = page.locator(".pm-copy button")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(buttons.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(buttons.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(buttons.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(buttons.nth(1)).to_be_hidden()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(summary).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == TEXTS["the link in Markdown"]
    page.keyboard.press("Space")
    page.locator("h1").first.click()
    expect(buttons.first).to_be_hidden()
    summary.focus()
    page.keyboard.press("Space")
    buttons.last.focus()
    page.keyboard.press("Tab")
    expect(buttons.first).to_be_hidden()


def test_on_plain_http_it_is_copied_as_plain_text_and_where_nothing_may_be_selected(
    context: BrowserContext, address: str
) -> None:
    def forward(route: Route) -> None:
        route.fulfill(response=route.fetch(url=route.request.url.replace(INTRANET, address)))

    context.route(f"{INTRANET}**", forward)
    page = context.new_page()
    page.goto(INTRANET + INCIDENT)
    assert page.evaluate("navigator.clipboard === undefined")
    for name, text in TEXTS.items():
        offer(page)
        page.get_by_role("button", name=f"Copy {name}", exact=True).click()
        expect(page.locator(".pm-copied")).to_have_text(f"Copied {name}.")
        assert pasted(page) == text
    page.evaluate("document.execCommand = () => false")
    offer(page)
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.locator(".pm-copied")).to_contain_text("Ctrl+C")
    assert page.evaluate("getSelection().toString()") == TEXTS["the citation"]
    assert page.get_by_text(TEXTS["the citation"]).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_offered_fits_and_breaks_no_rule(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    context = open_window(browser, scheme, width, 844)
    page = context.new_page()
    page.goto(address + INCIDENT)
    offer(page)
    box = page.locator(".pm-copy__panel").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
    page.emulate_media(media="print")
    assert not page.locator(".pm-copy").is_visible()
    context.close()


def test_without_scripts_the_texts_are_there_to_be_copied_by_hand(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + INCIDENT)
    offer(page)
    assert page.locator(".pm-copy__text").all_inner_texts() == list(TEXTS.values())
    assert page.locator(".pm-copy button:visible").count() == 0
    context.close()


def test_a_site_that_does_not_know_its_address_offers_the_one_it_is_read_at(
    browser: Browser, folder: Path
) -> None:
    files = {"incidents/a.md": postmortem(title='"Orders [EU] failed"')}
    built = build(write_site(folder, files, site_url=None, use_directory_urls=False))
    assert built.status == 0, built.output
    with served(built.site) as address:
        page = browser.new_page()
        page.goto(f"{address}incidents/PM-2026-001.html?h=orders#root-cause")
        offer(page)
        here = f"{address}incidents/PM-2026-001.html"
        assert page.locator(".pm-copy__text").all_inner_texts() == [
            here,
            rf"[Orders \[EU\] failed]({here})",
            f"PM-2026-001: “Orders [EU] failed”. 8 January 2026. {here}",
            "[[PM-2026-001]]",
        ]
        page.close()
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}incidents/PM-2026-001.html")
        assert not page.locator(".pm-copy").is_visible()
        context.close()
