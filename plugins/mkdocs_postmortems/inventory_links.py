"""References to the postmortems of another site as links, by the names in its inventory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from .core.diagnostics import Finding, Level
from .core.facets import FIXED
from .core.inventory import LABEL, Inventory, InventoryEntry
from .core.live_list import UnreadableListError, read_wishes
from .core.references import find_references
from .core.vocabulary import Term, Vocabulary, nearest
from .outputs.inventory import SEARCH, name_of
from .reference_links import Link, ListPlace

_ID = re.compile(r"([a-z][a-z0-9]{0,19})-[0-9]{4}-[0-9]{3,9}(?:-[a-z0-9-]+)?", re.IGNORECASE)
"""Of a postmortem, or of an action item in one."""
_NAMED = ("category", "factor", "service", "team")
"""Facets whose words have names, such as `category-capacity`."""


class InventoryNames:
    """The names in an inventory, whatever their case, as addresses."""

    def __init__(self, inventory: Inventory, site: str) -> None:
        self._site = site.rstrip("/")
        self._by_name: dict[str, InventoryEntry] = {}
        for entry in inventory.entries:
            if entry.kind == LABEL:  # as somebody wrote it, which comes before lower case
                self._by_name.setdefault(entry.name.lower(), entry)
        entries = self._by_name.values()
        self._uris = frozenset(entry.uri for entry in entries)
        self._ids = tuple(e.name for e in entries if _ID.fullmatch(e.name) and "#" not in e.uri)
        self._prefixes = {found[1].lower() for one in self._ids if (found := _ID.fullmatch(one))}

    def find(self, name: str) -> InventoryEntry | None:
        """The entry of an id or alias; None where there is none of that name."""
        return self._by_name.get(name_of(name).lower())

    def address(self, entry: InventoryEntry, anchor: str = "") -> str:
        """Where an entry is, or a section on its page."""
        page, _, place = entry.uri.partition("#")
        place = anchor or place
        return f"{self._site}/{page}#{place}" if place else f"{self._site}/{page}"

    def is_mistaken(self, name: str) -> bool:
        """Whether a name that is not there looks like an id of this library."""
        found = _ID.fullmatch(name)
        return found is not None and (not self._prefixes or found[1].lower() in self._prefixes)

    def nearest(self, name: str) -> str | None:
        """The id that was probably meant."""
        return nearest(name, self._ids)

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """The words of all facets but severity, which has no names."""
        terms: dict[str, list[Term]] = {facet: [] for facet in _NAMED}
        for entry in self._by_name.values():
            facet, _, word = entry.name.partition("-")
            if facet in terms:
                terms[facet].append(Term(id=word, title=entry.title))
        return {**FIXED, **{f: Vocabulary(terms=tuple(found)) for f, found in terms.items()}}

    def search(self, query: str) -> str:
        """The address of the library's search for what a list asks for.

        How many a list shows is no matter of the search. Raises UnreadableListError.
        """
        wishes = read_wishes(query)
        page = self.find(SEARCH)
        if page is None:
            raise UnreadableListError("the inventory has no search", "refer to a postmortem")
        wanted = {
            facet: [self._word(facet, word) for word in words]
            for facet, words in wishes.words.items()
        }
        return f"{self.address(page)}?{urlencode(wanted, doseq=True)}"

    def _word(self, facet: str, word: str) -> str:
        """Its id. Raises UnreadableListError."""
        vocabulary = self.vocabularies.get(facet)
        if vocabulary is None:
            return word
        if term := vocabulary.resolve(word):
            return term.id
        raise UnreadableListError(
            f"the inventory has no {facet} `{word}`", _guess(vocabulary.nearest(word))
        )

    def has_section(self, entry: InventoryEntry, anchor: str) -> bool:
        """Whether an anchor on an entry's page has a name of its own."""
        return f"{entry.uri.partition('#')[0]}#{anchor}" in self._uris

    def sections(self, entry: InventoryEntry) -> tuple[str, ...]:
        """All these anchors."""
        page = entry.uri.partition("#")[0]
        places = (uri.partition("#") for uri in sorted(self._uris))
        return tuple(anchor for path, _, anchor in places if path == page and anchor)


@dataclass(frozen=True, kw_only=True, slots=True)
class Missed:
    """What is wrong with a reference."""

    message: str
    hint: str = ""
    """How to mend it; may be empty."""
    level: Level = Level.WARNING


class InventoryLinks:
    """What the references of a page lead to, by an inventory.

    `names` is None where there is none: then a reference stays as its words, or its id.
    """

    def __init__(self, names: InventoryNames | None) -> None:
        self.names = names
        self.missed: dict[tuple[str, str], Missed] = {}
        """What the page refers to and the inventory does not have, by name and anchor, in order."""

    def link(self, name: str, anchor: str) -> Link | None:
        """To a postmortem, or to whatever else has that name; None where nothing has."""
        if self.names is None:
            return Link(href="", title=name) if _ID.fullmatch(name) else None
        entry = self.names.find(name)
        if entry is None:
            if self.names.is_mistaken(name):
                self.missed[name, ""] = Missed(
                    message=f"there is no postmortem `{name}`",
                    hint=_guess(self.names.nearest(name)),
                )
            return None
        if anchor and not self.names.has_section(entry, anchor):
            # A page has more anchors than an inventory names.
            self.missed[name, anchor] = Missed(
                message=f"the inventory has no section `#{anchor}` of {entry.name}",
                hint=_guess(nearest(anchor, self.names.sections(entry))),
                level=Level.INFO,
            )
        return Link(href=self.names.address(entry, anchor), title=entry.title)

    def card(self, name: str) -> str | None:
        """None: the inventory knows no more than the title."""
        return None

    def live_list(self, query: str, title: str) -> ListPlace | None:
        """A link to the search for what a list would have; None where that cannot be read."""
        words = title or f"Postmortems with {query}"
        if self.names is None:
            return ListPlace(html="", link=Link(href="", title=words))
        try:
            address = self.names.search(query)
        except UnreadableListError as error:
            self.missed[query, ""] = Missed(message=error.message, hint=error.hint)
            return None
        return ListPlace(html="", link=Link(href=address, title=words))


def _guess(name: str | None) -> str:
    return f"did you mean `{name}`?" if name else ""


def check_missed(markdown: str, links: InventoryLinks) -> Iterator[tuple[Finding, Level]]:
    """What the page of a text referred to and is not there, and how much that weighs.

    What does not stand in the text, because another plugin wrote it, is told of its first line.
    """
    if not links.missed:
        return
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for reference in find_references(markdown):
        name = reference.name if reference.query is None else reference.query
        for anchor in dict.fromkeys(("", reference.anchor)):
            place = (reference.line, reference.column)
            places.setdefault((name, anchor), []).append(place)
    for key, missed in links.missed.items():
        for line, column in places.get(key, [(1, 1)]):
            found = Finding(line=line, column=column, message=missed.message, hint=missed.hint)
            yield found, missed.level
