"""What was taken from where, and what is left for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..core.front_matter import UNKNOWN_ZONE
from ..core.settings import Settings
from .action_sections import WrittenActions
from .fields import SourceFields
from .headings import Section
from .incident_date import IncidentDate
from .register_numbers import CoveredIncidents
from .timelines import WrittenTimeline

_WANTED_FIELDS = ("severity", "category", "detection", "teams")


@dataclass(frozen=True, kw_only=True)
class Report:
    """About one imported document; every entry is a phrase without a full stop."""

    taken: tuple[str, ...]
    """What was taken from where: `date: 2020-03-04, from the title`."""
    checks: tuple[str, ...]
    """What could not be settled, and has to be looked at."""
    missing: tuple[str, ...]
    """Fields and sections that a finished postmortem needs and the source does not have."""


@dataclass(frozen=True, kw_only=True)
class Readings:
    """Everything that was read of a source."""

    fields: SourceFields
    title_origin: str
    date: IncidentDate
    sections: Sequence[Section]
    timeline: WrittenTimeline | None
    actions: WrittenActions | None
    covered: CoveredIncidents
    unlinked: tuple[str, ...]
    """Files beside the source to which it had links."""


def write_report(readings: Readings, settings: Settings) -> Report:
    """Say what was read."""
    return Report(
        taken=tuple(_taken(readings)),
        checks=tuple(_checks(readings)),
        missing=tuple(_missing(readings, settings)),
    )


def _taken(readings: Readings) -> Iterator[str]:
    yield f"title: from {readings.title_origin}"
    date, fields, actions = readings.date, readings.fields, readings.actions
    if date.day:
        yield f"date: {date.day.isoformat()}, from {date.origin}"
    if fields.ours:
        head = "front matter" if fields.form == "yaml" else "header lines"
        yield f"{', '.join(fields.ours)}: from the {head}"
    if readings.covered.numbers:
        yield f"incidents: {', '.join(readings.covered.numbers)}"
    yield from _taken_of_timeline(readings.timeline)
    if actions is not None:
        done = f", {actions.done} of them done" if actions.done else ""
        yield f"action items: {actions.count}, from {' and '.join(actions.forms)}{done}"


def _taken_of_timeline(timeline: WrittenTimeline | None) -> Iterator[str]:
    if timeline is None:
        yield "timeline: no time of day that could be read, its text is kept"
        return
    rest = [f"{timeline.textual} without a time of day"] if timeline.textual else []
    rest += [f"{timeline.details} told in full below the table"] if timeline.details else []
    yield ", ".join((f"timeline: {timeline.events} events, from {timeline.form}", *rest))
    if timeline.timezone != UNKNOWN_ZONE:
        yield f"timezone: {timeline.timezone}, from {timeline.zone.origin}"


def _checks(readings: Readings) -> Iterator[str]:
    date, timeline = readings.date, readings.timeline
    if date.unclear:
        yield f"`{date.unclear}` does not say which day it is, and was not taken for the date"
    first = timeline.first_day if timeline else None
    last = timeline.last_day if timeline else None
    if first and date.day and first != date.day:
        yield (
            f"`date` is {date.day.isoformat()}, from {date.origin}; "
            f"the timeline begins on {first.isoformat()}: on which day did impact begin?"
        )
    elif first and last and date.origin == "the timeline" and last - first > timedelta(days=1):
        yield (
            f"the timeline runs from {first.isoformat()} to {last.isoformat()}: "
            "did impact begin on its first day?"
        )
    yield from timeline.checks if timeline else ()
    if readings.actions and readings.actions.unread:
        states = ", ".join(f"`{state}`" for state in readings.actions.unread)
        yield f"the state of action items is left open, as it is none of ours: {states}"
    if readings.covered.is_several:
        yield (
            "the document covers several incidents: is `date` that of the first one? One timeline "
            "and one list of action items became tables, the others stand in the text; a document "
            "for each incident would have all of them read"
        )
    if readings.unlinked:
        files = ", ".join(f"`{target}`" for target in readings.unlinked)
        yield f"links to files beside the source are now text: {files}"


def _missing(readings: Readings, settings: Settings) -> Iterator[str]:
    if readings.date.day is None:
        yield "date"
    yield from (name for name in _WANTED_FIELDS if name not in readings.fields.ours)
    present = {section.name for section in readings.sections}
    for name in settings.sections.required:
        if name not in present:
            yield f"section {settings.sections.preferred(name)}"
