"""A content file as bytes: what is known before anything is read of it."""

from __future__ import annotations

from dataclasses import dataclass

MAX_BYTES = 1_000_000
"""A larger file is not read: no postmortem is that long, an attached log may be."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A content file as it lies on the disk."""

    path: str
    """As findings name it, with `/` between folders."""
    uri: str
    """Relative to the folder of the site's documents, with `/` between folders."""
    data: bytes
    """Of a file over the limit, its beginning: one byte more than the limit."""
    size: int
    """Bytes of the whole file."""
