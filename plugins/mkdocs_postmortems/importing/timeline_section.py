"""Which section of a document is its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..core.sections import TIMELINE
from .dates import Calendar
from .events import Events, collect_events
from .headings import Section

_MIN_EVENTS = 3
"""A section of another name is a timeline with so many timed lines, if most have a time."""


@dataclass(frozen=True, kw_only=True)
class TimelineChoice:
    """The sections of a document, at most one of them named a timeline."""

    sections: tuple[Section, ...]
    events: Events | None
    """Of the timeline; None where there is none, or none with times."""

    @property
    def section(self) -> Section | None:
        """The timeline."""
        return next((section for section in self.sections if section.name == TIMELINE), None)


def choose_timeline(sections: Sequence[Section], calendar: Calendar) -> TimelineChoice:
    """The section called a timeline, of several the one with most times; else one that is one."""
    read = {index: collect_events(s.text, calendar) for index, s in enumerate(sections)}
    named = [index for index, section in enumerate(sections) if section.name == TIMELINE]
    able = named or [i for i, s in enumerate(sections) if s.name is None and _is_timeline(read[i])]
    if not able:
        return TimelineChoice(sections=tuple(sections), events=None)
    chosen = max(able, key=lambda index: _times(read[index]))
    renamed = [
        replace(
            section, name=TIMELINE if index == chosen else None if index in named else section.name
        )
        for index, section in enumerate(sections)
    ]
    events = read[chosen]
    if events is not None and not sections[chosen].written:
        # Without a heading of its own: what stands above it is no part of it.
        opening = replace(sections[chosen], name=None, text=events.before)
        renamed[chosen : chosen + 1] = [opening, replace(renamed[chosen], text="")]
        events = replace(events, before="")
    return TimelineChoice(sections=tuple(renamed), events=events)


def _times(events: Events | None) -> int:
    return events.times if events is not None else 0


def _is_timeline(events: Events | None) -> bool:
    return events is not None and events.times >= max(_MIN_EVENTS, len(events.events) // 2 + 1)
