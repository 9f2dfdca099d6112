"""What was found in documents that have not changed since, by their content."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from . import __version__
from .core.document import Source
from .core.settings_file import SettingsReading
from .outputs.files import write_whole
from .pipeline import Examination, examine, read_document

FOLDER = Path(".cache", "postmortems")
"""Below the folder of `mkdocs.yml`; its contents can be deleted at any time."""

_LIBRARIES = ("detect_secrets", "frontmatter", "markdown_it", "pydantic", "yaml")
"""Whose version decides what is found; a new one is another file."""

_Kept = dict[str, Examination]


class ExaminationCache:
    """Examinations by a digest of document, path, settings and rules.

    A file that cannot be read counts as empty, and one that cannot be written is
    left: the cache only saves time.
    """

    def __init__(self, root: Path, settings: SettingsReading) -> None:
        self._path = root / FOLDER / "examinations.json"
        self._settings = settings.settings
        self._rules = _digest(_rules_digest(), repr(settings.settings))
        self._known = self._load()
        self._used: _Kept = {}

    def examine(self, source: Source) -> Examination:
        """The examination of a document, the one kept where nothing has changed."""
        key = _digest(self._rules, source.path.encode(), source.uri.encode(), source.data)
        found = self._known.get(key) or examine(
            read_document(source, self._settings), self._settings
        )
        self._used[key] = found
        return found

    def save(self) -> None:
        """Keep what was used, and forget the rest."""
        if self._used.keys() == self._known.keys():
            return
        try:
            ignore = self._path.parent / ".gitignore"
            if not ignore.exists():
                write_whole(ignore, "*\n")
            write_whole(self._path, _adapter().dump_json(self._used).decode())
        except OSError:
            return

    def _load(self) -> _Kept:
        try:
            kept: _Kept = _adapter().validate_json(self._path.read_bytes())
            return kept
        except (OSError, ValidationError):
            return {}


def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(_Kept)


def _digest(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(str(len(data)).encode() + b":" + data)
    return digest.hexdigest()


def _rules_digest() -> str:
    """Of all that decides what is found: our code and the libraries below it."""
    parts = [__version__]
    origins = (spec.origin for name in _LIBRARIES if (spec := find_spec(name)))
    libraries = (Path(origin) for origin in origins if origin)
    for path in (*libraries, *sorted(Path(__file__).parent.rglob("*.py"))):
        status = path.stat()
        parts.append(f"{path.name} {status.st_size} {status.st_mtime_ns}")
    return _digest(*parts)
