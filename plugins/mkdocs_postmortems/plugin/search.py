"""The search's index of the site, made after the build; under `serve` beside it."""

from __future__ import annotations

import logging
from collections.abc import Container, Iterator
from pathlib import Path

from mkdocs.plugins import get_plugin_logger

from ..core.search_record import read_search_record
from ..outputs.files import write_whole
from ..outputs.search_table import TABLE, tabulate_records
from ..search_index import BUNDLE, LANGUAGE, IndexingError, build_index
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
    try:
        names = build_index(_entries(site), folder / BUNDLE)
        by_id = {
            page.ref.key: names[page.destination]
            for page in planned.incidents.values()
            if page.destination in names
        }
        write_whole(folder / TABLE, tabulate_records(planned.library, by_id, LANGUAGE))
    except (IndexingError, OSError) as error:
        level = logging.INFO if serving else logging.WARNING
        log.log(level, "the site has no search for postmortems: %s", error)


def _entries(site: Site) -> Iterator[tuple[str, str]]:
    """Each postmortem's file in the site, and its HTML for the search."""
    planned = site.planned
    for uri, page in planned.incidents.items():
        record = read_search_record(planned.readings[uri], planned.library.settings)
        if record is not None:
            entry = view_search_entry(record, planned.library, site.anchors.get(uri, {}))
            yield page.destination, site.renderer.render_search_entry(entry, LANGUAGE)
