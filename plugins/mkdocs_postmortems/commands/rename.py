"""`postmortems rename`: another id or another file, and everything that leads there led on."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ..build_process import without_garbage_collection
from ..core.data_file import DataFile
from ..core.front_matter import ID_PATTERN
from ..core.identities import Identities, build_identities, read_entry
from ..core.renamed_head import UneditableError
from ..core.renamed_text import Renamed
from ..core.renaming import (
    ChangedFile,
    LeftAsIs,
    RenamePlan,
    UnknownNameError,
    find_path,
    plan_rename,
    renamed_uri,
)
from ..core.source import Source
from ..examinations import ExaminationCache
from ..outputs.files import ChangedMeanwhileError, NotUndoneError, Rewriting, is_taken, rewrite_all
from ..pages import Addresses
from ..pipeline import read_document
from ..project import Project, find_configs_with
from ..sources import (
    is_incident_uri,
    read_settings_file,
    relative_name,
)
from ..views.reference import Ref
from .loading import open_data_files, open_settings
from .opening import (
    UnusableError,
    open_project,
    progress,
    quote,
    read_pages,
    read_sources,
    require_documents,
)

_FILE = ".md"
_LINKED = "it is a symbolic link, or lies below one"
_MENU = "it names the file; change it there by hand"


def rename_postmortem(name: str, new: str, *, config_file: Path | None, dry_run: bool) -> int:
    """Rename or move a postmortem, lead its references on, and print what changed.

    The exit status: 0, or 1 where a file that names it could not be edited.
    Raises UnusableError, and then nothing is written.
    """
    project = open_project(config_file)
    names = _read_names(project)
    document = _find_document(name, names)
    old_id = _id_of(document, names.identities)
    if new.endswith(_FILE):
        renamed = Renamed(old_id, old_id, document.uri, _new_uri(new, document, project))
    else:
        _require_free(new, old_id, document, names)
        uri = renamed_uri(document.uri, old_id, new)
        renamed = Renamed(old_id, new, document.uri, uri)
    _require_writable(renamed, project)
    plan = _plan(renamed, document, project, names)
    if not dry_run:
        _write(plan, renamed, project)
    _report(plan, renamed, project, dry_run=dry_run)
    return int(bool(plan.left))


@dataclass(frozen=True, kw_only=True)
class _Names:
    """All documents, and what each is called."""

    sources: tuple[Source, ...]
    identities: Identities
    id_prefix: str


def _read_names(project: Project) -> _Names:
    """The names of all documents, the faulty ones included. Raises UnusableError."""
    require_documents(project)
    settings = open_settings(project)
    kept = ExaminationCache(project.root, settings) if project.cache else None
    sources, entries = [], []
    with without_garbage_collection():
        for source in read_sources(project):
            sources.append(source)
            entries.append(
                kept.examine(source).entry
                if kept
                else read_entry(read_document(source, settings.settings))
            )
    if kept:
        kept.save()
    return _Names(
        sources=tuple(sources),
        identities=build_identities(entries),
        id_prefix=settings.settings.id_prefix,
    )


def _find_document(name: str, names: _Names) -> Source:
    try:
        path = find_path(name, names.identities)
    except UnknownNameError as error:
        raise UnusableError(str(error)) from None
    return next(source for source in names.sources if source.path == path)


def _id_of(document: Source, identities: Identities) -> str:
    identifier = next(entry.id for entry in identities.entries if entry.path == document.path)
    if identifier is None:
        raise UnusableError(f"{document.path} has no id; give it one in its front matter first")
    return identifier


def _require_free(new: str, old_id: str, document: Source, names: _Names) -> None:
    """Raise UnusableError where the document cannot have the new id."""
    prefix = names.id_prefix
    if not re.fullmatch(ID_PATTERN, new) or not new.startswith(f"{prefix}-"):
        raise UnusableError(
            f"{quote(new)} is no id and no file; write an id as {prefix}-2026-007, "
            f"a file with {_FILE} at its end"
        )
    if new == old_id:
        raise UnusableError(f"{document.path} has the id {new} already")
    for claim in names.identities.others(new, document.path)[:1]:
        raise UnusableError(f"`{new}` is the {'id' if claim.is_id else 'alias'} of {claim.path}")
    for claim in names.identities.others(old_id, document.path)[:1]:
        # References to the former id may mean either.
        raise UnusableError(
            f"`{old_id}` is a name of {claim.path} too; settle that in their front matter"
        )


def _new_uri(new: str, document: Source, project: Project) -> str:
    """The file that the document moves to, named as Markdown links name it from the docs folder."""
    folder = project.docs_dir / project.incidents
    root = folder.resolve()
    # From where it was typed, as findings name files, as links name them, and within the folder.
    named = (base / new for base in (Path(), project.root, project.docs_dir, folder))
    # On some disks `resolve` would give a file that is there its own name for one in other letters.
    places = (path.parent.resolve() / path.name for path in named)
    target = next((path for path in places if path.is_relative_to(root)), None)
    if target is None:
        shown = relative_name(folder, project.root)
        raise UnusableError(f"{new} lies outside of {shown}/, where the postmortems are")
    uri = posixpath.normpath(f"{project.incidents}/{target.relative_to(root).as_posix()}")
    if not is_incident_uri(uri, project.incidents):
        raise UnusableError(
            f"{new} is no postmortem's: neither is index.md or README.md, nor what begins with a dot"
        )
    if uri == document.uri:
        raise UnusableError(f"{document.path} lies there already")
    return uri


def _require_writable(renamed: Renamed, project: Project) -> None:
    """Raise UnusableError where the document's file cannot be edited, or cannot move."""
    old, new = project.docs_dir / renamed.old_uri, project.docs_dir / renamed.new_uri
    if _is_linked(old, project):
        raise UnusableError(f"{old} is a symbolic link, or lies below one; rename what it leads to")
    if renamed.has_moved and is_taken(new, old):
        raise UnusableError(f"{new} exists already")


