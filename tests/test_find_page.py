"""The search page in a real browser: what it finds, its facets, its address, the keyboard."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from .browsers import assert_accessible, open_window, served
from .documents import postmortem
from .recount import documents
from .search_queries import QUERIES
from .sites import Built, build, write_site

RUNS_SCRIPTS = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def address(example: Built) -> Iterator[str]:
    with served(example.site) as found:
        yield found


def search(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}find/?{query}")
    wait_for_results(page)


def wait_for_results(page: Page) -> None:
    expect(page.locator("#pm-status")).to_have_text(re.compile("postmortem"))


def status(page: Page) -> str:
    return page.locator("#pm-status").inner_text()


def ids(page: Page) -> list[str]:
    return page.locator(".pm-hit .pm-id").all_inner_texts()


def hit(page: Page, identifier: str) -> Any:
    return page.locator(".pm-hit", has=page.locator(".pm-id", has_text=identifier))


def choose(page: Page, name: str, value: str) -> None:
    box = page.locator(f'#pm-find input[name="{name}"][value="{value}"]')
    if not box.is_visible():
        page.locator(f'.pm-facet:has(input[name="{name}"]) > summary').click()
    box.click()


def count_beside(page: Page, name: str, value: str) -> int:
    label = page.locator(f'#pm-find label:has(input[name="{name}"][value="{value}"])')
    return int(label.locator(".pm-count").text_content() or "-1")


def such(condition: Callable[[dict[str, Any]], bool]) -> list[str]:
    """The postmortems of the example library that are so, the newest first."""
    found = [d for d in documents() if condition(dict(d))]
    return [d["id"] for d in sorted(found, key=lambda d: (d["date"], d["id"]), reverse=True)]


# What is found


def test_results_come_while_somebody_types_and_are_one_step_in_the_history(
    page: Page, address: str
) -> None:
    page.goto(f"{address}find/")
    field = page.locator("#pm-find-text")
    field.press_sequentially("tax_region", delay=30)
    expect(page.locator(".pm-hit .pm-id")).to_have_text(["PM-2026-007"])
    expect(page).to_have_url(f"{address}find/?words=tax_region")
    assert page.evaluate("document.activeElement.id") == "pm-find-text"
    page.go_back()
    expect(page.locator("#pm-status")).to_have_text("41 incidents and 6 near misses")
    assert field.input_value() == ""


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("PM-2026-007", "PM-2026-007"),
        ("pm-2026-007", "PM-2026-007"),
        ("orders-outage-march", "PM-2026-007"),  # its former name
        ("INC-4412", "PM-2026-007"),  # its number in the register
        ("42703", "PM-2026-007"),
        ("ERROR: column orders.tax_region does not exist", "PM-2026-007"),
        ('"column orders.tax_region does not exist"', "PM-2026-007"),
        ("pg_cancel_backend", "PM-2025-012"),
        ("k8s rollout finished before db migration", "PM-2026-007"),
    ],
)
def test_ids_numbers_and_error_messages_find_their_postmortem(
    page: Page, address: str, typed: str, first: str
) -> None:
    page.goto(f"{address}find/")
    page.locator("#pm-find-text").fill(typed)
    expect(page.locator(".pm-hit .pm-id").first).to_have_text(first)


def test_what_people_on_call_typed_finds_its_postmortem_among_the_first_ten(
    page: Page, address: str
) -> None:
    places = {}
    page.goto(f"{address}find/")
    for query in QUERIES:
        page.locator("#pm-status").evaluate("element => { element.textContent = 'waiting' }")
        page.locator("#pm-find-text").fill(query.text)
        wait_for_results(page)
        found = ids(page)
        places[query.text] = found.index(query.finds) + 1 if query.finds in found else 99
    assert {text: place for text, place in places.items() if place > 10} == {}
    assert sum(place <= 3 for place in places.values()) >= 27


def test_a_result_has_its_cause_what_stopped_it_and_whom_to_ask(page: Page, address: str) -> None:
    search(page, address, "words=tax_region")
    result = hit(page, "PM-2026-007")
    lines = result.locator(".pm-hit__line").all_inner_texts()
    assert [" ".join(line.split()) for line in lines] == [
        "Cause The release reads the column orders.tax_region, which its own migration adds, "
        "and the pipeline runs migrations after the application instead of before.",
        "Stopped by Rolled back to v2.4.0",
        "Help Channel Runbook",
    ]
    assert [a.get_attribute("href") for a in result.locator(".pm-hit__line a").all()] == [
        "https://chat.lindgrove.example/team-platform",
        "https://runbooks.lindgrove.example/orders-api/rollback",
    ]
    facts = result.locator(".pm-hit__facts").inner_text().split("\n")
    assert " ".join(facts) == (
        "PM-2026-007 SEV-1 2026-03-04 Platform Deployment process 22 min 2 open items"
    )


def test_a_result_leads_to_the_section_that_has_the_words(page: Page, address: str) -> None:
    search(page, address, "words=SQLSTATE")
    place = hit(page, "PM-2026-007").locator(".pm-hit__places li")
    assert place.locator("mark").all_inner_texts() == ["SQLSTATE:"]
    place.get_by_role("link", name="Root Cause").click()
    assert page.url == f"{address}incidents/PM-2026-007/#root-cause"
    expect(page.locator("#root-cause")).to_be_in_viewport()


def test_a_word_that_a_result_lacks_is_told_and_results_with_all_words_come_first(
    page: Page, address: str
) -> None:
    search(page, address, "words=redis+failover+rollback+kafka")
    assert status(page).endswith("none with all the words")
    lacking = hit(page, "PM-2025-009").locator(".pm-hit__missing").inner_text()
    assert lacking.startswith("Without “")
    search(page, address, "words=sentinel+redis")
    whole = page.locator(".pm-hit").filter(has_not=page.locator(".pm-hit__missing")).count()
    assert whole >= 1
    assert page.locator(".pm-hit").nth(whole - 1).locator(".pm-hit__missing").count() == 0


def test_a_word_is_looked_for_by_its_synonyms_and_the_page_says_so(
    page: Page, address: str
) -> None:
    search(page, address, "words=out+of+memory")
    assert "PM-2025-033" in ids(page)  # says OOMKilled
    expect(page.locator("#pm-advice")).to_contain_text("oomkilled")


def test_no_word_is_taken_for_its_beginning(page: Page, address: str) -> None:
    """Pagefind alone finds `over` for `overflow`, and `s` for `sso`."""
    search(page, address, "words=overflow")
    assert status(page) == "No postmortem found"
    search(page, address, "words=sso+cert")
    expect(page.locator("#pm-advice")).to_contain_text("“sso” is in no postmortem.")
    search(page, address, "words=sso+cert+expiring")
    assert status(page).endswith("with all the other words")


def test_of_a_long_text_the_first_words_are_looked_for(page: Page, address: str) -> None:
    page.goto(f"{address}find/")
    page.locator("#pm-find-text").fill("tax_region " + " ".join(f"zzqx{n}" for n in range(400)))
    expect(page.locator(".pm-hit .pm-id").first).to_have_text("PM-2026-007")


def test_a_status_code_and_its_family_and_the_plural_of_a_synonym_count_as_synonyms(
    page: Page, folder: Path
) -> None:
    quiet = {"Timeline": None, "Impact": None, "Summary": None, "Action Items": None}
    said = ("answered 503", "answered 5xx", "answered 500", "filled its reservoir")
    files: dict[str, str | bytes] = {
        f"incidents/{number}.md": postmortem(
            {**quiet, "Root Cause": f"The service {text}."},
            id=f"PM-2026-00{number}",
            date=f"2026-01-0{number}",
            symptoms=None,
        )
        for number, text in enumerate(said, start=1)
    }
    files["library.yml"] = "synonyms: [[reservoir, water tank]]"
    built = build(write_site(folder, files))
    with served(built.site) as address:
        for typed, found in (("5xx", "123"), ("503", "12"), ("water tanks", "4")):
            search(page, address, f"words={typed}")
            assert sorted(ids(page)) == [f"PM-2026-00{number}" for number in found], typed


def test_a_word_in_a_heading_is_shown_there(page: Page, folder: Path) -> None:
    text = postmortem({"The zeppelin protocol": "We wrote down what to do next time."})
    built = build(write_site(folder, {"incidents/a.md": text}))
    with served(built.site) as address:
        search(page, address, "words=zeppelin")
        place = page.locator(".pm-hit__places li")
        expect(place).to_have_count(1)
        assert place.inner_text() == "The zeppelin protocol We wrote down what to do next time."
        assert place.locator("a mark").all_inner_texts() == ["zeppelin"]


def test_of_a_near_miss_and_a_draft_the_page_says_what_it_is_whatever_that_is_called(
    page: Page, folder: Path
) -> None:
    text = postmortem(kind="near-miss", status="draft", severity=None, potential_severity="SEV-2")
    built = build(write_site(folder, {"incidents/a.md": text}))

    def rename(route: Route) -> None:
        body = gzip.decompress(route.fetch().body())
        renamed = body.replace(b'"Near miss"', b'"Averted"').replace(b'"Draft"', b'"Unread"')
        assert renamed != body
        route.fulfill(body=gzip.compress(renamed))

    page.route("**/*.pf_fragment", rename)
    with served(built.site) as address:
        search(page, address, "kind=near-miss")
        chips = page.locator(".pm-hit .pm-chip").all_inner_texts()
        assert chips == ["would be SEV-2", "Averted", "Unread"]


# Facets and order


def test_values_of_one_facet_mean_any_and_facets_together_mean_all(
    page: Page, address: str
) -> None:
    page.goto(f"{address}find/")
    choose(page, "service", "orders-api")
    choose(page, "service", "cart-api")
    either = such(lambda d: bool({"orders-api", "cart-api"} & set(d["services"])))
    expect(page.locator("#pm-status")).to_have_text(f"{len(either)} of 47 postmortems")
    assert ids(page) == either[:10]
    choose(page, "team", "platform")
    both = [d for d in either if d in such(lambda d: "platform" in d["teams"])]
    expect(page.locator("#pm-status")).to_have_text(f"{len(both)} of 47 postmortems")
    assert ids(page) == both
    assert page.url.endswith("?service=cart-api&service=orders-api&team=platform")


def test_each_value_says_how_many_there_would_be_with_it(page: Page, address: str) -> None:
    search(page, address, "team=platform")
    platform = [dict(d) for d in documents() if "platform" in d["teams"]]
    assert count_beside(page, "team", "checkout") == len(such(lambda d: "checkout" in d["teams"]))
    services = Counter(service for d in platform for service in d["services"])
    for service in ("edge-proxy", "orders-api", "ledger"):
        assert count_beside(page, "service", service) == services[service]
    search(page, address, "team=platform&words=tax_region")
    assert count_beside(page, "service", "orders-api") == 1
    assert count_beside(page, "service", "edge-proxy") == 0


def test_what_is_chosen_can_be_taken_back_one_by_one(page: Page, address: str) -> None:
    search(page, address, "team=platform&category=capacity&category=data")
    page.get_by_role("button", name="Take back Team: Platform").click()
    either = such(lambda d: d.get("category") in ("capacity", "data"))
    expect(page.locator("#pm-status")).to_have_text(f"{len(either)} of 47 postmortems")
    assert page.url.endswith("?category=capacity&category=data")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#pm-status")).to_have_text("41 incidents and 6 near misses")
    assert page.url == f"{address}find/"


def test_results_are_sorted_by_date_length_and_severity(page: Page, address: str) -> None:
    search(page, address, "service=orders-api")
    page.get_by_label("Sort by").select_option("duration")
    expect(page.locator(".pm-hit .pm-id").first).to_have_text("PM-2025-031")
    # 5 h 28 min, 1 h 45 min, 58 min, 36 min, 22 min; a near miss has no length.
    assert ids(page) == [
        "PM-2025-031", "PM-2025-009", "PM-2025-030", "PM-2025-012", "PM-2026-007", "PM-2026-003",
    ]  # fmt: skip
    page.get_by_label("Sort by").select_option("severity")
    expect(page.locator(".pm-hit .pm-id").first).to_have_text("PM-2026-007")
    assert ids(page) == [
        "PM-2026-007", "PM-2026-003", "PM-2025-030", "PM-2025-009", "PM-2025-031", "PM-2025-012",
    ]  # fmt: skip
    assert page.url.endswith("?service=orders-api&sort=severity")
    page.reload()
    wait_for_results(page)
    assert ids(page)[:2] == ["PM-2026-007", "PM-2026-003"]
    assert page.get_by_label("Sort by").input_value() == "severity"


def test_ten_results_are_shown_and_then_ten_more(page: Page, address: str) -> None:
    search(page, address, "kind=incident")
    incidents = such(lambda d: d.get("kind") != "near-miss")
    assert ids(page) == incidents[:10]
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".pm-hit")).to_have_count(20)
    assert ids(page) == incidents[:20]
    focused = page.evaluate("document.activeElement.closest('.pm-hit').textContent")
    assert incidents[10] in focused


def test_show_more_pressed_twice_adds_each_result_once(page: Page, address: str) -> None:
    search(page, address, "kind=incident")
    page.locator("#pm-more button").evaluate("button => { button.click(); button.click(); }")
    expect(page.locator(".pm-hit")).to_have_count(20)
    page.wait_for_load_state("networkidle")
    assert ids(page) == such(lambda d: d.get("kind") != "near-miss")[:20]


def test_without_a_result_the_page_says_what_would_give_some(page: Page, address: str) -> None:
    page.goto(f"{address}find/?words=tax_region&team=discovery")
    expect(page.locator("#pm-status")).to_have_text("No postmortem found")
    page.get_by_role("button", name="1 without the facet Team").click()
    expect(page.locator(".pm-hit .pm-id")).to_have_text(["PM-2026-007"])
    page.goto(f"{address}find/?words=conection")
    page.get_by_role("button", name="connection", exact=True).click()
    expect(page.locator(".pm-hit").first).to_be_visible()
    assert page.url == f"{address}find/?words=connection"
    page.goto(f"{address}find/?words=xylophone")
    expect(page.locator("#pm-lists")).to_be_visible()
    assert not page.locator("#pm-lists-lead").is_visible()


def test_a_guess_takes_the_place_of_the_whole_word_only(page: Page, address: str) -> None:
    page.goto(f"{address}find/?words=conectionpoolsizes+conection")
    page.get_by_role("button", name="connection", exact=True).click()
    expect(page.locator("#pm-find-text")).to_have_value("conectionpoolsizes connection")


def test_many_mistyped_words_cost_little(page: Page, address: str) -> None:
    words = (
        "conection tiemout datbase latancy rolback deploymant certficate pipelne "
        "replcia schedulr thrtle brokr cluser gatway memmory quorm"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}find/?words={words.replace(' ', '+')}")
    page.get_by_role("button", name="connection", exact=True).wait_for()
    page.wait_for_load_state("networkidle")
    # For two words, four postmortems each for two beginnings; and one of each word as it is.
    assert sum(url.endswith(".pf_fragment") for url in asked) <= 2 * 2 * 4 + len(words.split())
    assert page.locator("#pm-advice").get_by_text("Like it:").count() <= 2


def test_a_long_word_is_not_repeated_in_full(page: Page, address: str) -> None:
    page.goto(f"{address}find/?words={'zq' * 5000}")
    expect(page.locator("#pm-advice")).to_contain_text("is in no postmortem")
    advice = page.locator("#pm-advice").inner_text()
    assert "zqzqzq" in advice
    assert len(advice) < 300


def test_every_example_of_the_empty_page_finds_something(page: Page, address: str) -> None:
    page.goto(f"{address}find/")
    examples = page.locator(".pm-find__examples a")
    for number in range(examples.count()):
        examples.nth(number).click()
        expect(page.locator(".pm-hit").first).to_be_visible()
        page.go_back()
        expect(examples.first).to_be_visible()


# The address


def test_a_search_is_its_address_and_back_forward_and_reload_keep_it(
    page: Page, address: str
) -> None:
    search(page, address, "words=database&severity=SEV-1")
    before = ids(page)
    choose(page, "team", "platform")
    expect(page.locator("#pm-status")).not_to_have_text(re.compile(rf"^{len(before)} "))
    page.go_back()
    expect(page.locator("#pm-status")).to_have_text(re.compile(rf"^{len(before)} "))
    assert not page.locator('input[name="team"][value="platform"]').is_checked()
    page.go_forward()
    expect(page.locator("#pm-status")).not_to_have_text(re.compile(rf"^{len(before)} "))
    page.reload()
    wait_for_results(page)
    assert page.locator('input[name="team"][value="platform"]').is_checked()
    assert page.locator("#pm-find-text").input_value() == "database"


def test_a_facet_without_a_value_in_the_address_chooses_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}find/?service=&team=platform")
    platform = such(lambda d: "platform" in d["teams"])
    expect(page.locator("#pm-status")).to_have_text(f"{len(platform)} of 47 postmortems")
    expect(page.locator("#pm-chosen li")).to_have_text(["Team: Platform"])
    page.goto(f"{address}find/?service=")
    expect(page.locator("#pm-how")).to_be_visible()
    expect(page.locator("#pm-status")).to_have_text("41 incidents and 6 near misses")


def test_who_comes_back_from_a_result_finds_the_list_as_it_was(page: Page, address: str) -> None:
    search(page, address, "kind=incident")
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".pm-hit")).to_have_count(20)
    page.locator(".pm-hit__title a").nth(15).click()
    page.wait_for_url("**/incidents/PM-*/")
    page.go_back()
    expect(page.locator(".pm-hit")).to_have_count(20)
    expect(page.locator(".pm-hit").nth(15)).to_be_in_viewport()


def test_the_last_letters_win_over_an_answer_that_comes_late(page: Page, address: str) -> None:
    page.goto(f"{address}find/")
    page.locator("#pm-find-text").fill("tax_region")
    expect(page.locator(".pm-hit .pm-id")).to_have_text(["PM-2026-007"])
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/pagefind/fragment/*", hold)
    page.locator("#pm-find-text").fill("pg_cancel_backend")
    page.wait_for_timeout(600)
    page.locator("#pm-find-text").fill("tax_region")
    page.wait_for_timeout(600)
    for route in waiting:
        route.continue_()
    page.wait_for_timeout(300)
    assert ids(page) == ["PM-2026-007"]


# Ways to it


def test_the_home_page_asks_whether_it_happened_before(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Has this happened before?", exact=True).fill("tax_region")
    page.keyboard.press("Enter")
    expect(page.locator(".pm-hit .pm-id")).to_have_text(["PM-2026-007"])
    assert page.url == f"{address}find/?words=tax_region"


@pytest.mark.parametrize(
    ("path", "facet", "value"),
    [
        ("categories/capacity/", "category", "capacity"),
        ("factors/staging-parity/", "contributing_factors", "staging-parity"),
        ("services/orders-api/", "services", "orders-api"),
        ("teams/payments/", "teams", "payments"),
    ],
)
def test_lists_lead_to_a_search_in_themselves(
    page: Page, address: str, path: str, facet: str, value: str
) -> None:
    listed = such(lambda d: value in (d.get(facet) or ()))
    page.goto(address + path)
    page.get_by_role("link", name=f"Search these {len(listed)} postmortems").click()
    expect(page.locator("#pm-status")).to_have_text(f"{len(listed)} of 47 postmortems")
    assert ids(page) == listed[:10]


# The keyboard


def test_a_search_needs_no_mouse(page: Page, address: str) -> None:
    page.goto(f"{address}find/")
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "pm-find-text"
    page.keyboard.type("database pool")
    page.keyboard.press("Enter")
    first, second = page.locator(".pm-hit__title a").nth(0), page.locator(".pm-hit__title a").nth(1)
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "pm-find-text"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "pm-find-text"
    page.keyboard.press("Escape")
    expect(page.locator("#pm-how")).to_be_visible()
    assert page.url == f"{address}find/"


def test_a_search_that_was_sent_is_gone_on_with_by_the_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}find/?words=orders+column")
    expect(page.locator("#pm-find-text")).to_be_focused()
    page.locator(".pm-hit").first.wait_for()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".pm-hit__title a").first).to_be_focused()


def test_facets_are_chosen_by_the_keyboard_and_keep_the_focus(page: Page, address: str) -> None:
    page.goto(f"{address}find/")
    page.locator("#pm-find-text").focus()
    for key in ("Tab", "Tab", "Tab", "Space"):
        page.keyboard.press(key)
    expect(page.locator("#pm-status")).to_contain_text("of 47 postmortems")
    assert page.evaluate("document.activeElement.name") == "service"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "pm-find-text"


# Readers of all kinds


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "query", ["", "?words=database+pool+sso&team=checkout", "?words=conection"]
)
def test_the_page_breaks_no_accessibility_rule_and_is_no_wider_than_its_screen(
    browser: Browser, address: str, scheme: str, width: int, query: str
) -> None:
    context = open_window(browser, scheme, width, 844)
    page = context.new_page()
    page.goto(f"{address}find/{query}")
    wait_for_results(page) if "data" in query else page.wait_for_timeout(600)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_on_a_phone_facets_are_folded_and_say_how_many_are_chosen(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    search(page, address, "words=database&team=checkout")
    assert not page.locator('input[name="team"][value="checkout"]').is_visible()
    summary = page.locator(".pm-find__facets > summary")
    assert summary.inner_text() == "Narrow down 1 chosen"
    summary.click()
    choose(page, "team", "payments")
    expect(summary).to_have_text("Narrow down 2 chosen")
    context.close()


def test_without_scripts_the_page_leads_to_the_lists(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}find/?words=tax_region")
    assert not page.locator("#pm-find").is_visible()
    assert not page.locator("#pm-how").is_visible()
    page.locator("#pm-lists").get_by_role("link", name="Services").click()
    assert page.url == f"{address}services/"
    context.close()


def test_the_results_print_with_what_was_searched_for_and_without_controls(
    page: Page, address: str
) -> None:
    search(page, address, "words=database&team=checkout")
    page.emulate_media(media="print")
    assert page.locator("#pm-find-text").is_visible()
    assert page.locator("#pm-status").is_visible()
    assert page.get_by_text("Team: Checkout").is_visible()
    for control in (".pm-find__facets", "#pm-find-sort", "#pm-find button[type=reset]"):
        assert not page.locator(control).is_visible()
    assert page.locator(".pm-hit").first.is_visible()


# Other sites


def test_no_other_host_is_asked_and_nothing_is_loaded_before_it_is_needed(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    page.on("request", note)
    page.goto(f"{address}find/")
    page.wait_for_load_state("networkidle")
    assert not [request.url for request in asked if "/pagefind/" in request.url]
    page.locator("#pm-find-text").fill("database")
    wait_for_results(page)
    assert {request.url.startswith((address, "data:", "blob:")) for request in asked} == {True}
    fragments = [request.url for request in asked if "/fragment/" in request.url]
    assert len(fragments) == len(set(fragments)) <= 10
    assert not [
        request.url for request in asked if "worker" in request.url and "pagefind" in request.url
    ]
    context.close()


def allowed_scripts(html: str) -> str:
    """The theme's own scripts in a page, by their hashes, as a policy names them."""
    hashes = (
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in RUNS_SCRIPTS.findall(html)
    )
    return " ".join(f"'sha256-{one}'" for one in hashes)


