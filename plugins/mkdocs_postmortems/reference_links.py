"""References to postmortems as links, cards and lists, in whatever page of a site they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from re import Match
from typing import Protocol
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .core.references import PATTERN, query_of

OWN = 185
"""Code (190) comes before references, escapes (180), such as that of a stroke in a table, and
links (160) after them."""
ELSEWHERE = 184
"""What leads to another site's postmortems comes after what leads to the site's own."""
_AFTER_INLINE = 15
"""Inline patterns (20) have been applied, and links have not been resolved yet (0)."""
_BLOCK = "data-pm-block"
_HOLDS_BLOCKS = frozenset({"li", "td", "th", "dd", "div", "blockquote", "section", "details"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Where a reference leads."""

    href: str
    """From the page; empty where its readers have no such page."""
    title: str
    """What stands for it, unless the author gives other words."""


class Links(Protocol):
    """What references lead to from one page."""

    def link(self, name: str, anchor: str) -> Link | None:
        """Where a name leads; None for one that stays as it was typed."""

    def card(self, name: str) -> str | None:
        """HTML of a card; None where a link has to do."""

    def live_list(self, query: str, title: str) -> str | None:
        """HTML of a list; None where it stays as it was typed."""


class ReferenceLinks(Extension):
    """Makes links, cards and lists of references; `links` are those of the page being rendered.

    Of several on one site, the one with the higher priority comes first, then the one that was
    added first.
    """

    def __init__(self, priority: int = OWN) -> None:
        super().__init__()
        self.priority = priority
        self.links: Links | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Markdown's name
        """Add the pattern, and what gives cards and lists their place."""
        name = f"postmortem-references-{id(self)}"  # one name would take another's place
        md.inlinePatterns.register(_References(self, md), name, self.priority)
        md.treeprocessors.register(_Blocks(md), "postmortem-blocks", _AFTER_INLINE)


class _References(InlineProcessor):
    def __init__(self, extension: ReferenceLinks, md: Markdown) -> None:
        super().__init__(PATTERN, md)
        self._extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802  # Markdown's name
        self, m: Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        links, name = self._extension.links, m["name"].strip()
        text = (m["text"] or "").strip()
        if links is None:
            return None, None, None
        if (query := query_of(name)) is not None:
            found = links.live_list(query, text)
            return (self._block(found), m.start(0), m.end(0)) if found else (None, None, None)
        link = links.link(name, (m["anchor"] or "").strip())
        if link is None:
            return None, None, None
        if not link.href:
            return text or link.title, m.start(0), m.end(0)
        anchor = Element("a", {"href": link.href, "class": "pm-reference"})
        anchor.text = text or AtomicString(link.title)
        card = links.card(name) if m["card"] else None
        return self._block(card, anchor) if card else anchor, m.start(0), m.end(0)

    def _block(self, html: str, instead: Element | None = None) -> Element:
        """Stands for HTML until its place is known; `instead` is for one that holds no blocks."""
        block = Element("span", {_BLOCK: self.md.htmlStash.store(html)})
        if instead is not None:
            block.append(instead)
        return block


class _Blocks(Treeprocessor):
    """Gives cards and lists a place of their own: beside the paragraph that they stand in."""

    def run(self, root: Element) -> None:
        """Replace what stands for them."""
        for parent in list(root.iter()):
            children = list(parent)
            if not any(_BLOCK in child.attrib for child in children):
                continue
            if parent.tag == "p":
                continue  # taken apart from the element that holds it, below
            for child in children:
                if _BLOCK in child.attrib:
                    _settle(parent, child)
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "p" and any(_BLOCK in inner.attrib for inner in child):
                    place = list(parent).index(child)
                    parent[place : place + 1] = _take_apart(child)


def _settle(parent: Element, block: Element) -> None:
    """In an item or a cell a block stands as it is; a heading or another link holds none."""
    place = list(parent).index(block)
    if parent.tag in _HOLDS_BLOCKS:
        parent[place] = _stand_in(block)
        parent[place].tail = block.tail
        return
    instead = block[0] if len(block) else Element("span")
    instead.tail = block.tail
    parent[place] = instead


def _take_apart(paragraph: Element) -> Iterator[Element]:
    """The paragraph before a block, the block, the paragraph after it."""
    part = Element("p", paragraph.attrib)
    part.text = paragraph.text
    for child in paragraph:
        if _BLOCK not in child.attrib:
            part.append(child)
            continue
        if len(part) or (part.text or "").strip():
            yield part
        yield _stand_in(child)
        part = Element("p")
        part.text = (child.tail or "").lstrip()
    if len(part) or (part.text or "").strip():
        yield part


def _stand_in(block: Element) -> Element:
    """What Markdown takes for HTML of the author's in the end, and replaces whole."""
    found = Element("p")
    found.text = AtomicString(block.attrib[_BLOCK])
    return found
