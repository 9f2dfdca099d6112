"""The words of postmortems in an SQLite database, in memory, with full-text search (FTS5).

It holds what one audience may see and nothing else, so that neither results nor hints
nor how rare a word is can tell of the rest. Between runs it is kept as bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property

from .cache_folder import digest_of
from .core.facets import Facets
from .core.found import Card, IndexEntry, read_card
from .core.search_field import SearchField
from .core.search_query import split_joined
from .core.source import Source

FIELDS = tuple(SearchField)
_LAYOUT = "1"
_TABLES = f"""
CREATE TABLE documents (
    row INTEGER PRIMARY KEY, path TEXT UNIQUE, digest BLOB, claimed TEXT, is_seen INTEGER,
    id TEXT, day TEXT, facets TEXT, card TEXT
);
CREATE TABLE names (name TEXT, written TEXT, row INTEGER);
CREATE INDEX by_name ON names (name);
CREATE TABLE words (word TEXT PRIMARY KEY, documents INTEGER) WITHOUT ROWID;
CREATE TABLE notes (text TEXT);
CREATE VIRTUAL TABLE search USING fts5 (
    {", ".join(FIELDS)}, tokenize = 'porter unicode61 remove_diacritics 2'
);
"""
_CAN_KEEP = hasattr(sqlite3.Connection, "serialize")
"""Not where SQLite was built without it; each search then reads all documents."""
_WORD = re.compile(r"[^\W_]{2,40}")
_MARKS = {1: " ", 2: " "}
"""Around matches stand the characters 1 and 2, so no text has them."""


class NoFullTextSearchError(Exception):
    """This Python's SQLite was built without FTS5."""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is not yet in an index."""

    gone: tuple[str, ...]
    """Paths of documents that are no more."""
    changed: tuple[Source, ...]
    """Documents that are new or not as they were."""

    def __bool__(self) -> bool:
        return bool(self.gone or self.changed)


