"""A list of postmortems that have something in common, within an authored page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from ..core.facets import Facets, vocabularies_of
from ..core.library import Library
from ..core.live_list import LiveList
from ..core.settings import Settings
from .rows import IncidentRow, list_incidents
from .search_facets import TITLES
from .wording import sentence_case


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A facet that the list is narrowed by."""

    title: str
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveListView:
    """The postmortems asked for, the newest first."""

    title: str
    """As the author put it; empty for a sentence of ours."""
    wishes: tuple[Wish, ...]
    rows: tuple[IncidentRow, ...]
    total: int
    """Of which the rows are the newest."""
    address: str
    """What follows the question mark in the address of the search for all of them."""


def view_live_list(wanted: LiveList, title: str, library: Library) -> LiveListView:
    """What a list shows."""
    found = wanted.choose(library)
    return LiveListView(
        title=title,
        wishes=tuple(_name_wishes(wanted.selection.wanted, library.settings)),
        rows=list_incidents(found[: wanted.limit], library),
        total=len(found),
        address=urlencode(wanted.selection.wanted, doseq=True),
    )


def _name_wishes(wanted: Facets, settings: Settings) -> list[Wish]:
    vocabularies = vocabularies_of(settings)
    return [
        Wish(
            title=TITLES[name],
            labels=tuple(
                sentence_case(i) if name in ("kind", "status") else vocabularies[name].title_of(i)
                for i in ids
            ),
        )
        for name, ids in wanted.items()
    ]
