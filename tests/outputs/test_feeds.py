"""What is in the feeds, how they are ordered, and that their ids outlive everything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.outputs.feeds import feed_files, feed_paths
from mkdocs_postmortems.outputs.redirects import plan_redirects
from mkdocs_postmortems.pages import Addresses
from mkdocs_postmortems.rendering import Renderer, find_overrides
from mkdocs_postmortems.views.reference import Ref

from ..documents import postmortem
from ..feed_grammar import atom_faults, json_feed_faults
from ..libraries import AS_OF, four, load

HERE = Addresses(directory_urls=True, site_url="https://postmortems.example/docs/")
NOWHERE = Addresses(directory_urls=True)


def written(library: Library, addresses: Addresses = HERE) -> dict[str, str]:
    """Every feed by its path, each of them valid."""
    redirects = tuple(plan_redirects(library, addresses, ()))
    renderer = Renderer([find_overrides()], addresses)
    files = dict(feed_files(library, addresses, renderer, redirects))
    assert files.keys() == feed_paths(library, redirects)
    for path, text in files.items():
        assert (json_feed_faults if path.endswith(".json") else atom_faults)(text) == [], path
    return files


def read(text: str, address: str = "https://postmortems.example/docs/feed.atom") -> Any:
    """A feed as a reader gets it from an address."""
    headers = {"content-location": address, "content-type": "application/atom+xml"}
    found = feedparser.parse(text.encode(), response_headers=headers)
    assert not found.bozo, found.get("bozo_exception")
    return found


def read_feed(library: Library, path: str = "feed.atom", addresses: Addresses = HERE) -> Any:
    return read(written(library, addresses)[path])


def one(sections: Mapping[str, str | None] | None = None, **fields: str | None) -> Library:
    return load([postmortem(sections, **fields)]).library


def numbers(feed: Any) -> list[str]:
    """The ids of the postmortems that entries lead to."""
    return [entry.link.rstrip("/").rpartition("/")[2] for entry in feed.entries]


def test_an_entry_says_what_happened_why_and_who_wrote_it() -> None:
    found = read_feed(one(authors="[Rosa Delgado, Lin Berg]", published="2026-01-10T09:00+01:00"))
    (entry,) = found.entries
    assert (entry.title, entry.link) == (
        "SEV-2: Search answered with errors",
        "https://postmortems.example/docs/incidents/PM-2026-001/",
    )
    assert entry.published == entry.updated == "2026-01-10T08:00:00+00:00"
    assert entry.summary == "Search answered with errors for 22 minutes. Then the limit was raised."
    assert entry.content[0].value.splitlines() == [
        "<p>PM-2026-001, 8 January 2026, 22 min, Capacity limit</p>",
        "<p>Search answered with errors for 22 minutes. Then the limit was raised.</p>",
        "<p><strong>Root cause:</strong> The thread pool's queue had no bound, so a burst filled the "
        "heap.</p>",
    ]  # fmt: skip
    assert [author.name for author in entry.authors] == ["Rosa Delgado", "Lin Berg"]
    assert [tag.term for tag in entry.tags] == [
        "Capacity limit",
        "Growth without a limit",
        "Search",
    ]
    assert (found.feed.title, found.feed.author) == ("Postmortems, Lindgrove", "Lindgrove")
    assert found.feed.updated == entry.updated
    assert [(link.rel, link.href) for link in found.feed.links] == [
        ("alternate", "https://postmortems.example/docs/"),
        ("self", "https://postmortems.example/docs/feed.atom"),
    ]


def test_final_ones_come_in_the_order_in_which_they_were_published() -> None:
    texts = [
        postmortem(id="PM-2026-001", date="2026-02-01"),
        postmortem(id="PM-2026-002", date="2026-01-01", published="2026-02-02T00:00Z"),
        postmortem(id="PM-2026-003", date="2026-02-03", status="in-review"),
        postmortem(id="PM-2026-004", date="2026-02-03", status="draft"),
        postmortem(id="PM-2026-005", date="2026-02-01", kind="near-miss", severity=None),
        postmortem(id="PM-2026-006", date=None, teams="[nobody-knows]"),
        postmortem(id="PM-2025-001", date="2026-01-31", visibility="restricted"),
    ]
    found = read_feed(load(texts).library.visible_to("internal"))
    assert numbers(found) == ["PM-2026-002", "PM-2026-005", "PM-2026-001", "PM-2026-006"]
    assert found.entries[1].title == "Near miss: Search answered with errors"
    # Without a day, the beginning of the year that the id names.
    assert [entry.updated[:10] for entry in found.entries] == [
        "2026-02-02", "2026-02-01", "2026-02-01", "2026-01-01",
    ]  # fmt: skip


def test_a_team_and_a_category_have_their_own_also_without_postmortems() -> None:
    files = written(four())
    assert {
        path: numbers(read(text)) for path, text in files.items() if path.endswith(".atom")
    } == {
        "feed.atom": ["PM-2026-003", "PM-2026-001", "PM-2025-001"],
        "teams/discovery/feed.atom": ["PM-2026-001", "PM-2025-001"],
        "teams/discovery-team/feed.atom": ["PM-2026-001", "PM-2025-001"],
        "teams/checkout/feed.atom": ["PM-2026-003"],
        "teams/storefront/feed.atom": [],
        "categories/capacity/feed.atom": ["PM-2026-001", "PM-2025-001"],
        "categories/configuration/feed.atom": ["PM-2026-003"],
        "categories/undetermined/feed.atom": [],
    }
    retired = read(files["teams/storefront/feed.atom"])
    assert (retired.feed.title, retired.feed.updated) == (
        "Postmortems of Storefront, Lindgrove", "1970-01-01T00:00:00+00:00",
    )  # fmt: skip
    ids = [read(text).feed.id for path, text in files.items() if path.endswith(".atom")]
    assert len(set(ids)) == len(ids) - 1
    assert files["teams/discovery-team/feed.atom"] == files["teams/discovery/feed.atom"]


def test_the_newest_fifty_are_in_it() -> None:
    texts = [
        postmortem(id=f"PM-2026-{n:03}", published=f"2026-01-01T00:{n:02}Z") for n in range(1, 53)
    ]
    found = read_feed(load(texts).library)
    assert numbers(found) == [f"PM-2026-{n:03}" for n in range(52, 2, -1)]


def test_an_id_is_that_of_the_first_name_whatever_is_renamed_or_moved() -> None:
    """As `postmortems rename` leaves it: each former id appended to the aliases."""
    elsewhere = Addresses(directory_urls=False, site_url="https://elsewhere.example/")
    first = read_feed(one(id="PM-2025-007")).entries[0].id
    for library, addresses in (
        (one(id="PM-2025-007", title="Retitled", aliases="[an-outage]"), elsewhere),
        (one(id="PM-2025-009", aliases="[an-outage, PM-2025-007]"), HERE),
        (
            one(id="PM-2026-011", aliases="[PM-2025-007, PM-2025-009]", published="2026-02-02"),
            NOWHERE,
        ),
        (
            load(
                [postmortem(id="INC-2025-007", aliases="[PM-2025-007]")], "id_prefix: INC"
            ).library,
            HERE,
        ),
    ):
        assert read_feed(library, addresses=addresses).entries[0].id == first
    assert first.startswith("urn:uuid:")
    assert read_feed(one(id="PM-2025-009")).entries[0].id != first


def test_two_postmortems_never_share_an_id() -> None:
    texts = [
        postmortem(id="PM-2025-001", aliases="[PM-2025-000]"),
        postmortem(id="PM-2025-002", aliases="[PM-2025-001, PM-2025-000]"),
        postmortem(id="PM-2025-003", aliases="[pm-2025-002]"),
    ]
    ids = [entry.id for entry in read_feed(load(texts).library).entries]
    assert len(set(ids)) == 3


@pytest.mark.parametrize("directory_urls", [True, False])
def test_without_the_sites_address_links_lead_from_the_feeds_own(directory_urls: bool) -> None:
    nowhere = Addresses(directory_urls=directory_urls)
    site = "https://somewhere.example/library/"
    page = "incidents/PM-2026-001/" if directory_urls else "incidents/PM-2026-001.html"
    about = {
        "feed.atom": "" if directory_urls else "index.html",
        "teams/discovery/feed.atom": nowhere.url(Ref(kind="team", key="discovery")),
        "categories/capacity/feed.atom": nowhere.url(Ref(kind="category", key="capacity")),
    }
    files = written(one(), nowhere)
    for path, its_page in about.items():
        found = read(files[path], site + path)
        assert found.entries[0].link == site + page
        assert found.feed.link == site + its_page
        assert [link.href for link in found.feed.links if link.rel == "self"] == [site + path]
    assert "url" not in json.loads(files["feed.json"])["items"][0]


def test_the_json_feed_says_the_same() -> None:
    files = written(one(published="2026-01-10T09:00Z"))
    feed, entry = json.loads(files["feed.json"]), read(files["feed.atom"]).entries[0]
    assert (feed["home_page_url"], feed["feed_url"]) == (
        "https://postmortems.example/docs/", "https://postmortems.example/docs/feed.json",
    )  # fmt: skip
    (item,) = feed["items"]
    assert item == {
        "id": entry.id,
        "url": entry.link,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": item["content_html"],
        "date_published": "2026-01-10T09:00:00Z",
        "authors": [{"name": "Rosa Delgado"}],
        "tags": ["Capacity limit", "Growth without a limit", "Search"],
    }


def test_the_clock_is_in_no_feed() -> None:
    """Nor in one without entries."""
    texts = [postmortem()]
    before, after = (load(texts, as_of=day).library for day in (AS_OF, date(2027, 1, 1)))
    files = written(before)
    assert "<entry>" not in files["categories/undetermined/feed.atom"]
    assert files == written(after)


def test_an_empty_library_has_a_feed_without_entries() -> None:
    found = read_feed(load([], "").library)
    assert found.entries == []
    assert (found.feed.title, found.feed.author) == ("Postmortems", "Postmortems")


def test_nothing_that_an_author_types_is_markup() -> None:
    evil = 'Ends ]]> </summary> with <script>alert(1)</script> & "quotes"'
    library = one({"Summary": f"`{evil}`."}, title=f"'{evil}'", authors=f"['{evil}']")
    (entry,) = read_feed(library).entries
    assert (entry.title, entry.title_detail.type) == (f"SEV-2: {evil}", "text/plain")
    assert (entry.author, entry.summary_detail.type) == (evil, "text/plain")
    assert "<script>" not in entry.content[0].value


@pytest.mark.parametrize(
    ("part", "faulty"),
    [
        ("</updated><id>", "</updated><updated>2026-01-08T00:00:00Z</updated><id>"),
        ("urn:uuid:", ""),
        ("<updated>2026-01-08T00", "<updated>2026-01-08 00"),
        (' rel="alternate"/><published>', ' rel="alternate"/><link href="x"/><published>'),
        ('<content type="html">', "<content type='html'><p/>"),
        ("<name>Lindgrove</name>", ""),
        ('<category term="Search"/>', "<category/>"),
        ("<summary>", "<abstract/><summary>"),
    ],
)
def test_the_grammar_of_these_tests_finds_faults(part: str, faulty: str) -> None:
    text = written(one())["feed.atom"]
    assert part in text
    assert atom_faults(text.replace(part, faulty)) != []


ANY = st.text(st.characters(exclude_categories=()), min_size=1, max_size=40)


@given(ANY, ANY)
def test_no_character_makes_a_feed_invalid(title: str, author: str) -> None:
    quoted = json.dumps(f"x{title}"), json.dumps(f"y{author}")
    library = load(
        [postmortem(title=quoted[0], authors=f"[{quoted[1]}]", tags=f"[{quoted[1]}]")]
    ).library
    for text in written(library).values():
        text.encode("utf-8")
