"""Sources and settings to a library and diagnostics: what the plugin and the commands call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .core.audience import LeftOut
from .core.citing_text import CitingText
from .core.data_file import DataFile
from .core.data_files import DataReading, read_data_files
from .core.diagnostics import Diagnostic, Level, in_reading_order
from .core.document import parse_document
from .core.history import DocumentVersion, follow_renames, trace_items
from .core.identities import Entry, Identities, build_identities, read_entry
from .core.language import LanguageCount, count_language
from .core.library import Library, build_library
from .core.open_questions import OpenQuestion, find_open_questions
from .core.postmortem import PostmortemReading, read_postmortem
from .core.settings import Settings
from .core.settings_file import SettingsReading, read_settings
from .core.source import Source
from .core.unread import find_unread
from .rules import (
    CheckedDocument,
    CheckedEntry,
    check_data_files,
    check_document,
    check_entry,
    check_settings,
)


@dataclass(frozen=True, kw_only=True)
class LoadedLibrary:
    """Everything that was read, and everything there is to say about it."""

    library: Library
    readings: tuple[PostmortemReading, ...]
    """All documents, the faulty ones included, in the order of their paths."""
    identities: Identities
    diagnostics: tuple[Diagnostic, ...]
    """Of `library.yml`, the data files and all documents, in reading order."""

    def questions_about(self, uri: str) -> tuple[OpenQuestion, ...]:
        """What was found in one document, as far as its meeting can settle it."""
        reading = self._readings_by_uri[uri]
        found = self._found_by_path.get(reading.document.source.path, [])
        return find_open_questions(reading, found, self.library.settings)

    @cached_property
    def _readings_by_uri(self) -> dict[str, PostmortemReading]:
        return {reading.document.source.uri: reading for reading in self.readings}

    @cached_property
    def _found_by_path(self) -> dict[str, list[Diagnostic]]:
        found: dict[str, list[Diagnostic]] = {}
        for diagnostic in self.diagnostics:
            found.setdefault(diagnostic.path, []).append(diagnostic)
        return found


class ReadingCache:
    """What was read of documents, for as long as neither they nor the settings change."""

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._known: dict[str, PostmortemReading] = {}

    def read(self, source: Source, settings: Settings) -> PostmortemReading:
        """The reading of a document, the one kept where its file is the same."""
        if settings is not self._settings:
            if settings != self._settings:
                self._known.clear()
            self._settings = settings
        known = self._known.get(source.path)
        if known is None or known.document.source != source:
            known = self._known[source.path] = read_document(source, settings)
        return known


def read_document(source: Source, settings: Settings) -> PostmortemReading:
    """Take a document apart and interpret it. Never raises for what a file holds."""
    return read_postmortem(parse_document(source), settings)


def load_settings(data: bytes | None) -> SettingsReading:
    """Settings from the bytes of `library.yml`; the defaults where there is none."""
    if data is None:
        return SettingsReading(settings=Settings(), problems=())
    return read_settings(data)


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What is found in a document alone, and what the others need to know of it."""

    entry: Entry
    diagnostics: tuple[Diagnostic, ...]


def examine(reading: PostmortemReading, settings: Settings) -> Examination:
    """Hold a document against all rules that need no other document."""
    found = check_document(CheckedDocument(reading=reading, settings=settings))
    return Examination(entry=read_entry(reading), diagnostics=tuple(found))


def load_library(
    sources: Iterable[Source],
    settings: SettingsReading,
    as_of: date,
    *,
    settings_path: str = "library.yml",
    data_files: Iterable[DataFile] = (),
    versions: Iterable[DocumentVersion] = (),
    read: Callable[[Source, Settings], PostmortemReading] = read_document,
    examine: Callable[[PostmortemReading, Settings], Examination] = examine,
) -> LoadedLibrary:
    """Read, check and gather all documents. Never raises for what a file holds.

    `read` reads one document and `examine` holds it against the rules;
    `versions` are what git had of the documents, oldest first.
    """
    readings = [read(source, settings.settings) for source in sources]
    examined = [examine(reading, settings.settings) for reading in readings]
    identities = build_identities(one.entry for one in examined)
    records, left_out, texts = [], [], []
    language: dict[str, LanguageCount] = {}
    for reading, one in zip(readings, examined, strict=True):
        record = reading.record
        is_contested = record is not None and identities.is_contested(record.id)
        if record is not None and not is_contested:
            records.append(record)
            language[record.id] = count_language(reading, one.diagnostics)
            body = reading.document.body
            texts.append(CitingText(uri=record.uri, markdown=body, title=record.title))
        else:
            left_out.append(_leave_out(reading, one.diagnostics, is_contested=is_contested))
    data = read_data_files(data_files, settings.settings)
    versions = follow_renames(versions, {p.id: p.aliases for p in records})
    library = build_library(
        records,
        settings.settings,
        as_of,
        left_out,
        unread=filter(None, map(find_unread, readings)),
        register=data.register,
        tickets=data.tickets,
        histories=trace_items(versions, as_of),
        language=language,
        texts=texts,
        page_views=data.page_views,
    )
    return LoadedLibrary(
        library=library,
        readings=tuple(readings),
        identities=identities,
        diagnostics=gather_diagnostics(examined, identities, settings, settings_path, data),
    )


def gather_diagnostics(
    examined: Iterable[Examination],
    identities: Identities,
    settings: SettingsReading,
    settings_path: str,
    data: DataReading,
) -> tuple[Diagnostic, ...]:
    """All that there is to say of `library.yml`, data files and documents, in reading order."""
    diagnostics = [*check_settings(settings, settings_path, identities), *check_data_files(data)]
    for one in examined:
        diagnostics += one.diagnostics
        subject = CheckedEntry(entry=one.entry, identities=identities, settings=settings.settings)
        diagnostics += check_entry(subject)
    return in_reading_order(tuple(diagnostics))


def _leave_out(
    reading: PostmortemReading, found: tuple[Diagnostic, ...], *, is_contested: bool
) -> LeftOut:
    # Reasons are published, so only what the document says of itself goes into
    # them: PM104 names the other document, which the audience may not see.
    keeping_out = ("PM101", "PM103", "PM105", "PM902")
    own = tuple(
        f"line {d.line}: {d.message}"
        for d in found
        if d.level is Level.ERROR and d.code in keeping_out
    )
    shared = ("another document has the same id",) if is_contested else ()
    values = reading.front_matter.values
    return LeftOut(
        path=reading.document.source.path,
        visibility=reading.visibility,
        names=((values.id,) if values.id else ()) + values.aliases,
        incidents=values.incidents,
        reasons=(*shared, *own) or ("it has no record that can be read",),
    )
