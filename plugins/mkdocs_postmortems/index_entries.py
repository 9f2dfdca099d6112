"""Documents as the index of words takes them."""

from __future__ import annotations

from collections.abc import Iterator

from .core.contacts import channel_of, runbook_of
from .core.facets import facets_of
from .core.found import Card, IndexEntry
from .core.plain_text import first_whole, sentences
from .core.search_field import SearchField
from .core.search_record import SearchRecord, read_search_record
from .core.settings import Settings
from .core.source import Source
from .pages import Addresses
from .pipeline import read_document
from .views.reference import refer_to_incident
from .views.wording import iso_date


def read_index_entry(
    source: Source, settings: Settings, audience: str, addresses: Addresses
) -> IndexEntry:
    """Read a document for what an audience may find of it. Never raises for what it holds."""
    reading = read_document(source, settings)
    is_seen = settings.is_visible(reading.visibility, audience)
    claimed = reading.front_matter.values.id
    record = read_search_record(reading, settings) if is_seen else None
    if record is None:
        return IndexEntry(claimed=claimed, is_seen=is_seen, card=None, facets={})
    return IndexEntry(
        claimed=claimed,
        is_seen=True,
        card=_card(record, source.path, settings, addresses),
        names=record.names,
        facets=facets_of(record.postmortem),
        texts=tuple(_texts(record)),
    )


def _texts(record: SearchRecord) -> Iterator[tuple[SearchField, str]]:
    yield from record.stated()
    # The cause comes without its headings, a sentence a line: those of the card.
    yield SearchField.CAUSE, "\n".join(_cause(record))
    for part in record.parts:
        if part.field is not SearchField.CAUSE:
            yield part.field, f"{part.heading}\n{part.text}"


def _cause(record: SearchRecord) -> tuple[str, ...]:
    """Its sentences from the first whole one on, which is shown where none says more; then the rest."""
    texts = (part.text for part in record.parts if part.field is SearchField.CAUSE)
    found = tuple(sentence for text in texts for sentence in sentences(text))
    first = first_whole(found)
    return found[first:] + found[:first]


def _card(record: SearchRecord, path: str, settings: Settings, addresses: Addresses) -> Card:
    p = record.postmortem
    return Card(
        id=p.id,
        title=p.title,
        date=iso_date(p.date),
        severity=p.severity,
        kind=p.kind,
        status=p.status,
        category=p.category,
        teams=p.teams,
        cause=_cause(record),
        mitigation=p.mitigation,
        channel=channel_of(p, settings),
        runbook=runbook_of(p, settings),
        source=p.uri,
        path=path,
        url=addresses.absolute(refer_to_incident(p)),
    )
