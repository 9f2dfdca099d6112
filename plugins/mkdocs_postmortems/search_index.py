"""The search's index in the built site, made by Pagefind.

Pagefind's own filters and orders are not used (`outputs/search_table.py` says why), and
without them the same pages give the same files.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pagefind.service import PagefindService

LANGUAGE = "en"
BUNDLE = "pagefind"
"""Pagefind's folder in the site."""
_UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
)
"""Ready-made interfaces, which the search page does without."""
_ADDRESS = re.compile(rb'pagefind_dcd\{"url":("(?:[^"\\]|\\.)*")')
"""How a fragment begins."""
_HEAD = 1_000
"""So many bytes of it are read."""


class IndexingError(Exception):
    """Pagefind could not be run, or did not do what it was asked for."""


def build_index(entries: Iterable[tuple[str, str]], bundle: Path) -> Mapping[str, str]:
    """Index pages into a folder, in the place of what was there.

    Each page comes as the path of its file in the site and its HTML for the search.
    Gives the name of each page's fragment, without the language, by that path. Raises
    IndexingError or OSError; the folder is then as it was.
    """
    bundle.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{bundle.name}-", dir=bundle.parent) as folder:
        pages, made = Path(folder, "pages"), Path(folder, BUNDLE)
        pages.mkdir()
        addresses = dict(_write_pages(entries, pages))
        asyncio.run(_run_pagefind(pages, made))
        for pattern in _UNUSED:
            for unused in made.glob(pattern):
                unused.unlink()
        names = {
            addresses[address]: name
            for address, name in _read_names(made / "fragment")
            if address in addresses
        }
        if bundle.exists():
            bundle.rename(Path(folder, "former"))
        made.rename(bundle)
    return names


def _write_pages(entries: Iterable[tuple[str, str]], folder: Path) -> Iterator[tuple[str, str]]:
    """Pairs of the address that Pagefind makes of a path, and the path."""
    for destination, text in entries:
        path = folder / destination
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        yield "/" + destination.removesuffix("index.html"), destination


async def _run_pagefind(pages: Path, made: Path) -> None:
    # Pagefind takes single pages too, but its Python side then waits a tenth of a second
    # for each.
    try:
        service = await PagefindService().launch()
    except OSError as error:
        raise IndexingError(f"pagefind cannot be run: {error}") from None
    try:
        index = await service.create_index({"force_language": LANGUAGE})
        await index.add_directory(str(pages))
        await index.write_files(str(made))
    except Exception as error:  # of no narrower kind
        raise IndexingError(f"pagefind: {error.args[0] if error.args else error!r}") from None
    finally:
        await service.close()


def _read_names(folder: Path) -> Iterator[tuple[str, str]]:
    """The address and name of each fragment."""
    for path in folder.glob(f"{LANGUAGE}_*.pf_fragment"):
        data = path.read_bytes()
        head = zlib.decompressobj(wbits=31).decompress(data, _HEAD)
        match = _ADDRESS.match(head)
        if match is None:
            raise IndexingError("pagefind writes fragments in another form than expected")
        yield json.loads(match[1]), path.stem.removeprefix(f"{LANGUAGE}_")
