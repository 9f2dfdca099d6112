"""A timeline in our form: a table of times, events and phases, and what does not fit into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from ..core.front_matter import UNKNOWN_ZONE
from ..core.timeline import Phase
from ..core.vocabulary import fold
from .cells import fit_cell, write_table
from .chunks import below_sections, closed
from .events import Event, Events
from .phases import Phases, find_phases
from .zones import Zone, find_stated_zone, find_zone, read_zone


@dataclass(frozen=True, kw_only=True)
class ZoneReading:
    """The time zone of a timeline, as stated."""

    zone: Zone | None
    """Of the times without one of their own; None where nothing is said."""
    origin: str
    """Where it was stated."""
    sentence: str = ""
    """What has to stand above the table, as the zone of each time is no longer on it."""
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WrittenTimeline:
    """The section's text, and what is to be said about it."""

    text: str
    form: str
    """What it was in the source."""
    events: int
    """Rows with a time."""
    textual: int
    """Rows whose time, if any, could not be read; it stands in the text."""
    details: int
    """Events whose whole text stands below the table."""
    first_day: date | None
    """Of the event at which impact began, where that is stated; else of the first event."""
    last_day: date | None
    timezone: str
    """IANA name, or `unknown`."""
    zone: ZoneReading
    phases: int
    renamed: tuple[str, ...]
    checks: tuple[str, ...]
    """What a person has to look at, in sentences."""


def read_zone_of(events: Events, heading: str, prose: str, field: str | None) -> ZoneReading:
    """The zone that times are in: on every time alike, in the heading or table, in a sentence.

    `field` is the front matter's; `prose` is searched for sentences about times only.
    """
    on_rows = [event.stamp.zone for event in events.events if event.stamp and event.has_clock]
    written = {zone.written.upper() if zone else None for zone in on_rows}
    if len(written) == 1 and on_rows[0] is not None:
        own, stated = on_rows[0], _stated_zone(events, heading, prose, field).zone
        agree = stated is not None and stated.written.upper() == own.written.upper()
        says = (
            f"the text says {stated.written} of the times, they say {own.written}" if stated else ""
        )
        return ZoneReading(
            zone=own,
            origin="the times themselves",
            sentence="" if agree else f"All times in {own.written}.",
            checks=(says,) if stated and not agree else (),
        )
    return _stated_zone(events, heading, prose, field)


def _stated_zone(events: Events, heading: str, prose: str, field: str | None) -> ZoneReading:
    if field and field != UNKNOWN_ZONE:
        return ZoneReading(zone=read_zone(field), origin="the front matter")
    for text, origin in ((heading, "the heading"), (" ".join(events.renamed), "the table's head")):
        zone = find_zone(text)
        if zone is not None:
            return ZoneReading(zone=zone, origin=f"{origin}, `{text.strip()}`")
    for text in (events.before, prose):
        zone = find_stated_zone(text)
        if zone is not None:
            return ZoneReading(zone=zone, origin=f"the text, which says {zone.written}")
    return ZoneReading(zone=None, origin="")


def first_day_of(events: Events) -> date | None:
    """The day on which impact began, where a row says so; else the first day named."""
    phases = find_phases(events.events)
    days = [event.day for event in events.events if event.day is not None]
    return phases.day_of(Phase.STARTED) or (days[0] if days else None)


def _begins_undated(events: Events) -> bool:
    """Whether the first time stands without a day, and so on the document's own."""
    first = next((event for event in events.events if event.has_clock), None)
    return first is not None and first.day is None and not first.is_unclear


