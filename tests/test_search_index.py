"""The search's index of a built site: what is in it, and what is not."""

from __future__ import annotations

import gzip
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from mkdocs_postmortems.plugin.background import Background

from .documents import SECTIONS, postmortem
from .sites import Built, build, write_site

LIBRARY = """\
synonyms: [[db, database]]
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
        id="PM-2026-003", title="Nobody is to read this", visibility="restricted"
    ),
}


def fragments(site: Path) -> dict[str, dict[str, Any]]:
    """What results show, by the name of the file that holds it."""
    return {
        path.stem: json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        for path in (site / "pagefind" / "fragment").iterdir()
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
    assert set(found) == {"/incidents/PM-2026-001/", "/incidents/PM-2026-002/"}
    one = found["/incidents/PM-2026-001/"]
    page = built.text("incidents/PM-2026-001/index.html")
    anchors = [anchor["id"] for anchor in one["anchors"]]
    assert "root-cause" in anchors
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_a_result_shows_what_somebody_on_call_needs(built: Built) -> None:
    found = {one["url"]: one["meta"] for one in fragments(built.site).values()}
    shown = found["/incidents/PM-2026-002/"]
    assert shown["title"] == "Search <slow> & empty"
    assert shown["cause"] == "The thread pool's queue had no bound, so a burst filled the heap."
    assert shown["mitigation"] == "Raised the limit of the thread pool"
    assert (shown["severity"], shown["duration"], shown["open"]) == ("SEV-1", "2 h", "1")
    assert found["/incidents/PM-2026-001/"]["duration"] == "22 min"  # as its timeline has it


def test_what_the_audience_may_not_see_is_nowhere_in_the_index(built: Built) -> None:
    for name, data in built.files().items():
        if name.startswith(("pagefind/", "find/")) and not name.endswith((".js", ".pagefind")):
            text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            assert b"Nobody is to read" not in text, name
            assert b"PM-2026-003" not in text, name


def test_the_table_has_a_record_for_each_postmortem_the_newest_first(built: Built) -> None:
    found = table(built.site)
    # 2026-02-01 is day 20,485 since 1970-01-01 (56 years with 14 leap days, 31 days more).
    assert found["days"] == [56 * 365 + 14 + 31, 56 * 365 + 14 + 7]
    assert found["minutes"] == [120, 22]
    names = [found["fragments"][:7], found["fragments"][7:]]
    urls = [fragments(built.site)[f"en_{name}"]["url"] for name in names]
    assert urls == ["/incidents/PM-2026-002/", "/incidents/PM-2026-001/"]
    assert found["synonyms"] == [["db", "database"]]
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
    assert not (found.site / "pagefind").exists()


def test_nothing_of_the_index_is_left_beside_it(built: Built) -> None:
    assert not [path for path in built.site.iterdir() if path.name.startswith(".")]
    assert not list((built.site / "pagefind").glob("*ui*"))


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
