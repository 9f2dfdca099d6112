"""The day on which impact began: which of a document's dates it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..core.sections import ACTION_ITEMS, SUMMARY, TIMELINE
from .dates import Calendar, DateMention, file_name_dates, find_dates
from .headings import Section

_HEADER = re.compile(
    r"^[ ]{0,3}(?:[-*+>|][ ]*)?[*_]{0,2}(?i:date(?: of (?:the )?(?:incident|event|outage))?"
    r"|incident date|incident started|started|start(?: time| date)?|when)"
    r"[*_]{0,2}[ ]*[:|][*_]{0,2}[ ]*(?P<value>.+)$",
    re.MULTILINE,
)
_NO_PROSE = re.compile(
    r"```.*?```|~~~.*?~~~|`[^`\n]*`|\]\([^)]*\)|https?://\S+|^\[[^\]]+\]:.*$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True)
class IncidentDate:
    """A day and where it was taken from; None where nothing settles it."""

    day: date | None
    origin: str
    unclear: str = ""
    """A date that could be one of two days, or is without a year."""


@dataclass(frozen=True, kw_only=True)
class DatePlaces:
    """The places of a document that may say when it was."""

    fields: Sequence[str]
    title: str
    """As written, dates included."""
    file_name: str
    sections: Sequence[Section]
    timeline_day: date | None
    """Of the first event, or of the one at which impact began."""


def blank_code(text: str) -> str:
    """The text without code and addresses, whose numbers are no dates of the incident."""
    return _NO_PROSE.sub(" ", text)


def header_dates(sections: Sequence[Section]) -> tuple[str, ...]:
    """What header lines such as `Date: 4 March 2020` say, above the first section or in it."""
    return tuple(
        match["value"].strip(" |*")
        for section in sections[:2]
        for match in _HEADER.finditer(section.text)
    )


def find_incident_date(places: DatePlaces, calendar: Calendar) -> IncidentDate:
    """The day on which impact began, from the first place that says one day clearly."""
    unclear = ""
    for origin, text in _places(places):
        for mention in _mentions(origin, text):
            day = calendar.resolve(mention)
            if day is not None:
                return IncidentDate(day=day, origin=origin, unclear=unclear)
            unclear = unclear or mention.text
        if origin == "the title" and places.timeline_day is not None:
            return IncidentDate(day=places.timeline_day, origin="the timeline", unclear=unclear)
    return IncidentDate(day=None, origin="", unclear=unclear)


def _mentions(origin: str, text: str) -> Iterator[DateMention]:
    yield from (file_name_dates(text) if origin == "the file's name" else find_dates(text))


def _places(places: DatePlaces) -> Iterator[tuple[str, str]]:
    """Where to look, from the surest; the timeline's day comes after the title."""
    for value in places.fields:
        yield "the front matter", value
    for value in header_dates(places.sections):
        yield "a header line", value
    yield "the title", places.title
    for name in (SUMMARY, TIMELINE):
        for section in places.sections:
            if section.name == name:
                text = f"{section.remark}\n{section.text}"
                yield f"the section {name}", blank_code(text)
    for section in places.sections:
        yield "a heading", section.written
    # What an action item is due on says nothing of when the impact began.
    told = [section for section in places.sections if section.name != ACTION_ITEMS]
    for section in told[:2]:
        yield "the text", blank_code(section.text)
    yield "the file's name", places.file_name
    for section in told[2:]:
        yield "the text", blank_code(section.text)
