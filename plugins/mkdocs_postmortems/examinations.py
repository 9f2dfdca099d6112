"""What was found in documents that have not changed since, by their content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from .cache_folder import digest_code, digest_of, keep, read_kept
from .core.postmortem import PostmortemReading
from .core.settings import Settings
from .core.settings_file import SettingsReading
from .core.source import Source
from .pipeline import Examination, examine, read_document

_NAME = "examinations.json"

_Kept = dict[str, Examination]


class ExaminationCache:
    """Examinations by a digest of document, path, settings and rules.

    A file that cannot be read counts as empty, and one that cannot be written is
    left: the cache only saves time.
    """

    def __init__(self, root: Path, settings: SettingsReading) -> None:
        self._root = root
        self._settings = settings.settings
        self._rules = digest_of(digest_code(), repr(settings.settings))
        self._known = self._load()
        self._used: _Kept = {}

    def examine(self, source: Source) -> Examination:
        """The examination of a document, the one kept where nothing has changed."""
        return self._recall(source, lambda: read_document(source, self._settings))

    def examine_reading(self, reading: PostmortemReading, _settings: Settings) -> Examination:
        """The same of a document that has been read."""
        return self._recall(reading.document.source, lambda: reading)

    def _recall(self, source: Source, read: Callable[[], PostmortemReading]) -> Examination:
        key = digest_of(self._rules, source.path.encode(), source.uri.encode(), source.data)
        found = self._known.get(key) or examine(read(), self._settings)
        self._used[key] = found
        return found

    def save(self) -> None:
        """Keep what was used, and forget the rest."""
        if self._used.keys() == self._known.keys():
            return
        keep(self._root, _NAME, _adapter().dump_json(self._used))

    def _load(self) -> _Kept:
        try:
            kept: _Kept = _adapter().validate_json(read_kept(self._root, _NAME))
            return kept
        except ValidationError:
            return {}


def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(_Kept)
