"""The one way of writing files: each whole, and of several that belong together all or none."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, its folder included. Raises OSError.

    A text is written as UTF-8. A file that was there keeps its mode, and a link
    its place: what it leads to is written.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@dataclass(frozen=True, kw_only=True)
class Rewriting:
    """A file that is there, with what it holds and is to hold."""

    path: Path
    before: bytes
    after: bytes
    moved_to: Path | None = None
    """Where it is to lie from then on, if elsewhere; nothing may lie there."""


def rewrite_all(files: Iterable[Rewriting]) -> None:
    """Rewrite all files, or leave all of them as they were. Raises OSError.

    A file that moves keeps its mode.
    """
    undo: list[Callable[[], object]] = []
    try:
        for file in files:
            path = file.path
            if file.moved_to is not None:
                _make_folder(file.moved_to.parent, undo)
                if file.moved_to.exists():
                    raise FileExistsError(
                        errno.EEXIST, os.strerror(errno.EEXIST), str(file.moved_to)
                    )
                path = file.path.rename(file.moved_to)
                undo.append(partial(path.rename, file.path))
            write_whole(path, file.after)
            undo.append(partial(write_whole, path, file.before))
    except BaseException:
        for step in reversed(undo):
            with suppress(OSError):  # the others are put back all the same
                step()
        raise


def _make_folder(folder: Path, undo: list[Callable[[], object]]) -> None:
    """Make a folder and those above it."""
    if not folder.is_dir():
        _make_folder(folder.parent, undo)
        folder.mkdir()
        undo.append(folder.rmdir)
