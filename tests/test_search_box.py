"""The site's own search box: what its index has of our pages, under each theme, and finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .box_index import MAX_COMPRESSED, measure_long, measure_real
from .browsers import served
from .documents import postmortem
from .sites import Built, build, write_site

DOCUMENTS: dict[str, str | bytes] = {
    "incidents/a.md": postmortem(
        {"Root Cause": "The `queue` had <b>no</b> bound & grew."},
        title="Search <slow> & Bob's basket empty",
        symptoms='["heap of search-api at 97 %"]',
        status="draft",
    ),
    "incidents/secret.md": postmortem(
        id="PM-2026-003", title="Nobody is to read this", visibility="restricted"
    ),
    "welcome.md": "# Welcome\n\nRead *this* first.\n\n## Then\n\nRead that.\n",
    "library.yml": "audiences: [internal, restricted]\n",
}


def entries(built: Built) -> list[dict[str, Any]]:
    assert built.status == 0, built.output
    found: list[dict[str, Any]] = json.loads(built.text("search/search_index.json"))["docs"]
    return found


def at(location: str, built: Built) -> dict[str, Any]:
    (found,) = (one for one in entries(built) if one["location"] == location)
    return found


def test_under_material_each_page_of_ours_is_one_entry(folder: Path) -> None:
    built = build(write_site(folder, DOCUMENTS, theme="material"), "--strict")
    own = at("incidents/PM-2026-001/", built)
    assert own == {
        "location": "incidents/PM-2026-001/",
        "title": "PM-2026-001 Search &lt;slow&gt; &amp; Bob's basket empty",
        "text": "<p>heap of search-api at 97 % · The queue had no bound &amp; grew. · Search answered "
        "with errors for 22 minutes. Then the limit was raised.</p>",
    }
    locations = [entry["location"] for entry in entries(built)]
    assert [one for one in locations if "#" in one] == ["welcome/#then"]
    assert len(locations) == len(set(locations))
    assert [one for one in locations if "review" in one] == ["actions/review/"]
    assert not [one for one in locations if one.endswith(("meeting/", "brief/"))]
    page = built.text("incidents/PM-2026-001/index.html")
    assert "Bound the queue at 2,000 requests" in page
    assert "<title>Search &lt;slow&gt; &amp; Bob&#x27;s basket empty - Test</title>" in page


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_under_themes_with_the_search_of_mkdocs_too(folder: Path, theme: str) -> None:
    built = build(write_site(folder, DOCUMENTS, theme=theme), "--strict")
    own = at("incidents/PM-2026-001/", built)
    assert own["title"] == "PM-2026-001 Search <slow> & Bob's basket empty"  # escaped when shown
    assert own["text"].endswith("Then the limit was raised.")
    assert "Bound the queue" not in own["text"]
    assert [e["location"] for e in entries(built) if "#" in e["location"]] == [
        "welcome/#welcome", "welcome/#then",
    ]  # fmt: skip
    assert "Bound the queue at 2,000" in built.text("incidents/PM-2026-001/index.html")


@pytest.mark.parametrize("indexing", ["titles", "sections"])
def test_what_the_search_plugin_is_told_to_read_it_reads_of_ours_too(
    folder: Path, indexing: str
) -> None:
    plugins = [{"search": {"indexing": indexing}}, {"postmortems": {"as_of": "2026-03-16"}}]
    built = build(write_site(folder, DOCUMENTS, plugins=plugins), "--strict")
    own = at("incidents/PM-2026-001/", built)
    assert (own["title"][:11], own["text"]) == ("PM-2026-001", "")


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_restricted_postmortems_are_in_no_entry(folder: Path, theme: str) -> None:
    built = build(write_site(folder, DOCUMENTS, theme=theme))
    assert entries(built)
    text = built.text("search/search_index.json")
    assert "Nobody is to read this" not in text
    assert "PM-2026-003" not in text


@pytest.mark.parametrize("size", [3_500, 10_000])
def test_an_index_of_thousands_of_postmortems_like_the_examples_stays_small(size: int) -> None:
    assert 0.5 * MAX_COMPRESSED < measure_real(size).compressed < MAX_COMPRESSED


@pytest.mark.parametrize("letters", [60, 130, 400])
def test_long_titles_and_many_former_ids_make_it_no_larger(letters: int) -> None:
    assert measure_long(10_000, letters).compressed < MAX_COMPRESSED


READING = """
from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority({priority})
def on_page_context(context, page, **kwargs):
    if page.url == "incidents/PM-2026-001/":
        Path("seen.txt").write_text(page.content)
