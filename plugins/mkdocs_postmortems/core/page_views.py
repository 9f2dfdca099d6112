"""How often pages were opened, as the organisation's web analytics count it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from .postmortem import Postmortem
from .vocabulary import fold


@dataclass(frozen=True, kw_only=True)
class PageViews:
    """Views of pages, summed over the rows of the file."""

    by_name: Mapping[str, int]
    """By the last part of the page's address, folded as `fold` does: `pm2026007`."""

    def of(self, postmortem: Postmortem) -> int:
        """Views of a postmortem's page, under its id and its aliases."""
        names = {fold(name) for name in (postmortem.id, *postmortem.aliases)}
        return sum(self.by_name.get(name, 0) for name in names)


def name_of_page(address: str) -> str:
    """The last part of an address, folded; empty for a site's root and for what is no address.

    The address is whole or a path, with or without `index.html`, `.html`, a
    slash at its end, a query or an anchor.
    """
    try:
        path = urlsplit(address.strip()).path
    except ValueError:  # such as `http://[`
        return ""
    parts = [part for part in unquote(path).split("/") if part]
    if parts and parts[-1].lower() in ("index.html", "index.htm"):
        parts.pop()
    return fold(parts[-1].removesuffix(".html").removesuffix(".htm")) if parts else ""


def add_up(views: Iterable[tuple[str, int]]) -> PageViews:
    """Sum the views of pages, given by their addresses."""
    found: dict[str, int] = {}
    for address, count in views:
        name = name_of_page(address)
        if name:
            found[name] = found.get(name, 0) + count
    return PageViews(by_name=found)
