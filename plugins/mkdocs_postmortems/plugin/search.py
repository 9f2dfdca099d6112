"""The search's index of the site, made after the build; under `serve` beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkdocs.plugins import get_plugin_logger

from ..core.search_record import read_search_record
from ..outputs.files import write_whole
from ..outputs.search_table import TABLE, tabulate_records
from ..search_index import BUNDLE, LANGUAGE, IndexingError, build_index
from ..views.search_entry import view_search_entry
from .pages import Site

log = get_plugin_logger("postmortems")


def write_search(site: Site, folder: Path) -> None:
    """Write Pagefind's index and the table beside it into the built site.

    Where Pagefind cannot be run, say so: the site is whole without it.
    """
    planned = site.planned
    try:
        names = build_index(_entries(site), folder / BUNDLE)
    except (IndexingError, OSError) as error:
        log.warning("the site has no search for postmortems: %s", error)
        return
    by_id = {
        page.ref.key: names[page.destination]
        for page in planned.incidents.values()
        if page.destination in names
    }
    write_whole(folder / TABLE, tabulate_records(planned.library, by_id, LANGUAGE))


def _entries(site: Site) -> Iterator[tuple[str, str]]:
    """Each postmortem's file in the site, and its HTML for the search."""
    planned = site.planned
    for uri, page in planned.incidents.items():
        record = read_search_record(planned.readings[uri], planned.library.settings)
        if record is not None:
            entry = view_search_entry(record, planned.library, site.anchors.get(uri, {}))
            yield page.destination, site.renderer.render_search_entry(entry, LANGUAGE)