def test_the_search_works_under_a_policy_that_allows_no_script_in_the_page(
    page: Page, example: Built
) -> None:
    policy = (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"script-src 'self' 'wasm-unsafe-eval' {allowed_scripts(example.text('find/index.html'))}"
    )
    with served(example.site, {"Content-Security-Policy": policy}) as address:
        search(page, address, "words=tax_region")
        assert ids(page) == ["PM-2026-007"]


def test_where_a_policy_forbids_the_search_facets_and_lists_still_work(
    page: Page, folder: Path
) -> None:
    built = build(write_site(folder, {"incidents/a.md": postmortem()}))
    policy = "default-src 'self'; style-src 'self' 'unsafe-inline'"  # no WebAssembly
    with served(built.site, {"Content-Security-Policy": policy}) as address:
        page.goto(f"{address}find/?words=pool")
        expect(page.locator("#pm-status")).to_contain_text("could not be loaded")
        expect(page.locator("#pm-lists")).to_be_visible()
        page.goto(f"{address}find/?severity=SEV-2")
        expect(page.locator("#pm-status")).to_have_text("1 of 1 postmortems")


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_the_search_works_below_a_folder_of_the_host_under_other_themes(
    page: Page, folder: Path, theme: str, directory_urls: bool
) -> None:
    files = {"incidents/a.md": postmortem(), "incidents/b.md": postmortem(id="PM-2026-002")}
    write_site(folder, files, theme=theme, use_directory_urls=directory_urls)
    built = build(folder, site=folder / "host" / "below" / "a folder")
    assert built.status == 0, built.output
    with served(folder / "host") as address:
        page.goto(f"{address}below/a%20folder/")
        page.get_by_label("Has this happened before?", exact=True).fill("pool")
        page.keyboard.press("Enter")
        expect(page.locator("#pm-status")).to_have_text("2 postmortems")
        page.locator(".pm-hit__places a", has_text="Root Cause").first.click()
        expect(page.locator("h2#root-cause")).to_be_visible()


