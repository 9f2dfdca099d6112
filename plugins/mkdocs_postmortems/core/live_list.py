"""`[[find: category=capacity team=payments]]`: a list of the postmortems that have something in common.

It is live: each build lists those that there are then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .facets import FACETS, Facets, Selection, UnknownWordError, facets_of, select
from .library import Library
from .postmortem import Postmortem
from .vocabulary import Vocabulary, nearest

DEFAULT_LIMIT = 10
"""Postmortems that a list shows where it does not say how many; the rest is a link away."""
MAX_LIMIT = 100
_WISH = re.compile(r"""(?P<key>[\w-]+)\s*=\s*(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))""")
_LIMIT = "limit"


class UnreadableListError(ValueError):
    """What a list asks for cannot be read; the message says what and how to mend it."""


@dataclass(frozen=True, kw_only=True)
class LiveList:
    """What a list asks for."""

    selection: Selection
    limit: int
    """Postmortems that it shows at most; 1 or more."""

    def choose(self, library: Library) -> tuple[Postmortem, ...]:
        """Those asked for, the newest first."""
        return tuple(p for p in library.postmortems if self.selection.holds(facets_of(p)))


def read_live_list(query: str, vocabularies: Mapping[str, Vocabulary]) -> LiveList:
    """Read `category=capacity team=payments limit=5`. Raises UnreadableListError.

    A value with a space in it stands in quotation marks; several of one facet, with
    commas between them or each with its key, mean any of them; different facets mean all.
    """
    words: dict[str, list[str]] = {}
    limit, place = DEFAULT_LIMIT, 0
    for wish in _WISH.finditer(query):
        _refuse_rest(query[place : wish.start()])
        place = wish.end()
        key = wish["key"].lower()
        value = wish["quoted"] if wish["quoted"] is not None else wish["plain"]
        if key == _LIMIT:
            limit = _read_limit(value)
        elif key in FACETS:
            words.setdefault(key, []).extend(filter(None, map(str.strip, value.split(","))))
        else:
            raise UnreadableListError(_refuse_key(key))
    _refuse_rest(query[place:])
    wanted: Facets = {key: tuple(values) for key, values in words.items()}
    if not any(wanted.values()):
        raise UnreadableListError("it does not say what to list; write `category=capacity`")
    try:
        selection = select(wanted, vocabularies, in_use={name: () for name in FACETS})
    except UnknownWordError as error:
        raise UnreadableListError(str(error)) from None
    return LiveList(selection=selection, limit=limit)


def _read_limit(value: str) -> int:
    if value.isascii() and value.isdecimal() and 1 <= int(value[:9]) <= MAX_LIMIT:
        return int(value)
    raise UnreadableListError(f"`limit={value}` is no number from 1 to {MAX_LIMIT}")


def _refuse_rest(text: str) -> None:
    if rest := text.strip():
        raise UnreadableListError(
            f"`{rest}` is no wish of the form `key=value`; there are {', '.join(FACETS)}"
        )


def _refuse_key(key: str) -> str:
    guess = nearest(key, (*FACETS, _LIMIT))
    hint = f"did you mean `{guess}`?" if guess else f"there are {', '.join((*FACETS, _LIMIT))}"
    return f"lists know no `{key}`; {hint}"
