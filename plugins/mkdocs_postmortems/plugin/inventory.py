"""The inventory of the built site, in one file with those of other plugins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger

from ..core.inventory import UnreadableInventoryError, read_inventory, write_inventory
from ..core.plain_text import plain_text
from ..outputs.files import write_whole
from ..outputs.inventory import PlacedSection, merge_inventories, take_inventory
from ..pages import INVENTORY
from .pages import Site

log = get_plugin_logger("postmortems")


def publish_inventory(site: Site, config: MkDocsConfig) -> None:
    """Write the names of the library into the built site.

    What mkdocstrings has written there by now stays in it; a file that cannot be read
    stays as it is, and is a warning.
    """
    path = Path(config.site_dir, INVENTORY)
    planned = site.planned
    inventory = take_inventory(
        planned.library,
        planned.addresses,
        project=config.site_name,
        sections=_place_sections(site),
    )
    if path.exists():
        try:
            inventory = merge_inventories(inventory, read_inventory(path.read_bytes()))
        except UnreadableInventoryError as error:
            log.warning("%s of another plugin stays without the library's names: %s", path, error)
            return
    write_whole(path, write_inventory(inventory))


def _place_sections(site: Site) -> Mapping[str, tuple[PlacedSection, ...]]:
    """The sections that have an anchor and a title, by the URI of each postmortem that has a page."""
    placed = {}
    for uri in site.planned.incidents:
        sections = site.planned.readings[uri].document.sections
        anchors = site.anchors.get(uri, ())  # none of a page that was not rendered
        placed[uri] = tuple(
            PlacedSection(anchor=anchor, title=title)
            for anchor, section in zip(anchors, sections, strict=False)
            if anchor and (title := plain_text(section.title))
        )
    return placed
