"""The index that the terminal's and the assistant's search ask, up to date with the documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ..cache_folder import digest_code, digest_of, keep, read_kept
from ..core.facets import vocabularies_of
from ..core.found import IndexEntry
from ..core.source import Source
from ..core.vocabulary import Term, Vocabulary
from ..project import Project
from ..sources import read_settings_file, relative_name
from ..word_index import NoFullTextSearchError, WordIndex
from .opening import UnusableError, progress, read_sources, require_documents

if TYPE_CHECKING:
    from ..core.settings import Settings
    from ..core.settings_file import SettingsReading

_MANY = 20_000
"""So many files are read in about a second, if nothing is made of them."""
_SLOW = 200
"""So many documents are taken apart in about a second."""


@dataclass(frozen=True, kw_only=True)
class SearchWords:
    """The words of `library.yml` that a search needs."""

    synonyms: tuple[tuple[str, ...], ...]
    vocabularies: Mapping[str, Vocabulary]
    """By the name of the facet."""
    problems: int
    """In `library.yml`, each of which is something that was not used."""


@dataclass(frozen=True, kw_only=True)
class OpenIndex:
    """What can be asked."""

    key: str
    """Of all that the index stands for, but for the documents."""
    index: WordIndex
    words: SearchWords


def open_index(project: Project, *, cache: bool, opened: OpenIndex | None = None) -> OpenIndex:
    """The index of what the project's audience may see, as the documents are now.

    One that was opened before is brought up to date, if it will still do. With
    `cache`, in a file of the audience's own, only documents that changed since the last time are read anew, and the
    rest of the program that reads them is not even loaded where none did. Raises
    UnusableError.
    """
    require_documents(project)
    library = _read_library_file(project)
    key = _key(project, library)
    name = f"search-{digest_of(project.audience)[:12]}.index"
    if opened and opened.key == key:
        index = opened.index
    else:
        index = _open(key, read_kept(project.root, name) if cache else b"")
    if _refresh(index, project, library) and cache:
        keep(project.root, name, index.to_keep())
    return OpenIndex(key=key, index=index, words=_read_words(index.note))


def _open(key: str, kept: bytes) -> WordIndex:
    try:
        return WordIndex(key, kept)
    except NoFullTextSearchError as error:
        raise UnusableError(
            f"this Python's SQLite cannot search texts ({error}); install one with FTS5"
        ) from None


def _refresh(index: WordIndex, project: Project, library: bytes | None) -> bool:
    """Bring an index up to date; say whether anything changed."""
    changes = index.compare(read_sources(project, slow=_MANY))
    if index.note and not changes:
        return False
    reading = _read_settings(project, library)
    if not index.note:
        index.note = _write_words(reading)
    read = _reader(project, reading.settings)
    with progress(len(changes.changed), "Reading", slow=_SLOW) as advance:

        def read_one(source: Source) -> IndexEntry:
            advance()
            return read(source)

        index.take_in(changes, read_one)
    return True


def _read_library_file(project: Project) -> bytes | None:
    try:
        return read_settings_file(project.library)
    except OSError as error:
        raise UnusableError(f"{project.library}: {error.strerror}") from None


def _key(project: Project, library: bytes | None) -> str:
    return digest_of(
        digest_code(),
        library or b"",
        str(library is None),
        project.audience,
        project.site_url,
        str(project.use_directory_urls),
        relative_name(project.docs_dir, project.root),
    )


def _read_settings(project: Project, library: bytes | None) -> SettingsReading:
    from ..pipeline import load_settings
    from .loading import require_audience

    reading = load_settings(library)
    require_audience(project.audience, reading.settings)
    return reading


def _reader(project: Project, settings: Settings) -> Callable[[Source], IndexEntry]:
    from ..index_entries import read_index_entry
    from ..pages import Addresses

    addresses = Addresses(directory_urls=project.use_directory_urls, site_url=project.site_url)
    return lambda source: read_index_entry(source, settings, project.audience, addresses)


def _write_words(reading: SettingsReading) -> str:
    settings = reading.settings
    vocabularies = {
        name: {"open": vocabulary.open, "terms": [asdict(term) for term in vocabulary.terms]}
        for name, vocabulary in vocabularies_of(settings).items()
    }
    return json.dumps(
        {
            "synonyms": settings.synonyms,
            "vocabularies": vocabularies,
            "problems": len(reading.problems),
        }
    )


def _read_words(text: str) -> SearchWords:
    kept = json.loads(text)
    return SearchWords(
        synonyms=tuple(map(tuple, kept["synonyms"])),
        vocabularies={
            name: Vocabulary(
                terms=tuple(
                    Term(**{**term, "aliases": tuple(term["aliases"])}) for term in one["terms"]
                ),
                open=one["open"],
            )
            for name, one in kept["vocabularies"].items()
        },
        problems=kept["problems"],
    )
