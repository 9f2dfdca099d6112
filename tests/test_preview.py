"""What a reference shows in a real browser while the pointer or the focus is on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from .browsers import assert_accessible, open_window, served
from .documents import postmortem
from .sites import Built, build, write_site

RUNBOOK = "runbooks/pgbouncer-pool-exhausted/"
STRICT = {"Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'"}
HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=1</script>'
CITING = """\
# New here

1. [[PM-2026-001#root-cause]]
2. [[PM-2026-001#a2|the second item]]
3. [[PM-2026-001#no-such-place|a place that was renamed]]
4. [in words of our own](incidents/a.md)
5. [under its old address](old.html){.pm-reference}
6. [a page of another kind](teams/discovery.md)
7. [what nobody wrote](nowhere.html){.pm-reference}
8. [[PM-2026-002]]
9. [[PM-2026-001#timeline]]
10. [[PM-2026-001#action-items]]
"""
OLD = """\
<!doctype html>
<title>Moved</title>
<meta http-equiv="Refresh" content="0; url=incidents/PM-2026-001/">
"""


@pytest.fixture(scope="module")
def address(example: Built) -> Iterator[str]:
    with served(example.site) as found:
        yield found


@pytest.fixture(scope="module")
def citing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site under another theme, with a page that cites in several ways."""
    cause = (
        f"The bound was:\n\n    none\n\nSo {HOSTILE} a burst filled the heap. See [[PM-2026-002]]."
    )
    files: dict[str, str | bytes] = {
        "new.md": CITING,
        "old.html": OLD,
        "incidents/a.md": postmortem({"Root Cause": cause}),
        "incidents/b.md": postmortem(
            id="PM-2026-002", title=f"'Orders {HOSTILE}'", kind="near-miss", status="draft",
            severity=None, potential_severity="SEV-1",
        ),
    }  # fmt: skip
    folder = write_site(tmp_path_factory.mktemp("citing"), files)
    built = build(folder)
    assert built.status == 0, built.output
    with served(built.site) as found:
        yield found


def preview(page: Page) -> Locator:
    return page.get_by_role("tooltip")


def words(found: Locator) -> list[str]:
    """What each line of a preview says."""
    return [" ".join(text.split()) for text in found.locator("p").all_inner_texts()]


def hover(page: Page, number: int) -> Locator:
    """The preview of the link of that number in a list, from 1."""
    page.mouse.move(2, 2)
    expect(preview(page)).to_have_count(0)
    page.locator("ol > li").nth(number - 1).locator("a").hover()
    expect(preview(page)).to_be_visible()
    return preview(page)


def box_of(found: Locator) -> Any:
    box = found.bounding_box()
    assert box is not None
    return box


def test_a_reference_shows_what_happened_why_and_whether_it_is_fixed(
    page: Page, address: str
) -> None:
    asked: list[str] = []
    page.goto(address + RUNBOOK)
    page.on("request", lambda request: asked.append(request.url))
    link = page.get_by_role("link", name="Redis failover left half")
    for _ in range(2):
        link.hover()
        expect(preview(page)).to_be_visible()
        assert words(preview(page)) == [
            "PM-2025-009 SEV-1 15 April 2025",
            "Redis failover left half of the cart pods writing to a read-only replica",
            "What happened On 15 April 2025 customers could not reliably fill a basket or place an "
            "order for 37 minutes, in two parts of 19 and 18.",
            "Why After the failover half of the cart pods were led back to the old primary, a "
            "read-only replica by then, because the check that chose it asks for no more than an "
            "answer.",
            "Is it fixed Yes: 5 action items done, 1 declined.",
        ]
        described = link.get_attribute("aria-describedby")
        assert described == preview(page).get_attribute("id")
        page.mouse.move(2, 2)
        expect(preview(page)).to_have_count(0)
        assert link.get_attribute("aria-describedby") is None
    assert [url for url in asked if "/incidents/" in url] == [f"{address}incidents/PM-2025-009/"]


def test_the_pointer_can_move_into_a_preview_which_stays_until_escape(
    page: Page, address: str
) -> None:
    page.goto(address + RUNBOOK)
    link = page.locator("a.pm-reference").first
    link.hover()
    expect(preview(page)).to_be_visible()
    box = box_of(preview(page))
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2, steps=12)
    page.wait_for_timeout(500)
    expect(preview(page)).to_be_visible()
    link.hover()
    page.wait_for_timeout(500)
    expect(preview(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(preview(page)).to_have_count(0)
    page.wait_for_timeout(500)
    expect(preview(page)).to_have_count(0)


def test_the_keyboard_shows_a_preview_and_goes_on_without_it(page: Page, address: str) -> None:
    page.goto(address + RUNBOOK)
    first, second = (page.locator("a.pm-reference").nth(n) for n in (0, 2))
    page.get_by_role("link", name="pool's dashboard", exact=True).focus()
    page.keyboard.press("Tab")
    expect(preview(page)).to_contain_text("PM-2025-030")
    page.keyboard.press("Escape")
    expect(preview(page)).to_have_count(0)
    assert first.evaluate("link => link === document.activeElement")
    second.focus()
    expect(preview(page)).to_contain_text("PM-2025-021")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}incidents/PM-2025-021/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_preview_is_in_sight_breaks_no_rule_and_leaves_the_link_free(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    context = open_window(browser, scheme, width, 844)
    page = context.new_page()
    page.goto(address + RUNBOOK)
    link = page.locator("a.pm-reference").nth(1)  # in a table
    for place in ("start", "end"):  # below the header, and at the lower edge
        page.mouse.move(2, 300)
        link.evaluate("(link, block) => link.scrollIntoView({ block })", place)
        link.hover()
        expect(preview(page)).to_be_visible()
        box, head = box_of(preview(page)), box_of(page.locator(".md-header"))
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= head["height"]
        assert box["y"] + box["height"] <= 844
        for line in link.evaluate("link => [...link.getClientRects()].map(line => line.toJSON())"):
            assert line["bottom"] <= box["y"] or line["top"] >= box["y"] + box["height"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
    link.click()
    expect(page).to_have_url(f"{address}incidents/PM-2025-030/")
    context.close()


def test_the_script_is_loaded_once_when_somebody_comes_to_a_link(
    browser: Browser, example: Built
) -> None:
    asked: list[str] = []
    with served(example.site, STRICT) as address:
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
        page.goto(address + RUNBOOK)
        page.get_by_role("link", name="postmortem", exact=True).hover()
        page.wait_for_timeout(200)
        assert "postmortems/preview.js" not in asked
        for _ in range(2):
            page.locator("a.pm-reference").first.hover()
            expect(preview(page)).to_contain_text("PM-2025-030")
            page.mouse.move(2, 2)
            expect(preview(page)).to_have_count(0)
        page.locator(".pm-live a").first.hover()  # in a list
        expect(preview(page)).to_contain_text("PM-2026-003")
        assert asked.count("postmortems/preview.js") == 1
        page.close()


def test_who_has_gone_on_while_the_script_was_loaded_sees_nothing(page: Page, address: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    def caught() -> Route:
        for _ in range(200):
            if held:
                break
            page.wait_for_timeout(20)
        return held.pop()

    page.route("**/preview.js", hold)
    page.goto(address + RUNBOOK)
    links = page.locator("a.pm-reference")
    links.first.hover()
    waiting = caught()
    page.mouse.move(2, 2)
    with page.expect_response("**/preview.js"):
        waiting.continue_()
    page.wait_for_timeout(600)
    expect(preview(page)).to_have_count(0)
    page.reload()
    links.first.hover()
    waiting = caught()
    with page.expect_event("requestfailed"):
        waiting.abort()
    page.mouse.move(2, 2)
    page.wait_for_timeout(200)
    links.nth(2).focus()  # asks again
    caught().continue_()
    expect(preview(page)).to_contain_text("PM-2025-021")


def test_cards_have_no_preview(page: Page, address: str) -> None:
    page.goto(f"{address}onboarding/checkout-first-weeks/")
    page.locator(".pm-card__title a").first.hover()
    page.wait_for_timeout(600)
    expect(preview(page)).to_have_count(0)


def test_a_tap_is_a_tap(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    asked: list[str] = []
    page.goto(address + RUNBOOK)
    page.locator("a.pm-reference").first.evaluate(
        "link => link.addEventListener('click', event => event.preventDefault())"
    )
    page.on("request", lambda request: asked.append(request.url))
    page.locator("a.pm-reference").first.tap()
    page.wait_for_timeout(600)
    expect(preview(page)).to_have_count(0)
    assert asked == []
    page.locator("a.pm-reference").nth(1).tap()
    expect(page).to_have_url(f"{address}incidents/PM-2025-030/")
    context.close()


def test_a_link_to_a_section_or_an_item_shows_its_beginning(page: Page, citing: str) -> None:
    page.goto(f"{citing}new/")
    head = ["PM-2026-001 SEV-2 8 January 2026", "Search answered with errors"]
    assert words(hover(page, 1)) == [
        *head,
        "Root Cause",
        "The bound was:",
        "none",
        f"So a burst filled the heap. See Orders {HOSTILE}.",
    ]
    assert words(hover(page, 2)) == [
        *head,
        "A2 Bound the queue at 2,000 requests",
        "Discovery Team (discovery) Priority P1 Due 2026-03-08 Overdue by 8 days",
    ]


def test_a_section_with_a_table_shows_its_first_rows(page: Page, citing: str) -> None:
    page.goto(f"{citing}new/")
    assert words(hover(page, 9))[2:] == [
        "Timeline",
        "All times in UTC.",
        "10:00 Queue began to grow",
        "10:03 Alert fired",
        "10:05 On-call acknowledged",
        "10:15 Limit raised",
        "and 1 more",
    ]
    assert words(hover(page, 10))[2:] == [
        "Action Items",
        "Done A1 Alert when the queue holds over 500 requests",
        "Overdue by 8 days A2 Bound the queue at 2,000 requests",
    ]


def test_where_the_section_is_gone_the_page_is_shown(page: Page, citing: str) -> None:
    page.goto(f"{citing}new/")
    happened, why, fixed = words(hover(page, 3))[2:]
    assert happened == "What happened Search answered with errors for 22 minutes."
    assert why.startswith("Why ")
    assert fixed == "Is it fixed Not fully: 1 of 2 action items open, 1 of them overdue."


def test_links_that_somebody_typed_and_old_addresses_are_shown_too(
    page: Page, citing: str, address: str
) -> None:
    page.goto(f"{citing}new/")
    for number in (4, 5):
        assert words(hover(page, number))[0] == "PM-2026-001 SEV-2 8 January 2026"
    page.goto(f"{address}handbook/model-postmortem/")
    page.get_by_role("link", name="the full document").hover()
    expect(preview(page)).to_contain_text("PM-2026-007")


def test_what_has_no_preview_shows_none(page: Page, citing: str) -> None:
    page.goto(f"{citing}new/")
    for number in (6, 7):
        page.locator("ol > li").nth(number - 1).locator("a").hover()
        page.wait_for_timeout(600)
        expect(preview(page)).to_have_count(0)
    page.goto(f"{citing}incidents/PM-2026-001/")
    page.locator("nav a[rel=next]").hover()  # of a list of ours, which says what it lists
    page.wait_for_timeout(600)
    expect(preview(page)).to_have_count(0)
    page.get_by_role("link", name="Orders").first.hover()  # in the author's text
    expect(preview(page)).to_contain_text("PM-2026-002")


def test_markup_in_a_document_stays_text_in_a_preview(page: Page, citing: str) -> None:
    page.goto(f"{citing}new/")
    found = hover(page, 8)
    assert words(found)[:2] == [
        "PM-2026-002 would be SEV-1 Near miss Draft 8 January 2026",
        f"Orders {HOSTILE}",
    ]
    assert found.locator("img, script, a").count() == 0
    hover(page, 1)
    assert found.locator("img, script, a").count() == 0
    assert page.title() != "1"


def test_a_page_that_comes_late_or_not_at_all_is_not_shown(page: Page, citing: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.goto(f"{citing}new/")
    page.route("**/incidents/PM-2026-002/", hold)
    link = page.get_by_role("link", name=re.compile("^Orders"))
    with page.expect_request("**/incidents/PM-2026-002/"):
        link.hover()
    page.mouse.move(2, 2)
    held.pop().continue_()
    page.wait_for_timeout(400)
    expect(preview(page)).to_have_count(0)
    page.unroute("**/incidents/PM-2026-002/")
    page.reload()
    page.route("**/incidents/PM-2026-002/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        link.hover()
    page.wait_for_timeout(200)
    expect(preview(page)).to_have_count(0)
    page.unroute("**/incidents/PM-2026-002/")
    page.mouse.move(2, 2)
    link.hover()  # the network is back
    expect(preview(page)).to_be_visible()


def test_a_preview_closes_where_material_swaps_pages_without_loading_them(
    page: Page, folder: Path
) -> None:
    site = folder / "site"
    site.mkdir(parents=True)
    with served(site) as address:
        files = {
            "incidents/a.md": postmortem(),
            "incidents/b.md": postmortem({"Impact": "As in [[PM-2026-001]]."}, id="PM-2026-002"),
        }
        theme = {"name": "material", "font": False, "features": ["navigation.instant"]}
        write_site(folder, files, site_url=address)
        config = folder / "mkdocs.yml"
        text = config.read_text("utf-8").replace("theme:\n  name: mkdocs", f"theme: {theme}")
        config.write_text(text, "utf-8")
        assert build(folder).status == 0
        page.goto(f"{address}incidents/PM-2026-002/")
        page.evaluate("window.isSame = true")
        link = page.locator("a.pm-reference")
        link.hover()
        expect(preview(page)).to_contain_text("PM-2026-001")
        link.click()
        expect(page.locator(".pm-chips .pm-id")).to_have_text("PM-2026-001")
        expect(preview(page)).to_have_count(0)
        page.locator(".pm-copy summary").click()
        assert page.locator(".pm-copy__text").first.inner_text() == (
            f"{address}incidents/PM-2026-001/"
        )
        expect(page.get_by_role("button", name="Copy the address")).to_be_visible()
        page.go_back()
        expect(page.locator(".pm-chips .pm-id")).to_have_text("PM-2026-002")
        page.locator("a.pm-reference").hover()
        expect(preview(page)).to_contain_text("PM-2026-001")
        assert page.evaluate("window.isSame")
