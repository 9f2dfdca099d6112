"""How large the index of the site's own search box is, without building a site."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from types import SimpleNamespace

from material.plugins.search.plugin import SearchIndex

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.fragments import render_box_entry
from mkdocs_postmortems.pages import Addresses, page_path, plan_pages
from mkdocs_postmortems.pipeline import load_library, load_settings
from mkdocs_postmortems.views.box_entry import BoxEntry, share_letters, view_box_entry

from .libraries import source
from .pattern_pages import read_generated
from .sites import ROOT

MAX_COMPRESSED = 1_000_000
"""Bytes of the whole index, which the theme fetches on every page."""
SETTINGS = {"lang": ["en"], "separator": r"[\s\-]+", "pipeline": ["stopWordFilter"], "fields": {}}


@dataclass(frozen=True, kw_only=True)
class IndexSize:
    """Bytes of a file."""

    raw: int
    compressed: int
    """By `gzip -9`."""


def measure_generated(size: int) -> IndexSize:
    """The index of that many generated postmortems and of all lists about them."""
    library = read_generated(size)
    return weigh((*_postmortems(library, size), *_lists(library)))


def measure_real(size: int) -> IndexSize:
    """That of postmortems whose texts are as varied as the example's, by the rule of three.

    Their entries are as long as in a library of that size.
    """
    return _weigh_example(read_example(), size)


def measure_long(size: int, letters: int) -> IndexSize:
    """The same with titles of so many letters, in the words of the summaries, and six former ids."""
    library = read_example()
    spoken = [word for p in library.postmortems for word in (p.summary or "").split()]
    draw = Random(1)
    return _weigh_example(
        replace(
            library,
            postmortems=tuple(
                replace(
                    p,
                    title=" ".join(draw.choices(spoken, k=letters))[:letters],
                    former_names=tuple(
                        f"{draw.choice(spoken)}-{draw.randrange(9999)}" for _ in "123456"
                    ),
                )
                for p in library.postmortems
            ),
        ),
        size,
    )


def _weigh_example(library: Library, size: int) -> IndexSize:
    found = weigh(_postmortems(library, size))
    each = size / len(library.postmortems)
    return IndexSize(raw=round(found.raw * each), compressed=round(found.compressed * each))


def read_example() -> Library:
    """The example library without its register."""
    folder = ROOT / "postmortems"
    paths = (path for path in sorted(folder.glob("incidents/**/*.md")) if path.stem != "index")
    sources = [source(path.read_text("utf-8"), f"incidents/{path.name}") for path in paths]
    settings = load_settings((folder / "library.yml").read_bytes())
    return load_library(sources, settings, date(2026, 3, 16)).library


def _postmortems(library: Library, size: int) -> Iterable[tuple[str, BoxEntry]]:
    for postmortem in library.postmortems:
        yield f"incidents/{postmortem.id}/", view_box_entry(postmortem, share_letters(size))


def _lists(library: Library) -> Iterable[tuple[str, BoxEntry]]:
    for page in plan_pages(library, Addresses(directory_urls=True)):
        if page.ref.kind == "incident":
            break
        if page.box_entry:
            yield page_path(page.ref), page.box_entry


def weigh(entries: Iterable[tuple[str, BoxEntry]]) -> IndexSize:
    """The file that Material's search plugin makes of entries, each with its address."""
    index = SearchIndex(**SETTINGS)
    for url, entry in entries:
        content = render_box_entry(entry)
        index.add_entry_from_context(SimpleNamespace(meta={}, content=content, toc=(), url=url))
    text = index.generate_search_index(None).encode()
    return IndexSize(raw=len(text), compressed=len(gzip.compress(text, compresslevel=9)))
