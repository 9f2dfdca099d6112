"""The MkDocs plugin: unpacks configuration, calls one function for each event."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from .as_of import choose_as_of, epoch_of
from .build_process import (
    get_epoch,
    set_epoch,
    without_garbage_collection,
)
from .core.data_files import DataFile
from .core.diagnostics import Diagnostic, Level
from .core.history import ItemHistory
from .core.settings_file import SettingsReading
from .examinations import ExaminationCache
from .fragments import (
    Fragment,
    Heading,
    LaterPart,
    render_generated,
    render_incident,
    render_left_out,
)
from .git_history import read_history
from .incident_text import body_for_site
from .outputs.data import data_files
from .outputs.files import write_whole
from .outputs.open_actions import open_action_files
from .pages import Addresses, PlannedPage
from .pipeline import ReadingCache, examine, load_library, load_settings
from .rendering import Renderer, find_overrides
from .site import PlannedSite, plan_site
from .sources import (
    find_data_files,
    is_incident_uri,
    lies_below,
    read_data_file,
    read_settings_file,
    read_source,
    relative_name,
)

log = get_plugin_logger("postmortems")

STYLE = "postmortems/postmortems.css"
SCRIPTS = ("postmortems/postmortems.js", "postmortems/actions.js")


class PostmortemsConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """The plugin's options in `mkdocs.yml`."""

    incidents = options.Type(str, default="incidents")
    """Folder of the postmortems, below `docs_dir`."""
    library = options.Type(str, default="library.yml")
    """The organisation's settings, below `docs_dir`."""
    as_of: options.Optional[date | str] = options.Optional(options.Type((date, str)))
    """The day that counts as today; default `SOURCE_DATE_EPOCH`, else today."""
    audience = options.Type(str, default="internal")
    """For whom the site is built; documents for a narrower audience are left out."""
    cache = options.Type(bool, default=True)
    """While serving, keep what was read of documents that have not changed."""


@dataclass(frozen=True, kw_only=True)
class Build:
    """What one build hands from event to event."""

    settings: SettingsReading
    as_of: date
    epoch: str | None
    """`SOURCE_DATE_EPOCH` as it was before the build."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """The planned site, and what renders it."""

    planned: PlannedSite
    renderer: Renderer
    later: dict[str, tuple[LaterPart, ...]] = field(default_factory=dict)
    """By URI, the parts of a page that wait until its theme is rendered."""


class PostmortemsPlugin(BasePlugin[PostmortemsConfig]):  # type: ignore[no-untyped-call]  # likewise
    """Checks the postmortems and builds the pages of the library."""

    serving = False
    build: Build
    site: Site

    def __init__(self) -> None:
        super().__init__()
        self.cache = ReadingCache()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether authors look on: findings are shown to nobody else."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add templates and assets, read `library.yml`, fix the date of the build."""
        add_overrides(config)
        self.build = prepare_build(config, self.config)
        return config

    @event_priority(-50)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Read and check all documents, and plan the site."""
        with without_garbage_collection():
            cache = self.cache if self.config.cache else ReadingCache()
            planned = plan_files(files, config, self.config, self.build, cache)
        report(planned.diagnostics)
        renderer = Renderer([Path(folder) for folder in config.theme.dirs], planned.addresses)
        self.site = Site(planned=planned, renderer=renderer)
        return arrange_files(files, config, self.config, planned, keep_left_out=self.serving)

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """In a menu that MkDocs made by itself, give our lists a line each."""
        if config.nav is None:
            nav.items = [flatten_section(item, self.site.planned) for item in nav.items]
        return nav

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:
        """Hand over an incident's text without its front matter."""
        return source_text(page.file.src_uri, self.site.planned)

    @event_priority(100)
    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give our own pages their content, and put an incident's facts around its text."""
        fragment = render_page(page, html, self.site, serving=self.serving)
        return html if fragment is None else fill_page(page, fragment, self.site)

    @event_priority(100)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Put in the lists that the search has no need of."""
        return put_back(output, page.file.src_uri, self.site)

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the data, and give the environment back."""
        planned = self.site.planned
        files = data_files(planned.library, planned.addresses)
        for name, text in (*files, *open_action_files(planned.library)):
            if name not in planned.own_data:
                write_whole(Path(config.site_dir, name), text)
        set_epoch(self.build.epoch)

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


def add_overrides(config: MkDocsConfig) -> None:
    """Put our templates after the user's own and before the theme's; add style and script."""
    folder = str(find_overrides())
    if folder not in config.theme.dirs:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, folder)
    if STYLE not in config.extra_css:
        config.extra_css.insert(0, STYLE)
    for script in SCRIPTS:
        if script not in config.extra_javascript:
            config.extra_javascript.append(script)


