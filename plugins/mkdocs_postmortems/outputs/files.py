"""The one way of writing files: each whole, and of several that belong together all or none."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, its folder included. Raises OSError.

    A text is written as UTF-8. A file that was there keeps its mode, and a link
    its place: what it leads to is written.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    written = _write_aside(path, data, like=path)
    try:
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def _write_aside(path: Path, data: bytes, *, like: Path) -> Path:
    """A file that can take the place of another one, and has the mode of a third if that is there."""
    if like.exists() and not os.access(like, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(like))
    mode = like.stat().st_mode & 0o777 if like.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(mode)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


@dataclass(frozen=True, kw_only=True)
class Rewriting:
    """A file that is there, with what it holds and is to hold."""

    path: Path
    before: bytes
    after: bytes
    moved_to: Path | None = None
    """Where it is to lie from then on, if elsewhere; nothing may lie there."""


class ChangedMeanwhileError(Exception):
    """A file no longer holds what it did when its change was made up; nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class NotUndoneError(Exception):
    """Some files could not be written, nor all of the others be put back."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.paths = tuple(paths)
        """Those not put back, as they were called; what they held lies in a file beside each,
        with a point before the name."""
        super().__init__(self.paths)


def is_taken(place: Path, mover: Path) -> bool:
    """Whether a file cannot move to a place, as another one lies there.

    On some disks two names that differ in case are one: there lies the file itself.
    """
    is_same_name = str(place).casefold() == str(mover).casefold()
    return os.path.lexists(place) and not (is_same_name and place.samefile(mover))


@dataclass(frozen=True, kw_only=True)
class _Swap:
    """A file, and where it is to lie; beside that place, what it held and what it is to hold."""

    path: Path
    place: Path
    before: Path
    after: Path


def rewrite_all(files: Iterable[Rewriting]) -> None:
    """Rewrite all files, or leave all of them as they were. Raises OSError.

    What needs room on the disk comes first; from then on files only take the place of others,
    and so they do to put back what was there. Raises ChangedMeanwhileError too, and at the worst
    NotUndoneError. A file that moves keeps its mode.
    """
    changes = tuple(files)
    with ExitStack() as leftovers:
        swaps = [_prepare(file, leftovers) for file in changes]
        for file in changes:
            if file.path.read_bytes() != file.before:
                raise ChangedMeanwhileError(file.path)
        back: list[tuple[_Swap, Path, Path]] = []
        try:
            for swap in swaps:
                if swap.place != swap.path:
                    swap.path.replace(swap.place)
                    back.append((swap, swap.place, swap.path))
                swap.after.replace(swap.place)
                back.append((swap, swap.before, swap.place))
        except BaseException as error:
            stuck: dict[Path, None] = {}
            for swap, there, here in reversed(back):
                try:
                    there.replace(here)
                except OSError:  # the others are put back all the same
                    stuck[swap.path] = None
            if stuck:
                leftovers.pop_all()
                raise NotUndoneError(stuck) from error
            raise


def _prepare(file: Rewriting, leftovers: ExitStack) -> _Swap:
    """Write aside what a file held and is to hold, in a folder that is made if need be."""
    place = file.moved_to or file.path
    if file.moved_to and is_taken(place, file.path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
    missing = [folder for folder in place.parents if not folder.is_dir()]
    for folder in reversed(missing):
        folder.mkdir()
        leftovers.callback(_remove_empty, folder)
    written = []
    for data in (file.before, file.after):
        aside = _write_aside(place, data, like=file.path)
        leftovers.callback(aside.unlink, missing_ok=True)
        written.append(aside)
    return _Swap(path=file.path, place=place, before=written[0], after=written[1])


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # a file lies in it
        folder.rmdir()
