"""Which files MkDocs publishes, and where: ours added, what is not for readers taken out."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page

from ..pages import PlannedPage
from ..site import PlannedSite
from ..sources import (
    find_data_files,
)
from .options import PostmortemsConfig


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
    """URIs of `library.yml` and the data files, also where a link leads to them.

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
