"""The time that the pages of patterns take, in a library of ten years."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mkdocs_postmortems.core.library import Library, build_library
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.pages import Addresses, PlannedPage, plan_pages
from mkdocs_postmortems.pipeline import read_document
from mkdocs_postmortems.rendering import Renderer, find_overrides

from .documents import generated
from .libraries import source

KINDS = ("quarters", "quarter", "brief", "recurring", "health")
"""Those of them that there are."""


_BEFORE = ("category", "factor")
MAX_SECONDS = 3.0
"""For all pages of all kinds, at 10,000 documents."""
MAX_GROWTH = 2.6
"""From half of the documents to all of them; twice, but for what the machine adds."""


@dataclass(frozen=True, kw_only=True)
class PatternPages:
    """What the pages of one kind took of the processor, whatever else the machine does."""

    pages: int
    view_ms: float
    render_ms: float

    @property
    def seconds(self) -> float:
        return (self.view_ms + self.render_ms) / 1000


def read_generated(size: int) -> Library:
    """A library of generated documents, read and not checked."""
    settings = Settings()
    readings = (
        read_document(source(generated(number, size), f"incidents/{number}.md"), settings)
        for number in range(size)
    )
    records = [reading.record for reading in readings if reading.record]
    assert len(records) == size
    return build_library(records, settings, date(2026, 3, 16))


def measure_pages(library: Library) -> Mapping[str, PatternPages]:
    """The time of each kind of page that there is, from the library to its HTML.

    Pages are planned and rendered in the order of a build: what these share with the
    pages of causes and factors, such as the rows of lists, is there already.
    """
    addresses = Addresses(directory_urls=True)
    renderer = Renderer([find_overrides()], addresses)
    pages: dict[str, int] = defaultdict(int)
    views: dict[str, float] = defaultdict(float)
    renders: dict[str, float] = defaultdict(float)
    planned: list[PlannedPage] = []
    gc.disable()
    start = time.process_time()
    for page in plan_pages(library, addresses):
        if page.ref.kind == "incident":
            break
        views[page.ref.kind] += _milliseconds_since(start)
        planned.append(page)
        start = time.process_time()
    for page in planned:
        if page.ref.kind in (*_BEFORE, *KINDS):
            start = time.process_time()
            renderer.render(page)
            renders[page.ref.kind] += _milliseconds_since(start)
            pages[page.ref.kind] += 1
    gc.enable()
    return {
        kind: PatternPages(pages=pages[kind], view_ms=views[kind], render_ms=renders[kind])
        for kind in KINDS
        if pages[kind]
    }


def _milliseconds_since(start: float) -> float:
    return 1000 * (time.process_time() - start)


def measure_growth(size: int) -> list[str]:
    """Print what the pages take in a library of a size and in one of half of it; give what is missed."""
    half, whole = (measure_pages(read_generated(number)) for number in (size // 2, size))
    print(f"Patterns, ten years   pages   {size // 2:>8,} documents   {size:>8,} documents")
    for kind, found in whole.items():
        before, now = half[kind].seconds, found.seconds
        print(f"{kind:<19}   {found.pages:>5}   {before:>16.2f} s   {now:>16.2f} s")
    total, before = (sum(one.seconds for one in pages.values()) for pages in (whole, half))
    growth = total / before
    print(f"together {'':>18} {before:>18.2f} s   {total:>16.2f} s   {growth:.2f} times")
    limits = ((total, MAX_SECONDS, "seconds"), (growth, MAX_GROWTH, "times as long"))
    return [
        f"pages of patterns at {size}: {value:.2f} of {limit:g} {unit}"
        for value, limit, unit in limits
        if value > limit
    ]