def prepare_build(config: MkDocsConfig, own: PostmortemsConfig) -> Build:
    """Read `library.yml` and fix the day of the build, for the theme's pages too.

    Both paths of the options become URIs, which files are compared by.
    Raises PluginError where the options cannot be used.
    """
    docs = Path(config.docs_dir)
    own.incidents = relative_name(docs / own.incidents, docs)
    own.library = relative_name(docs / own.library, docs)
    settings = load_settings(read_settings_file(Path(config.docs_dir, own.library)))
    audiences = settings.settings.audiences
    if own.audience not in audiences:
        raise PluginError(
            f"postmortems: there is no audience `{own.audience}`; there are {', '.join(audiences)}"
        )
    epoch = get_epoch()
    now = datetime.now(UTC)
    try:
        as_of = choose_as_of(own.as_of, epoch, settings.settings.timezone, now)
    except ValueError as error:
        raise PluginError(f"postmortems: as_of: {error}") from None
    set_epoch(epoch or epoch_of(as_of))
    return Build(settings=settings, as_of=as_of, epoch=epoch)


def plan_files(
    files: Files,
    config: MkDocsConfig,
    own: PostmortemsConfig,
    build: Build,
    cache: ReadingCache,
) -> PlannedSite:
    """Load the library from the site's files and plan its pages."""
    docs, root = Path(config.docs_dir), site_root(config)
    authored = {
        file.src_uri: file
        for file in files.documentation_pages()
        if file.abs_src_path and file.inclusion is not InclusionLevel.EXCLUDED
    }
    static = {
        file.src_uri: file.dest_uri
        for file in files
        if not file.is_documentation_page() and file.src_dir == config.docs_dir
    }
    sources = [
        read_source(Path(file.abs_src_path or ""), docs, root)
        for uri, file in sorted(authored.items())
        if is_incident_uri(uri, own.incidents)
    ]
    settings_path = relative_name(docs / own.library, root)
    data = open_data_files(docs / own.library, root)
    kept = ExaminationCache(root, build.settings) if own.cache else None
    loaded = load_library(
        sources,
        build.settings,
        build.as_of,
        settings_path=settings_path,
        data_files=data,
        histories=open_histories(docs / own.incidents, build, root if own.cache else None),
        read=cache.read,
        examine=kept.examine_reading if kept else examine,
    )
    if kept:
        kept.save()
    return plan_site(
        loaded,
        audience=own.audience,
        addresses=Addresses(
            directory_urls=config.use_directory_urls, site_url=config.site_url or ""
        ),
        authored={uri: file.dest_uri for uri, file in authored.items()},
        paths={uri: relative_name(docs / uri, root) for uri in (*authored, *static)},
        settings_path=settings_path,
        static=static,
        attachments=frozenset(uri for uri in static if lies_below(uri, own.incidents)),
        text_of=lambda uri: authored[uri].content_bytes.decode("utf-8", errors="replace"),
    )


def open_histories(folder: Path, build: Build, cache: Path | None) -> Mapping[str, ItemHistory]:
    """What git knows of the action items; where that is nothing, say why."""
    reading = read_history(folder, build.settings.settings, build.as_of, cache)
    if reading.reason:
        is_in_git = any((place / ".git").exists() for place in (folder, *folder.parents))
        level = logging.INFO if is_in_git else logging.DEBUG
        log.log(level, "no history of action items: %s", reading.reason)
    return reading.items


def open_data_files(library: Path, root: Path) -> tuple[DataFile, ...]:
    """The register and the tickets. Raises PluginError where one cannot be opened."""
    try:
        return tuple(read_data_file(path, root) for path in find_data_files(library))
    except OSError as error:
        raise PluginError(f"postmortems: {error.filename}: {error.strerror}") from None


def site_root(config: MkDocsConfig) -> Path:
    """The folder that findings name files from: where `mkdocs.yml` lies."""
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def report(diagnostics: Iterable[Diagnostic]) -> None:
    """Log errors as warnings, which fail a strict build, and everything else as information."""
    for diagnostic in diagnostics:
        level = logging.WARNING if diagnostic.level is Level.ERROR else logging.INFO
        hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
        log.log(level, "%s%s", diagnostic, hint)


