"""The files that are published beside the pages, and the one way of writing them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..core.front_matter import json_schema
from ..core.library import Library
from ..pages import API, SCHEMA, Addresses
from .data import actions_json, patterns_json, postmortems_json, to_json

DATA_FILES = (f"{API}postmortems.json", f"{API}actions.json", f"{API}patterns.json", SCHEMA)
"""Paths in the site of all files that `data_files` gives."""


def data_files(library: Library, addresses: Addresses) -> Iterator[tuple[str, str]]:
    """Path in the site and text of each file."""
    data = (
        postmortems_json(library, addresses),
        actions_json(library, addresses),
        patterns_json(library, addresses),
        json_schema(library.settings),
    )
    yield from zip(DATA_FILES, map(to_json, data), strict=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all, its folder included. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
