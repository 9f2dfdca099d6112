"""The search's index in the built site, made by Pagefind.

Pagefind's own filters and orders are not used (`outputs/search_table.py` says why), and
without them the same pages give the same files.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pagefind.service import get_executable

LANGUAGE = "en"
_UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-worker.js",
    "wasm.unknown.pagefind",
)
"""Ready-made interfaces, which the search page does without, and what it never loads."""
_ADDRESS = re.compile(rb'pagefind_dcd\{"url":("(?:[^"\\]|\\.)*")')
"""How a fragment begins."""
_HEAD = 1_000
"""So many bytes of it are read."""
_CHUNK = 6_000
"""Words in postmortems that one file of the index holds.

Who searches loads a file for each word. With Pagefind's own 20,000 that is 27 kB at 10,000
postmortems, with 6,000 14 kB, while the list of the files, which everybody loads, grows by 9 kB.
The setting is called unstable; where it is no more, the files are as large as they are.
"""


class IndexingError(Exception):
    """Pagefind could not be run, or did not do what it was asked for."""


def build_index(entries: Iterable[tuple[str, str]], bundle: Path) -> Mapping[str, str]:
    """Index pages into a folder, in the place of what was there.

    Each page comes as the path of its file in the site and its HTML for the search.
    Gives the name of each page's fragment, without the language, by that path. Raises
    IndexingError or OSError. Without pages the folder is empty.
    """
    # Not within the site: what a process leaves that is ended meanwhile would be published.
    with tempfile.TemporaryDirectory(prefix="postmortems-search-") as folder:
        pages, made = Path(folder, "pages"), Path(folder, "made")
        pages.mkdir()
        made.mkdir()
        addresses = dict(_write_pages(entries, pages))
        if addresses:
            _run_pagefind(pages, made)
        for pattern in _UNUSED:
            for unused in made.glob(pattern):
                unused.unlink()
        names = {addresses[url]: name for url, name in _read_names(made / "fragment")}
        if len(names) < len(addresses) or len(set(map(len, names.values()))) > 1:
            raise IndexingError("pagefind has left out pages, or names them as nobody expects")
        if bundle.exists():
            shutil.rmtree(bundle)
        bundle.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, bundle)
    return names


def _write_pages(entries: Iterable[tuple[str, str]], folder: Path) -> Iterator[tuple[str, str]]:
    """Pairs of the address that Pagefind makes of a path, and the path."""
    for destination, text in entries:
        # A folder for each page would take as long as everything else here.
        name = f"{destination.removesuffix('.html').removesuffix('/index')}.html"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        yield f"/{name}", destination


def _run_pagefind(pages: Path, made: Path) -> None:
    # Pagefind's Python side ends its process as soon as that has answered, which may be
    # before the last files are written whole.
    executable = get_executable()
    if executable is None:
        raise IndexingError("pagefind is not installed")
    command = [executable, "--site", pages, "--output-path", made, "--force-language", LANGUAGE]
    try:
        done = subprocess.run(
            [*map(str, command), "--quiet"],
            cwd=pages,  # where no settings of somebody else's lie
            env={
                **{name: text for name, text in os.environ.items() if not _is_setting(name)},
                "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(_CHUNK),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise IndexingError(f"pagefind cannot be run: {error}") from None
    if done.returncode:
        raise IndexingError(f"pagefind: {(done.stderr or done.stdout).strip()}")


def _is_setting(name: str) -> bool:
    return name.upper().startswith("PAGEFIND_")


def _read_names(folder: Path) -> Iterator[tuple[str, str]]:
    """The address and name of each fragment."""
    for path in folder.glob(f"{LANGUAGE}_*.pf_fragment"):
        data = path.read_bytes()
        head = zlib.decompressobj(wbits=31).decompress(data, _HEAD)
        match = _ADDRESS.match(head)
        if match is None:
            raise IndexingError("pagefind writes fragments in another form than expected")
        yield json.loads(match[1]), path.stem.removeprefix(f"{LANGUAGE}_")
