"""The only reader of content files: what lies on the disk, as values."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from .core.data_file import DATA_FILE_NAMES, DataFile
from .core.source import MAX_BYTES, Source

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs takes for Markdown. A file that it renders and we do not read would
be published whatever its visibility."""
_NO_INCIDENTS = frozenset({"index", "readme"})


def is_incident_uri(uri: str, folder: str) -> bool:
    """Whether a Markdown file, named from the folder of documents, holds an incident.

    `index.md`, `README.md` and files below hidden folders do not.
    """
    inside = PurePosixPath(uri).parts[len(PurePosixPath(folder).parts) :]
    return (
        lies_below(uri, folder)
        and _may_be_incident(PurePosixPath(uri).name)
        and not any(part.startswith(".") for part in inside)
    )


def _may_be_incident(name: str) -> bool:
    return (
        name.endswith(_MARKDOWN)
        and not name.startswith(".")
        and name.rpartition(".")[0].lower() not in _NO_INCIDENTS
    )


def lies_below(uri: str, folder: str) -> bool:
    """Whether a file lies in a folder, or in one below it."""
    return PurePosixPath(uri).is_relative_to(folder)


def find_incident_files(docs_dir: Path, folder: str) -> Iterator[Path]:
    """The Markdown files that hold incidents, in the order of their paths."""
    return _find_files(docs_dir / folder, _may_be_incident)


def find_pages(docs_dir: Path) -> Iterator[Path]:
    """All Markdown files of the site, in the order of their paths; none below hidden folders."""
    return _find_files(docs_dir, lambda name: name.endswith(_MARKDOWN) and name[0] != ".")


def _find_files(folder: Path, is_wanted: Callable[[str], bool]) -> Iterator[Path]:
    found = []
    seen = set()
    # MkDocs follows links too; a folder that was seen is a link that goes round.
    for base, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(base)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(base, name) for name in names if is_wanted(name)]
    yield from sorted(found, key=lambda path: path.as_posix())


def find_source_files(folder: Path) -> Iterator[Path]:
    """The Markdown files below a folder that may hold something to import."""
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(base, name)
            for name in names
            if name.lower().endswith(_MARKDOWN)
            and PurePosixPath(name).stem.lower() not in _NO_INCIDENTS
            and not name.startswith(".")
        ]
    yield from sorted(found, key=lambda path: path.as_posix())


def read_source(path: Path, docs_dir: Path, root: Path) -> Source:
    """Read a file, of one over the limit the beginning; `root` is what findings name it from.

    Raises OSError where the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    return Source(
        path=relative_name(path, root), uri=relative_name(path, docs_dir), data=data, size=size
    )


def read_settings_file(path: Path) -> bytes | None:
    """The bytes of `library.yml`, or None where there is no such file."""
    return path.read_bytes() if path.is_file() else None


def find_data_files(library: Path) -> tuple[Path, ...]:
    """The data files, which lie beside `library.yml`, in the order of their names.

    On some disks a name in other letters, such as `Incidents.csv`, is the same; so it is on all.
    """
    folder = library.parent
    if not folder.is_dir():
        return ()
    return tuple(
        path
        for path in sorted(folder.iterdir())
        if path.name.lower() in DATA_FILE_NAMES and path.is_file()
    )


def read_data_file(path: Path, root: Path) -> DataFile:
    """Read a data file; `root` is what findings name it from. Raises OSError."""
    return DataFile(path=relative_name(path, root), data=path.read_bytes())


def relative_name(path: Path, root: Path) -> str:
    """The path from `root` with `/` between folders, `../` where it lies elsewhere."""
    for place in (os.path.abspath, os.path.realpath):  # the latter asks the disk, per folder
        name, folder = place(path), place(root)
        if name == folder:
            return "."
        if name.startswith(folder.rstrip(os.sep) + os.sep):
            return name[len(folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    try:
        return os.path.relpath(os.path.realpath(path), os.path.realpath(root)).replace(os.sep, "/")
    except ValueError:  # another drive
        return path.as_posix()
