"""A document of any form as one of ours: what was taken from where, and what is left to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..core.front_matter import UNKNOWN_ZONE
from ..core.plain_text import plain_text
from ..core.sections import ACTION_ITEMS, TIMELINE
from ..core.settings import Settings
from .action_sections import WrittenActions, write_actions
from .composing import Composition
from .dates import Calendar, file_name_dates, find_dates, learn_calendar
from .events import Events, collect_events
from .fields import SourceFields, read_fields
from .headings import Section, build_sections
from .incident_date import DatePlaces, IncidentDate, blank_code, find_incident_date, header_dates
from .links import unlink_files
from .notes import Rename, write_notes
from .parts import split_parts
from .register_numbers import CoveredIncidents, find_incidents
from .report import Report
from .timelines import WrittenTimeline, first_day_of, read_zone_of, write_timeline
from .titles import find_title

_MIN_EVENTS = 3
"""A section of another name is a timeline with so many timed lines, if most have a time."""


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """A file to import."""

    text: str
    """Decoded, line ends as `\\n`, without a byte order mark."""
    path: str
    """As it is recorded, with `/` between folders."""
    form: str = "auto"
    """What its sections begin with: `headings`, bold `labels`, or either."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A document in our form, but for its id."""

    composition: Composition
    id: str | None
    """The id that the source has already, of our form."""
    report: Report

    @property
    def day(self) -> date | None:
        """The day on which impact began."""
        return self.composition.day


def import_document(source: SourceText, settings: Settings) -> Imported:
    """Turn a text into our form. Never raises for what a text holds, and loses nothing of it."""
    fields = read_fields(source.text, settings)
    unlinked = unlink_files(fields.body)
    title = find_title(fields.title, unlinked.text, source.path, settings.sections)
    parts = split_parts(title.body, settings.sections, source.form)
    sections = build_sections(parts, settings.sections)
    calendar = _learn(fields, title.dated, source.path, sections)
    sections, events = _find_timeline(sections, calendar)
    found = find_incident_date(
        DatePlaces(
            fields=fields.dates,
            title=title.dated,
            file_name=source.path,
            sections=sections,
            timeline_day=first_day_of(events) if events else None,
        ),
        calendar,
    )
    timeline = _write_timeline(sections, events, found.day)
    section = next((s for s in sections if s.name == ACTION_ITEMS and s.text.strip()), None)
    actions = write_actions(section.text, calendar) if section else None
    covered = find_incidents(
        title.title + " " + title.heading, sections, _texts(fields.ours.get("incidents"))
    )
    written = _written_sections(sections, timeline, actions, section, settings)
    renames = (*title.renames, *written.renames)
    report = _report(
        fields,
        found,
        title.origin,
        timeline,
        actions,
        covered,
        unlinked.targets,
        sections,
        settings,
    )
    composition = Composition(
        title=title.title,
        day=found.day,
        fields=_front_matter(fields, timeline, covered),
        heading=title.heading,
        parts=_with_remark(written.parts, covered),
        notes=write_notes(renames, fields.others, report.checks),
        source=fields.origin or source.path,
    )
    return Imported(composition=composition, id=fields.id, report=report)


def _learn(fields: SourceFields, title: str, path: str, sections: Sequence[Section]) -> Calendar:
    texts = [title, *fields.dates]
    texts += [blank_code(f"{s.written}\n{s.remark}\n{s.text}") for s in sections]
    plain = Calendar()
    surest = (*fields.dates, *header_dates(sections), title)
    anchors = [day for text in surest for m in find_dates(text) if (day := plain.resolve(m))]
    anchors += [day for m in file_name_dates(path) if (day := plain.resolve(m))]
    return learn_calendar(texts, anchors)


def _find_timeline(
    sections: tuple[Section, ...], calendar: Calendar
) -> tuple[tuple[Section, ...], Events | None]:
    """The sections with one timeline among them, and its events."""
    read = {i: collect_events(s.text, calendar) for i, s in enumerate(sections)}
    named = [i for i, section in enumerate(sections) if section.name == TIMELINE]
    counts = {i: _count(read[i]) for i in read}
    if named:
        chosen = max(named, key=lambda i: counts[i])
    else:
        able = [i for i in read if counts[i] >= _MIN_EVENTS and sections[i].name is None]
        able = [i for i in able if (e := read[i]) and counts[i] * 2 > len(e.events)]
        if not able:
            return sections, None
        chosen = max(able, key=lambda i: counts[i])
    found = list(sections)
    for index in named:
        if index != chosen:
            found[index] = replace(sections[index], name=None)
    found[chosen] = replace(sections[chosen], name=TIMELINE)
    events = read[chosen]
    if not sections[chosen].written and events is not None and not named:
        # A timeline without a heading: what stands above it is not part of it.
        opening = replace(sections[chosen], text=events.before)
        found[chosen : chosen + 1] = [opening, replace(found[chosen], text="", name=TIMELINE)]
        events = replace(events, before="")
    return tuple(found), events


def _count(events: Events | None) -> int:
    return sum(event.has_clock for event in events.events) if events else 0


def _write_timeline(
    sections: Sequence[Section], events: Events | None, day: date | None
) -> WrittenTimeline | None:
    if events is None:
        return None
    section = next(section for section in sections if section.name == TIMELINE)
    prose = "\n\n".join(other.text for other in sections)
    zone = read_zone_of(events, f"{section.written}", blank_code(prose))
    return write_timeline(events, zone, day)


@dataclass(frozen=True, kw_only=True)
class _Written:
    parts: tuple[tuple[str, str], ...]
    renames: tuple[Rename, ...]


