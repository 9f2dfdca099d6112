"""Which document a source becomes: one that an earlier import wrote, or a new one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..core.diagnostics import Diagnostic, Level
from ..core.document import parse_document
from ..core.postmortem import PostmortemReading
from ..core.source import Source
from ..core.template import NewPostmortem, file_name, next_id
from ..importing.composing import compose, digest_of, seal
from ..importing.importer import Imported
from ..importing.silencing import Objection, silence
from ..pipeline import LoadedLibrary, examine, read_document
from ..project import Project
from ..sources import find_source_files, read_source, relative_name

_NOT_SILENCED = ("PM801",)
"""Credentials: they have to go, whatever the status of the document."""


@dataclass(frozen=True, kw_only=True)
class Present:
    """A document that an earlier import wrote."""

    id: str
    path: Path
    text: str
    is_edited: bool
    """Whether somebody has changed it since."""
    digest: str | None
    """Of the document as the import wrote it."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a source becomes, and where."""

    id: str
    path: Path
    text: str
    present: Present | None
    checks: tuple[str, ...]
    """What the rules object to in the source's own words."""


class Targets:
    """Gives out ids and files; knows what earlier imports wrote."""

    def __init__(self, *, project: Project, library: LoadedLibrary, folder: Path) -> None:
        self._project = project
        self._library = library
        self._settings = library.library.settings
        self._folder = folder
        self._taken = set(library.identities.claims)
        self._present: dict[str, Present] = {}
        self._files: set[Path] = set()
        readings = (*library.readings, *self._read_folder())
        self._remember(readings)

    def find(self, imported: Imported) -> Target:
        """The document for a source: its id, file and text."""
        present = self._present.get(imported.composition.source)
        identifier = present.id if present else self._choose_id(imported)
        path = present.path if present else self._choose_path(imported, identifier)
        text = compose(imported.composition, identifier)
        found = tuple(self._errors(text, path))
        if found:
            document = parse_document(self._as_source(text, path))
            text = silence(text, document, (Objection(code=d.code, line=d.line) for d in found))
        return Target(
            id=identifier,
            path=path,
            text=seal(text),
            present=present,
            checks=tuple(f"{d.message}: {d.code}, silenced in the text" for d in found),
        )

    def _read_folder(self) -> Iterator[PostmortemReading]:
        """The documents of a folder that is outside the library."""
        incidents = self._project.docs_dir / self._project.incidents
        if Path(os.path.realpath(self._folder)).is_relative_to(os.path.realpath(incidents)):
            return
        for path in find_source_files(self._folder):
            source = read_source(path, self._project.docs_dir, self._project.root)
            yield read_document(source, self._settings)

    def _remember(self, readings: Iterable[PostmortemReading]) -> None:
        for reading in readings:
            values, source = reading.front_matter.values, reading.document.source
            if values.id is None:
                continue
            self._taken.add(values.id.lower())
            if values.imported_from is None:
                continue
            text = source.data.decode("utf-8", errors="replace")
            self._present[values.imported_from.source] = Present(
                id=values.id,
                path=self._project.root / source.path,
                text=text,
                is_edited=digest_of(text) != values.imported_from.digest,
                digest=values.imported_from.digest,
            )

    def _choose_id(self, imported: Imported) -> str:
        """The source's own id where it is free, else the next one of the year."""
        chosen = imported.id
        if chosen is None or chosen.lower() in self._taken:
            year = (imported.day or self._library.library.as_of).year
            chosen = next_id(self._settings.id_prefix, year, frozenset(self._taken))
        self._taken.add(chosen.lower())
        return chosen

    def _choose_path(self, imported: Imported, identifier: str) -> Path:
        day = imported.day or self._library.library.as_of
        new = NewPostmortem(id=identifier, title=imported.composition.title, date=day)
        name = Path(file_name(new))
        if imported.day is None:
            name = Path("undated", name.name.removeprefix(f"{day.isoformat()}-"))
        path, number = self._folder / name, 2
        while path in self._files or path.exists():
            path = self._folder / name.with_stem(f"{name.stem}-{number}")
            number += 1
        self._files.add(path)
        return path

    def _errors(self, text: str, path: Path) -> Iterator[Diagnostic]:
        """Errors of a draft, which are in the source's words: a strict build would fail."""
        reading = read_document(self._as_source(text, path), self._settings)
        for diagnostic in examine(reading, self._settings).diagnostics:
            if diagnostic.level is Level.ERROR and diagnostic.code not in _NOT_SILENCED:
                yield diagnostic

    def _as_source(self, text: str, path: Path) -> Source:
        data = text.encode()
        return Source(
            path=relative_name(path, self._project.root),
            uri=relative_name(path, self._project.docs_dir),
            data=data,
            size=len(data),
        )
