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
_KEYS = f"there are {', '.join((*FACETS, _LIMIT))}"


class UnreadableListError(ValueError):
    """What a list asks for cannot be read: why, and how to mend it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a list asks for, as it was typed."""

    words: Facets
    """By the name of the facet; at least one."""
    limit: int
    """Postmortems that it shows at most; 1 or more."""


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
    """What a list asks for, in words that there are. Raises UnreadableListError."""
    wishes = read_wishes(query)
    try:
        selection = select(wishes.words, vocabularies, in_use=dict.fromkeys(FACETS, ()))
    except UnknownWordError as error:
        message, _, hint = str(error).partition("; ")
        raise UnreadableListError(message, hint) from None
    return LiveList(selection=selection, limit=wishes.limit)


def read_wishes(query: str) -> Wishes:
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
            guess = nearest(key, (*FACETS, _LIMIT))
            raise UnreadableListError(
                f"a list cannot ask for `{key}`", f"did you mean `{guess}`?" if guess else _KEYS
            )
    _refuse_rest(query[place:])
    if not any(words.values()):
        raise UnreadableListError("the list asks for nothing", "write `category=capacity`")
    return Wishes(words={key: tuple(values) for key, values in words.items()}, limit=limit)


def _read_limit(value: str) -> int:
    if value.isascii() and value.isdecimal() and 1 <= int(value[:9]) <= MAX_LIMIT:
        return int(value)
    raise UnreadableListError(
        f"`limit={value}` is no number of postmortems", f"write one from 1 to {MAX_LIMIT}"
    )


def _refuse_rest(text: str) -> None:
    if rest := text.strip():
        raise UnreadableListError(f"a list cannot ask for `{rest}`", f"write `key=value`; {_KEYS}")