def test_the_search_works_where_material_swaps_pages_without_loading_them(
    page: Page, folder: Path
) -> None:
    site = folder / "site"
    site.mkdir(parents=True)
    with served(site) as address:
        files = {"incidents/a.md": postmortem(), "incidents/b.md": postmortem(id="PM-2026-002")}
        write_site(folder, files, theme="material", site_url=address)
        config = folder / "mkdocs.yml"
        instant = "font: false\n  features: [navigation.instant]"
        config.write_text(config.read_text("utf-8").replace("font: false", instant), "utf-8")
        assert build(folder).status == 0
        page.goto(f"{address}teams/discovery/")
        page.evaluate("window.isSame = true")
        page.get_by_role("link", name="Search these 2 postmortems").click()
        expect(page.locator("#pm-status")).to_have_text("2 of 2 postmortems")
        page.locator("#pm-find-text").fill("PM-2026-002")
        expect(page.locator("#pm-status")).to_have_text("1 postmortem")
        page.locator(".pm-hit__title a").click()
        expect(page.locator("h2#root-cause")).to_be_attached()
        page.go_back()
        expect(page.locator("#pm-status")).to_have_text("1 postmortem")
        page.locator("h1").click()
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "pm-find-text"
        assert page.evaluate("window.isSame")


def test_markup_in_a_document_stays_text_in_a_result(page: Page, folder: Path) -> None:
    hostile = "<img src=x onerror=document.title=1> </script> <mark>zebra</mark> & {title}"
    text = postmortem(
        {"Root Cause": f"`{hostile}`", "Supporting Information": f"```\n{hostile}\n```"},
        title=f"'{hostile}'",
        mitigation=f"'{hostile}'",
        symptoms=f"['{hostile}']",
        services="['<b>zebra</b>']",
        links='{Runbook: "javascript:document.title=1"}',
    )
    built = build(write_site(folder, {"incidents/a.md": text}))
    with served(built.site) as address:
        page.goto(f"{address}find/?words=zebra")
        expect(page.locator("#pm-status")).to_have_text("1 postmortem")
        result = page.locator(".pm-hit")
        assert result.locator("img, b, script").count() == 0
        assert "<img src=x onerror=document.title=1>" in result.locator("h2").inner_text()
        assert result.locator("mark").count() > 0
        assert all(
            "javascript" not in (a.get_attribute("href") or "") for a in result.locator("a").all()
        )
        assert page.title() != "1"


