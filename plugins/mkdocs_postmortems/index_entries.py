"""Documents as the index of words takes them."""

from __future__ import annotations

from collections.abc import Iterator

from .core.contacts import channel_of, runbook_of
from .core.facets import facets_of
from .core.found import Card, IndexEntry
from .core.plain_text import sentences
from .core.postmortem import Postmortem
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
    yield SearchField.CAUSE, "\n".join(_cause_lines(record))
    for part in record.parts:
        if part.field is not SearchField.CAUSE:
            yield part.field, f"{part.heading}\n{part.text}"


def _cause_lines(record: SearchRecord) -> Iterator[str]:
    """The cause as the card has it, a line each; then code, tables and headings within it."""
    prose = record.postmortem.root_cause or ""
    if shown := record.postmortem.short_cause:
        yield shown
    yield from _more_of_cause(record.postmortem)
    known = set(prose.splitlines())
    for part in record.parts:
        if part.field is SearchField.CAUSE:
            yield from (line for line in part.text.splitlines() if line not in known)


def _more_of_cause(postmortem: Postmortem) -> Iterator[str]:
    """The sentences that the cause in short leaves out."""
    shown = postmortem.short_cause or ""
    return (one for one in sentences(postmortem.root_cause or "") if one not in shown)


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
        cause=p.short_cause,
        more_of_cause=tuple(_more_of_cause(p)),
        mitigation=p.mitigation,
        channel=channel_of(p, settings),
        runbook=runbook_of(p, settings),
        source=p.uri,
        path=path,
        url=addresses.absolute(refer_to_incident(p)),
    )
