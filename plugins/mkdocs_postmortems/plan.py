"""Which page has an address, where several want it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .pages import PlannedPage


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The pages that will be published, and those that another page keeps from its address."""

    pages: tuple[PlannedPage, ...]
    dropped: tuple[tuple[PlannedPage, str], ...]
    """Each with the page or file that has its address."""


def settle_addresses(
    planned: Iterable[PlannedPage], taken: dict[str, str], documents: Iterable[str]
) -> Plan:
    """Give each address to one page; `taken` holds authored files by destination.

    Addresses are compared without regard to case, as some file systems do.
    Authored files win, then the page planned first. A generated page that would
    stand for the file of another one, such as the page of a service `index` for
    that of the list, gets a free file; `documents` are the URIs of postmortems.
    """
    owners = {destination.lower(): name for destination, name in taken.items()}
    uris = {uri.lower() for uri in (*taken.values(), *documents)}
    pages, dropped = [], []
    for page in planned:
        key = page.destination.lower()
        if key in owners:
            dropped.append((page, owners[key]))
            continue
        owners[key] = f"the page {page.title}"
        uri = page.source_uri
        while page.ref.kind != "incident" and uri.lower() in uris:
            uri = f"{uri.removesuffix('.md')}/index.md"
        uris.add(uri.lower())
        pages.append(replace(page, source_uri=uri))
    return Plan(pages=tuple(pages), dropped=tuple(dropped))
