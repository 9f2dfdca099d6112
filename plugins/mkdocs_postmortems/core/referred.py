"""Which postmortem a name stands for that somebody typed."""

from __future__ import annotations

from .library import Library
from .postmortem import Postmortem


class Referred:
    """Which postmortem a name means, whatever its case: its id, or one of its aliases."""

    def __init__(self, library: Library) -> None:
        self._by_name: dict[str, Postmortem] = {}
        for postmortem in library.postmortems:
            self._by_name[postmortem.id.casefold()] = postmortem
        for postmortem in library.postmortems:
            for alias in postmortem.aliases:
                self._by_name.setdefault(alias.casefold(), postmortem)

    def find(self, name: str) -> Postmortem | None:
        """The postmortem; None where the library has none of that name."""
        return self._by_name.get(name.casefold())
