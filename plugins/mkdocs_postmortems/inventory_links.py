"""References to the postmortems of another site as links, by the names in its inventory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from .core.diagnostics import Finding, Level
from .core.inventory import LABEL, Inventory, InventoryEntry
from .core.references import find_references
from .core.vocabulary import nearest
from .outputs.inventory import SEARCH, name_of
from .reference_links import Link, ListPlace

_ID = re.compile(r"([a-z][a-z0-9]{0,19})-[0-9]{4}-[0-9]{3,9}(?:-[a-z0-9-]+)?", re.IGNORECASE)
"""Of a postmortem, or of an action item in one."""
_WISH = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s"]+))""")
_LIMIT = "limit"
"""How many a list shows in the library itself; its search has no such parameter."""


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

    def word(self, key: str, value: str) -> str:
        """The id of a category, factor, service or team that is called by id or title."""
        named = self._by_name.get(f"{key}-{value.lower()}")
        titled = (
            entry
            for name, entry in self._by_name.items()
            if name.startswith(f"{key}-") and entry.title.casefold() == value.casefold()
        )
        entry = named or next(titled, None)
        return entry.name.removeprefix(f"{key}-") if entry else value

    def has_section(self, entry: InventoryEntry, anchor: str) -> bool:
        """Whether an anchor on an entry's page has a name of its own."""
        return f"{entry.uri.partition('#')[0]}#{anchor}" in self._uris

    def sections(self, entry: InventoryEntry) -> tuple[str, ...]:
        """All these anchors."""
        page = entry.uri.partition("#")[0]
        places = (uri.partition("#") for uri in sorted(self._uris))
        return tuple(anchor for path, _, anchor in places if path == page and anchor)


class InventoryLinks:
    """What the references of a page lead to, by an inventory.

    `names` is None where there is none: then a reference stays as its words, or its id.
    """

    def __init__(self, names: InventoryNames | None) -> None:
        self.names = names
        self.missed: dict[tuple[str, str], None] = {}
        """What the page refers to and the inventory does not have: names and anchors, in order."""

    def link(self, name: str, anchor: str) -> Link | None:
        """To a postmortem, or to whatever else has that name; None where nothing has."""
        if self.names is None:
            return Link(href="", title=name) if _ID.fullmatch(name) else None
        entry = self.names.find(name)
        if entry is None:
            if self.names.is_mistaken(name):
                self.missed[name, ""] = None
            return None
        if anchor and not self.names.has_section(entry, anchor):
            self.missed[name, anchor] = None
        return Link(href=self.names.address(entry, anchor), title=entry.title)

    def card(self, name: str) -> str | None:
        """None: the inventory knows no more than the title."""
        return None

    def live_list(self, query: str, title: str) -> ListPlace | None:
        """A link to the search for what a list would have; None where that cannot be read."""
        words = title or f"Postmortems with {query}"
        if self.names is None:
            return ListPlace(html="", link=Link(href="", title=words))
        search = self.names.find(SEARCH)
        wishes = tuple(_read_wishes(query, self.names))
        if search is None or not wishes:
            self.missed[query, ""] = None
            return None
        address = f"{self.names.address(search)}?{urlencode(wishes)}"
        return ListPlace(html="", link=Link(href=address, title=words))


def _read_wishes(query: str, names: InventoryNames) -> Iterator[tuple[str, str]]:
    """The parameters of the search for `category=capacity team="Payments, Checkout"`."""
    for key, quoted, plain in _WISH.findall(query):
        if key.lower() != _LIMIT:
            for value in map(str.strip, (quoted or plain).split(",")):
                yield key.lower(), names.word(key.lower(), value)


def check_missed(markdown: str, links: InventoryLinks) -> Iterator[tuple[Finding, Level]]:
    """What the page of a text referred to and is not there, and how much that weighs.

    A missing anchor is information: a page has more of them than an inventory names. What
    does not stand in the text, because another plugin wrote it, is told of its first line.
    """
    if links.names is None or not links.missed:
        return
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for reference in find_references(markdown):
        name = reference.name if reference.query is None else reference.query
        for anchor in dict.fromkeys(("", reference.anchor)):
            place = (reference.line, reference.column)
            places.setdefault((name, anchor), []).append(place)
    for name, anchor in links.missed:
        entry, guess = links.names.find(name), None
        if entry:
            message = f"the inventory has no section `#{anchor}` of {entry.name}"
            guess = nearest(anchor, links.names.sections(entry))
        elif links.names.is_mistaken(name):
            message, guess = f"there is no postmortem `{name}`", links.names.nearest(name)
        else:
            message = f"`find: {name}` asks for nothing; write `find: category=capacity`"
        level = Level.INFO if entry else Level.WARNING
        hint = f"did you mean `{guess}`?" if guess else ""
        for line, column in places.get((name, anchor), [(1, 1)]):
            yield Finding(line=line, column=column, message=message, hint=hint), level
