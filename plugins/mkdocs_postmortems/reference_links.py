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
_LAST = -10
"""The site's builder has resolved the author's links (0); ours have their addresses."""
_LINK = "postmortem-reference"
"""The tag of our links until then."""
_BLOCK = "data-pm-block"
_HOLDS_BLOCKS = frozenset({"li", "td", "th", "dd", "div", "blockquote", "section", "details"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """Where a reference leads."""

    href: str
    """From the page; empty where its readers have no such page."""
    title: str
    """What stands for it, unless the author gives other words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListPlace:
    """A live list."""

    html: str
    """Empty where there is no more than a link."""
    link: Link
    """To the search for what it would have, where no list can stand."""


class Links(Protocol):
    """What references lead to from one page."""

    def link(self, name: str, anchor: str) -> Link | None:
        """Where a name leads; None for one that stays as it was typed."""

    def card(self, name: str) -> str | None:
        """HTML of a card; None where a link has to do."""

    def live_list(self, query: str, title: str) -> ListPlace | None:
        """What a query asks for; None where it stays as it was typed."""


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
        md.treeprocessors.register(_Finish(md), "postmortem-links", _LAST)


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
            place = links.live_list(query, text)
            link, html = (place.link, place.html) if place else (None, "")
        else:
            link = links.link(name, (m["anchor"] or "").strip())
            html = (links.card(name) or "") if link and link.href and m["card"] else ""
        if link is None:
            return None, None, None
        shown: Element | str = text or link.title
        if link.href:
            shown = Element(_LINK, {"href": link.href, "class": "pm-reference"})
            shown.text = text or AtomicString(link.title)
        return self._block(html, shown) if html else shown, m.start(0), m.end(0)

    def _block(self, html: str, instead: Element | str) -> Element:
        """Stands for HTML until its place is known; `instead` is for one that holds no blocks."""
        block = Element("span", {_BLOCK: self.md.htmlStash.store(html)})
        if isinstance(instead, str):
            block.text = AtomicString(instead)
        else:
            block.append(instead)
        return block


class _Blocks(Treeprocessor):
    """Gives cards and lists a place of their own: beside the paragraph that they stand in."""

    def run(self, root: Element) -> None:
        """Replace what stands for them, and leave no link within a link."""
        for parent in list(root.iter()):
            for place, child in reversed(list(enumerate(parent))):
                if _is_paragraph(child):
                    if any(_BLOCK in inner.attrib for inner in child):
                        parent[place : place + 1] = _take_apart(child)
                elif _BLOCK in child.attrib and not _is_paragraph(parent):
                    parent[place] = _settle(parent, child)
        for link in root.iter("a"):
            for inner in list(link.iter(_LINK)):
                _unlink(inner)
        for link in root.iter(_LINK):
            for inner in list(link.iter("a")):
                _unlink(inner)


def _unlink(link: Element) -> None:
    link.tag = "span"
    link.attrib.pop("href", None)


class _Finish(Treeprocessor):
    """Makes our links links like any other."""

    def run(self, root: Element) -> None:
        """Give them their tag."""
        for link in list(root.iter(_LINK)):
            link.tag = "a"


def _is_paragraph(element: Element) -> bool:
    """Whether what is in an element can be put beside it: not so of a title."""
    return element.tag == "p" and "admonition-title" not in element.get("class", "")


def _settle(parent: Element, block: Element) -> Element:
    """In an item or a cell a block stands as it is; in a heading, say, only its link can."""
    if parent.tag in _HOLDS_BLOCKS:
        found = _stand_in(block)
    elif len(block):
        found = block[0]
    else:
        found = Element("span")
        found.text = block.text
    found.tail = block.tail
    return found


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
    part.tail = paragraph.tail
    if len(part) or (part.text or "").strip():
        yield part


def _stand_in(block: Element) -> Element:
    """What Markdown takes for HTML of the author's in the end, and replaces whole."""
    found = Element("p")
    found.text = AtomicString(block.attrib[_BLOCK])
    return found
