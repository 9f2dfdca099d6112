"""The MkDocs plugin: unpacks configuration, calls one function for each event."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from ..build_process import set_epoch, without_garbage_collection
from ..core.referred import Referred
from ..outputs.data import data_files
from ..outputs.feeds import feed_files
from ..outputs.files import write_whole
from ..outputs.open_actions import open_action_files
from ..outputs.redirects import redirect_files
from ..pages import INVENTORY
from ..pipeline import ReadingCache
from ..reference_links import ReferenceLinks
from ..rendering import Renderer, find_overrides
from .background import Background
from .building import (
    Build,
    add_overrides,
    add_references,
    plan_files,
    prepare_build,
    report,
)
from .files import arrange_files, flatten_section
from .inventory import publish_inventory
from .options import PostmortemsConfig
from .pages import (
    Site,
    fill_page,
    finish_not_found,
    finish_page,
    render_page,
    show_entry,
    show_page,
    source_text,
)
from .references import SiteReferences
from .search import has_search_box, write_search


class PostmortemsPlugin(BasePlugin[PostmortemsConfig]):  # type: ignore[no-untyped-call]  # likewise
    """Checks the postmortems and builds the pages of the library."""

    serving = False
    build: Build
    site: Site
    references: ReferenceLinks
    referring: SiteReferences

    def __init__(self) -> None:
        super().__init__()
        self.cache = ReadingCache()
        self.background = Background()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether authors look on: findings are shown to nobody else."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add templates and assets, read `library.yml`, fix the date of the build."""
        add_overrides(config)
        self.references = add_references(config)
        self.build = prepare_build(config, self.config)
        return config

    @event_priority(-50)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Read and check all documents, and plan the site."""
        with without_garbage_collection():
            cache = self.cache if self.config.cache else ReadingCache()
            planned = plan_files(files, config, self.config, self.build, cache)
        report(planned.diagnostics)
        referred = Referred(planned.library, planned.withheld_names)
        folders = [Path(folder) for folder in config.theme.dirs]
        renderer = Renderer(folders, planned.addresses, referred, config.site_name)
        self.site = Site(planned=planned, renderer=renderer)
        self.referring = SiteReferences(site=self.site, referred=referred)
        return arrange_files(files, config, self.config, planned, keep_left_out=self.serving)

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """In a menu that MkDocs made by itself, give our lists a line each."""
        if config.nav is None:
            nav.items = [flatten_section(item, self.site.planned) for item in nav.items]
        return nav

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:
        """Hand over an incident's text without its front matter."""
        return source_text(page.file.src_uri, self.site.planned)

    def on_page_markdown(
        self, markdown: str, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        """Tell the references of a page where they stand."""
        self.references.links = self.referring.of(page.file.dest_uri)

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Check what needs all pages; index them while the theme lays them out."""
        report(self.referring.check_sections(files))
        if not self.serving:
            self._write_search(config)

    @event_priority(100)
    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give our own pages their content, and put an incident's facts around its text."""
        fragment = render_page(page, html, self.site, serving=self.serving)
        return html if fragment is None else fill_page(page, fragment, self.site)

    @event_priority(1)
    def _before_search(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Let the search plugin, whose turn is next, read an entry in the place of our page."""
        if has_search_box(config.plugins):
            show_entry(page, self.site)

    @event_priority(-1)
    def _after_search(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Give the page back to the theme."""
        show_page(page, self.site)

    on_page_context = CombinedEvent(_before_search, _after_search)

    @event_priority(-100)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Say in the head of our pages what a pasted link shows and no other plugin has said."""
        return finish_page(output, page, self.site)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Lead on from an address that is nobody's."""
        if template_name != "404.html":
            return output_content
        return finish_not_found(output_content, self.site, config.site_url)

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write data, feeds and redirects, and give the environment back."""
        planned = self.site.planned
        files = (
            *data_files(planned.library, planned.addresses),
            *open_action_files(planned.library, self.site.renderer),
            *feed_files(planned.library, planned.addresses, self.site.renderer, planned.redirects),
            *redirect_files(
                planned.redirects, planned.addresses, self.site.renderer, planned.unfolding_of
            ),
        )
        for name, text in files:
            if name not in planned.own_data:
                write_whole(Path(config.site_dir, name), text)
        if INVENTORY not in planned.own_data:
            publish_inventory(self.site, config)
        if self.serving:
            # While somebody edits a page, that page does not wait for the search.
            self._write_search(config)
        else:
            self.background.wait()
        set_epoch(self.build.epoch)

    def _write_search(self, config: MkDocsConfig) -> None:
        folder = Path(config.site_dir)
        self.background.do(partial(write_search, self.site, folder, serving=self.serving))

    def on_build_error(self, error: Exception) -> None:
        """Give the environment back."""
        if hasattr(self, "build"):
            set_epoch(self.build.epoch)

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Build again when a template changes."""
        server.watch(str(find_overrides()))
        return server
