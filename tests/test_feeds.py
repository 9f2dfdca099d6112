"""The feeds of a built site, as readers of feeds find and read them."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
from lxml import html

from .documents import postmortem
from .feed_grammar import atom_faults, json_feed_faults
from .heads import feeds_in_head
from .sites import Built, build, write_site

SITE = "https://postmortems.lindgrove.example/"


def test_every_feed_of_the_example_is_valid_and_leads_to_pages(example: Built) -> None:
    paths = sorted(example.site.rglob("feed.atom"))
    assert len(paths) > 20
    final = {
        record["id"]: record["title"]
        for record in json.loads(example.text("api/v1/postmortems.json"))["postmortems"]
        if record["status"] == "final"
    }
    ids: dict[str, str] = {}
    for path in paths:
        text = path.read_text("utf-8")
        assert atom_faults(text) == [], path
        found = feedparser.parse(str(path))
        assert not found.bozo, path
        assert len(found.entries) == text.count("<entry>")
        days = [entry.updated_parsed for entry in found.entries]
        assert days == sorted(days, reverse=True)
        for entry in found.entries:
            one = entry.link.removeprefix(f"{SITE}incidents/").rstrip("/")
            assert entry.title.endswith(f": {final[one]}")
            assert ids.setdefault(one, entry.id) == entry.id
            assert (example.site / "incidents" / one / "index.html").is_file()
    assert ids.keys() == final.keys()
    assert len(set(ids.values())) == len(ids)
    assert json_feed_faults(example.text("feed.json")) == []
    assert {item["id"] for item in json.loads(example.text("feed.json"))["items"]} == set(
        ids.values()
    )


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("", "feed.atom"),
        ("incidents/", "feed.atom"),
        ("teams/platform/", "teams/platform/feed.atom"),
        ("categories/deployment/", "categories/deployment/feed.atom"),
    ],
)
def test_readers_of_feeds_find_them_from_the_page(example: Built, page: str, feed: str) -> None:
    text = example.text(f"{page}index.html")
    found = urljoin(f"https://x.example/{page}", feeds_in_head(text)["application/atom+xml"])
    assert found == f"https://x.example/{feed}"
    assert (example.site / feed).is_file()
    shown = html.document_fromstring(text.encode()).xpath("//a[text()='Feed']/@href")
    assert [urljoin(f"https://x.example/{page}", address) for address in shown] == [found]


def test_a_team_is_subscribed_to_at_its_former_address_too(example: Built) -> None:
    former, now = example.text("teams/sre/feed.atom"), example.text("teams/platform/feed.atom")
    assert former == now
    assert f'href="{SITE}teams/platform/feed.atom" rel="self"' in former


def test_a_file_of_the_authors_own_wins_and_is_a_finding(folder: Path) -> None:
    files: dict[str, str | bytes] = {
        "incidents/a.md": postmortem(),
        "feed.atom": "<feed/>",
        "teams/discovery/feed.atom": "<feed/>",
        "teams/nobody/feed.atom": "<feed/>",
    }
    built = build(write_site(folder, files))
    assert built.status == 0, built.output
    for path, is_ours in (
        ("feed.atom", True),
        ("teams/discovery/feed.atom", True),
        ("teams/nobody/feed.atom", False),
    ):
        assert built.text(path) == "<feed/>"
        assert (f"docs/{path}:1:1: PM903" in built.output) == is_ours
    assert json_feed_faults(built.text("feed.json")) == []
