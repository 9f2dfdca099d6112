"""The MkDocs plugin `postmortem-links`: `[[PM-2026-007]]` in any site, by a library's inventory."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from .core.diagnostics import Level
from .inventory_links import InventoryLinks, InventoryNames, check_missed
from .reference_links import ELSEWHERE, ReferenceLinks
from .remote_inventory import InventoryPlace, fetch_inventory
from .sources import relative_name

log = get_plugin_logger("postmortem-links")


class LinksConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """The plugin's options in `mkdocs.yml`."""

    inventory = options.Type(str)
    """The library's `objects.inv`: its address, or its path from the folder of `mkdocs.yml`."""
    base_url = options.Type(str, default="")
    """Where the library is published; by default the folder that the address is in."""
    offline = options.Type(bool, default=False)
    """Take the copy of the last build, and ask nobody."""
    timeout = options.Type((int, float), default=10)
    """Seconds to wait for the whole inventory."""


class PostmortemLinksPlugin(BasePlugin[LinksConfig]):  # type: ignore[no-untyped-call]  # likewise
    """Makes links of references to the postmortems of another site; one for each library."""

    supports_multiple_instances = True

    def __init__(self) -> None:
        super().__init__()
        self.references = ReferenceLinks(ELSEWHERE)
        self.links = InventoryLinks(None)
        self.names: dict[tuple[InventoryPlace, str], InventoryNames | None] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Be one plugin for all builds of a server, so that it asks once."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have the inventory, and references made links."""
        place, site = choose_place(config, self.config)
        if (place, site) not in self.names:
            self.names[place, site] = open_names(place, site)
        self.links = self.references.links = InventoryLinks(self.names[place, site])
        extensions: list[Any] = config.markdown_extensions  # names, or extensions themselves
        if self.references not in extensions:
            extensions.append(self.references)
        return config

    def on_page_markdown(
        self, markdown: str, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        """Begin with another page."""
        self.links.missed.clear()

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Say what the page refers to and the inventory does not have."""
        report_missed(page, self.links, find_root(config))


def choose_place(config: MkDocsConfig, own: LinksConfig) -> tuple[InventoryPlace, str]:
    """Where the inventory is, and the site that it is of. Raises PluginError."""
    place = InventoryPlace(
        address=own.inventory.strip(),
        root=find_root(config),
        timeout=own.timeout,
        offline=own.offline,
    )
    try:
        folder = place.site if place.is_remote else ""
    except ValueError:
        raise PluginError("postmortem-links: `inventory` is no address") from None
    site = own.base_url or folder
    if "://" in place.address and not place.is_remote:
        raise PluginError("postmortem-links: `inventory` is on http or https, or a path")
    if not site:
        raise PluginError(
            "postmortem-links: `inventory` is a file, so say under `base_url` where the library "
            "is published"
        )
    return place, site


def find_root(config: MkDocsConfig) -> Path:
    """The folder of `mkdocs.yml`."""
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def open_names(place: InventoryPlace, site: str) -> InventoryNames | None:
    """The names in the inventory; None where there is none, which is said."""
    fetched = fetch_inventory(place, datetime.now(UTC))
    if fetched.inventory is None:
        log.warning("%s; references to postmortems stay without links", fetched.note)
        return None
    if fetched.note:
        log.log(logging.WARNING if fetched.is_fault else logging.INFO, "%s", fetched.note)
    return InventoryNames(fetched.inventory, site)


def report_missed(page: Page, links: InventoryLinks, root: Path) -> None:
    """Log references to what is not there, with their places in the page's file."""
    if not links.missed:
        return
    path = page.file.abs_src_path
    name = relative_name(Path(path), root) if path else page.file.src_uri
    for finding, level in check_missed(page.file.content_string, links):
        log.log(
            logging.WARNING if level is Level.WARNING else logging.INFO,
            "%s:%d:%d: %s%s",
            name,
            finding.line,
            finding.column,
            finding.message,
            f" ({finding.hint})" if finding.hint else "",
        )
