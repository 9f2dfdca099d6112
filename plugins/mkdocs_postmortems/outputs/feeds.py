"""`/feed.atom`, those of teams and categories (RFC 4287), and `/feed.json` (JSON Feed 1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedgenerator import Atom1Feed

from ..core.library import Library
from ..pages import JSON_FEED, Addresses, feeds_of
from ..rendering import Renderer
from ..views.feed import FeedEntry, FeedView, pages_with_feed, view_feeds
from ..views.reference import Ref
from .data import to_json
from .redirects import Redirect

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 may hold, whether as they are or as a reference."""


def feed_paths(library: Library, redirects: Iterable[Redirect]) -> frozenset[str]:
    """Paths in the site of all files that `feed_files` gives."""
    pages = (*pages_with_feed(library), *(redirect.former for redirect in redirects))
    return frozenset(feed.key for page in pages for feed in feeds_of(page))


def feed_files(
    library: Library, addresses: Addresses, renderer: Renderer, redirects: Iterable[Redirect]
) -> Iterator[tuple[str, str]]:
    """Path in the site and text of each feed.

    No reader of feeds follows a page that leads on, so at the former address of a team or
    category stands its feed itself, which names the address that it has now.
    """
    contents = _Contents(renderer)
    written: dict[tuple[str, str], str] = {}
    for feed in view_feeds(library):
        for place in feeds_of(feed.about):
            links = _Links(addresses, place)
            if place.key == JSON_FEED:
                yield place.key, to_json(json_feed(feed, links, contents))
            else:
                text = written[feed.about.kind, feed.about.key] = atom_feed(feed, links, contents)
                yield place.key, text
    for redirect in redirects:
        for place in feeds_of(redirect.former):
            yield place.key, written[redirect.target.kind, redirect.target.key]


def atom_feed(feed: FeedView, links: _Links, contents: _Contents) -> str:
    """A feed as RFC 4287 has it."""
    atom = _AtomFeed(
        title=_clean(feed.title),
        link=links.to(feed.about),
        description="",
        author_name=_clean(feed.author),
        feed_url=links.to(links.place),
        feed_guid=feed.id,
        updated=datetime.fromisoformat(feed.updated),
    )
    for entry in feed.entries:
        published = datetime.fromisoformat(entry.published)
        atom.add_item(
            title=_clean(entry.title),
            link=links.to(entry.incident),
            description=None,
            pubdate=published,
            updateddate=published,
            unique_id=entry.id,
            content=contents.of(entry),
            categories=[_clean(tag) for tag in entry.tags],
            authors=[_clean(name) for name in entry.authors],
            summary=_clean(entry.description),
        )
    return str(atom.writeString("utf-8"))


class _AtomFeed(Atom1Feed):  # type: ignore[misc]  # it has no types
    """As `feedgenerator` writes it, but for its clock, and with what it leaves out.

    It takes summaries for HTML and knows one author of an entry.
    """

    def latest_post_date(self) -> datetime:
        """When the feed was updated; without entries it would be now."""
        updated: datetime = self.feed["updated"]
        return updated

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write an entry."""
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("summary", item["summary"])


def json_feed(feed: FeedView, links: _Links, contents: _Contents) -> dict[str, Any]:
    """A feed as JSON Feed 1.1 has it: without the site's address it has none of its own."""
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _clean(feed.title),
        "home_page_url": links.absolute(feed.about),
        "feed_url": links.absolute(links.place),
        "authors": [{"name": _clean(feed.author)}],
        "items": [_json_item(entry, links, contents) for entry in feed.entries],
    }
    return {name: value for name, value in head.items() if value is not None}


def _json_item(entry: FeedEntry, links: _Links, contents: _Contents) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": links.absolute(entry.incident),
        "title": _clean(entry.title),
        "summary": _clean(entry.description),
        "content_html": contents.of(entry),
        "date_published": entry.published,
        "authors": [{"name": _clean(name)} for name in entry.authors],
        "tags": [_clean(tag) for tag in entry.tags],
    }
    return {name: value for name, value in item.items() if value}


@dataclass(frozen=True)
class _Links:
    """How a feed leads to pages."""

    addresses: Addresses
    place: Ref
    """The feed's own file."""

    def absolute(self, ref: Ref) -> str | None:
        """The address of a page; None where the site's is unknown."""
        return self.addresses.absolute(ref)

    def to(self, ref: Ref) -> str:
        """The same, else from the feed's own address, which RFC 3987 and RFC 4287 allow."""
        way = self.addresses.way_to_root(self.place.key) + self.addresses.url(ref)
        return self.absolute(ref) or way or "./"


class _Contents:
    """The HTML of entries, each rendered once for all feeds that it is in."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._rendered: dict[str, str] = {}

    def of(self, entry: FeedEntry) -> str:
        """What a reader shows of an entry beside its title."""
        text = self._rendered.get(entry.id)
        if text is None:
            html = self._renderer.render_template("postmortems/feed_entry.html", "", entry=entry)
            text = self._rendered[entry.id] = _clean(html)
        return text


def _clean(text: str) -> str:
    """A text without characters that XML may not hold."""
    return _FORBIDDEN.sub(" ", text).strip()