class WordIndex:
    """What there is to be found, document by document."""

    def __init__(self, key: str, kept: bytes = b"") -> None:
        """An index for all that `key` stands for: code, settings, audience.

        What was kept is used if it is whole and was made for the same key. Raises
        NoFullTextSearchError.
        """
        self._key = f"{_LAYOUT} {key}"
        self._database = _open(_unwrap(kept, self._key))

    def to_keep(self) -> bytes:
        """The index as bytes, with a digest of the key and of themselves before them."""
        if not _CAN_KEEP:
            return b""
        content = self._database.serialize()
        return digest_of(self._key, content).encode() + content

    @cached_property
    def paths(self) -> dict[str, tuple[int, bytes]]:
        """The row and the digest of each document, by its path."""
        found = self._database.execute("SELECT path, row, digest FROM documents")
        return {path: (row, digest) for path, row, digest in found}

    @property
    def note(self) -> str:
        """What was noted last; empty in a new index."""
        return "".join(text for (text,) in self._database.execute("SELECT text FROM notes"))

    @note.setter
    def note(self, text: str) -> None:
        """Keep a text for as long as the key holds."""
        self._database.execute("INSERT INTO notes VALUES (?)", (text,))

    def compare(self, sources: Iterable[Source]) -> Changes:
        """What is different in these documents, which are all."""
        gone = dict(self.paths)
        changed = []
        for source in sources:
            known = gone.pop(source.path, None)
            if known is None or known[1] != _digest(source):
                changed.append(source)
        return Changes(gone=tuple(gone), changed=tuple(changed))

    def take_in(self, changes: Changes, read: Callable[[Source], IndexEntry]) -> None:
        """Forget the documents that are gone, and read those that changed."""
        with _whole(self._database):
            for path in (*changes.gone, *(source.path for source in changes.changed)):
                if path in self.paths:
                    self._remove(self.paths[path][0])
            for source in changes.changed:
                self._add(source.path, _digest(source), read(source))
        for name in ("paths", "entries", "size"):  # which looked at the documents as they were
            self.__dict__.pop(name, None)

    def _add(self, path: str, digest: bytes, entry: IndexEntry) -> None:
        claimed = entry.claimed.lower() if entry.claimed else None
        card = entry.card if entry.is_seen else None
        row = self._database.execute(
            "INSERT INTO documents VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                path,
                digest,
                claimed,
                entry.is_seen,
                card.id if card else None,
                (card.date or "") if card else None,
                json.dumps(dict(entry.facets)) if card else None,
                json.dumps(asdict(card)) if card else None,
            ),
        ).lastrowid
        if card is None:
            return
        names = ((name.casefold(), name, row) for name in entry.names)
        self._database.executemany("INSERT INTO names VALUES (?, ?, ?)", names)
        texts: dict[SearchField, list[str]] = {field: [] for field in FIELDS}
        for field, text in entry.texts:
            texts[field].append(text.translate(_MARKS))
        columns = [_with_names_apart("\n".join(texts[field])) for field in FIELDS]
        marks = ", ".join("?" * len(FIELDS))
        self._database.execute(
            f"INSERT INTO search (rowid, {', '.join(FIELDS)}) VALUES (?, {marks})", (row, *columns)
        )
        self._database.executemany(
            "INSERT INTO words VALUES (?, 1)"
            " ON CONFLICT (word) DO UPDATE SET documents = documents + 1",
            ((word,) for word in _words(columns)),
        )

    def _remove(self, row: int) -> None:
        columns = self._database.execute("SELECT * FROM search WHERE rowid = ?", (row,)).fetchone()
        self._database.executemany(
            "UPDATE words SET documents = documents - 1 WHERE word = ?",
            ((word,) for word in _words(columns or ())),
        )
        self._database.execute("DELETE FROM words WHERE documents = 0")
        for table, column in (("search", "rowid"), ("names", "row"), ("documents", "row")):
            self._database.execute(f"DELETE FROM {table} WHERE {column} = ?", (row,))

    @cached_property
    def entries(self) -> dict[int, tuple[str, str, Facets]]:
        """Day, id and facets of each postmortem, by its row."""
        found = self._database.execute(
            "SELECT row, day, id, facets FROM documents WHERE id IS NOT NULL"
            f" AND lower(id) NOT IN ({_CONTESTED})"
        )
        return {
            row: (day, identifier, json.loads(facets)) for row, day, identifier, facets in found
        }

    @property
    def left_out(self) -> int:
        """How many documents the audience could see, had they a record of their own."""
        (number,) = self._database.execute(
            "SELECT count(*) FROM documents WHERE is_seen"
            f" AND (id IS NULL OR lower(id) IN ({_CONTESTED}))"
        ).fetchone()
        return int(number)

    @cached_property
    def size(self) -> int:
        """How many postmortems have their words in it."""
        (number,) = self._database.execute(
            "SELECT count(*) FROM documents WHERE id IS NOT NULL"
        ).fetchone()
        return int(number)

    def card(self, row: int) -> Card:
        """What is shown of a postmortem."""
        (card,) = self._database.execute(
            "SELECT card FROM documents WHERE row = ?", (row,)
        ).fetchone()
        return read_card(json.loads(card))

    def named(self, names: Iterable[str]) -> set[int]:
        """The rows of postmortems that are called so, or tell of an incident of that number."""
        found = (
            self._database.execute("SELECT row FROM names WHERE name = ?", (name,))
            for name in names
        )
        return {row for rows in found for (row,) in rows}

    def names(self) -> Iterator[str]:
        """All names, as written."""
        found = self._database.execute("SELECT DISTINCT written FROM names ORDER BY written")
        return (name for (name,) in found)

    def match(self, phrase: str, weights: Mapping[SearchField, float]) -> dict[int, float]:
        """FTS5's `bm25` of each postmortem that has a phrase, positive, by its row."""
        marks = ", ".join("?" * len(FIELDS))
        found = self._database.execute(
            f"SELECT rowid, -bm25(search, {marks}) FROM search WHERE search MATCH ?",
            (*(weights[field] for field in FIELDS), _quote(phrase)),
        )
        return dict(found)

    def mark(self, row: int, field: SearchField, phrases: Iterable[str]) -> str:
        """The text of a field, with the characters 1 and 2 around each phrase of these in it."""
        expression = " OR ".join(map(_quote, phrases))
        found = self._database.execute(
            f"SELECT highlight(search, {FIELDS.index(field)}, char(1), char(2))"
            " FROM search WHERE rowid = ? AND search MATCH ?",
            (row, expression),
        ).fetchone()
        return str(found[0]) if found else ""

    def words_from(self, beginning: str, limit: int) -> tuple[str, ...]:
        """The longer words that begin so, those of the most postmortems first."""
        found = self._database.execute(
            "SELECT word FROM words WHERE word > ? AND word < ? ORDER BY documents DESC, word LIMIT ?",
            (beginning, f"{beginning}\U0010ffff", limit),
        )
        return tuple(word for (word,) in found)

    def words_like(self, word: str) -> Iterator[str]:
        """Words of about the same length, with one of the first two letters in its place."""
        found = self._database.execute(
            "SELECT word FROM words WHERE length(word) BETWEEN ? AND ?"
            " AND (substr(word, 1, 1) = ? OR substr(word, 2, 1) = ?) ORDER BY documents DESC, word",
            (len(word) - 2, len(word) + 2, word[:1], word[1:2]),
        )
        return (w for (w,) in found)


_CONTESTED = (
    "SELECT claimed FROM documents WHERE claimed IS NOT NULL GROUP BY claimed HAVING count(*) > 1"
)


def _unwrap(kept: bytes, key: str) -> bytes:
    if not _CAN_KEEP:
        return b""
    digest, content = kept[:64], kept[64:]
    return content if digest and digest == digest_of(key, content).encode() else b""


def _open(content: bytes) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if content:
        database.deserialize(content)
        return database
    try:
        database.executescript(_TABLES)
    except sqlite3.OperationalError as error:
        raise NoFullTextSearchError(str(error)) from None
    return database


def _digest(source: Source) -> bytes:
    return hashlib.sha256(source.data).digest()


@contextmanager
def _whole(database: sqlite3.Connection) -> Iterator[None]:
    """All of what is done, or nothing."""
    database.execute("BEGIN")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _quote(phrase: str) -> str:
    """A phrase of FTS5's language, in which nothing has a meaning of its own."""
    return '"' + phrase.replace('"', '""') + '"'


def _words(columns: Iterable[str]) -> list[str]:
    return sorted({word.lower() for column in columns for word in _WORD.findall(column)})


def _with_names_apart(text: str) -> str:
    """The text, and below it the words of names that are written as one."""
    apart = dict.fromkeys(filter(None, map(split_joined, _WORD.findall(text))))
    return "\n".join((text, *apart))