def arrange_files(
    files: Files,
    config: MkDocsConfig,
    own: PostmortemsConfig,
    planned: PlannedSite,
    *,
    keep_left_out: bool,
) -> Files:
    """Give incidents their addresses, add generated pages, take out what is not published."""
    unpublished = find_unpublished(files, Path(config.docs_dir), own.library) | planned.hidden
    if not keep_left_out:
        unpublished |= planned.left_out
    for file in list(files):
        if file.src_uri in unpublished:
            files.remove(file)
        elif file.src_uri in planned.incidents:
            move_file(file, planned.incidents[file.src_uri])
        elif file.src_uri in planned.left_out:
            file.inclusion = InclusionLevel.NOT_IN_NAV
    for uri, page in planned.generated.items():
        inclusion = InclusionLevel.INCLUDED if page.in_menu else InclusionLevel.NOT_IN_NAV
        generated = File.generated(config, uri, content="", inclusion=inclusion)
        generated.dest_uri = page.destination
        forget_addresses(generated)
        files.append(generated)
    return files


def find_unpublished(files: Files, docs: Path, library: str) -> frozenset[str]:
    """URIs of `library.yml`, the register and the tickets, also where a link leads to them.

    A link may have any name, and lie below a folder that is one; so all files that
    may be one of these are followed, and pages and pictures are not.
    """
    own = (docs / library, *find_data_files(docs / library))
    reals = {os.path.realpath(path) for path in own}
    endings = tuple({Path(path).suffix.lower() for path in (*map(str, own), *reals)})
    return frozenset(
        file.src_uri
        for file in files
        if (path := file.abs_src_path)
        and (path.lower().endswith(endings) or Path(path).is_symlink())
        and os.path.realpath(path) in reals
    )


def move_file(file: File, page: PlannedPage) -> None:
    """Publish a document at its id's address, and keep it out of the menu."""
    file.dest_uri = page.destination
    forget_addresses(file)
    file.inclusion = InclusionLevel.NOT_IN_NAV


def forget_addresses(file: File) -> None:
    """Drop what MkDocs computed from the former destination."""
    for cached in ("url", "abs_dest_path"):
        file.__dict__.pop(cached, None)


def flatten_section(item: StructureItem, planned: PlannedSite) -> StructureItem:
    """The page itself in the place of a folder that holds one of our lists and nothing else."""
    if isinstance(item, Section) and len(item.children) == 1:
        (child,) = item.children
        if isinstance(child, Page) and child.file.src_uri in planned.generated:
            child.parent = None
            return child
    return item


def source_text(uri: str, planned: PlannedSite) -> str | None:
    """The Markdown of one of our pages; None for a page that is not ours."""
    if uri in planned.incidents:
        return body_for_site(planned.readings[uri])
    return "" if uri in planned.left_out else None


def render_page(page: Page, html: str, site: Site, *, serving: bool) -> Fragment | None:
    """The fragment of one of our pages; None for a page that is not ours."""
    uri, planned = page.file.src_uri, site.planned
    if uri in planned.generated:
        return render_generated(planned.generated[uri], site.renderer)
    findings = planned.findings_in(uri) if serving else ()
    if uri in planned.incidents:
        incident = planned.incidents[uri]
        return render_incident(
            incident, html, site.renderer, edit_url=page.edit_url, findings=findings
        )
    if uri in planned.left_out:
        return render_left_out(uri, page.url, site.renderer, findings)
    return None


def fill_page(page: Page, fragment: Fragment, site: Site) -> str:
    """Tell MkDocs the title, headings and anchors of a fragment; return its HTML."""
    page.meta = {"title": fragment.title}
    if page.file.abs_src_path is None:
        page.meta["hide"] = ["toc"]  # Material then gives the room to the tables
    if fragment.description:
        page.meta["description"] = fragment.description
    if (own := site.planned.generated.get(page.file.src_uri)) and not own.in_search:
        page.meta["search"] = {"exclude": True}
    links = [
        *(link_heading(heading) for heading in fragment.before),
        *page.toc,
        *(link_heading(heading) for heading in fragment.after),
    ]
    page.toc = TableOfContents(nest(links))
    page.present_anchor_ids = (page.present_anchor_ids or set()) | fragment.anchors
    site.later[page.file.src_uri] = fragment.later
    return fragment.html


def put_back(output: str, uri: str, site: Site) -> str:
    """A whole page with its later parts in their places."""
    for part in site.later.pop(uri, ()):
        whole = part.put_into(output)
        if whole is None:
            log.warning(
                "%s: a part of the page is missing, because the comment %s is gone from its HTML; "
                "does another plugin remove comments?",
                uri,
                part.begin,
            )
        output = whole or output
    return output


def link_heading(heading: Heading) -> AnchorLink:
    """An entry of the table of contents."""
    return AnchorLink(heading.title, heading.anchor, heading.level)


def nest(links: list[AnchorLink]) -> list[AnchorLink]:
    """Put each entry under the nearest one above it of a higher rank."""
    roots: list[AnchorLink] = []
    above: list[AnchorLink] = []
    for link in links:
        while above and above[-1].level >= link.level:
            above.pop()
        (above[-1].children if above else roots).append(link)
        above.append(link)
    return roots
