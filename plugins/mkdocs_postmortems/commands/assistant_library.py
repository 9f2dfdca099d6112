"""What an assistant may see of a project, up to date at every question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from ..core.data_file import DataFile
from ..core.identities import read_entry
from ..core.library import Library
from ..core.postmortem import Postmortem, PostmortemReading
from ..core.search_record import SearchPart, read_search_record
from ..core.settings import Settings
from ..core.settings_file import SettingsReading
from ..core.source import Source
from ..core.spelling import nearest_name
from ..pages import Addresses
from ..pipeline import Examination, LoadedLibrary, ReadingCache, load_library, load_settings
from ..project import Project
from ..sources import read_settings_file
from .loading import open_data_files, require_audience, today_of
from .opening import UnusableError, open_project, quote, read_sources, require_documents
from .search_index import OpenIndex, open_index


@dataclass(frozen=True, kw_only=True)
class _Files:
    """All that a library is read from."""

    project: Project
    settings: bytes | None
    sources: tuple[Source, ...]
    data_files: tuple[DataFile, ...]
    today: date


_NAMES: tuple[Callable[[Postmortem], tuple[str, ...]], ...] = (
    lambda p: (p.id,),
    lambda p: p.aliases,
    lambda p: p.incidents,
)
"""What a postmortem is called by, the surest first."""
_ZEROS = re.compile(r"(?<=\D)0+(?=\d+$)")
"""Before the number at the end of a name, which people leave out."""


@dataclass(frozen=True, kw_only=True)
class SeenLibrary:
    """The library as the audience sees it."""

    library: Library
    parts: dict[str, tuple[SearchPart, ...]]
    """The sections of each postmortem as plain text, by its id."""
    addresses: Addresses

    def find(self, name: str) -> Postmortem:
        """The postmortem of that id or former id, or of an incident of that number.

        Zeros before the number may be left out where only one is meant. Raises UnusableError
        where there is none.
        """
        typed = name.strip().casefold()
        found = self._by_name.get(typed)
        if found is None:
            key = _ZEROS.sub("", typed)
            alike = {p.id: p for own, p in self._by_name.items() if _ZEROS.sub("", own) == key}
            found = next(iter(alike.values())) if len(alike) == 1 else None
        if found is None:
            written = (
                other
                for names_of in _NAMES
                for p in self.library.postmortems
                for other in names_of(p)
            )
            guess = nearest_name(name.strip(), written)
            hint = f"; did you mean `{guess}`?" if guess else ""
            raise UnusableError(f"there is no postmortem {quote(name)}{hint}")
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, Postmortem]:
        names: dict[str, Postmortem] = {}
        for names_of in _NAMES:
            for postmortem in self.library.postmortems:
                for name in names_of(postmortem):
                    names.setdefault(name.casefold(), postmortem)
        return names


class AssistantLibrary:
    """A project under change: whatever is asked, the files are looked at again."""

    def __init__(self, config_file: Path | None, audience: str | None, *, cache: bool) -> None:
        """`audience` may be wider than the project's, for which there are fewer documents.

        Raises UnusableError.
        """
        self._config_file = config_file
        self._audience = audience
        self._cache = cache
        self._index: OpenIndex | None = None
        self._readings = ReadingCache()
        self._settings: tuple[bytes | None, SettingsReading] | None = None
        self._files: _Files | None = None
        self._library: SeenLibrary | None = None
        self._open_project()

    def index(self) -> OpenIndex:
        """What can be searched. Raises UnusableError."""
        project = self._open_project()
        cache = self._cache and project.cache
        self._index = open_index(project, cache=cache, opened=self._index)
        return self._index

    def library(self) -> SeenLibrary:
        """What can be read. Raises UnusableError."""
        project = self._open_project()
        settings = self._read_settings(project)
        files = _Files(
            project=project,
            settings=self._settings[0] if self._settings else None,
            sources=tuple(read_sources(project)),
            data_files=open_data_files(project),
            today=today_of(project, settings),
        )
        if self._library is None or files != self._files:
            self._library = _load(files, settings, self._readings)
            self._files = files
        return self._library

    def _open_project(self) -> Project:
        project = open_project(self._config_file)
        require_documents(project)
        settings = self._read_settings(project).settings
        require_audience(project.audience, settings)
        if self._audience is None:
            return project
        require_audience(self._audience, settings)
        if not settings.is_visible(self._audience, project.audience):
            raise UnusableError(
                f"the site's audience is `{project.audience}`, which may not see what is for "
                f"`{self._audience}`"
            )
        return replace(project, audience=self._audience)

    def _read_settings(self, project: Project) -> SettingsReading:
        try:
            data = read_settings_file(project.library)
        except OSError as error:
            raise UnusableError(f"{project.library}: {error.strerror}") from None
        if self._settings is None or self._settings[0] != data:
            self._settings = data, load_settings(data)
        return self._settings[1]


def _load(files: _Files, settings: SettingsReading, readings: ReadingCache) -> SeenLibrary:
    loaded = load_library(
        files.sources,
        settings,
        files.today,
        data_files=files.data_files,
        read=readings.read,
        examine=_without_rules,
    )
    library = loaded.library.visible_to(files.project.audience)
    return SeenLibrary(
        library=library,
        parts=dict(_parts(loaded, library)),
        addresses=Addresses(
            directory_urls=files.project.use_directory_urls, site_url=files.project.site_url
        ),
    )


def _without_rules(reading: PostmortemReading, _settings: Settings) -> Examination:
    return Examination(entry=read_entry(reading), diagnostics=())


def _parts(loaded: LoadedLibrary, library: Library) -> Iterable[tuple[str, tuple[SearchPart, ...]]]:
    for reading in loaded.readings:
        if reading.record and reading.record.id in library.by_id:
            record = read_search_record(reading, library.settings)
            yield reading.record.id, record.parts if record else ()
