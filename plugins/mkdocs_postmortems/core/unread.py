"""Documents of which nobody can tell all names and incidents: what their text mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .front_matter import FrontMatter
from .postmortem import PostmortemReading
from .vocabulary import fold, nearest

_FIELDS = frozenset({"id", "aliases", "incidents"})
_PART = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, kw_only=True)
class Unread:
    """A document whose names, or whose numbers in the register, could not all be read."""

    visibility: str
    text: str
    """The whole file, as far as it is text."""

    def mentions(self, names: Iterable[str]) -> set[str]:
        """Those of some names that occur in the text, folded."""
        wanted = {fold(name): name for name in names}
        longest = max((len(_PART.findall(name)) for name in wanted.values()), default=0)
        parts = _PART.findall(self.text.casefold())
        found = set()
        for start in range(len(parts)):
            joined = ""
            for part in parts[start : start + longest]:
                joined += part
                if joined in wanted:
                    found.add(joined)
        return found


def find_unread(reading: PostmortemReading) -> Unread | None:
    """The text of a document that cannot be read in full; None where all is known."""
    fields = reading.document.fields
    meant = {
        nearest(entry.key, FrontMatter.model_fields)
        for entry in fields.entries
        if entry.key not in FrontMatter.model_fields
    }
    in_doubt = meant | reading.front_matter.refused | set(fields.repeated)
    if reading.document.is_readable and _FIELDS.isdisjoint(in_doubt):
        return None
    # Without the NUL bytes, UTF-16 can be read as well.
    data = reading.document.source.data.replace(b"\0", b"")
    return Unread(visibility=reading.visibility, text=data.decode(errors="replace"))
