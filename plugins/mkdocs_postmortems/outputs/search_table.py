"""`find/records.pm`: what the search page filters, counts and sorts by, one record each.

Pagefind has filters and an order of its own, which take 22 kB for each facet of 10,000
postmortems and 22 kB for each order, as a list of pages for each value; a table with an
entry for each postmortem takes a tenth. Pagefind is asked for what it is made for: which
postmortems have the words.

The file is JSON, compressed, under an ending that no server compresses or unpacks by itself.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from ..core.library import Library
from ..core.search_words import SMALL_WORDS, families, merge_synonyms
from ..core.settings import Settings
from ..views.search_facets import SEARCH_FACETS, order_severities

SCHEMA_VERSION = 1
TABLE = "find/records.pm"
BUNDLE = "find/pagefind/"
"""Pagefind's own files."""
_FIRST_DAY = date(1970, 1, 1)
_MINUTE = timedelta(minutes=1)


def tabulate_records(
    library: Library,
    names: Mapping[str, str],
    language: str,
    texts: Iterable[str],
    *,
    directory_urls: bool = True,
) -> bytes:
    """The file; `names` are those of Pagefind's fragments, all of one length, by the postmortem's id.

    Postmortems without one, which have no page, are left out. `texts` are all that words are
    looked for in: of the synonyms, those groups are published that have a word there.
    """
    found = tuple(p for p in library.postmortems if p.id in names)
    table = {
        "schema_version": SCHEMA_VERSION,
        "language": language,
        "page_ending": "/" if directory_urls else ".html",
        "fragments": "".join(names[p.id] for p in found),
        "days": [(p.date - _FIRST_DAY).days if p.date else None for p in found],
        "minutes": [p.duration // _MINUTE if p.duration is not None else None for p in found],
        "facets": {
            facet.name: _file_values(
                [facet.values_of(p) for p in found], partial(_order, facet.name, library.settings)
            )
            for facet in SEARCH_FACETS
        },
        "name_length": max(map(len, names.values()), default=0),
        "synonyms": _said_somewhere(merge_synonyms(library.settings.synonyms), texts),
        "families": dict(families()),
        "small_words": sorted(SMALL_WORDS),
    }
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def is_search_file(path: str) -> bool:
    """Whether a path in the site is that of the table or one of Pagefind's files."""
    return path == TABLE or path.startswith(BUNDLE)


def _said_somewhere(
    groups: tuple[tuple[str, ...], ...], texts: Iterable[str]
) -> list[tuple[str, ...]]:
    """The groups with a word that one of the texts has."""
    unseen = set(groups)
    for text in texts:
        if not unseen:
            break
        folded = text.casefold()
        unseen = {group for group in unseen if not any(word in folded for word in group)}
    return [group for group in groups if group not in unseen]


def _order(facet: str, settings: Settings, used: frozenset[str]) -> tuple[str, ...]:
    """Severities come from the severest to the least; all other values by their ids."""
    return order_severities(used, settings) if facet == "severity" else tuple(sorted(used))


def _file_values(
    found: Sequence[tuple[str | None, ...]],
    order: Callable[[frozenset[str]], tuple[str, ...]],
) -> dict[str, list[object]]:
    ordered = order(frozenset(value for values in found for value in values if value))
    places = {value: place for place, value in enumerate(ordered)}
    return {
        "values": list(ordered),
        "of": [_compact([places[value] for value in values if value]) for values in found],
    }


def _compact(places: list[int]) -> object:
    """None for none, a number for one, a list for several."""
    return places[0] if len(places) == 1 else places or None
