"""The history of action items, from the versions of their documents that git has.

One reading of the log and one of the contents take care of the whole library;
what was read is kept, so that the next build reads the commits since then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, TypeAdapter, ValidationError

from .cache_folder import digest_code, digest_of, keep, read_kept
from .core.history import DocumentVersion
from .core.settings import Settings
from .core.source import MAX_BYTES
from .core.stated_items import StatedItems, read_stated_items
from .git import GitError
from .git_log import COMMIT_ID, Commit, Head, find_head, is_step_before, read_blobs, read_commits
from .sources import is_incident_uri

_NAME = "history.json"


@dataclass(frozen=True, kw_only=True)
class HistoryReading:
    """What git had of the documents of a library."""

    versions: tuple[DocumentVersion, ...]
    """Oldest first, each under the id that the document had then."""
    reason: str | None
    """Why git had none, where that is so; one line."""


@dataclass(frozen=True, kw_only=True)
class _Record:
    """What the branch had up to a commit."""

    key: str
    """Digest of what decides how documents are read, and which."""
    head: Annotated[str, Field(pattern=COMMIT_ID)]
    versions: tuple[DocumentVersion, ...]
    """Oldest first."""
    files: dict[str, StatedItems]
    """What the documents said at last, by path."""


def read_history(
    folder: Path, settings: Settings, as_of: date, cache: Path | None
) -> HistoryReading:
    """The versions of all documents below a folder; none where all are of a day after `as_of`.

    They are those of the branch that is checked out, by the days of its commits
    in the library's time zone; what is not committed is no version. `cache` is
    the folder of `mkdocs.yml`, below which what was read is kept, or None. Never
    raises: without git, or all of its commits, there are none.
    """
    try:
        record = _update(folder, find_head(folder), settings, cache)
    except GitError as error:
        return HistoryReading(versions=(), reason=" ".join(str(error).split()))
    if not record.versions:
        return HistoryReading(versions=(), reason="no document is committed")
    if all(version.day > as_of for version in record.versions):
        reason = f"all commits of documents are later than {as_of.isoformat()}, which is as_of"
        return HistoryReading(versions=(), reason=reason)
    return HistoryReading(versions=record.versions, reason=None)


def _update(folder: Path, head: Head, settings: Settings, cache: Path | None) -> _Record:
    """What the branch had up to its head: what is kept, and what came since."""
    read_by = (repr(settings.sections), settings.id_prefix, settings.timezone)
    key = digest_of(digest_code(), head.prefix, *read_by)
    kept = _load(cache, key)
    if kept and kept.head == head.commit:
        return kept
    if kept and not is_step_before(folder, kept.head, head.commit):
        kept = None
    commits = read_commits(folder, kept.head if kept else None, head.commit)
    stated = _read_stated_items(folder, commits, settings)
    files = dict(kept.files) if kept else {}
    versions = tuple(_replay(commits, files, stated, ZoneInfo(settings.timezone)))
    record = _Record(
        key=key,
        head=head.commit,
        versions=(*(kept.versions if kept else ()), *versions),
        files=files,
    )
    if cache:
        keep(cache, _NAME, _adapter().dump_json(record))
    return record


def _load(cache: Path | None, key: str) -> _Record | None:
    try:
        record = _adapter().validate_json(read_kept(cache, _NAME)) if cache else None
    except ValidationError:
        return None
    return record if record and record.key == key else None


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[_Record]:
    return TypeAdapter(_Record)


def _read_stated_items(
    folder: Path, commits: Iterable[Commit], settings: Settings
) -> Mapping[str, StatedItems]:
    """What each content says, by blob; one without a record is left out."""
    blobs = dict.fromkeys(
        change.blob
        for commit in commits
        for change in commit.changes
        if change.blob and is_incident_uri(change.path, "")
    )
    read = (
        (blob, read_stated_items(data, settings))
        for blob, data in read_blobs(folder, blobs, MAX_BYTES)
    )
    return {blob: stated for blob, stated in read if stated}


def _replay(
    commits: Iterable[Commit],
    files: dict[str, StatedItems],
    stated: Mapping[str, StatedItems],
    zone: ZoneInfo,
) -> Iterator[DocumentVersion]:
    """The versions that commits brought; `files` is brought from before them to after them.

    A document is known by its id, so that it may move. While two files have the
    same id nobody knows which is the document, and there is no version of it.
    """
    holders: dict[str, dict[str, StatedItems]] = {}
    for path, said in files.items():
        holders.setdefault(said.postmortem, {})[path] = said
    for commit in commits:
        touched: dict[str, None] = {}
        for change in commit.changes:
            before = files.pop(change.path, None)
            if before:
                touched[before.postmortem] = None
                del holders[before.postmortem][change.path]
            after = stated.get(change.blob or "")
            if after and is_incident_uri(change.path, ""):
                touched[after.postmortem] = None
                files[change.path] = after
                holders.setdefault(after.postmortem, {})[change.path] = after
        day = _day_of(commit.moment, zone)
        for postmortem in touched:
            found = tuple(holders[postmortem].values())
            if len(found) == 1:
                yield DocumentVersion(day=day, postmortem=postmortem, items=found[0].items)


def _day_of(moment: int, zone: ZoneInfo) -> date:
    """The day of an instant; one that is on no calendar lies after all days."""
    try:
        return datetime.fromtimestamp(moment, zone).date()
    except (ValueError, OverflowError, OSError):
        return date.max