def write_timeline(events: Events, zone: ZoneReading, day: date | None) -> WrittenTimeline:
    """The section's text, of a document of that day."""
    days = {event.day for event in events.events if event.has_clock and not event.is_unclear}
    rows = _Rows(zone=zone.zone, dated=len(days) > 1 or bool(days - {day, None}))
    phases = find_phases(events.events)
    stated = next((i for i, h in enumerate(events.heads) if fold(h) in ("phase", "phases")), None)
    heads = [head for index, head in enumerate(events.heads) if index != stated]
    table, details = [], []
    for event, found in zip(events.events, phases.cells, strict=True):
        when = rows.time_cell(event)
        text = rows.event_text(event, when)
        cell = fit_cell(text)
        if not cell.is_whole:
            details.append(_write_detail(event, text))
        others = list(event.others) + [""] * (len(events.heads) - len(event.others))
        phase = others.pop(stated) if stated is not None else found
        table.append([when, cell.text, phase, *(fit_cell(other).text for other in others)])
    timezone = zone.zone.name if zone.zone and zone.zone.name else UNKNOWN_ZONE
    parts = [
        events.before,
        zone.sentence,
        write_table(["Time", "Event", "Phase", *heads], table),
        *details,
        events.after,
    ]
    return WrittenTimeline(
        text="\n\n".join(part for part in parts if part.strip()),
        form=events.form,
        events=sum(1 for row in table if row[0]),
        textual=sum(1 for row in table if not row[0]),
        details=len(details),
        first_day=day if _begins_undated(events) else first_day_of(events),
        last_day=max((event.day for event in events.events if event.day), default=None),
        timezone=timezone,
        zone=zone,
        phases=sum(1 for row in table if row[2]),
        renamed=events.renamed,
        checks=(
            *zone.checks,
            *_zone_checks(zone, days, day),
            *_day_checks(events),
            *_phase_checks(phases),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """How rows are written."""

    zone: Zone | None
    dated: bool

    def time_cell(self, event: Event) -> str:
        """The time as our tables have it; nothing where it cannot be told."""
        stamp = event.stamp
        if stamp is None or stamp.start is None or event.is_unclear:
            return ""
        offset = self._offset(event)
        if offset is None:
            return ""
        day = f"{event.day.isoformat()} " if self.dated and event.day else ""
        end = ""
        if stamp.end is not None:
            end_day = f"{stamp.end_day.isoformat()} " if stamp.end_day else ""
            end = f"–{end_day}{_clock(stamp.end)}"
        return f"{'~' if stamp.about else ''}{day}{_clock(stamp.start)}{offset}{end}"

    def event_text(self, event: Event, when: str) -> str:
        """The event, with its time in front where that is in no cell of its own."""
        stamp = event.stamp
        if stamp is None or when or stamp.start is None or stamp.is_spoken:
            return event.text
        if event.text.startswith(stamp.written):
            return event.text
        return f"{stamp.written}: {event.text}".rstrip(": ")

    def _offset(self, event: Event) -> str | None:
        """What a row adds to the document's zone; None where its own zone cannot be told."""
        own = event.stamp.zone if event.stamp else None
        if own is None or (self.zone and own.written.upper() == self.zone.written.upper()):
            own = self.zone
            if own is None or own.name is not None or not own.is_known:
                return ""
        elif self.zone and own.name is not None and own.name == self.zone.name:
            return ""
        offset = own.offset if own.offset is not None else own.offset_on(event.day)
        if offset is None:
            return None
        minutes = round(offset.total_seconds() / 60)
        sign = "-" if minutes < 0 else "+"
        return f" {sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _clock(at: time) -> str:
    return at.strftime("%H:%M:%S" if at.second else "%H:%M")


def _write_detail(event: Event, text: str) -> str:
    """The whole text of an event, below the table under its time as written."""
    heading = event.stamp.written if event.stamp else "Without a time"
    return f"### {re.sub(r'[`*_]', '', heading)}\n\n{closed(below_sections(text.strip()))}"


def _zone_checks(reading: ZoneReading, days: set[date | None], day: date | None) -> Iterator[str]:
    zone = reading.zone
    if zone is None:
        yield "the time zone is not stated: `timezone` is `unknown`"
        return
    if not zone.is_known:
        yield f"{zone.written} is the name of several time zones: `timezone` is `unknown`"
    known = sorted(d for d in days if d) or ([day] if day else [])
    if known and not zone.is_in_season(known[0]):
        yield (
            f"{zone.written} is not the clock of {zone.name} on {known[0].isoformat()}: "
            f"was it meant as the place's own time, as `timezone: {zone.name}` now says?"
        )


def _day_checks(events: Events) -> Iterator[str]:
    unclear = [e.stamp.written for e in events.events if e.stamp and e.is_unclear]
    if unclear:
        yield f"`{unclear[0]}` could be one of two days: its times are left in the text"
    clocked = [e for e in events.events if e.has_clock]
    for earlier, later in pairwise(clocked):
        if earlier.day == later.day and _start(later) < _start(earlier):
            dated = later.stamp is not None and later.stamp.names_day
            yield (
                f"`{later.stamp.written if later.stamp else ''}` comes after "
                f"`{earlier.stamp.written if earlier.stamp else ''}`: "
                + ("is one of them wrong?" if dated else "is it of the next day, or out of order?")
            )


def _start(event: Event) -> time:
    return (event.stamp.start if event.stamp else None) or time(0)


def _phase_checks(phases: Phases) -> Sequence[str]:
    return ("the phases would be in an impossible order, so none is set",) if phases.refused else ()
