"""The example site in a real browser: its tables, its looks on a phone, its accessibility."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .browsers import assert_accessible, open_window, served
from .sites import Built

ADDRESSES = (
    "", "incidents/", "incidents/PM-2026-007/", "incidents/PM-2025-009/", "incidents/PM-2026-010/",
    "incidents/PM-2026-008/meeting/", "incidents/PM-2026-010/meeting/",
    "categories/", "categories/configuration/", "services/", "services/orders-api/", "factors/",
    "factors/staging-parity/", "teams/", "teams/fulfilment/", "teams/storefront/", "actions/",
    "actions/review/", "actions/review/2026-03/", "actions/review/2026-02/", "owed/", "health/",
    "actions/closed/", "actions/?team=platform&due=overdue",
    "patterns/", "patterns/2025-Q4/", "patterns/2026-Q1/", "patterns/2025-Q4/brief/", "recurring/", "rules/", "rules/PM501/", "handbook/",
    "handbook/model-postmortem/", "onboarding/", "onboarding/checkout/", "onboarding/storefront/",
    "onboarding/checkout-first-weeks/", "runbooks/pgbouncer-pool-exhausted/",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(example: Built) -> Iterator[str]:
    with served(example.site) as found:
        yield found


def column(page: Page, number: int) -> list[str]:
    cells = page.locator(f"table[data-sortable] >> nth=0 >> tbody tr td:nth-child({number})")
    return [text.strip() for text in cells.all_inner_texts()]


def test_a_click_on_a_head_sorts_the_table_and_another_turns_it(page: Page, address: str) -> None:
    page.goto(address + "incidents/")
    dates = column(page, 2)
    assert dates == sorted(dates, reverse=True)
    page.get_by_role("button", name="Date").click()
    assert column(page, 2) == sorted(dates)
    head = page.get_by_role("columnheader", name="Date")
    assert head.get_attribute("aria-sort") == "ascending"
    page.get_by_role("button", name="Date").click()
    assert column(page, 2) == sorted(dates, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"


def test_enter_on_a_head_sorts_too_and_numbers_are_numbers(page: Page, address: str) -> None:
    page.goto(address + "categories/")
    page.get_by_role("button", name="Open items").focus()
    page.keyboard.press("Enter")
    counts = [int(text) for text in column(page, 4)]
    assert counts == sorted(counts, reverse=True)
    page.keyboard.press("Enter")
    assert [int(text) for text in column(page, 4)] == sorted(counts)


def test_durations_sort_by_their_length_and_unknown_ones_stay_last(
    page: Page, address: str
) -> None:
    page.goto(address + "incidents/")
    cells = "table[data-sortable] >> nth=0 >> tbody tr td:nth-child(6)"
    for _ in range(2):
        page.get_by_role("button", name="Duration").click()
        values = [c.get_attribute("data-value") or "" for c in page.locator(cells).all()]
        known = [float(value) for value in values if value]
        assert known in (sorted(known), sorted(known, reverse=True))
        assert values[len(known) :] == [""] * (len(values) - len(known))


def test_tables_read_well_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "incidents/")
    assert page.locator("table thead button").count() == 0
    assert page.get_by_role("columnheader", name="Date").inner_text() == "Date"
    assert page.locator("tbody tr").count() == 47
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", ADDRESSES)
def test_no_page_breaks_an_accessibility_rule(
    browser: Browser, address: str, where: str, scheme: str
) -> None:
    """What Material itself draws around our content is its own matter."""
    context = open_window(browser, scheme, 1280, 900)
    page = context.new_page()
    page.goto(address + where)
    assert_accessible(page)
    context.close()


@pytest.mark.parametrize("where", ADDRESSES)
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, where: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + where)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.mark.parametrize("incident", ["PM-2025-031", "PM-2026-007", "PM-2025-006"])
def test_the_action_table_is_no_wider_than_the_text(
    page: Page, address: str, incident: str
) -> None:
    page.goto(f"{address}incidents/{incident}/")
    table = page.locator("table.pm-actions").bounding_box()
    text = page.locator(".pm-incident").bounding_box()
    assert table is not None
    assert text is not None
    assert table["width"] <= text["width"]


def test_pages_ask_no_other_host(page: Page, address: str) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    for where in ADDRESSES:
        page.goto(address + where)
        page.wait_for_load_state("networkidle")
    assert {url for url in asked if not url.startswith((address, "data:", "blob:"))} == set()
    assert f"{address}postmortems/postmortems.css" in asked


def test_the_story_of_an_incident_is_on_the_first_screen(page: Page, address: str) -> None:
    page.goto(address + "incidents/PM-2026-007/")
    story = page.locator(".pm-story").bounding_box()
    assert story is not None
    assert story["y"] + story["height"] < 700


def test_home_tells_at_a_glance_what_needs_attention(page: Page, address: str) -> None:
    page.goto(address)
    figure = page.get_by_role("link", name="overdue action items")
    box = figure.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 500
    figure.click()
    assert page.url == f"{address}actions/?due=overdue"


def test_a_table_is_a_stop_of_the_keyboard_only_while_it_scrolls(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{address}actions/")
    area = page.get_by_role("region", name="What became of the items")
    area.wait_for()
    assert area.get_attribute("tabindex") == "0"
    page.set_viewport_size({"width": 1280, "height": 800})
    area.wait_for(state="detached")
    assert page.locator(".pm-table-wrap[tabindex]").count() == 0


def test_an_action_item_has_an_address_of_its_own(page: Page, address: str) -> None:
    page.goto(address + "incidents/PM-2026-007/#a1")
    row = page.locator("tr#a1")
    assert "Add pre-deploy schema validation to CI" in row.inner_text()
    assert row.bounding_box() is not None
    assert page.evaluate("document.querySelector('tr:target').id") == "a1"


def test_a_page_prints_without_menus_and_with_the_addresses_of_links(
    page: Page, address: str
) -> None:
    page.goto(address + "incidents/PM-2026-007/")
    page.emulate_media(media="print")
    assert not page.locator(".md-sidebar--primary").is_visible()
    assert not page.locator(".md-header").is_visible()
    assert page.locator(".pm-story").is_visible()


def test_a_review_begins_with_what_needs_deciding_and_what_was_closed(
    page: Page, address: str
) -> None:
    page.goto(address + "actions/review/2026-03/")
    lead = page.locator(".pm-lead")
    assert lead.inner_text() == (
        "12 overdue, 4 undecided and 1 without an owner; 6 closed since the beginning of the month."
    )
    first = page.locator("#pm-closed").bounding_box()
    assert first is not None
    assert first["y"] < 450
    page.get_by_role("link", name="12 overdue").click()
    assert page.url.endswith("#pm-overdue")


def test_a_review_on_paper_has_its_tables_and_room_to_write_decisions_into(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 718, "height": 1000})
    page = context.new_page()
    page.goto(address + "actions/review/2026-03/")
    head = page.locator("#pm-overdue ~ .pm-table-wrap th", has_text="Decided").first
    assert not head.is_visible()
    page.emulate_media(media="print")
    assert head.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    assert not page.locator(".pm-neighbours").is_visible()
    context.close()


def test_the_script_of_a_meeting_prints_on_two_pages(page: Page, address: str) -> None:
    page.goto(address + "incidents/PM-2026-009/")
    page.get_by_role("link", name="Prepare the meeting").click()
    assert page.url == f"{address}incidents/PM-2026-009/meeting/"
    page.wait_for_load_state()  # what is printed before that lacks its end, or its style
    sheets = re.findall(rb"/Count (\d+)", page.pdf(format="A4", prefer_css_page_size=True))
    assert [int(count) for count in sheets] == [2]


def test_the_sites_own_search_does_not_find_the_script_of_a_meeting(example: Built) -> None:
    index = json.loads(example.text("search/search_index.json"))
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert "incidents/PM-2026-009/" in found
    assert not [
        location for location in found if "meeting/" in location and "incidents/" in location
    ]


def test_the_sites_own_search_finds_a_quarter_and_not_its_page_to_print(example: Built) -> None:
    index = json.loads(example.text("search/search_index.json"))
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert "patterns/2025-Q4/" in found
    assert not [location for location in found if location.endswith("/brief/")]


@pytest.mark.parametrize("quarter", ["2025-Q1", "2025-Q4", "2026-Q1"])
def test_a_quarter_prints_on_one_page(page: Page, address: str, quarter: str) -> None:
    page.goto(f"{address}patterns/{quarter}/")
    page.get_by_role("link", name="On one page, to print").click()
    assert page.url == f"{address}patterns/{quarter}/brief/"
    page.wait_for_load_state()
    sheets = re.findall(rb"/Count (\d+)", page.pdf(format="A4", prefer_css_page_size=True))
    assert [int(count) for count in sheets] == [1]


def test_every_figure_of_a_quarter_leads_to_a_list_on_its_pages(page: Page, address: str) -> None:
    for quarter in ("2025-Q1", "2026-Q1"):
        for part in ("", "brief/"):
            page.goto(f"{address}patterns/{quarter}/{part}")
            links = page.eval_on_selector_all(
                "article a[href*='#']", "links => links.map(link => link.href)"
            )
            for target in {link for link in links if f"/patterns/{quarter}/#" in link}:
                page.goto(target)
                anchor = target.partition("#")[2]
                assert page.locator(f"[id='{anchor}']").count() == 1, target


def test_a_figure_of_a_quarter_opens_the_folded_lists_that_it_leads_to(
    page: Page, address: str
) -> None:
    page.goto(f"{address}patterns/2025-Q4/")
    term = page.locator("#factors-staging-parity")
    assert not term.is_visible()
    page.locator('a[href="#factors-staging-parity"]').first.click()
    term.wait_for(state="visible")


def test_the_comparisons_of_a_quarter_fit_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    for quarter in ("2025-Q2", "2025-Q4", "2026-Q1"):
        page.goto(f"{address}patterns/{quarter}/")
        cut = page.eval_on_selector_all(
            ".pm-table-wrap:has(.pm-compared, .pm-durations)",
            "all => all.filter(e => e.scrollWidth > e.clientWidth).length",
        )
        assert cut == 0


def test_on_a_phone_lines_that_settle_a_question_keep_ids_whole_and_are_copied_as_they_are(
    browser: Browser, address: str, example: Built
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(address + "recurring/")
    lines = page.locator(".pm-settle code").all_inner_texts()
    questions = json.loads(example.text("api/v1/recurring.json"))["questions"]
    answers = {line for question in questions for line in (question["same"], question["another"])}
    assert {line for line in lines if line != "related"} == answers
    ids = page.locator(".pm-settle .pm-whole").all()
    heights = {round(box["height"]) for one in ids if (box := one.bounding_box())}
    assert len(ids) > 40
    assert max(heights) < 30  # one line
    page.close()
