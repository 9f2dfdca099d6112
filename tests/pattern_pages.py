"""The time that the pages of patterns take, in a library of ten years."""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mkdocs_postmortems.core.library import Library, build_library
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.pages import Addresses, plan_pages
from mkdocs_postmortems.pipeline import read_document
from mkdocs_postmortems.rendering import Renderer, find_overrides

from .documents import generated
from .libraries import source

KINDS = ("quarters", "quarter", "brief", "recurring", "health")


@dataclass(frozen=True, kw_only=True)
class PatternPages:
    """What the pages of one kind took, in seconds of the processor, whatever else the machine does."""

    pages: int
    view: float
    render: float

    @property
    def seconds(self) -> float:
        return self.view + self.render


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

    Pages are planned in the order of a build, so what they share with pages before
    them, such as the rows of lists, is there; rows are rendered anew.
    """
    addresses = Addresses(directory_urls=True)
    renderer = Renderer([find_overrides()], addresses)
    views = dict.fromkeys(KINDS, 0.0)
    planned = []
    gc.disable()
    start = time.process_time()
    for page in plan_pages(library, addresses):
        if page.ref.kind == "incident":
            break
        if page.ref.kind in views:
            views[page.ref.kind] += time.process_time() - start
            planned.append(page)
        start = time.process_time()
    renders = dict.fromkeys(KINDS, 0.0)
    for page in planned:
        start = time.process_time()
        renderer.render(page)
        renders[page.ref.kind] += time.process_time() - start
    gc.enable()
    counts = {kind: sum(page.ref.kind == kind for page in planned) for kind in KINDS}
    return {
        kind: PatternPages(pages=number, view=views[kind], render=renders[kind])
        for kind, number in counts.items()
        if number
    }
