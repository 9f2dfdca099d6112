"""Our pages on their way through MkDocs: their text, content, title and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from ..core.document import Document
from ..core.plain_text import plain_text
from ..fragments import (
    Fragment,
    Heading,
    render_box_entry,
    render_generated,
    render_incident,
    render_left_out,
)
from ..head import complete_head
from ..incident_text import body_for_site
from ..rendering import Renderer
from ..site import PlannedSite
from ..views.reference import Ref

_HOME = Ref(kind="home")

_NOT_FOUND = re.compile(r"</h1>(?:\s*<p\b[^>]*>.*?</p>)?", re.DOTALL)
"""In a theme's page for what is not there, the end of what it says of it."""


@dataclass(frozen=True, kw_only=True)
class AsideContent:
    """What readers get of a page."""

    content: str | None
    meta: MutableMapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Site:
    """The planned site, and what renders it."""

    planned: PlannedSite
    renderer: Renderer
    aside: dict[str, AsideContent] = field(default_factory=dict)
    """By URI, what waits while the search plugin reads a page."""
    anchors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By URI, the anchor of each section of an incident's document; empty where it has none."""


def source_text(uri: str, planned: PlannedSite) -> str | None:
    """The Markdown of one of our pages; None for a page that is not ours."""
    if uri in planned.incidents:
        return body_for_site(planned.readings[uri])
    return "" if uri in planned.left_out else None


def render_page(page: Page, html: str, site: Site, *, serving: bool) -> Fragment | None:
    """The fragment of one of our pages; None for a page that is not ours."""
    uri, planned = page.file.src_uri, site.planned
    if uri in planned.generated:
        return render_generated(planned.generated[uri], site.renderer)
    findings = planned.findings_in(uri) if serving else ()
    if uri in planned.incidents:
        incident = planned.incidents[uri]
        site.anchors[uri] = find_anchors(planned.readings[uri].document, page.toc)
        return render_incident(
            incident, html, site.renderer, edit_url=page.edit_url, findings=findings
        )
    if uri in planned.left_out:
        return render_left_out(uri, page.url, site.renderer, findings)
    return None


def find_anchors(document: Document, toc: Iterable[AnchorLink]) -> tuple[str, ...]:
    """The anchor on the page of each section of a document; empty where it has none.

    Both have the headings in one order. Where the site's Markdown sees others than we do,
    those are paired that read alike.
    """
    links = [link for link in _all_links(toc) if link.level <= 2]
    if len(links) == len(document.sections):
        return tuple(link.id for link in links)
    found, place = [], 0
    for section in document.sections:
        heading = plain_text(section.title)
        later = (n for n in range(place, len(links)) if unescape(links[n].title) == heading)
        number = next(later, None)
        found.append("" if number is None else links[number].id)
        place = place if number is None else number + 1
    return tuple(found)


def _all_links(links: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for link in links:
        yield link
        yield from _all_links(link.children)


def fill_page(page: Page, fragment: Fragment, site: Site) -> str:
    """Tell MkDocs the title, headings and anchors of a fragment; return its HTML."""
    page.meta = {"title": fragment.title}
    if page.file.abs_src_path is None:
        page.meta["hide"] = ["toc"]  # Material then gives the room to the tables
    if fragment.description:
        page.meta["description"] = fragment.description
    if site.planned.box_entry(page.file.src_uri) is None:
        page.meta["search"] = {"exclude": True}
    links = [
        *(link_heading(heading) for heading in fragment.before),
        *page.toc,
        *(link_heading(heading) for heading in fragment.after),
    ]
    page.toc = TableOfContents(nest(links))
    page.present_anchor_ids = (page.present_anchor_ids or set()) | fragment.anchors
    return fragment.html


def finish_page(html: str, page: Page, site: Site) -> str:
    """A page as the theme made it, its head completed: one of ours, or a home page instead of ours."""
    ours = site.planned.page_of(page.file.src_uri)
    if ours:
        return complete_head(html, ours.ref, ours.unfolding, site.renderer)
    return complete_head(html, _HOME, None, site.renderer) if page.is_homepage else html


def finish_not_found(html: str, site: Site, site_url: str | None) -> str:
    """The theme's page for what is not there, with a way on; as it is where it has no heading."""
    root = f"{urlsplit(site_url or '').path.rstrip('/')}/"
    way_on = site.renderer.render_not_found(root)
    return _NOT_FOUND.sub(lambda end: f"{end[0]}\n{way_on}", html, count=1)


def show_entry(page: Page, site: Site) -> None:
    """Let the search plugin read the entry of one of our pages in the place of the page."""
    uri = page.file.src_uri
    if not site.planned.is_ours(uri):
        return
    site.aside[uri] = AsideContent(content=page.content, meta=page.meta)
    entry = site.planned.box_entry(uri)
    page.content = render_box_entry(entry) if entry else ""
    if entry:
        page.meta = {**page.meta, "title": entry.title}  # MkDocs' own plugin takes it for text


def show_page(page: Page, site: Site) -> None:
    """Give a page back what readers get of it."""
    if aside := site.aside.pop(page.file.src_uri, None):
        page.content, page.meta = aside.content, aside.meta


def link_heading(heading: Heading) -> AnchorLink:
    """An entry of the table of contents."""
    return AnchorLink(heading.title, heading.anchor, heading.level)


def nest(links: list[AnchorLink]) -> list[AnchorLink]:
    """Put each entry under the nearest one above it of a higher rank."""
    roots: list[AnchorLink] = []
    above: list[AnchorLink] = []
    for link in links:
        while above and above[-1].level >= link.level:
            above.pop()
        (above[-1].children if above else roots).append(link)
        above.append(link)
    return roots
