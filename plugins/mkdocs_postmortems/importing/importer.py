"""A document of any form as one of ours: what was taken from where, and what is left to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..core.front_matter import UNKNOWN_ZONE
from ..core.sections import ACTION_ITEMS, TIMELINE
from ..core.settings import Settings
from .action_sections import WrittenActions, write_actions
from .composing import Composition
from .dates import Calendar, file_name_dates, find_dates, learn_calendar
from .fields import SourceFields, read_fields
from .headings import Section, build_sections, name_heading
from .incident_date import DatePlaces, blank_code, find_incident_date, header_dates
from .links import unlink_files
from .notes import Rename, write_notes
from .parts import split_parts
from .register_numbers import CoveredIncidents, find_incidents
from .report import Readings, Report, write_report
from .timeline_section import TimelineChoice, choose_timeline
from .timelines import WrittenTimeline, first_day_of, read_zone_of, write_timeline
from .titles import find_title


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
    choice = choose_timeline(sections, calendar)
    places = DatePlaces(
        fields=fields.dates,
        title=title.dated,
        file_name=source.path,
        sections=choice.sections,
        timeline_day=first_day_of(choice.events) if choice.events else None,
    )
    day = find_incident_date(places, calendar)
    written = _Sections(
        choice=choice,
        timeline=_write_timeline(choice, day.day, fields.ours.get("timezone")),
        calendar=calendar,
        settings=settings,
    )
    named = f"{title.title} {title.heading}"
    covered = find_incidents(named, choice.sections, _texts(fields.ours.get("incidents")))
    readings = Readings(
        fields=fields,
        title_origin=title.origin,
        date=day,
        sections=choice.sections,
        timeline=written.timeline,
        actions=written.actions,
        covered=covered,
        unlinked=unlinked.targets,
    )
    report = write_report(readings, settings)
    renames = (*title.renames, *written.renames())
    composition = Composition(
        title=title.title,
        day=day.day,
        fields=_front_matter(fields, written.timeline, covered),
        heading=title.heading,
        parts=(*_several(covered), *written.parts()),
        notes=write_notes(renames, fields.others, report.checks),
        source=source.path,
    )
    return Imported(composition=composition, id=fields.id, report=report)


def _learn(fields: SourceFields, title: str, path: str, sections: Sequence[Section]) -> Calendar:
    """What the document shows of its dates, those of its head and file name first."""
    texts = [title, *fields.dates]
    texts += [blank_code(f"{s.written}\n{s.remark}\n{s.text}") for s in sections]
    plain = Calendar()
    surest = (*fields.dates, *header_dates(sections), title)
    mentions = [mention for text in surest for mention in find_dates(text)]
    mentions += file_name_dates(path)
    anchors = [day for m in mentions if m.readings and (day := plain.resolve(m))]
    return learn_calendar(texts, anchors)


def _write_timeline(
    choice: TimelineChoice, day: date | None, field: str | None
) -> WrittenTimeline | None:
    if choice.events is None or choice.section is None:
        return None
    prose = blank_code("\n\n".join(section.text for section in choice.sections))
    zone = read_zone_of(choice.events, choice.section.written, prose, field)
    return write_timeline(choice.events, zone, day)


class _Sections:
    """The sections as they are written, each of our names once."""

    def __init__(
        self,
        *,
        choice: TimelineChoice,
        timeline: WrittenTimeline | None,
        calendar: Calendar,
        settings: Settings,
    ) -> None:
        self.sections = choice.sections
        self.timeline = timeline
        self.names = settings.sections
        self.action_section, self.actions = self._find_actions(calendar)

    def _find_actions(self, calendar: Calendar) -> tuple[Section | None, WrittenActions | None]:
        """The first section of action items with an item in it, else the first with a text."""
        named = [s for s in self.sections if s.name == ACTION_ITEMS and not s.is_wrapper]
        for section in named:
            actions = write_actions(section.text, calendar)
            if actions is not None:
                return section, actions
        return next((s for s in named if s.text.strip()), None), None

    def _named(self) -> Iterator[tuple[Section, str | None]]:
        """Each section with its name of ours; a second one of a name keeps its own heading."""
        used: set[str] = set()
        for section in self.sections:
            name = section.name
            if name in used or (
                name == ACTION_ITEMS and self.action_section not in (None, section)
            ):
                name = None
            used |= {name} if name else set()
            yield section, name

    def parts(self) -> Iterator[tuple[str, str]]:
        """Heading and text of each section."""
        seen = set[str | None]()
        for section, name in self._named():
            text = section.text
            if name == TIMELINE and self.timeline is not None:
                text = self.timeline.text
            elif section is self.action_section and self.actions is not None:
                text = self.actions.text
            heading = self.names.preferred(name) if name else section.written
            remark = section.remark if name else ""
            text = "\n\n".join(part for part in (remark, text) if part.strip())
            seen.add(name)
            if name is None and name_heading(section.written, self.names).name not in (None, *seen):
                # By its heading it would be taken for the one that was chosen.
                heading, text = "", f"### {heading}\n\n{text}".strip()
            if not section.is_wrapper and (heading or text):
                yield heading, text

    def renames(self) -> Iterator[Rename]:
        """What is called otherwise now."""
        for section, name in self._named():
            if section.is_wrapper:
                yield Rename(kind="heading", written=section.written)
            elif name and section.written:
                heading, plain = self.names.preferred(name), section.written
                plain = plain.replace(section.remark, "") if section.remark else plain
                if _words(plain) != _words(heading):
                    yield Rename(kind="heading", written=section.written, name=heading)
        for read in (self.timeline, self.actions):
            for head in read.renamed if read else ():
                yield Rename(kind="column", written=head)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _several(covered: CoveredIncidents) -> tuple[tuple[str, str], ...]:
    return (("", "This document covers several incidents."),) if covered.is_several else ()


def _front_matter(
    fields: SourceFields, timeline: WrittenTimeline | None, covered: CoveredIncidents
) -> dict[str, Any]:
    stated = fields.ours.get("timezone") or UNKNOWN_ZONE
    found = {name: value for name, value in fields.ours.items() if value}
    return {
        **found,
        "timezone": timeline.timezone if timeline else stated,
        **({"incidents": list(covered.numbers)} if covered.numbers else {}),
    }


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
