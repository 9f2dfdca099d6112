"""References to the postmortems of another site as links, by the names in its inventory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from .core.diagnostics import Finding, Level
from .core.inventory import LABEL, Inventory, InventoryEntry
from .core.references import PATTERN, find_references, query_of
from .core.vocabulary import nearest
from .outputs.inventory import SEARCH, name_of

_PRIORITY = 184
"""After the site's own postmortems (185), before escapes (180) and links (160)."""
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

    def has_section(self, entry: InventoryEntry, anchor: str) -> bool:
        """Whether an anchor on an entry's page has a name of its own."""
        return f"{entry.uri.partition('#')[0]}#{anchor}" in self._uris

    def sections(self, entry: InventoryEntry) -> tuple[str, ...]:
        """All these anchors."""
        page = entry.uri.partition("#")[0]
        places = (uri.partition("#") for uri in sorted(self._uris))
        return tuple(anchor for path, _, anchor in places if path == page and anchor)


class InventoryLinks(Extension):
    """Makes links of references to the postmortems of another site.

    `names` is None where there is no inventory: then a reference stays as its words, or
    its id. `missed` is what a page referred to and the inventory does not have, by name
    and anchor; what renders pages empties it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: InventoryNames | None = None
        self.missed: dict[tuple[str, str], None] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Markdown's name
        """Add the pattern."""
        md.inlinePatterns.register(_Processor(self, md), "inventory-reference", _PRIORITY)


class _Processor(InlineProcessor):
    def __init__(self, extension: InventoryLinks, md: Markdown) -> None:
        super().__init__(PATTERN, md)
        self._extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802  # Markdown's name
        self, m: Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        name, anchor, text = ((m[part] or "").strip() for part in ("name", "anchor", "text"))
        query, names = query_of(name), self._extension.names
        if names is None:
            is_ours = query is not None or _ID.fullmatch(name)
            return (text or query or name, m.start(0), m.end(0)) if is_ours else (None, None, None)
        link = _link_list(query, names) if query is not None else self._link(name, anchor, names)
        if link is None:
            if query is not None or names.is_mistaken(name):
                self._extension.missed[name, ""] = None
            return None, None, None
        link.set("class", "pm-reference")
        link.text = text or link.text
        return link, m.start(0), m.end(0)

    def _link(self, name: str, anchor: str, names: InventoryNames) -> Element | None:
        entry = names.find(name)
        if entry is None:
            return None
        if anchor and not names.has_section(entry, anchor):
            self._extension.missed[name, anchor] = None
        link = Element("a", href=names.address(entry, anchor))
        link.text = AtomicString(entry.title)
        return link


def _link_list(query: str, names: InventoryNames) -> Element | None:
    """A link to the search for what a list would have; None where it cannot be searched for."""
    wishes = [
        (key.lower(), value)
        for key, quoted, plain in _WISH.findall(query)
        for value in map(str.strip, (quoted or plain).split(","))
        if key.lower() != _LIMIT
    ]
    search = names.find(SEARCH)
    if search is None or not wishes:
        return None
    link = Element("a", href=f"{names.address(search)}?{urlencode(wishes)}")
    link.text = AtomicString(f"Postmortems with {query}")
    return link


def check_missed(markdown: str, links: InventoryLinks) -> Iterator[tuple[Finding, Level]]:
    """What the page of a text referred to and is not there, and how much that weighs.

    A missing anchor is information: a page has more of them than an inventory names. What
    does not stand in the text, because another plugin wrote it, is told of its first line.
    """
    if links.names is None or not links.missed:
        return
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for reference in find_references(markdown):
        for anchor in dict.fromkeys(("", reference.anchor)):
            place = (reference.line, reference.column)
            places.setdefault((reference.name, anchor), []).append(place)
    for name, anchor in links.missed:
        entry, guess = links.names.find(name), None
        if query_of(name) is not None:
            message = f"`{name}` says nothing that the library can list; write `category=capacity`"
        elif entry is None:
            message, guess = f"there is no postmortem `{name}`", links.names.nearest(name)
        else:
            message = f"the inventory has no section `#{anchor}` of {entry.name}"
            guess = nearest(anchor, links.names.sections(entry))
        level = Level.INFO if entry else Level.WARNING
        hint = f"did you mean `{guess}`?" if guess else ""
        for line, column in places.get((name, anchor), [(1, 1)]):
            yield Finding(line=line, column=column, message=message, hint=hint), level
