"""What the search finds of one postmortem, and what a result shows of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from ..core.contacts import channel_of, runbook_of
from ..core.library import Library
from ..core.postmortem import Postmortem
from ..core.search_field import WEIGHTS, SearchField
from ..core.search_record import SearchPart, SearchRecord
from .rows import mark_severity
from .wording import length, sentence_case

NO_ANCHOR = "pm-none-"


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryText:
    """A text that words are looked for in."""

    weight: float
    """Its square is how many times as much a match says as one in plain text; at most 10."""
    text: str
    heading: str = ""
    """Of a section; empty for what stands above them."""
    anchor: str = ""
    """Of the heading on the postmortem's page; one that begins with `NO_ANCHOR` where that has
    none, as without any the text would count to the section before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchEntry:
    """One postmortem in the search."""

    id: str
    title: str
    title_weight: float
    shown: tuple[tuple[str, str], ...]
    """Pairs of name and text: what a result shows beside the title and what matched."""
    stated: tuple[EntryText, ...]
    """What the front matter says."""
    sections: tuple[EntryText, ...]


def view_search_entry(
    record: SearchRecord, library: Library, anchors: Sequence[str] = ()
) -> SearchEntry:
    """One postmortem as the search sees it.

    `anchors` are those of its page for each section of the document, empty where it has none.
    """
    return SearchEntry(
        id=record.postmortem.id,
        title=record.postmortem.title,
        title_weight=_weigh(SearchField.TITLE),
        shown=tuple(_shown(record.postmortem, library)),
        stated=tuple(
            EntryText(weight=_weigh(field), text=text)
            for field, text in record.stated()
            if field is not SearchField.TITLE
        ),
        sections=tuple(
            EntryText(
                weight=_weigh(part.field),
                text=part.text,
                heading=part.heading,
                anchor=_anchor(part, anchors),
            )
            for part in record.parts
        ),
    )


def _shown(postmortem: Postmortem, library: Library) -> Iterator[tuple[str, str]]:
    """What is unknown is left out."""
    p, settings = postmortem, library.settings
    channel, runbook = channel_of(p, settings), runbook_of(p, settings)
    severity = mark_severity(p, library)
    found = (
        ("id", p.id),
        ("date", p.date.isoformat() if p.date else None),
        ("severity", severity.id if severity else None),
        ("kind", sentence_case(p.kind)),
        ("kind_id", p.kind if p.is_near_miss else None),
        ("status", sentence_case(p.status)),
        ("status_id", p.status if p.status != "final" else None),
        ("category", settings.categories.title_of(p.category) if p.category else None),
        ("team", settings.team_names.title_of(p.owner) if p.owner else None),
        ("duration", length(p.duration) if p.duration is not None else None),
        ("cause", p.short_cause),
        ("mitigation", p.mitigation),
        ("channel", channel[0] if channel else None),
        ("channel_url", channel[1] if channel else None),
        ("runbook", runbook[0] if runbook else None),
        ("runbook_url", runbook[1] if runbook else None),
        ("open", str(len(p.open_actions)) if p.open_actions else None),
    )
    return ((name, text) for name, text in found if text)


def _anchor(part: SearchPart, anchors: Sequence[str]) -> str:
    if part.section is None:
        return ""
    known = anchors[part.section] if part.section < len(anchors) else ""
    return known or f"{NO_ANCHOR}{part.section}"


def _weigh(field: SearchField) -> float:
    return round(sqrt(WEIGHTS[field]), 2)