def _written_sections(
    sections: Sequence[Section],
    timeline: WrittenTimeline | None,
    actions: WrittenActions | None,
    action_section: Section | None,
    settings: Settings,
) -> _Written:
    parts: list[tuple[str, str]] = []
    renames: list[Rename] = []
    used: set[str] = set()
    for section in sections:
        text, name = section.text, section.name
        if section.is_wrapper:
            renames.append(Rename(kind="heading", written=section.written))
            continue
        if name in used or (name == ACTION_ITEMS and action_section not in (None, section)):
            name = None
        if name == TIMELINE and timeline is not None:
            text = timeline.text
            renames += [Rename(kind="column", written=head) for head in timeline.renamed]
        elif section is action_section and actions is not None:
            text = actions.text
            renames += [Rename(kind="column", written=head) for head in actions.renamed]
        heading = settings.sections.preferred(name) if name else section.written
        used |= {name} if name else set()
        remark = section.remark if name else ""
        plain = section.written.replace(section.remark, "") if remark else section.written
        if name and section.written and _words(plain) != _words(heading):
            renames.append(Rename(kind="heading", written=section.written, name=heading))
        if name is None and not section.written and not text.strip():
            continue
        parts.append((heading, "\n\n".join(filter(None, (remark, text)))))
    return _Written(parts=tuple(parts), renames=tuple(renames))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _with_remark(
    parts: Sequence[tuple[str, str]], covered: CoveredIncidents
) -> tuple[tuple[str, str], ...]:
    if not covered.is_several:
        return tuple(parts)
    return (("", "This document covers several incidents."), *parts)


def _front_matter(
    fields: SourceFields, timeline: WrittenTimeline | None, covered: CoveredIncidents
) -> dict[str, object]:
    zone = timeline.timezone if timeline else UNKNOWN_ZONE
    if zone == UNKNOWN_ZONE and (timeline is None or timeline.zone.zone is None):
        zone = str(fields.ours.get("timezone") or UNKNOWN_ZONE)
    found = {name: value for name, value in fields.ours.items() if value}
    found["timezone"] = zone
    if covered.numbers:
        found["incidents"] = list(covered.numbers)
    return found


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _report(
    fields: SourceFields,
    found: IncidentDate,
    title_origin: str,
    timeline: WrittenTimeline | None,
    actions: WrittenActions | None,
    covered: CoveredIncidents,
    targets: Sequence[str],
    sections: Sequence[Section],
    settings: Settings,
) -> Report:
    return Report(
        taken=tuple(_taken(fields, found, title_origin, timeline, actions, covered)),
        checks=tuple(_checks(found, timeline, covered, targets, sections)),
        missing=tuple(_missing(fields, found, sections, settings)),
    )


def _taken(
    fields: SourceFields,
    found: IncidentDate,
    title_origin: str,
    timeline: WrittenTimeline | None,
    actions: WrittenActions | None,
    covered: CoveredIncidents,
) -> Iterator[str]:
    yield f"title: from {title_origin}"
    if found.day:
        yield f"date: {found.day.isoformat()}, from {found.origin}"
    if fields.ours:
        head = "front matter" if fields.form == "yaml" else "header lines"
        yield f"{', '.join(fields.ours)}: from the {head}"
    if covered.numbers:
        yield f"incidents: {', '.join(covered.numbers)}, from the text"
    if timeline is None:
        yield "timeline: none with times was found"
    else:
        rest = [f"{timeline.textual} rows without a time"] if timeline.textual else []
        rest += [f"{timeline.details} told in full below the table"] if timeline.details else []
        yield ", ".join((f"timeline: {timeline.events} events, from {timeline.form}", *rest))
        if timeline.timezone != UNKNOWN_ZONE:
            yield f"timezone: {timeline.timezone}, from {timeline.zone.origin}"
    if actions is not None:
        done = f", {actions.done} of them done" if actions.done else ""
        yield f"action items: {actions.count}, from {' and '.join(actions.forms)}{done}"


def _checks(
    found: IncidentDate,
    timeline: WrittenTimeline | None,
    covered: CoveredIncidents,
    targets: Sequence[str],
    sections: Sequence[Section],
) -> Iterator[str]:
    if found.unclear:
        yield f"`{found.unclear}` could be one of two days, and was not taken for the date"
    if timeline is not None:
        first = timeline.first_day
        if first and found.day and first != found.day and found.origin != "the timeline":
            yield (
                f"`date` is {found.day.isoformat()}, from {found.origin}; "
                f"the timeline begins on {first.isoformat()}: on which day did impact begin?"
            )
        elif first and timeline.last_day and timeline.last_day - first > timedelta(days=1):
            yield (
                f"the timeline runs from {first.isoformat()} to {timeline.last_day.isoformat()}: "
                f"did impact begin on {found.day.isoformat() if found.day else 'its first day'}?"
            )
        yield from timeline.checks
    if covered.is_several:
        yield "the document covers several incidents: is `date` that of the first one?"
    if targets:
        yield f"links to files beside the source are now text: {', '.join(f'`{t}`' for t in targets)}"


def _missing(
    fields: SourceFields, found: IncidentDate, sections: Sequence[Section], settings: Settings
) -> Iterator[str]:
    if found.day is None:
        yield "date"
    for name in ("severity", "category", "detection", "teams"):
        if name not in fields.ours:
            yield name
    present = {section.name for section in sections}
    for name in settings.sections.required:
        if name not in present:
            yield f"section {plain_text(settings.sections.preferred(name))}"