def test_a_site_whose_index_is_missing_says_so_and_leads_to_the_lists(
    page: Page, folder: Path
) -> None:
    environment = {"PAGEFIND_BINARY_PATH": "/nowhere/pagefind"}
    built = build(write_site(folder, {"incidents/a.md": postmortem()}), env=environment)
    with served(built.site) as address:
        page.goto(f"{address}find/?words=pool")
        expect(page.locator("#pm-status")).to_contain_text("could not be loaded")
        expect(page.locator("#pm-lists")).to_be_visible()


def write_two(folder: Path, **changed: str) -> Built:
    """A site of two postmortems, of which one is changed."""
    files = {
        "incidents/a.md": postmortem(None, **changed),
        "incidents/b.md": postmortem(id="PM-2026-002"),
    }
    built = build(write_site(folder, files))
    assert built.status == 0, built.output
    return built


def test_a_table_that_is_older_than_the_index_still_leads_to_what_is_there(
    page: Page, folder: Path
) -> None:
    table = write_two(folder).site / "find" / "records.pm"
    old = table.read_bytes()
    built = write_two(folder, title="Search answered late")
    assert table.read_bytes() != old
    table.write_bytes(old)
    with served(built.site) as address:
        page.goto(f"{address}find/?severity=SEV-2")
        expect(page.locator(".pm-hit .pm-id")).to_have_text(["PM-2026-002"])
        expect(page.locator("#pm-lists")).to_be_hidden()


