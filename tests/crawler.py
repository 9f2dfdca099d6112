"""Follows every internal link and anchor of built sites, and those between them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_TARGETS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src"}


@dataclass
class Page(HTMLParser):
    """A page's links and anchors, and every address that it makes a browser ask for."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    leads_to: str | None = None
    """Where it sends its readers at once."""

    templates: int = 0
    """How many elements `template` are open: what stands in one is no part of the page."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what an element has."""
        self.templates += tag == "template"
        if self.templates:
            return
        values = dict(attrs)
        if tag == "meta" and values.get("http-equiv") == "refresh":
            _, _, address = (values.get("content") or "").partition("url=")
            self.links.append(address)
            self.leads_to = address
        if found := values.get("id"):
            assert found not in self.ids, f"the id {found} stands twice"
            self.ids.add(found)
        target = values.get(_TARGETS.get(tag, ""))
        if target is None:
            return
        if tag == "a":
            self.links.append(target)
        elif tag != "link" or "canonical" not in (values.get("rel") or ""):
            self.fetched.append(target)
            self.links.append(target)

    def handle_endtag(self, tag: str) -> None:
        """Leave a template."""
        self.templates -= tag == "template"


def read_page(path: Path) -> Page:
    """Parse one HTML file."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def reached_page(site: Path, name: str) -> Page:
    """The page that a reader sees who opens a file of the site."""
    page = read_page(site / name)
    if page.leads_to is None:
        return page
    target = _file_of(site, name, unquote(page.leads_to))
    assert target, f"{name} leads nowhere"
    return reached_page(site, target)


def broken_links(site: Path) -> list[str]:
    """Each internal link that leads nowhere, as `page -> target`; other hosts are not asked."""
    return broken_links_between({"": site})


def broken_links_between(sites: Mapping[str, Path]) -> list[str]:
    """The same of several sites, which link to each other by the addresses that they are known by.

    A page's name has its site's address before it.
    """
    webs = {base: _read_pages(site) for base, site in sites.items()}
    broken = []
    for base, pages in webs.items():
        for name, page in pages.items():
            for link in page.links:
                there, path = _site_of(link, base, sites)
                if there is None:
                    continue
                parts = urlsplit(path)
                start = name if there == base and path == link else ""
                target = _file_of(sites[there], start, unquote(parts.path))
                if target is None:
                    broken.append(f"{base}{name} -> {link}")
                elif parts.fragment and target.endswith(".html"):
                    anchor = unquote(parts.fragment)
                    if anchor not in webs[there][target].ids and anchor != "__skip":
                        broken.append(f"{base}{name} -> {link}")
    return broken


def _read_pages(site: Path) -> dict[str, Page]:
    return {
        path.relative_to(site).as_posix(): read_page(path)
        for path in site.rglob("*.html")
        if path.name != "404.html"
    }


def _site_of(link: str, base: str, sites: Mapping[str, Path]) -> tuple[str | None, str]:
    """The site that a link leads to, and the link from there; None for other hosts."""
    parts = urlsplit(link)
    if not (parts.scheme or parts.netloc):
        return base, link
    there = next((one for one in sites if one and link.startswith(one)), None)
    return there, link.removeprefix(there or "")


def _file_of(site: Path, page: str, path: str) -> str | None:
    if not path:
        path = posixpath.basename(page) or "index.html"
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    for candidate in (joined, posixpath.join(joined, "index.html")):
        if not candidate.startswith("..") and (site / candidate).is_file():
            return posixpath.normpath(candidate)
    return None
