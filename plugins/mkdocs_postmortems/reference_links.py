"""References to postmortems as links, in whatever page of the site they stand."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from re import Match
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from .core.postmortem import Postmortem
from .core.references import PATTERN

_PRIORITY = 185
"""Code (190) comes before references, escapes (180), such as that of a stroke in a table, and
links (160) after them."""


class ReferenceLinks(Extension):
    """Makes links of references, to the file of each postmortem: the site's builder knows its
    address, and whether the anchor is there.

    `page_uri` is the page that is being rendered, relative to the folder of the site's
    documents; `find` gives the postmortem of a name, None where readers have none. What it
    does not know stays as it was typed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.page_uri = ""
        self.find: Callable[[str], Postmortem | None] = lambda _name: None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Markdown's name
        """Add the pattern."""
        md.inlinePatterns.register(_Processor(self, md), "postmortem-reference", _PRIORITY)


class _Processor(InlineProcessor):
    def __init__(self, extension: ReferenceLinks, md: Markdown) -> None:
        super().__init__(PATTERN, md)
        self._extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802  # Markdown's name
        self, m: Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        postmortem = self._extension.find(m["name"].strip())
        if postmortem is None:
            return None, None, None
        folder = posixpath.dirname(self._extension.page_uri)
        link = Element("a")
        path = posixpath.relpath(postmortem.uri, folder or ".")
        anchor = (m["anchor"] or "").strip()
        link.set("href", f"{path}#{anchor}" if anchor else path)
        link.set("class", "pm-reference")
        link.text = (m["text"] or "").strip() or AtomicString(postmortem.title)
        return link, m.start(0), m.end(0)
