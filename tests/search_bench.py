"""What a search over many postmortems costs: to index, to load and to wait for, in a real browser."""

from __future__ import annotations

import gzip
import resource
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Response

from mkdocs_postmortems.core.library import build_library
from mkdocs_postmortems.core.search_record import read_search_record
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.outputs.files import write_whole
from mkdocs_postmortems.outputs.search_table import BUNDLE, TABLE, tabulate_records
from mkdocs_postmortems.pages import Addresses
from mkdocs_postmortems.pipeline import read_document
from mkdocs_postmortems.rendering import Renderer, find_overrides
from mkdocs_postmortems.search_index import LANGUAGE, build_index
from mkdocs_postmortems.views.search_entry import view_search_entry

from .browsers import served
from .libraries import source
from .many_words import generated_in_many_words, word_in
from .sites import build, write_site

MAX_FIRST_BYTES = 300_000
MAX_LATER_BYTES = 80_000
MAX_WAIT_MS = 100
MAX_INDEX_MS = 3.0
"""For each document."""

_OF_THE_PAGE = 60
"""Documents of the site that the page is taken from; its index is the large one."""
_SHARES = (0.45, 0.11, 0.07, 0.02)
"""Of the postmortems, those that have each word of a query.

As the words of the thirty queries have it over the example library: the median is 11 %,
the mean 18 %, nine of ten are below 52 %.
"""
_WAIT = """([text, delay]) => new Promise((done) => {
  const input = document.getElementById("pm-find-text");
  const hits = document.getElementById("pm-hits");
  const start = performance.now();
  const painted = () => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - start - delay);
    channel.port2.postMessage(0);
  };
  new MutationObserver((_, observer) => {
    if (!hits.querySelector("li")) return;
    observer.disconnect();
    requestAnimationFrame(painted);
  }).observe(hits, { childList: true, subtree: true });
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
})"""
_TYPING_MS = 120
"""The page waits so long for the next letter; what comes after counts."""


@dataclass(frozen=True, kw_only=True)
class IndexMeasurement:
    """What it takes to make the index."""

    seconds: float
    """Of the clock, from documents that are read to the files."""
    peak_bytes: int
    """Memory that Pagefind's process took at most."""
    bytes: int
    """All files of the index."""


@dataclass(frozen=True, kw_only=True)
class SearchMeasurement:
    """What somebody who searches waits for."""

    first_bytes: int
    """Transferred of the index until the first results are there, whatever the page fetches
    before somebody types; texts compressed, as servers do."""
    first_ms: float
    later_bytes: tuple[int, ...]
    later_ms: tuple[float, ...]
    """From the end of typing to the painted results."""


def build_large_index(size: int, folder: Path) -> IndexMeasurement:
    """Index generated documents into a built site, in the place of what is there."""
    settings = Settings()
    readings = [
        read_document(
            source(generated_in_many_words(number, size), f"incidents/{number}.md"), settings
        )
        for number in range(size)
    ]
    records = [reading.record for reading in readings if reading.record]
    library = build_library(records, settings, date(2026, 3, 16))
    renderer = Renderer([find_overrides()], Addresses(directory_urls=True))
    start = time.perf_counter()
    entries = (
        (
            f"incidents/{record.postmortem.id}/index.html",
            renderer.render_search_entry(view_search_entry(record, library), LANGUAGE),
        )
        for reading in readings
        if (record := read_search_record(reading, settings))
    )
    names = build_index(entries, folder / BUNDLE)
    by_id = {p.id: names[f"incidents/{p.id}/index.html"] for p in library.postmortems}
    write_whole(folder / TABLE, tabulate_records(library, by_id, LANGUAGE, ()))
    elapsed = time.perf_counter() - start
    return IndexMeasurement(
        seconds=elapsed,
        peak_bytes=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
        bytes=sum(path.stat().st_size for path in (folder / BUNDLE).rglob("*") if path.is_file()),
    )


def build_search_page(folder: Path) -> Path:
    """A small site under Material; the folder that it is built into."""
    files: dict[str, str | bytes] = {
        f"incidents/{number}.md": generated_in_many_words(number, _OF_THE_PAGE)
        for number in range(_OF_THE_PAGE)
    }
    quiet = {"nav": {"omitted_files": "ignore"}}
    built = build(write_site(folder, files, theme="material", validation=quiet))
    assert built.status == 0, built.output
    return built.site


def find_queries() -> tuple[str, ...]:
    """Texts of four words, none of them in two, and as frequent as words that people type."""
    return tuple(
        " ".join(word_in(share * (1 - 0.15 * turn)) for share in _SHARES) for turn in range(5)
    )


def measure_searches(browser: Browser, address: str) -> SearchMeasurement:
    """Search once, and then for other words, each time with everything loaded before kept."""
    page = browser.new_page()
    sizes: list[int] = []

    def weigh(response: Response) -> None:
        if f"/{BUNDLE}" not in response.url and not response.url.endswith(TABLE):
            return  # the page itself, and what each page of the site loads
        # A body that is taken for text comes back longer than it was sent.
        is_text = response.url.endswith((".js", ".json"))
        size = int(response.headers["content-length"])
        sizes.append(len(gzip.compress(response.body())) if is_text else size)

    page.on("response", weigh)
    page.goto(f"{address}find/")
    page.wait_for_load_state("networkidle")
    waits, transferred = [], []
    for text in find_queries():
        waits.append(page.evaluate(_WAIT, [text, _TYPING_MS]))
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
        transferred.append(sum(sizes))
        sizes.clear()
    page.close()
    return SearchMeasurement(
        first_bytes=transferred[0],
        first_ms=waits[0],
        later_bytes=tuple(transferred[1:]),
        later_ms=tuple(waits[1:]),
    )


def measure_search(size: int, browser: Browser) -> list[str]:
    """Print what a search costs with that many documents; give the limits that it misses."""
    with tempfile.TemporaryDirectory() as folder:
        site = build_search_page(Path(folder))
        index = build_large_index(size, site)
        with served(site) as address:
            found = measure_searches(browser, address)
    each = index.seconds / size * 1000
    print(
        f"Search of {size:,} documents: index {each:.2f} ms each, {index.bytes / 1e6:.0f} MB, "
        f"Pagefind took {index.peak_bytes / 1e6:,.0f} MB of memory; first search "
        f"{found.first_bytes / 1000:.0f} kB and {found.first_ms:.0f} ms, later ones up to "
        f"{max(found.later_bytes) / 1000:.0f} kB and {max(found.later_ms):.0f} ms"
    )
    limits = (
        (each, MAX_INDEX_MS, "ms each to index"),
        (found.first_bytes, MAX_FIRST_BYTES, "bytes of the first search"),
        (max(found.later_bytes), MAX_LATER_BYTES, "bytes of a later search"),
        (max(found.later_ms), MAX_WAIT_MS, "ms to results"),
    )
    return [
        f"search of {size}: {value:,.1f} of {limit:,g} {unit}"
        for value, limit, unit in limits
        if value > limit
    ]
