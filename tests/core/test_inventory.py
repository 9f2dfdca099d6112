"""Inventories, as this reads and writes them and as Sphinx does."""

from __future__ import annotations

import zlib

import pytest
from sphinx.util.inventory import InventoryFile

from mkdocs_postmortems.core.inventory import (
    MAX_BYTES,
    Inventory,
    InventoryEntry,
    UnreadableInventoryError,
    read_inventory,
    write_inventory,
)

HEAD = (
    b"# Sphinx inventory version 2\n# Project: Test\n# Version: 1\n"
    b"# The remainder of this file is compressed using zlib.\n"
)
TWO = Inventory(
    project="Lindgrove: {postmortems}",
    entries=(
        InventoryEntry(name="PM-2026-001", uri="incidents/PM-2026-001/", title="Löschung – 50 %"),
        InventoryEntry(
            name="shop.cart",
            kind="py:module",
            priority="0",
            uri="api/#shop.cart",
            title="shop.cart",
        ),
    ),
)


def test_what_is_written_is_read_again_here_and_by_sphinx() -> None:
    data = write_inventory(TWO)
    assert data == write_inventory(TWO)
    assert read_inventory(data) == TWO
    read = InventoryFile.loads(data, uri="https://a.example").data
    label = read["std:label"]["PM-2026-001"]
    assert (label.project_name, label.project_version) == ("Lindgrove: {postmortems}", "")
    assert label.uri == "https://a.example/incidents/PM-2026-001/"
    assert label.display_name == "Löschung – 50 %"
    assert read["py:module"]["shop.cart"].uri == "https://a.example/api/#shop.cart"


def test_short_forms_are_read_in_full() -> None:
    lines = b"shop.Cart py:class 1 api/#$ -\na label std:label -1 page.html#$ A title: with signs\n"
    inventory = read_inventory(HEAD + zlib.compress(lines))
    assert (inventory.project, inventory.version) == ("Test", "1")
    assert [(e.name, e.kind, e.uri, e.title) for e in inventory.entries] == [
        ("shop.Cart", "py:class", "api/#shop.Cart", "shop.Cart"),
        ("a label", "std:label", "page.html#a label", "A title: with signs"),
    ]


def test_an_inventory_without_entries_is_one() -> None:
    assert read_inventory(write_inventory(Inventory(project="Empty"))).entries == ()
    assert read_inventory(HEAD + zlib.compress(b"")).entries == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is something else"),
        (b"\x89PNG\r\n", "it is something else"),
        (b"\n<!DOCTYPE html><title>Log in</title>", "a page of HTML, such as one to log in"),
        (b"Not here, sorry\nmore", "it begins with `Not here, sorry`"),
        (b"# Sphinx inventory version 1\n# Project: a\n# Version: 1\n", "of version 1, and only 2"),
        (b"# Sphinx inventory version 2\n# Project: a\n", "its head is cut short"),
        (HEAD + b"a std:label -1 a.html A\n", "is not packed by zlib"),
        (HEAD, "it is cut short"),
        (HEAD + zlib.compress(b"a std:label -1 a.html A\n" * 50)[:-9], "it is cut short"),
        (HEAD + zlib.compress(b"a std:label -1 a.html \xff\n"), "it is not UTF-8"),
        (HEAD + b"x" * MAX_BYTES, "it has more than 10 MB"),
        (HEAD + zlib.compress(b" " * 100_000_001), "it unpacks to more than 100 MB"),
    ],
)
def test_what_is_no_inventory_is_named(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableInventoryError, match=message):
        read_inventory(data)
