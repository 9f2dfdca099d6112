"""The search's index of a built site: what is in it, and what is not."""

from __future__ import annotations

import gzip
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems.plugin.background import Background
from mkdocs_postmortems.search_index import IndexingError, build_index

from .documents import SECTIONS, postmortem
from .sites import Built, build, write_site

LIBRARY = """\
synonyms: [[heap, memory], [titan, merger]]
severities: [SEV-1, SEV-2]
audiences: [internal, restricted]
"""
DOCUMENTS: dict[str, str | bytes] = {
    "library.yml": LIBRARY,
    "incidents/new.md": postmortem(
        {"Supporting Information": "Error `E<1>` & <b>more</b>."},
        id="PM-2026-002",
        title="Search <slow> & empty",
        date="2026-02-01",
        severity="SEV-1",
        teams="[discovery, edge]",
        duration="2 h",
    ),
    "incidents/old.md": postmortem(SECTIONS, date="2026-01-08", services="[]", duration=None),
    "incidents/secret.md": postmortem(
        {"Root Cause": "The quetzalcoatl nested, for titan."},
        id="PM-2026-003",
        title="Nobody is to read this",
        visibility="restricted",
    ),
}


def fragments(site: Path) -> dict[str, dict[str, Any]]:
    """What results show, by the name of the file that holds it."""
    return {
        path.stem: json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        for path in (site / "find/pagefind/fragment").iterdir()
    }


def table(site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress((site / "find/records.pm").read_bytes()))
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    found = build(write_site(tmp_path_factory.mktemp("search"), DOCUMENTS))
    assert found.status == 0, found.output
    return found


def test_each_postmortem_is_found_at_its_page_with_its_sections(built: Built) -> None:
    found = {one["url"]: one for one in fragments(built.site).values()}
    assert set(found) == {"/incidents/PM-2026-001.html", "/incidents/PM-2026-002.html"}
    one = found["/incidents/PM-2026-001.html"]
    assert sections(one)["root-cause"].startswith("Root Cause. The thread pool's queue")
    assert sections(one)["what-went-well"] == "What Went Well. The alert named the pool."
    page = built.text("incidents/PM-2026-001/index.html")
    assert all(f'id="{anchor}"' in page for anchor in sections(one))


ODD = """

## What Didn't Go Well

Zebra.

## Details

Okapi.

### Details

## Details

Tapir.

## <em>Raw</em> &amp; named {#own-name}

Lemur.
"""


def test_sections_with_odd_headings_keep_their_own_anchors(folder: Path) -> None:
    """Smart quotes, headings that come twice, markup and names of their own."""
    text = postmortem() + ODD
    text = text.replace("## Summary", "A quokka came first.\n\n## Summary", 1)
    extensions = ["tables", "attr_list", "md_in_html", "smarty", {"toc": {"permalink": True}}]
    found = build(write_site(folder, {"incidents/a.md": text}, markdown_extensions=extensions))
    (one,) = fragments(found.site).values()
    assert "A quokka came first." in one["content"]
    page = found.text("incidents/PM-2026-001/index.html")
    texts = sections(one)
    named = {anchor: text for anchor, text in texts.items() if f'id="{anchor}"' in page}
    assert named == texts, "every section has an anchor of its page"
    assert "Lemur" in texts["own-name"]
    assert "Okapi" in texts["details"]
    assert "Tapir" in texts["details_2"]
    (zebra,) = (anchor for anchor, text in texts.items() if "Zebra" in text)
    assert zebra not in ("what-went-well", "action-items")


def sections(fragment: dict[str, Any]) -> dict[str, str]:
    """The text of each section, its heading first, by its anchor."""
    words = fragment["content"].split()
    anchors = fragment["anchors"]
    ends = [anchor["location"] for anchor in anchors[1:]] + [len(words)]
    return {
        anchor["id"]: " ".join(words[anchor["location"] : end])
        for anchor, end in zip(anchors, ends, strict=True)
    }


def test_a_result_shows_what_somebody_on_call_needs(built: Built) -> None:
    found = {one["url"]: one["meta"] for one in fragments(built.site).values()}
    shown = found["/incidents/PM-2026-002.html"]
    assert shown["title"] == "Search <slow> & empty"
    assert shown["cause"] == "The thread pool's queue had no bound, so a burst filled the heap."
    assert shown["mitigation"] == "Raised the limit of the thread pool"
    assert (shown["severity"], shown["duration"], shown["open"]) == ("SEV-1", "2 h", "1")
    assert found["/incidents/PM-2026-001.html"]["duration"] == "22 min"  # as its timeline has it


