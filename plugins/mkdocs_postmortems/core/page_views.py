"""How often pages were opened, as the organisation's web analytics count it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from .postmortem import Postmortem
from .vocabulary import fold


@dataclass(frozen=True, kw_only=True)
class PageViews:
    """Views of pages, summed over the rows of the file."""

    by_name: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """By the last part of the page's address, folded as `fold` does: `pm2026007`."""
    rows: int = 0
    """Rows that were read, whatever pages they are about; none where the file is of no use."""
    left_out: int = 0
    """Rows that could not be read."""

    def of(self, postmortem: Postmortem) -> int:
        """Views of a postmortem's page, under its id and its aliases."""
        return sum(self.by_name.get(name, 0) for name in _names_of(postmortem))

    def tell_of(self, postmortem: Postmortem) -> bool:
        """Whether a row is about its page, be it with no view."""
        return any(name in self.by_name for name in _names_of(postmortem))


def _names_of(postmortem: Postmortem) -> set[str]:
    return {fold(name) for name in (postmortem.id, *postmortem.aliases)}


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
    rows = 0
    for address, count in views:
        rows += 1
        name = name_of_page(address)
        if name:
            found[name] = found.get(name, 0) + count
    return PageViews(by_name=found, rows=rows)
