"""The list of open action items in a real browser: its filters, its address, its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsers import assert_accessible, open_window, served
from .documents import postmortem
from .long_lists import build_long_list, measure_list
from .sites import Built, build, write_site

STRICT = {"Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'"}
"""No script in the page itself may run."""


@pytest.fixture(scope="module")
def address(example: Built) -> Iterator[str]:
    with served(example.site) as found:
        yield found


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = build_long_list(tmp_path_factory.mktemp("long"), 3000)
    assert built.status == 0, built.output
    return built


@pytest.fixture(scope="module")
def long_address(long_list: Built) -> Iterator[str]:
    with served(long_list.site) as found:
        yield found


def ids(page: Page) -> list[str]:
    return page.locator(".pm-group tbody tr .pm-under .pm-id").all_text_contents()


def choose(page: Page, name: str, value: str) -> None:
    box = page.locator(f'#pm-filter input[name="{name}"][value="{value}"]')
    if not box.is_visible():
        page.locator(f'details:has(input[name="{name}"]) > summary').click()
    box.click()


def count_beside(page: Page, name: str, value: str) -> str:
    label = page.locator(f'#pm-filter label:has(input[name="{name}"][value="{value}"])')
    return label.locator(".pm-count").text_content() or ""


def test_values_of_one_facet_mean_any_and_facets_together_mean_all(
    page: Page, address: str
) -> None:
    page.goto(f"{address}actions/")
    assert len(ids(page)) == 26
    choose(page, "team", "platform")
    expect(page.locator("#pm-status")).to_have_text("6 of 26 open items")
    choose(page, "team", "checkout")
    expect(page.locator("#pm-status")).to_have_text("8 of 26 open items")
    choose(page, "due", "overdue")
    expect(page.locator("#pm-status")).to_have_text("6 of 26 open items")
    assert page.url.endswith("actions/?due=overdue&team=checkout&team=platform")
    assert page.locator(".pm-group:visible h2").all_inner_texts() == ["Overdue 6"]


def test_each_value_says_how_many_it_would_find(page: Page, address: str) -> None:
    page.goto(f"{address}actions/?due=overdue")
    expect(page.locator("#pm-status")).to_have_text("12 of 26 open items")
    assert count_beside(page, "team", "platform") == "5"
    assert count_beside(page, "team", "discovery") == "0"
    assert count_beside(page, "due", "soon") == "3"


def test_rows_made_by_the_script_are_those_that_the_page_came_with(
    page: Page, address: str
) -> None:
    page.goto(f"{address}actions/")
    rows = ".pm-group tbody tr"
    normal = (
        "rows => rows.map(row => row.outerHTML.replace(/\\s+/g, ' ').replace(/ ?(<[^>]*>) ?/g, '$1')"
        ".replace(/ data-value=\"\\d+\"/, ''))"
    )  # the number to sort by is of no use in a list that does not sort
    before = page.locator(rows).evaluate_all(normal)
    choose(page, "team", "platform")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#pm-status")).to_have_text("All 26 open items")
    assert page.locator(rows).evaluate_all(normal) == before


def test_back_and_forward_and_a_reload_keep_what_was_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}actions/")
    choose(page, "team", "platform")
    expect(page.locator("#pm-status")).to_have_text("6 of 26 open items")
    choose(page, "due", "overdue")
    expect(page.locator("#pm-status")).to_have_text("5 of 26 open items")
    page.go_back()
    expect(page.locator("#pm-status")).to_have_text("6 of 26 open items")
    assert not page.locator('input[name="due"][value="overdue"]').is_checked()
    page.go_back()
    expect(page.locator("#pm-status")).to_have_text("All 26 open items")
    page.go_forward()
    page.go_forward()
    expect(page.locator("#pm-status")).to_have_text("5 of 26 open items")
    page.reload()
    expect(page.locator("#pm-status")).to_have_text("5 of 26 open items")
    assert page.locator('input[name="team"][value="platform"]').is_checked()


def test_words_find_items_and_are_one_step_in_the_history(page: Page, address: str) -> None:
    page.goto(f"{address}actions/")
    page.locator("#pm-filter-text").press_sequentially("staging schema", delay=20)
    expect(page.locator("#pm-status")).to_have_text("1 of 26 open items")
    assert ids(page) == ["PM-2025-031-A2"]
    assert page.url.endswith("?words=staging+schema")
    page.go_back()
    expect(page.locator("#pm-status")).to_have_text("All 26 open items")
    assert page.locator("#pm-filter-text").input_value() == ""


def test_the_filters_work_by_the_keyboard_alone(page: Page, address: str) -> None:
    page.goto(f"{address}actions/")
    page.locator("#pm-filter-text").focus()
    for key in ("Tab", "Tab", "Enter", "Tab", "Space"):
        page.keyboard.press(key)
    expect(page.locator("#pm-status")).to_have_text("12 of 26 open items")
    assert page.evaluate("document.activeElement.value") == "overdue"


def test_a_value_that_nothing_has_finds_nothing_and_can_be_cleared(
    page: Page, address: str
) -> None:
    page.goto(f"{address}actions/?team=nobody-has-this")
    expect(page.locator("#pm-status")).to_have_text("0 of 26 open items")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#pm-status")).to_have_text("All 26 open items")


def test_the_figures_of_a_team_and_of_a_cohort_filter_the_list(page: Page, address: str) -> None:
    page.goto(f"{address}actions/")
    page.get_by_role("link", name="5 overdue: Platform").click()
    expect(page.locator("#pm-status")).to_have_text("5 of 26 open items")
    page.get_by_role("link", name=re.compile("3 still open, first due in 2025-Q4")).click()
    expect(page.locator("#pm-status")).to_have_text("3 of 26 open items")
    # The last one is due in 2026 by now, which takes it out of no quarter.
    assert ids(page) == ["PM-2025-020-A4", "PM-2025-022-A3", "PM-2025-032-A3"]


def test_without_scripts_the_list_is_whole_and_figures_lead_to_teams(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}actions/")
    assert not page.locator("#pm-filter").is_visible()
    assert len(ids(page)) == 26
    page.get_by_role("link", name="5 overdue: Platform").click()
    assert page.url == f"{address}teams/platform/#pm-actions"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_filtered_list_breaks_no_accessibility_rule_and_is_no_wider_than_a_phone(
    browser: Browser, address: str, scheme: str
) -> None:
    context = open_window(browser, scheme, 390, 844)
    page = context.new_page()
    page.goto(f"{address}actions/?team=platform&team=fulfilment&priority=P1&age=30-90")
    expect(page.locator("#pm-status")).to_contain_text("of 26 open items")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_the_list_works_where_no_script_of_the_page_itself_may_run(
    page: Page, folder: Path
) -> None:
    built = build(write_site(folder, {"incidents/a.md": postmortem()}))
    with served(built.site, STRICT) as address:
        page.goto(f"{address}actions/?priority=P1")
        expect(page.locator("#pm-status")).to_have_text("1 of 1 open items")


def test_the_filters_work_where_material_swaps_pages_without_loading_them(
    page: Page, folder: Path
) -> None:
    site = folder / "site"
    site.mkdir(parents=True)
    with served(site) as address:
        write_site(folder, {"incidents/a.md": postmortem()}, theme="material", site_url=address)
        config = folder / "mkdocs.yml"
        instant = "font: false\n  features: [navigation.instant]"
        config.write_text(config.read_text("utf-8").replace("font: false", instant), "utf-8")
        assert build(folder).status == 0
        page.goto(address)
        page.evaluate("window.isSame = true")
        page.get_by_role("link", name=re.compile("open in all")).click()
        choose(page, "priority", "P1")
        expect(page.locator("#pm-status")).to_have_text("1 of 1 open items")
        page.locator(".pm-group tbody a.pm-id").first.click()
        expect(page.locator("tr#a2")).to_be_attached()
        page.go_back()
        expect(page.locator("#pm-status")).to_have_text("1 of 1 open items")
        assert page.evaluate("window.isSame")


def test_markup_in_a_document_stays_text_in_rows_that_the_script_makes(
    page: Page, folder: Path
) -> None:
    hostile = "<img src=x onerror=document.title=1> {owner} & </script> `<b>`"
    table = (
        "| ID | Item | Owner | Priority | Due Date | Ticket |\n|---|---|---|---|---|---|\n"
        f"| A1 | {hostile} | {hostile} | {hostile} | 2026-03-01 | {hostile} |\n"
    )
    text = postmortem({"Action Items": table}, title=f"'{hostile}'")
    built = build(write_site(folder, {"incidents/a.md": text}))
    with served(built.site) as address:
        page.goto(f"{address}actions/?due=overdue")
        expect(page.locator("#pm-status")).to_have_text("1 of 1 open items")
        row = page.locator(".pm-group tbody tr")
        assert row.locator("img, b, script").count() == 0
        assert row.inner_text().count("<img src=x onerror=document.title=1> {owner} &") == 5
        assert page.title() != "1"


def test_words_are_looked_for_in_what_a_reader_sees(page: Page, folder: Path) -> None:
    table = (
        "| ID | Item | Owner | Priority | Due Date |\n|---|---|---|---|---|\n"
        "| A1 | Keep *salt* & `vinegar` apart | Crew <north> | P1 | 2026-03-01 |\n"
        "| A2 | Something else | Crew south | P1 | 2026-03-01 |\n"
    )
    text = postmortem({"Action Items": table}, title="Fewer than <4> & more than <2>")
    built = build(write_site(folder, {"incidents/a.md": text}))
    with served(built.site) as address:
        for words, found in {
            "salt+%26+vinegar": 1,
            "%3Cnorth%3E": 1,
            "%3C4%3E": 2,
            "amp": 0,
        }.items():
            page.goto(f"{address}actions/?words={words}")
            expect(page.locator("#pm-status")).to_have_text(f"{found} of 2 open items")


def test_three_thousand_items_load_little_and_scroll_and_filter_without_a_pause(
    browser: Browser, long_address: str
) -> None:
    """Generous limits: the machine that runs the tests has other work too."""
    measured = measure_list(browser, long_address, screens=30)
    assert measured.transferred < 500_000
    assert measured.rows > 150
    assert measured.first_filter_ms < 5000
    assert max(measured.filters_ms) < 1500
    assert measured.longest_task_ms < 1000
    assert measured.said.endswith(" of 3,000 open items")


def test_a_long_list_asks_for_its_files_only_when_they_are_needed(
    page: Page, long_address: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(long_address)))
    page.goto(f"{long_address}actions/")
    page.wait_for_load_state("networkidle")
    assert len(ids(page)) == 100
    assert not any("open-" in url for url in asked)
    page.locator("#pm-more").scroll_into_view_if_needed()
    expect(page.locator(".pm-group tbody tr").nth(149)).to_be_attached()
    assert [url for url in asked if "open-" in url] == ["actions/open-0.json"]
    assert len(set(ids(page))) == len(ids(page))
    page.goto(f"{long_address}actions/?team=ledger")
    expect(page.locator("#pm-status")).to_have_text("0 of 3,000 open items")
    assert {url for url in asked if "open-" in url} == {
        f"actions/open-{number}.json" for number in range(3)
    }


def test_a_file_that_cannot_be_read_is_said_and_the_first_items_stay(
    page: Page, long_address: str
) -> None:
    page.route("**/open-1.json", lambda route: route.abort())
    page.goto(f"{long_address}actions/?team=platform")
    expect(page.locator("#pm-status")).to_contain_text("could not be read")
    assert len(ids(page)) == 100