def test_the_table_is_asked_for_anew_by_a_browser_that_has_an_old_one(
    page: Page, folder: Path
) -> None:
    built = write_two(folder)
    with served(built.site, {"Cache-Control": "max-age=3600"}) as address:
        search(page, address, "severity=SEV-2")
        write_two(folder, title="Search answered late")
        page.goto(f"{address}")
        search(page, address, "severity=SEV-2")
        expect(page.locator(".pm-hit h2")).to_have_text(
            ["Search answered with errors", "Search answered late"]
        )


def test_a_page_left_open_while_the_site_is_built_anew_finds_what_is_new(
    page: Page, folder: Path
) -> None:
    built = write_two(folder)
    with served(built.site) as address:
        search(page, address, "words=pool")
        write_two(folder, title="The zeppelin answered late")
        page.locator("#pm-find-text").fill("zeppelin")
        expect(page.locator(".pm-hit .pm-id")).to_have_text(["PM-2026-001"])
        page.goto(f"{address}find/?words=PM-2026-002")
        expect(page.locator(".pm-hit .pm-id")).to_have_text(["PM-2026-002"])
        write_two(folder, title="The zeppelin answered early")
        page.get_by_role("button", name="Clear all").click()
        choose(page, "severity", "SEV-2")
        expect(page.locator(".pm-hit h2")).to_have_text(
            ["Search answered with errors", "The zeppelin answered early"]
        )


def test_a_library_without_postmortems_has_no_search(page: Page, folder: Path) -> None:
    built = build(write_site(folder, {"index.md": "# Home\n"}))
    with served(built.site) as address:
        page.goto(f"{address}find/")
        assert page.locator("#pm-find").count() == 0
        assert page.get_by_text("No postmortems yet.").is_visible()
