"""Which postmortem a name stands for that somebody typed."""

from __future__ import annotations

import re

from .front_matter import ID_PATTERN
from .library import Library
from .postmortem import Postmortem

_ID = re.compile(ID_PATTERN, re.IGNORECASE)


class Referred:
    """Which postmortem a name means, whatever its case: its id, or one of its aliases.

    `withheld` are names of postmortems that readers do not have, in lower case.
    """

    def __init__(self, library: Library, withheld: frozenset[str] = frozenset()) -> None:
        self._withheld = withheld
        self._by_name: dict[str, Postmortem] = {}
        for postmortem in library.postmortems:
            self._by_name[postmortem.id.casefold()] = postmortem
        for postmortem in library.postmortems:
            for alias in postmortem.aliases:
                self._by_name.setdefault(alias.casefold(), postmortem)

    def find(self, name: str) -> Postmortem | None:
        """The postmortem; None where the library has none of that name."""
        return self._by_name.get(name.casefold())

    def is_withheld(self, name: str) -> bool:
        """Whether readers do not have the postmortem of a name, of which then words stay."""
        return self.find(name) is None and name.casefold() in self._withheld

    def first_id_of(self, postmortem: Postmortem) -> str:
        """The id that a postmortem had first, in capitals: what it is known by elsewhere for good.

        A rename appends the id before it to `aliases`, so that is the first alias of such a
        form; one that means another postmortem, which is PM104, does not count.
        """
        former = (
            alias
            for alias in postmortem.aliases
            if _ID.match(alias) and self.find(alias) is postmortem
        )
        return next(former, postmortem.id).upper()
