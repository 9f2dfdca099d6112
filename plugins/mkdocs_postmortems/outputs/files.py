"""The files that are published beside the pages, and the one way of writing them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..core.front_matter_schema import json_schema
from ..core.library import Library
from ..pages import API, SCHEMA, Addresses
from .data import actions_json, patterns_json, postmortems_json, to_json


def data_files(library: Library, addresses: Addresses) -> Iterator[tuple[str, str]]:
    """Path in the site and text of each file."""
    yield f"{API}postmortems.json", to_json(postmortems_json(library, addresses))
    yield f"{API}actions.json", to_json(actions_json(library, addresses))
    yield f"{API}patterns.json", to_json(patterns_json(library, addresses))
    yield SCHEMA, to_json(json_schema(library.settings))


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
