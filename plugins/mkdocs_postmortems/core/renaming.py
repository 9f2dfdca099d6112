"""A postmortem that gets another id or its file another place: what changes in which file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .data_file import DataFile
from .header import Head, find_head
from .identities import Identities
from .renamed_data import edit_data_file, edit_settings
from .renamed_head import UneditableError, edit_head
from .renamed_text import Renamed, edit_text
from .source import MAX_BYTES, Source
from .text_edits import OriginalText
from .vocabulary import nearest


class UnknownNameError(Exception):
    """A name is that of no postmortem, or of several; says which there are."""


@dataclass(frozen=True, kw_only=True)
class ChangedFile:
    """A file with what it is to hold."""

    path: str
    """As findings name it; the former one of a file that moves."""
    before: bytes
    after: bytes
    count: int
    """How many references to the postmortem lead on; of the postmortem itself, its own links too."""


@dataclass(frozen=True, kw_only=True)
class LeftAsIs:
    """A file that names the postmortem, and is not edited."""

    path: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RenamePlan:
    """All that is to be written."""

    document: ChangedFile
    others: tuple[ChangedFile, ...]
    """Without the files that nothing changes in."""
    left: tuple[LeftAsIs, ...]


def find_path(name: str, identities: Identities) -> str:
    """The file of the one postmortem with an id or alias, as findings name it.

    Raises UnknownNameError.
    """
    paths = tuple(dict.fromkeys(c.path for c in identities.claims.get(name.lower(), ())))
    if len(paths) == 1:
        return paths[0]
    if paths:
        raise UnknownNameError(
            f"`{name}` is a name of {' and of '.join(paths)}; settle that in their front matter"
        )
    names = tuple(given.text for entry in identities.entries for given in entry.names)
    guess = nearest(name, names)
    hint = f"did you mean `{guess}`?" if guess else "`postmortems list` has their ids"
    raise UnknownNameError(f"there is no postmortem `{name}`; {hint}")


def renamed_uri(uri: str, old: str, new: str) -> str:
    """The file with the new id in its name, where that holds the former one, in either case."""
    folder, name = posixpath.split(uri)

    def put(found: re.Match[str]) -> str:
        return new if found[0] == old else new.lower()

    changed = re.sub(rf"(?<![A-Za-z0-9]){re.escape(old)}(?![0-9])", put, name, flags=re.IGNORECASE)
    return posixpath.join(folder, changed)


def plan_rename(
    renamed: Renamed,
    document: Source,
    *,
    postmortems: Iterable[Source],
    pages: Iterable[Source],
    settings: DataFile | None,
    data_files: Iterable[DataFile],
    is_file: Callable[[str], bool],
) -> RenamePlan:
    """Everything that changes in a library.

    `document` is the postmortem, `postmortems` are the others, `pages` the site's own.
    `is_file` tells whether there is a file, by its path from the folder of the site's documents.
    Raises UneditableError where the postmortem's own front matter cannot be edited.
    """
    left: list[LeftAsIs] = []
    others: list[ChangedFile] = []
    for source in postmortems:
        others += _change_text(source, renamed, is_file, left, has_head=True)
    for source in pages:
        others += _change_text(source, renamed, is_file, left, has_head=False)
    if settings is not None:
        others += _change_data(settings, renamed, left, is_settings=True)
    for file in data_files:
        others += _change_data(file, renamed, left, is_settings=False)
    return RenamePlan(
        document=_change_document(document, renamed, is_file),
        others=tuple(others),
        left=tuple(left),
    )


def _change_document(
    source: Source, renamed: Renamed, is_file: Callable[[str], bool]
) -> ChangedFile:
    try:
        original = OriginalText(source.data)
    except UnicodeDecodeError:
        raise UneditableError("the file is not UTF-8") from None
    text = original.text
    head = find_head(text)
    fields = edit_head(text, head, renamed, is_it=True)
    body = edit_text(_body_of(text, head), source.uri, renamed, is_file)
    return ChangedFile(
        path=source.path,
        before=source.data,
        after=original.edited((*fields, *body)),
        count=len(body),
    )


def _change_text(
    source: Source,
    renamed: Renamed,
    is_file: Callable[[str], bool],
    left: list[LeftAsIs],
    *,
    has_head: bool,
) -> Iterator[ChangedFile]:
    """Another postmortem, or a page, whose front matter is none of ours."""
    if source.size > MAX_BYTES:
        if renamed.old.encode() in source.data:
            left.append(LeftAsIs(path=source.path, reason="it is too large to be read"))
        return
    try:
        original = OriginalText(source.data)
    except UnicodeDecodeError:
        if renamed.old.encode() in source.data:
            left.append(LeftAsIs(path=source.path, reason="it is not UTF-8"))
        return
    text = original.text
    edits = edit_text(text, source.uri, renamed, is_file)
    if not edits and not renamed.id.search(text):
        return
    head = find_head(text)
    is_text = head.form != "yaml" and not has_head
    body = text if is_text else _body_of(text, head)
    edits = edit_text(body, source.uri, renamed, is_file)
    if has_head:
        try:
            edits += edit_head(text, head, renamed, is_it=False)
        except UneditableError as error:
            left.append(LeftAsIs(path=source.path, reason=str(error)))
    if edits:
        after = original.edited(edits)
        yield ChangedFile(path=source.path, before=source.data, after=after, count=len(edits))


def _body_of(text: str, head: Head) -> str:
    """The text, in the place of fields that were read as many spaces; its places stay the same.

    Of a document whose fields cannot be read, everything is text.
    """
    if not head.fields.entries:
        return text
    blank = re.sub(r"[^\n]", " ", text[head.begin : head.end])
    return text[: head.begin] + blank + text[head.end :]


def _change_data(
    file: DataFile, renamed: Renamed, left: list[LeftAsIs], *, is_settings: bool
) -> Iterator[ChangedFile]:
    if renamed.old == renamed.new or renamed.old.encode() not in file.data:
        return
    try:
        original = OriginalText(file.data)
    except UnicodeDecodeError:
        left.append(LeftAsIs(path=file.path, reason="it is not UTF-8"))
        return
    text = original.text
    edits = (
        edit_settings(text, renamed) if is_settings else edit_data_file(text, file.name, renamed)
    )
    if edits:
        after = original.edited(edits)
        yield ChangedFile(path=file.path, before=file.data, after=after, count=len(edits))
