"""What a site lets others link to by name: the inventories of Sphinx (`objects.inv`, version 2)."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field

LABEL = "std:label"
"""The kind of entry that `:ref:` looks for."""
MAX_BYTES = 10_000_000
"""Of a file; that of 10,000 postmortems has about 4.4 MB."""
MAX_UNPACKED = 100_000_000
"""Bytes of what is packed in it."""
_HEAD = b"# Sphinx inventory version "
_PACKED = b"# The remainder of this file is compressed using zlib."
_SHOWN = 40


class UnreadableInventoryError(ValueError):
    """Something is no inventory; the message says why, as the end of a sentence."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InventoryEntry:
    """A place that others link to."""

    name: str
    """On one line; case matters to some readers, and not to others."""
    kind: str = LABEL
    """Domain and role: `std:label`, `py:class` …"""
    priority: str = "-1"
    """For Sphinx's own search; -1 keeps it out."""
    uri: str
    """Relative to the site's root, without spaces."""
    title: str
    """On one line; what stands for the place where a link has no words of its own."""


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """All the places of a site."""

    project: str = ""
    version: str = ""
    """Empty where there is none, as for a library."""
    entries: tuple[InventoryEntry, ...] = field(default=(), repr=False)


def write_inventory(inventory: Inventory) -> bytes:
    """The file. The same inventory gives the same bytes."""
    import sphobjinv  # takes a tenth of a second

    head = sphobjinv.Inventory()
    head.project, head.version = inventory.project, inventory.version
    # The whole `uri` in each line: in short, it would end differently under a name in other
    # letters, and Sphinx warns where such entries differ. An object of the library's own for
    # each line would take as long again.
    lines = (
        f"{entry.name} {entry.kind} {entry.priority} {entry.uri} {entry.title or '-'}\n"
        for entry in inventory.entries
    )
    packed: bytes = sphobjinv.compress(head.data_file() + "".join(lines).encode())
    return packed


def read_inventory(data: bytes) -> Inventory:
    """The inventory in a file of version 2. Raises UnreadableInventoryError."""
    import sphobjinv

    if len(data) > MAX_BYTES:
        raise UnreadableInventoryError(f"it has more than {MAX_BYTES // 1_000_000} MB")
    if not data.startswith(_HEAD):
        raise UnreadableInventoryError(f"it {_describe(data)}, where an inventory has its head")
    version, project, release, packing, *rest = [*data.split(b"\n", 4), b"", b"", b"", b""]
    if version.strip() != _HEAD + b"2":
        number = version.removeprefix(_HEAD)[:_SHOWN].decode(errors="replace").strip()
        raise UnreadableInventoryError(
            f"it is an inventory of version {number}, and only 2 is read"
        )
    if packing.strip() != _PACKED:
        raise UnreadableInventoryError("its head is cut short")
    unpacked = _unpack(rest[0])
    try:
        entries = tuple(
            InventoryEntry(
                name=found.name,
                kind=f"{found.domain}:{found.role}",
                priority=found.priority,
                uri=found.uri_expanded,
                title=found.dispname_expanded,
            )
            for match in sphobjinv.pb_data.finditer(unpacked)
            for found in [sphobjinv.DataObjBytes(**match.groupdict()).as_str]
        )
        return Inventory(
            project=_value(project, b"# Project:"),
            version=_value(release, b"# Version:"),
            entries=entries,
        )
    except UnicodeDecodeError:
        raise UnreadableInventoryError("it is not UTF-8") from None


def _unpack(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(packed, MAX_UNPACKED)
    except zlib.error:
        raise UnreadableInventoryError(
            "what stands behind its head is not packed by zlib"
        ) from None
    if unpacking.unconsumed_tail:
        raise UnreadableInventoryError(f"it unpacks to more than {MAX_UNPACKED // 1_000_000} MB")
    if not unpacking.eof:
        raise UnreadableInventoryError("it is cut short")
    return unpacked


def _value(line: bytes, key: bytes) -> str:
    return line.removeprefix(key).strip().decode()


def _describe(data: bytes) -> str:
    """What a file that is no inventory has in its place."""
    begin = data[:1_000].lstrip()
    if re.match(rb"<(?:!doctype html|html)", begin, re.IGNORECASE):
        return "is a page of HTML, such as one to log in"
    shown = begin[:_SHOWN].decode("utf-8", errors="replace").split("\n")[0]
    return (
        f"begins with `{shown.strip()}`" if shown.isprintable() and shown else "is something else"
    )
