"""`postmortems import`: Markdown of other forms becomes drafts of the library."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from ..core.document import parse_document
from ..core.settings import Settings
from ..core.source import MAX_BYTES, Source
from ..importing.composing import digest_of
from ..importing.importer import Imported, SourceText, import_document
from ..outputs.files import write_whole
from ..pipeline import LoadedLibrary
from ..project import Project
from ..sources import find_source_files, is_incident_uri, read_source, relative_name
from .import_targets import Target, Targets
from .loading import open_library
from .opening import UnusableError, open_project, progress

_MERGE = "; its source has changed too, merge the two by hand"


class _NoTextError(Exception):
    """A file that cannot be imported; the message says why."""


@dataclass(frozen=True, kw_only=True)
class _Job:
    """A file that could be read, and what it became."""

    path: Path
    imported: Imported


def import_documents(
    paths: Sequence[Path],
    *,
    config_file: Path | None,
    into: Path | None,
    source_format: str,
    dry_run: bool,
) -> int:
    """Import files and folders, and print a report on each. The exit status: 0 or 1.

    Raises UnusableError where a path, the project or the folder written to cannot
    be used.
    """
    project = open_project(config_file)
    files = _find_files(paths)
    library = open_library(project, may_begin=True)
    outcomes: Counter[str] = Counter()
    jobs: list[_Job] = []
    lines: list[str] = []
    failures: list[str] = []
    with progress(len(files), "Reading", slow=50) as advance:
        for path in files:
            try:
                if _is_in_library(path, library, project):
                    lines.append(f"{_shown(path)}: a postmortem of this library already")
                    outcomes["there already"] += 1
                else:
                    imported = _read(path, project, library.library.settings, source_format)
                    jobs.append(_Job(path=path, imported=imported))
            except (_NoTextError, OSError) as error:
                reason = (error.strerror or "") if isinstance(error, OSError) else str(error)
                failures.append(f"{_shown(path)}: not imported: {reason}")
                outcomes["not imported"] += 1
            advance()
    for line in lines:
        click.echo(line)
    for line in failures:
        click.echo(line, err=True)
    folder = into if into is not None else project.docs_dir / project.incidents
    targets = Targets(project=project, library=library, folder=folder)
    # Ids follow the dates, as they would have if the documents had been written here.
    for job in sorted(jobs, key=lambda job: (job.imported.day or date.max, job.path.as_posix())):
        target = targets.find(job.imported)
        outcome = _outcome(target)
        outcomes[outcome] += 1
        if outcome in ("imported", "updated") and not dry_run:
            try:
                write_whole(target.path, target.text)
            except OSError as error:
                raise UnusableError(f"{target.path}: {error.strerror}") from None
        for line in _report(job, target, outcome, project):
            click.echo(line)
    counts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
    click.echo(f"{counts}{'; nothing was written' if dry_run else ''}", err=True)
    return 1 if outcomes["not imported"] else 0


def _find_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files named and those in the folders named, each once, in the order of their paths."""
    found: dict[str, Path] = {}
    for path in paths:
        if path.is_dir():
            files = tuple(find_source_files(path))
            if not files:
                raise UnusableError(f"{path} has no Markdown file to import")
        elif path.exists():
            files = (path,)
        else:
            raise UnusableError(f"{path} does not exist")
        found |= {os.path.realpath(file): file for file in files}
    return tuple(found[name] for name in sorted(found))


def _is_in_library(path: Path, library: LoadedLibrary, project: Project) -> bool:
    """Whether a file is a document of the library with a record, an imported one for instance."""
    name = relative_name(path, project.root)
    return any(
        reading.document.source.path == name and reading.record is not None
        for reading in library.readings
    )


def _read(path: Path, project: Project, settings: Settings, form: str) -> Imported:
    source = read_source(path, project.docs_dir, project.root)
    text = SourceText(text=_decode(source), path=_recorded(path, project), form=form)
    return import_document(text, settings)


def _decode(source: Source) -> str:
    """The text of a file. Raises _NoTextError for what is none that we read."""
    if b"\0" in source.data:
        raise _NoTextError("it is a binary file")
    try:
        text = source.data[:MAX_BYTES].decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    document = parse_document(source)
    # Faulty front matter is no obstacle: it is kept as text.
    faults = [p for p in document.problems if p.code == "PM902" or not text.strip()]
    if faults:
        raise _NoTextError(f"{faults[-1].finding.message}; {faults[-1].finding.hint}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _recorded(path: Path, project: Project) -> str:
    """The path from the project's folder, so that it is the same wherever the command runs."""
    try:
        name = os.path.relpath(os.path.realpath(path), os.path.realpath(project.root))
    except ValueError:  # another drive
        name = os.path.realpath(path)
    return name.replace(os.sep, "/")


def _outcome(target: Target) -> str:
    if target.present is None:
        return "imported"
    if target.present.is_edited:
        is_news = digest_of(target.text) != target.present.digest
        return f"edited since, left as it is{_MERGE if is_news else ''}"
    return "unchanged" if target.present.text == target.text else "updated"


def _report(job: _Job, target: Target, outcome: str, project: Project) -> Iterator[str]:
    yield f"{_shown(job.path)}: {outcome}: {target.id}, {_shown(target.path)}"
    if outcome not in ("imported", "updated"):
        return
    report = job.imported.report
    yield from (f"    {line}" for line in report.taken)
    yield from (f"    to check: {line}" for line in (*report.checks, *target.checks))
    if report.missing:
        yield f"    to fill in: {', '.join(report.missing)}"
    if is_incident_uri(relative_name(job.path, project.docs_dir), project.incidents):
        yield "    to do: the source lies among the postmortems; take it away from there"


def _shown(path: Path) -> str:
    """The path as the user would name it."""
    return relative_name(path, Path.cwd())
