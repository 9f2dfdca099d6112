"""The only reader of content files: what lies on the disk, as values."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from .core.document import MAX_BYTES, Source

_NO_INCIDENTS = frozenset({"index.md", "readme.md"})


def find_incident_files(docs_dir: Path, folder: str) -> Iterator[Path]:
    """The Markdown files below the incidents folder, in the order of their paths.

    `index.md`, `README.md` and hidden files are no incidents.
    """
    found = []
    for base, folders, names in os.walk(docs_dir / folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(base, name)
            for name in names
            if name.endswith(".md") and name.lower() not in _NO_INCIDENTS and name[0] != "."
        ]
    yield from sorted(found, key=lambda path: path.as_posix())


def read_source(path: Path, docs_dir: Path, root: Path) -> Source:
    """Read a file, unless it is over the limit; `root` is what findings name it from.

    Raises OSError where the file cannot be read.
    """
    size = path.stat().st_size
    data = path.read_bytes() if size <= MAX_BYTES else None
    return Source(
        path=relative_name(path, root), uri=relative_name(path, docs_dir), data=data, size=size
    )


def read_sources(docs_dir: Path, folder: str, root: Path) -> tuple[Source, ...]:
    """Read all documents of the incidents folder."""
    return tuple(
        read_source(path, docs_dir, root) for path in find_incident_files(docs_dir, folder)
    )


def read_settings_file(path: Path) -> bytes | None:
    """The bytes of `library.yml`, or None where there is no such file."""
    return path.read_bytes() if path.is_file() else None


def relative_name(path: Path, root: Path) -> str:
    """The path from `root` with `/` between folders; the whole path where it lies elsewhere."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()