"""


@pytest.mark.parametrize("priority", [50, -50])
def test_other_plugins_read_whole_pages(folder: Path, priority: int) -> None:
    write_site(folder, DOCUMENTS, hooks=["reading.py"])
    (folder / "reading.py").write_text(READING.format(priority=priority))
    assert build(folder, "--strict").status == 0
    assert "Bound the queue at 2,000" in (folder / "seen.txt").read_text()


def test_without_the_search_plugin_there_is_nothing_to_stand_in_for(folder: Path) -> None:
    plugins = [{"postmortems": {"as_of": "2026-03-16"}}]
    write_site(folder, DOCUMENTS, hooks=["reading.py"], plugins=plugins)
    (folder / "reading.py").write_text(READING.format(priority=0))
    built = build(folder, "--strict")
    assert built.status == 0, built.output
    assert not (built.site / "search").exists()
    assert "Bound the queue at 2,000" in (folder / "seen.txt").read_text()


@pytest.fixture(scope="module")
def address(example: Built) -> Iterator[str]:
    with served(example.site) as found:
        yield found


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("PM-2026-007", "PM-2026-007"),
        ("PM-2025-003", "PM-2025-003"),
        ("INC-4412", "PM-2026-007"),
        ("schema migration ran late", "PM-2026-007"),
        ("product attributes dynamic template", "PM-2025-003"),
        ("basket pages fail with context deadline", "PM-2025-021"),
        ("tax_region", "PM-2026-007"),
        ("fielddata", "PM-2025-003"),
        ("SSLV3_ALERT_CERTIFICATE_EXPIRED", "PM-2025-001"),
        ("mapper_parsing_exception: Illegal character in surrogate pair", "PM-2026-008"),
    ],
)
def test_the_box_of_the_example_finds_ids_titles_causes_and_messages_first(
    page: Page, address: str, words: str, finds: str
) -> None:
    page.goto(address)
    find_first(page, words, f"incidents/{finds}/")


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("staging-parity", "factors/staging-parity/"),
        ("warehouse sync", "services/warehouse-sync/"),
        ("2025-Q4", "patterns/2025-Q4/"),
        ("open action items", "actions/"),
    ],
)
def test_the_box_of_the_example_finds_lists(
    page: Page, address: str, words: str, finds: str
) -> None:
    page.goto(address)
    find_first(page, words, finds)


def test_the_box_of_the_example_finds_a_message_of_common_words_among_the_first(
    page: Page, address: str
) -> None:
    page.goto(address)
    # Another postmortem has a message of the same form, and `column` in its title.
    find_first(page, "column orders.tax_region does not exist", "incidents/PM-2026-007/", among=2)


def test_what_the_box_does_not_know_the_whole_search_is_asked(page: Page, address: str) -> None:
    page.goto(f"{address}incidents/PM-2026-007/")
    way = page.get_by_role("link", name="Search all postmortems")
    assert way.count() == 0
    box = page.get_by_role("textbox", name="Search")
    box.press_sequentially("ECONNREFUSED 10.2.0.7:5432")
    way.wait_for()
    assert way.inner_text() == "Search all postmortems for “ECONNREFUSED 10.2.0.7:5432”"
    way.click()
    page.wait_for_url(f"{address}find/?words=ECONNREFUSED+10.2.0.7%3A5432")
    assert page.get_by_label("What do you see").input_value() == "ECONNREFUSED 10.2.0.7:5432"


def find_first(page: Page, words: str, location: str, among: int = 1) -> None:
    """Type into Material's box, and wait until the page expected is one of the first results."""
    box = page.get_by_role("textbox", name="Search")
    box.fill(words[:-1])
    box.press_sequentially(words[-1])  # Material reads the field when a key is let go
    first = f".md-search-result__item:nth-child(-n+{among}) .md-search-result__link"
    page.locator(f"{first}[href*='/{location}']").first.wait_for(timeout=8_000)


def test_under_the_settings_that_themes_come_with_ids_and_messages_are_found(
    browser: Browser, folder: Path
) -> None:
    others = {
        f"incidents/{number}.md": postmortem(
            id=f"PM-2026-{number:03}", title=f"In {2000 + number} a disk was full"
        )
        for number in range(20, 30)
    }
    write_site(folder, {**DOCUMENTS, **others}, theme="material")
    with served(build(folder).site) as address:
        page = browser.new_page()
        page.goto(address)
        find_first(page, "PM-2026-001", "incidents/PM-2026-001/")
        # The page of the service has one of the words as its title.
        find_first(page, "heap of search-api at 97 %", "incidents/PM-2026-001/", among=2)
        page.close()


def test_under_the_theme_of_mkdocs_a_result_reads_as_its_page(
    browser: Browser, folder: Path
) -> None:
    built = build(write_site(folder, DOCUMENTS, theme="mkdocs"))
    with served(built.site) as address:
        page = browser.new_page()
        page.route("**/*", lambda r: r.continue_() if address in r.request.url else r.abort())
        page.goto(f"{address}?q=PM-2026-001", wait_until="domcontentloaded")
        result = page.locator("#mkdocs-search-results h3").first
        result.wait_for(state="attached")
        assert result.text_content() == "PM-2026-001 Search <slow> & Bob's basket empty"
        page.close()