def _is_linked(path: Path, project: Project) -> bool:
    """Whether a symbolic link within the site's documents leads to a file."""
    inside = os.path.relpath(path, project.docs_dir)
    return path.resolve() != Path(os.path.normpath(project.docs_dir.resolve() / inside))


def _plan(renamed: Renamed, document: Source, project: Project, names: _Names) -> RenamePlan:
    others = {source.uri: source for source in names.sources if source.path != document.path}
    pages = tuple(read_pages(project))
    total = len(others) + len(pages)
    settings = read_settings_file(project.library)
    path = relative_name(project.library, project.root)
    try:
        with progress(total, "Looking for references", slow=500) as advance:
            plan = plan_rename(
                renamed,
                document,
                postmortems=_counted(others.values(), advance),
                pages=_counted(pages, advance),
                settings=DataFile(path=path, data=settings) if settings is not None else None,
                data_files=open_data_files(project),
                is_file=lambda uri: (project.docs_dir / uri).is_file(),
            )
    except UneditableError as error:
        raise UnusableError(f"{document.path}: {error}; edit it by hand") from None
    linked = [file for file in plan.others if _is_linked(project.root / file.path, project)]
    left = [*plan.left, *(LeftAsIs(path=file.path, reason=_LINKED) for file in linked)]
    if renamed.has_moved:
        configs = find_configs_with(renamed.old_uri, project.config)
        left += (LeftAsIs(path=relative_name(f, project.root), reason=_MENU) for f in configs)
    edited = tuple(file for file in plan.others if file not in linked)
    return replace(plan, others=edited, left=tuple(left))


def _counted(sources: Iterable[Source], advance: Callable[[], None]) -> Iterator[Source]:
    for source in sources:
        yield source
        advance()


def _write(plan: RenamePlan, renamed: Renamed, project: Project) -> None:
    moved_to = project.docs_dir / renamed.new_uri if renamed.has_moved else None
    files = [
        Rewriting(path=project.root / file.path, before=file.before, after=file.after)
        for file in plan.others
    ]
    files.append(
        Rewriting(
            path=project.docs_dir / renamed.old_uri,
            before=plan.document.before,
            after=plan.document.after,
            moved_to=moved_to,
        )
    )
    try:
        rewrite_all(files)
    except ChangedMeanwhileError as error:
        path = relative_name(error.path, project.root)
        raise UnusableError(f"{path} was changed meanwhile; nothing was written") from None
    except NotUndoneError as error:
        paths = ", ".join(relative_name(path, project.root) for path in error.paths)
        raise UnusableError(
            f"{error.__cause__}; not all files are as they were: {paths} could not be put back; "
            "what each held lies beside it, in a file with a point before its name"
        ) from None
    except OSError as error:
        raise UnusableError(
            f"{error.filename or plan.document.path}: {error.strerror}; all files are as they were"
        ) from None


def _report(plan: RenamePlan, renamed: Renamed, project: Project, *, dry_run: bool) -> None:
    """Print a line for each file, then the address; on standard error what is left to do."""
    for line in _lines(plan, renamed, project):
        click.echo(line)
    for left in plan.left:
        click.echo(f"{left.path} is as it was: {left.reason}", err=True)
    if dry_run:
        click.echo("Nothing was written.", err=True)


def _lines(plan: RenamePlan, renamed: Renamed, project: Project) -> Iterator[str]:
    path = plan.document.path
    if renamed.has_moved:
        path = f"{path} -> {relative_name(project.docs_dir / renamed.new_uri, project.root)}"
    yield f"{path}{_count(plan.document)}"
    for file in plan.others:
        yield f"{file.path}{_count(file)}"
    addresses = Addresses(directory_urls=project.use_directory_urls, site_url=project.site_url)
    old, new = (_address(key, addresses) for key in (renamed.old, renamed.new))
    yield (
        f"{new} is its address still" if old == new else f"{new} is its address; {old} leads there"
    )


def _count(file: ChangedFile) -> str:
    """How many references lead on, as the end of a line."""
    if not file.count:
        return ""
    return ": 1 reference" if file.count == 1 else f": {file.count} references"


def _address(key: str, addresses: Addresses) -> str:
    ref = Ref(kind="incident", key=key, title=key)
    return addresses.absolute(ref) or addresses.url(ref)
