"""The search's index of the site, made after the build; under `serve` beside it."""

from __future__ import annotations

import logging
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from mkdocs.plugins import get_plugin_logger

from ..core.search_record import SearchRecord, read_search_record
from ..outputs.files import write_whole
from ..outputs.search_table import BUNDLE, TABLE, tabulate_records
from ..search_index import LANGUAGE, IndexingError, build_index
from ..views.search_entry import view_search_entry
from .pages import Site

_SEARCH_BOXES = ("search", "material/search")
"""MkDocs' own plugin and the theme's, by which their search boxes are fed."""

log = get_plugin_logger("postmortems")


def has_search_box(plugins: Container[str]) -> bool:
    """Whether one of these plugins feeds a search box that reads its whole index at once."""
    return any(name in plugins for name in _SEARCH_BOXES)


def write_search(site: Site, folder: Path, *, serving: bool = False) -> None:
    """Write Pagefind's index and the table beside it into the built site.

    Where that is not possible, say so: the site is whole without it. While the site is
    served, the next build may clear the folder away meanwhile, and writes them anew.
    """
    planned = site.planned
    if not planned.has_search:
        return
    read = ((p, planned.readings[uri]) for uri, p in planned.incidents.items())
    found = {
        page.destination: record
        for page, reading in read
        if (record := read_search_record(reading, planned.library.settings))
    }
    try:
        names = build_index(_entries(site, found), folder / BUNDLE)
        by_id = {record.postmortem.id: names[path] for path, record in found.items()}
        texts = (text for record in found.values() for _, text in record.texts())
        table = tabulate_records(
            planned.library,
            by_id,
            LANGUAGE,
            texts,
            directory_urls=planned.addresses.directory_urls,
        )
        write_whole(folder / TABLE, table)
    except (IndexingError, OSError) as error:
        level = logging.INFO if serving else logging.WARNING
        log.log(level, "the site has no search for postmortems: %s", error)


def _entries(site: Site, found: Mapping[str, SearchRecord]) -> Iterator[tuple[str, str]]:
    """Each postmortem's file in the site, and its HTML for the search."""
    for path, record in found.items():
        anchors = site.anchors.get(record.postmortem.uri, ())
        entry = view_search_entry(record, site.planned.library, anchors)
        yield path, site.renderer.render_search_entry(entry, LANGUAGE)