def test_what_the_audience_may_not_see_is_nowhere_in_the_index(built: Built) -> None:
    for name, data in built.files().items():
        text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        assert b"Nobody is to read" not in text, name
        assert b"quetzalcoatl" not in text, name  # a stem of its own in Pagefind's index
        assert b"PM-2026-003" not in text, name


def test_the_table_has_a_record_for_each_postmortem_the_newest_first(built: Built) -> None:
    found = table(built.site)
    # 2026-02-01 is day 20,485 since 1970-01-01 (56 years with 14 leap days, 31 days more).
    assert found["days"] == [56 * 365 + 14 + 31, 56 * 365 + 14 + 7]
    assert found["minutes"] == [120, 22]
    assert found["page_ending"] == "/", "what the addresses above end with on the site"
    names = [found["fragments"][:7], found["fragments"][7:]]
    urls = [fragments(built.site)[f"en_{name}"]["url"] for name in names]
    assert urls == ["/incidents/PM-2026-002.html", "/incidents/PM-2026-001.html"]
    assert found["synonyms"] == [["heap", "memory"]], "no words of what nobody may read"
    assert "the" in found["small_words"]
    assert "503" in found["families"]["5xx"]
    facets = found["facets"]
    assert facets["team"] == {"values": ["discovery", "edge"], "of": [[0, 1], 0]}
    assert facets["service"] == {"values": ["search-api"], "of": [0, None]}
    assert facets["severity"] == {"values": ["SEV-1", "SEV-2"], "of": [0, 1]}
    assert facets["open"] == {"values": ["yes"], "of": [0, 0]}


def test_addresses_are_the_sites_own(folder: Path) -> None:
    files = {"incidents/a.md": postmortem()}
    found = build(write_site(folder, files, use_directory_urls=False))
    assert [one["url"] for one in fragments(found.site).values()] == ["/incidents/PM-2026-001.html"]


def test_a_site_without_postmortems_has_an_empty_table(folder: Path) -> None:
    found = build(write_site(folder, {"index.md": "# Home\n"}), "--strict")
    assert found.status == 0, found.output
    assert table(found.site)["days"] == []


def test_a_machine_that_cannot_run_pagefind_publishes_the_rest(folder: Path) -> None:
    files = {"incidents/a.md": postmortem()}
    found = build(write_site(folder, files), env={"PAGEFIND_BINARY_PATH": "/nowhere/pagefind"})
    assert found.status == 0
    assert "the site has no search for postmortems" in found.output
    assert "Search answered with errors" in found.text("incidents/PM-2026-001/index.html")
    assert not (found.site / "find/pagefind").exists()


def test_files_of_the_author_stay_where_the_index_would_lie(folder: Path) -> None:
    files: dict[str, str | bytes] = {
        "incidents/a.md": postmortem(),
        "find/pagefind/index.md": "# Mine\n",
        "find/pagefind/notes.txt": "mine",
    }
    found = build(write_site(folder, files))
    assert found.text("find/pagefind/notes.txt") == "mine"
    assert "Mine" in found.text("find/pagefind/index.html")
    assert found.output.count("PM903") == 2
    assert not (found.site / "find/records.pm").exists()


def test_what_pagefind_leaves_out_is_no_index(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdocs_postmortems.search_index._run_pagefind", lambda *_: None)
    with pytest.raises(IndexingError, match="left out pages"):
        build_index([("incidents/a/index.html", "<p>text</p>")], folder / "find/pagefind")
    assert not (folder / "find").exists()


def test_nothing_of_the_index_is_left_beside_it(built: Built) -> None:
    assert not [path for path in built.site.iterdir() if path.name.startswith(".")]
    assert not list((built.site / "find/pagefind").glob("*ui*"))


def test_of_jobs_that_wait_the_newest_alone_is_done() -> None:
    background, begun, go_on, ended = Background(), *(threading.Event() for _ in range(3))
    done: list[str] = []

    def first() -> None:
        begun.set()
        go_on.wait(10)
        done.append("first")

    def third() -> None:
        done.append("third")
        ended.set()

    background.do(first)
    assert begun.wait(10)
    background.do(lambda: done.append("second"))
    background.do(third)
    assert done == []
    go_on.set()
    assert ended.wait(10)
    assert done == ["first", "third"]
