"""`postmortems import`: Markdown of other forms becomes drafts of the library."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from ..core.diagnostics import Diagnostic, Level
from ..core.document import MAX_BYTES, Source, parse_document
from ..core.settings import Settings
from ..core.template import NewPostmortem, file_name, next_id
from ..importing.composing import compose, digest_of, seal
from ..importing.importer import Imported, SourceText, import_document
from ..importing.silencing import Objection, silence
from ..outputs.files import write_whole
from ..pipeline import LoadedLibrary, read_document
from ..project import Project
from ..rules import CheckedDocument, check_document
from ..sources import find_source_files, read_source, relative_name
from .loading import UnusableError, open_library, open_project


@dataclass(frozen=True, kw_only=True)
class _Job:
    """A file that could be read, and what it became."""

    name: str
    """As the user sees it."""
    imported: Imported


@dataclass(frozen=True, kw_only=True)
class _Present:
    """A document that an earlier run wrote."""

    id: str
    path: Path
    text: str
    is_edited: bool
    """Whether somebody has changed it since."""


def import_documents(
    paths: Sequence[Path],
    *,
    config_file: Path | None,
    into: Path | None,
    source_format: str,
    dry_run: bool,
) -> int:
    """Import files and folders, and print a report on each. The exit status: 0 or 1.

    Raises UnusableError where a path or the project cannot be used.
    """
    project = open_project(config_file)
    files = _find_files(paths)
    library = open_library(project)
    settings = library.library.settings
    jobs, failed = [], 0
    for path in files:
        try:
            imported = _read(path, project, settings, source_format)
        except _UnreadableError as error:
            click.echo(f"{_shown(path)}: {error}", err=True)
            failed += 1
            continue
        jobs.append(_Job(name=_shown(path), imported=imported))
    writer = _Writer(project=project, library=library, into=into, dry_run=dry_run)
    counts: dict[str, int] = {}
    for job in sorted(jobs, key=lambda job: (job.imported.day or date.max, job.name)):
        outcome = writer.write(job)
        counts[outcome] = counts.get(outcome, 0) + 1
    if failed:
        counts["not imported"] = failed
    summary = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
    click.echo(f"{summary}{' (dry run: nothing was written)' if dry_run else ''}", err=True)
    return 1 if failed else 0


class _UnreadableError(Exception):
    """A file that cannot be imported; the message says why."""


def _find_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    found: dict[str, Path] = {}
    for path in paths:
        if path.is_dir():
            files = tuple(find_source_files(path))
            if not files:
                raise UnusableError(f"there is no Markdown file to import in {path}")
        elif path.exists():
            files = (path,)
        else:
            raise UnusableError(f"{path} does not exist")
        found |= {os.path.realpath(file): file for file in files}
    return tuple(found[name] for name in sorted(found))


def _read(path: Path, project: Project, settings: Settings, form: str) -> Imported:
    try:
        source = read_source(path, project.docs_dir, project.root)
    except OSError as error:
        raise _UnreadableError(error.strerror or "it cannot be read") from None
    text = _decode(source)
    return import_document(
        SourceText(text=text, path=_recorded(path, project), form=form), settings
    )


def _decode(source: Source) -> str:
    """The text of a file. Raises _UnreadableError for what is none."""
    if b"\0" in source.data[:MAX_BYTES]:
        raise _UnreadableError("it is a binary file")
    document = parse_document(source)
    # Front matter with faults is kept as text; the other problems leave no text to import.
    if not document.is_readable and not document.fields.entries and not document.body:
        fault = document.problems[-1].finding
        decodes = _is_text(source) and source.data.strip()
        if document.problems[-1].code == "PM902" or not decodes:
            raise _UnreadableError(fault.message)
    text = source.data.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_text(source: Source) -> bool:
    try:
        source.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _recorded(path: Path, project: Project) -> str:
    """The path from the project's folder, so that it is the same wherever the command runs."""
    try:
        name = os.path.relpath(os.path.realpath(path), os.path.realpath(project.root))
    except ValueError:  # another drive
        name = os.path.realpath(path)
    return name.replace(os.sep, "/")


def _shown(path: Path) -> str:
    absolute = path.absolute()
    inside = absolute.is_relative_to(Path.cwd())
    return (absolute.relative_to(Path.cwd()) if inside else path).as_posix()


