"""Where what was read before is kept, and by what it is known to be still right."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from . import __version__
from .outputs.files import write_whole

FOLDER = Path(".cache", "postmortems")
"""Below the folder of `mkdocs.yml`; its contents can be deleted at any time."""

_LIBRARIES = ("detect_secrets", "frontmatter", "markdown_it", "pydantic", "yaml")
"""Whose version decides what is read and found; a new one is another file."""


def read_kept(root: Path, name: str) -> bytes:
    """What was kept under a name; empty where nothing was, or it cannot be read."""
    try:
        return (root / FOLDER / name).read_bytes()
    except OSError:
        return b""


def keep(root: Path, name: str, content: bytes) -> None:
    """Keep something where git does not see it; it is left where it cannot be written."""
    path = root / FOLDER / name
    try:
        ignore = path.parent / ".gitignore"
        if not ignore.exists():
            write_whole(ignore, "*\n")
        write_whole(path, content)
    except OSError:
        return


def digest_of(*parts: str | bytes) -> str:
    """One digest of several texts, which tells where each of them ends."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(str(len(data)).encode() + b":" + data)
    return digest.hexdigest()


def digest_code() -> str:
    """Of all that decides what is read and found: our code and the libraries below it."""
    parts = [__version__]
    origins = (spec.origin for name in _LIBRARIES if (spec := find_spec(name)))
    libraries = (Path(origin) for origin in origins if origin)
    for path in (*libraries, *sorted(Path(__file__).parent.rglob("*.py"))):
        status = path.stat()
        parts.append(f"{path.name} {status.st_size} {status.st_mtime_ns}")
    return digest_of(*parts)
