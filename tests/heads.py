"""What the head of a built page says, read by lxml."""

from __future__ import annotations

from lxml import html


def metas(text: str) -> dict[str, list[str]]:
    """The contents of the head's meta elements, by their names."""
    found: dict[str, list[str]] = {}
    for meta in html.document_fromstring(text.encode()).xpath("/html/head/meta[@content]"):
        if name := meta.get("property") or meta.get("name"):
            found.setdefault(name, []).append(meta.get("content"))
    return found


def feeds_in_head(text: str) -> dict[str, str]:
    """The address of each feed in a page's head, by its media type."""
    links = html.document_fromstring(text.encode()).xpath(
        "/html/head/link[contains(concat(' ', @rel, ' '), ' alternate ')][@type]"
    )
    return {link.get("type"): link.get("href") for link in links}
