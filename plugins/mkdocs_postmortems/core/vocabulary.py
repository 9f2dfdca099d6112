"""The organisation's words: ids with titles, found by id, title or alias."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

MAX_ID = 80
"""Letters of an id, which becomes the name of a file."""
_NEARLY = 0.9
_SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class Term:
    """One word of a vocabulary: a category, a service, a contributing factor …"""

    id: str
    """`[a-z0-9-]`, but for severities, which keep the organisation's spelling."""
    title: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    retired: bool = False
    """Whether it stays for what was written with it, and is offered no longer."""
    successor: str | None = None
    """Id of the term to use instead of a retired one."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """An ordered list of terms.

    An open vocabulary takes an unknown word as a new term, for libraries whose
    settings do not list any.
    """

    terms: tuple[Term, ...]
    open: bool = False
    _index: dict[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, Term] = {}
        for names in ("id", "title"):
            for term in self.terms:
                index.setdefault(fold(getattr(term, names)), term)
        for term in self.terms:
            for alias in term.aliases:
                index.setdefault(fold(alias), term)
        object.__setattr__(self, "_index", index)

    def resolve(self, text: str) -> Term | None:
        """The term of that id, title or alias, whatever its case, spaces and hyphens.

        None if there is none; an open vocabulary makes one of any word with a
        letter or digit in it, unless it is too long for an id.
        """
        term = self._index.get(fold(text))
        if term is None and self.open and 0 < len(identifier := make_id(text)) <= MAX_ID:
            return Term(id=identifier, title=text.strip())
        return term

    @cached_property
    def current(self) -> tuple[Term, ...]:
        """The terms that new documents may use: all but the retired ones."""
        return tuple(term for term in self.terms if not term.retired)

    def successor_of(self, term: Term) -> Term | None:
        """The term to use instead of a retired one; over several steps, where that is retired too."""
        by_id = {other.id: other for other in self.terms}
        seen = {term.id}
        while term.retired:
            following = by_id.get(term.successor or "")
            if following is None or following.id in seen:
                return None
            seen.add(following.id)
            term = following
        return term if len(seen) > 1 else None

    def title_of(self, identifier: str) -> str:
        """The title of a term, or the id itself where the list does not have it."""
        term = self._index.get(fold(identifier))
        return term.title if term else identifier

    def nearest(self, text: str) -> str | None:
        """The id that was probably meant, or None; a retired one is not offered."""
        return nearest(text, (term.id for term in self.current)) or next(
            (
                term.id
                for term in self.current
                if nearest(text, (term.title, *term.aliases)) is not None
            ),
            None,
        )


def nearest(text: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like the text, or None if none is near (difflib, ratio 0.6)."""
    by_folded = {fold(candidate): candidate for candidate in candidates}
    found = difflib.get_close_matches(fold(text), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def is_nearly(text: str, other: str) -> bool:
    """Whether two texts differ by a letter or two in many (difflib, ratio 0.9)."""
    return difflib.SequenceMatcher(None, fold(text), fold(other)).ratio() >= _NEARLY


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Letters and digits alone, in lower case: `Staging parity` is `staging-parity`."""
    if text.isascii():  # the same, in a tenth of the time
        return _SIGNS.sub("", text.lower())
    return "".join(character for character in text.casefold() if character.isalnum())


def slugify(text: str) -> str:
    """An id of `[a-z0-9-]`: accents fall away, `ß` is `ss`, everything else becomes a hyphen."""
    ascii_text = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")


def make_id(text: str) -> str:
    """The id of a new word: its slug, with a short hash where letters of other scripts fell away.

    Without the hash, two words of one script would be one. Empty where the text
    has no letter or digit at all.
    """
    folded = fold(text)
    letters = unicodedata.normalize("NFKD", folded)
    if all(character.isascii() or not character.isalnum() for character in letters):
        return slugify(text)
    mark = hashlib.sha256(folded.encode()).hexdigest()[:8]
    return f"{slugify(text) or 'term'}-{mark}"