class _Writer:
    """Gives out ids and files, and knows what earlier runs wrote."""

    def __init__(
        self, *, project: Project, library: LoadedLibrary, into: Path | None, dry_run: bool
    ) -> None:
        self.folder = into if into is not None else project.docs_dir / project.incidents
        self.project = project
        self.library = library.library
        self.settings = library.library.settings
        self.identities = library.identities
        self.taken = set(library.identities.claims)
        self.present = dict(_find_present(library, project))
        self.files: set[Path] = set()
        self.dry_run = dry_run

    def write(self, job: _Job) -> str:
        """Write a document unless it is there; print the report; say what was done."""
        composition, report = job.imported.composition, job.imported.report
        present = self.present.get(composition.source)
        identifier = present.id if present else self._choose_id(job.imported)
        path = present.path if present else self._choose_path(job.imported, identifier)
        text, silenced = self._silence(compose(composition, identifier), path)
        text = seal(text)
        if present and (present.is_edited or present.text == text):
            outcome = "edited since, left as it is" if present.is_edited else "unchanged"
            click.echo(f"{job.name}: {outcome}: {identifier}, {_shown(path)}")
            return outcome
        if not self.dry_run:
            try:
                write_whole(path, text)
            except OSError as error:
                raise UnusableError(f"{path}: {error.strerror}") from None
        outcome = "updated" if present else "imported"
        click.echo(f"{job.name}: {outcome} as {identifier}, {_shown(path)}")
        for line in report.taken:
            click.echo(f"    {line}")
        for line in (*report.checks, *silenced):
            click.echo(f"    to check: {line}")
        if report.missing:
            click.echo(f"    to fill in: {', '.join(report.missing)}")
        return outcome

    def _silence(self, text: str, path: Path) -> tuple[str, tuple[str, ...]]:
        """Silence the errors of a draft that are in the source's own words, and name them.

        Credentials are not silenced: they have to go.
        """
        found = [d for d in self._check(text, path) if d.level is Level.ERROR and d.code != "PM801"]
        if not found:
            return text, ()
        source = _as_source(text, path, self.project)
        objections = (Objection(code=d.code, line=d.line) for d in found)
        silenced = silence(text, parse_document(source), objections)
        left = {d.message for d in self._check(silenced, path) if d.level is Level.ERROR}
        return silenced, tuple(
            f"{d.code} {d.message}" + ("" if d.message in left else ": silenced while a draft")
            for d in found
        )

    def _check(self, text: str, path: Path) -> tuple[Diagnostic, ...]:
        reading = read_document(_as_source(text, path, self.project), self.settings)
        return tuple(
            check_document(
                CheckedDocument(reading=reading, settings=self.settings, identities=self.identities)
            )
        )

    def _choose_id(self, imported: Imported) -> str:
        wished = imported.id
        if wished is None or wished.lower() in self.taken:
            year = (imported.day or self.library.as_of).year
            prefix = self.library.settings.id_prefix
            wished = next_id(prefix, year, frozenset(self.taken))
        self.taken.add(wished.lower())
        return wished

    def _choose_path(self, imported: Imported, identifier: str) -> Path:
        day = imported.day
        new = NewPostmortem(
            id=identifier, title=imported.composition.title, date=day or self.library.as_of
        )
        name = Path(file_name(new))
        if day is None:
            stem = name.stem.removeprefix(f"{new.date.isoformat()}-")
            name = Path("undated") / f"{stem}.md"
        path = self.folder / name
        number = 2
        while path in self.files or path.exists():
            path = self.folder / name.with_name(f"{name.stem}-{number}.md")
            number += 1
        self.files.add(path)
        return path


def _as_source(text: str, path: Path, project: Project) -> Source:
    data = text.encode()
    return Source(
        path=relative_name(path, project.root),
        uri=relative_name(path, project.docs_dir),
        data=data,
        size=len(data),
    )


def _find_present(library: LoadedLibrary, project: Project) -> Iterator[tuple[str, _Present]]:
    for reading in library.readings:
        values = reading.front_matter.values
        if values.imported_from is None or values.id is None:
            continue
        source = reading.document.source
        text = source.data.decode("utf-8", errors="replace")
        yield (
            values.imported_from.source,
            _Present(
                id=values.id,
                path=project.root / source.path,
                text=text,
                is_edited=digest_of(text) != values.imported_from.digest,
            ),
        )
