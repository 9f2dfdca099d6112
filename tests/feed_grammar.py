"""What RFC 4287 (Atom) and JSON Feed 1.1 demand of a feed, checked on what another parser reads.

No package that is still kept carries the RFC's own schema, so each MUST of its sections 3 and 4
stands here, with its number.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
_ONCE = {"id", "title", "updated"}
_AT_MOST_ONCE = {
    "feed": {"generator", "icon", "logo", "rights", "subtitle"},
    "entry": {"content", "published", "rights", "source", "summary"},
}
_ANY_NUMBER = {
    "feed": {"author", "category", "contributor", "link", "entry"},
    "entry": {"author", "category", "contributor", "link"},
}
_ATTRIBUTES = {
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "category": {"term", "scheme", "label"},
    "content": {"type", "src"},
    "title": {"type"},
    "summary": {"type"},
    "subtitle": {"type"},
    "rights": {"type"},
}
_COMMON = {
    "{http://www.w3.org/XML/1998/namespace}base",
    "{http://www.w3.org/XML/1998/namespace}lang",
}
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
"""RFC 3339, with capital letters as section 3.3 has it."""


def atom_faults(text: str) -> list[str]:
    """What a feed has that RFC 4287 forbids, or lacks that it demands; empty where it is valid."""
    return list(_feed_faults(etree.fromstring(text.encode("utf-8"))))


def _feed_faults(feed: Any) -> Iterator[str]:
    if feed.tag != f"{ATOM}feed":
        yield "2: the document element is atom:feed"
    yield from _container_faults(feed, "feed")
    entries = feed.findall(f"{ATOM}entry")
    if feed.find(f"{ATOM}author") is None and any(e.find(f"{ATOM}author") is None for e in entries):
        yield "4.1.1: a feed has authors unless each entry has"
    if any(n > 1 for n in Counter(e.findtext(f"{ATOM}id") for e in entries).values()):
        yield "4.1.1: two entries of one id were updated at different times"
    for entry in entries:
        yield from _container_faults(entry, "entry")
        if entry.find(f"{ATOM}content") is None and not _alternates(entry):
            yield "4.1.2: an entry without content has a link to its alternate"


def _container_faults(element: Any, kind: str) -> Iterator[str]:
    counts = Counter(str(child.tag).removeprefix(ATOM) for child in element)
    for name in _ONCE:
        if counts[name] != 1:
            yield f"4.1: {kind} has {counts[name]} {name}"
    for name, count in counts.items():
        if name in _AT_MOST_ONCE[kind] and count > 1:
            yield f"4.1: {kind} has {count} {name}"
        if name not in _ONCE | _AT_MOST_ONCE[kind] | _ANY_NUMBER[kind]:
            yield f"6.1: {kind} has an unknown {name}"
    if any(count > 1 for count in Counter(_alternates(element)).values()):
        yield "4.1: two links to an alternate have one type and language"
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        yield f"2: {kind} has text between its elements"
    for child in element:
        yield from _child_faults(child)


def _alternates(element: Any) -> list[tuple[str | None, str | None]]:
    links = element.findall(f"{ATOM}link")
    return [
        (x.get("type"), x.get("hreflang"))
        for x in links
        if x.get("rel", "alternate") == "alternate"
    ]


def _child_faults(child: Any) -> Iterator[str]:
    name, text = str(child.tag).removeprefix(ATOM), child.text or ""
    if name == "entry":
        return
    unknown = set(child.attrib) - _ATTRIBUTES.get(name, set()) - _COMMON
    if unknown:
        yield f"{name} has the attributes {unknown}"
    if name in ("updated", "published") and not _DATE.fullmatch(text):
        yield f"3.3: {text!r} is no date"
    if name == "id" and not (urlsplit(text).scheme and re.fullmatch(r"\S+", text)):
        yield f"4.2.6: {text!r} is no absolute IRI"
    if name in ("title", "summary", "subtitle", "rights", "content"):
        if child.get("type", "text") not in ("text", "html"):
            yield f"3.1.1: {name} is of the type {child.get('type')}"
        if len(child):
            yield f"3.1.1: {name} has elements"
    if name in ("author", "contributor"):
        parts = Counter(str(part.tag).removeprefix(ATOM) for part in child)
        if parts["name"] != 1 or not (child.findtext(f"{ATOM}name") or "").strip():
            yield f"3.2.1: {name} has no name"
        if set(parts) - {"name", "uri", "email"} or max(parts.values(), default=0) > 1:
            yield f"3.2: {name} has {dict(parts)}"
    if name == "link" and (not child.get("href") or re.search(r"[\s<>\"]", child.get("href"))):
        yield f"4.2.7.1: {child.get('href')!r} is no IRI reference"
    if name == "category" and not child.get("term"):
        yield "4.2.2.1: a category has no term"


def json_feed_faults(text: str) -> list[str]:
    """What a feed has that JSON Feed 1.1 forbids, or lacks that it demands."""
    return list(_json_faults(json.loads(text)))


_TYPES = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "authors": list,
    "items": list, "id": str, "url": str, "content_html": str, "summary": str,
    "date_published": str, "date_modified": str, "tags": list, "description": str,
}  # fmt: skip


def _json_faults(feed: dict[str, Any]) -> Iterator[str]:
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "version names JSON Feed 1.1"
    for name in ("version", "title", "items"):
        if name not in feed:
            yield f"{name} is required"
    ids = [item.get("id") for item in feed["items"]]
    if len(set(ids)) != len(ids):
        yield "the id of an item is unique"
    for part in (feed, *feed["items"]):
        for name, value in part.items():
            if not isinstance(value, _TYPES.get(name, ())):
                yield f"{name} is unknown, or no {_TYPES.get(name)}"
            if name.endswith("url") and not urlsplit(value).netloc:
                yield f"{value} is no URL"
            if name.startswith("date_") and not _DATE.fullmatch(value):
                yield f"{value} is no date"
        if any(not author.keys() & {"name", "url", "avatar"} for author in part.get("authors", ())):
            yield "an author has a name, url or avatar"
        if not all(isinstance(tag, str) for tag in part.get("tags", ())):
            yield "tags are texts"
    for item in feed["items"]:
        if not item.get("id"):
            yield "id is required"
        if not {"content_html", "content_text"} & item.keys():
            yield "an item has content_html or content_text"
