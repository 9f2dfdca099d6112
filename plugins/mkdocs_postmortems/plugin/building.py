"""From MkDocs' configuration and files to a planned site."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files, InclusionLevel

from ..as_of import choose_as_of, epoch_of
from ..build_process import (
    get_epoch,
    set_epoch,
)
from ..core.data_file import DataFile
from ..core.diagnostics import Diagnostic, Level
from ..core.history import DocumentVersion
from ..core.settings_file import SettingsReading
from ..examinations import ExaminationCache
from ..git_history import read_history
from ..pages import Addresses
from ..pipeline import ReadingCache, examine, load_library, load_settings
from ..reference_links import OWN, ReferenceLinks
from ..rendering import find_overrides
from ..site import PlannedSite, plan_site
from ..sources import (
    find_data_files,
    is_incident_uri,
    lies_below,
    read_data_file,
    read_settings_file,
    read_source,
    relative_name,
)
from .options import PostmortemsConfig

log = get_plugin_logger("postmortems")

STYLES = (
    "postmortems/postmortems.css",
    "postmortems/charts.css",
    "postmortems/find.css",
    "postmortems/links.css",
)
SCRIPTS = ("postmortems/postmortems.js", "postmortems/box.js")
"""What every page has; the first one loads the others where they are needed."""


@dataclass(frozen=True, kw_only=True)
class Build:
    """What one build hands from event to event."""

    settings: SettingsReading
    as_of: date
    epoch: str | None
    """`SOURCE_DATE_EPOCH` as it was before the build."""


def add_overrides(config: MkDocsConfig) -> None:
    """Put our templates after the user's own and before the theme's; add style and script."""
    folder = str(find_overrides())
    if folder not in config.theme.dirs:
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, folder)
    # First, so that what the user's own say goes before ours.
    config.extra_css[:0] = [style for style in STYLES if style not in config.extra_css]
    for script in SCRIPTS:
        if script not in config.extra_javascript:
            config.extra_javascript.append(script)


def add_references(config: MkDocsConfig) -> ReferenceLinks:
    """Have references to postmortems made links in every page; the same way in each build."""
    extensions: list[Any] = config.markdown_extensions  # names, or extensions themselves
    ours = (one for one in extensions if isinstance(one, ReferenceLinks) and one.priority == OWN)
    extension = next(ours, None)
    if extension is None:
        extension = ReferenceLinks()
        extensions.append(extension)
    return extension


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
        versions=open_versions(docs / own.incidents, build, root if own.cache else None),
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
        published=frozenset(file.dest_uri for file in files),
        text_of=lambda uri: authored[uri].content_bytes.decode("utf-8", errors="replace"),
    )


def open_versions(folder: Path, build: Build, cache: Path | None) -> tuple[DocumentVersion, ...]:
    """What git had of the documents; where that is nothing, say why."""
    reading = read_history(folder, build.settings.settings, build.as_of, cache)
    if reading.reason:
        is_in_git = any((place / ".git").exists() for place in (folder, *folder.parents))
        level = logging.INFO if is_in_git else logging.DEBUG
        log.log(level, "no history of action items: %s", reading.reason)
    return reading.versions


def open_data_files(library: Path, root: Path) -> tuple[DataFile, ...]:
    """The register, the tickets and the page views. Raises PluginError where one cannot be opened."""
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
