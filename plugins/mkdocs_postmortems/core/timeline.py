"""The timeline: events with instants, and the phases that durations are measured between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from .blocks import Block
from .corrections import correct_word
from .diagnostics import Finding, Problem
from .document import Section
from .front_matter import UNKNOWN_ZONE
from .plain_text import plain_text
from .vocabulary import fold, nearest

_TIME = re.compile(
    r"(?P<about>~\s*)?(?:(?P<date>\d{4}-\d{2}-\d{2})[ T]+)?(?P<time>\d{1,2}:\d{2}(?::\d{2})?)"
    # West of Greenwich only what is in use, so that 14:30-14:35 is a range.
    r"\s*(?P<zone>Z|UTC|\+\d{2}:?\d{2}|-(?:0\d|1[0-2]):?00|-0[2349]:?30)?"
    r"(?P<range>\s*[–—-]\s*(?:(?:\d{4}-\d{2}-\d{2})[ T]+)?(?P<end>\d{1,2}:\d{2}(?::\d{2})?)"
    r"\s*(?P<end_zone>Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
_TIME_HEADS = frozenset({"time", "timeutc", "when", "timestamp", "utc"})
_EVENT_HEADS = frozenset({"event", "whathappened", "description", "what", "entry"})
_PHASE_HEADS = frozenset({"phase", "phases"})


TIMELINE_COLUMNS: tuple[str, ...] = ("time", "event", "phase")
"""In the order in which they are written."""


class Phase(StrEnum):
    """The points of an incident that its durations are measured between."""

    INTRODUCED = "introduced"
    STARTED = "started"
    DETECTED = "detected"
    ACKNOWLEDGED = "acknowledged"
    MITIGATED = "mitigated"
    RELAPSED = "relapsed"
    RESOLVED = "resolved"


@dataclass(frozen=True, kw_only=True)
class TimelineEvent:
    """A row of the timeline."""

    at: datetime | None
    """The instant in UTC; without a zone where the document's is unknown; None if unreadable."""
    written: str
    """The time as the author wrote it."""
    text: str
    """What happened, as Markdown."""
    phases: tuple[Phase, ...]
    approximate: bool
    """`~14:30` or a range."""
    line: int


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The events in the order of the document."""

    events: tuple[TimelineEvent, ...] = ()

    def at(self, phase: Phase) -> datetime | None:
        """When a phase was first reached; None where the timeline does not say."""
        return self._moments.get(phase, (None, None))[0]

    def last(self, phase: Phase) -> datetime | None:
        """When a phase was last reached."""
        return self._moments.get(phase, (None, None))[1]

    @cached_property
    def _moments(self) -> dict[Phase, tuple[datetime, datetime]]:
        moments: dict[Phase, tuple[datetime, datetime]] = {}
        for event in self.events:
            for phase in event.phases:
                if event.at is not None:
                    moments[phase] = (moments.get(phase, (event.at,))[0], event.at)
        return moments

    @property
    def time_to_detect(self) -> timedelta | None:
        """TTD: from `started` to `detected`."""
        return self._between(Phase.STARTED, Phase.DETECTED)

    @property
    def time_to_acknowledge(self) -> timedelta | None:
        """TTA: from `detected` to `acknowledged`."""
        return self._between(Phase.DETECTED, Phase.ACKNOWLEDGED)

    @property
    def time_to_mitigate(self) -> timedelta | None:
        """TTM: from `started` to the first `mitigated`."""
        return self._between(Phase.STARTED, Phase.MITIGATED)

    @property
    def time_to_resolve(self) -> timedelta | None:
        """TTR: from `started` to `resolved`."""
        return self._between(Phase.STARTED, Phase.RESOLVED)

    def _between(self, first: Phase, second: Phase) -> timedelta | None:
        moments = self._moments
        if first not in moments or second not in moments:
            return None
        return time_between(moments[first][0], moments[second][0])


def time_between(earlier: datetime, later: datetime) -> timedelta | None:
    """How long after one event another came; None if before it, or if only one zone is known."""
    if (earlier.tzinfo is None) != (later.tzinfo is None):
        return None
    return later - earlier if later >= earlier else None


@dataclass(frozen=True, kw_only=True)
class TimelineReading:
    """A timeline and what could not be read of it."""

    timeline: Timeline
    problems: tuple[Problem, ...]


def timeline_table(section: Section | None) -> Block | None:
    """The table of the section that has a column of times."""
    for block in section.blocks if section else ():
        if block.kind == "table" and _column(block.header, _TIME_HEADS) is not None:
            return block
    return None


def timeline_kinds(header: tuple[str, ...]) -> tuple[str | None, ...]:
    """What each column of a timeline holds: one of TIMELINE_COLUMNS, or None."""
    heads = dict(zip(TIMELINE_COLUMNS, (_TIME_HEADS, _EVENT_HEADS, _PHASE_HEADS), strict=True))
    kinds = {_column(header, names): kind for kind, names in heads.items()}
    return tuple(kinds.get(index) for index in range(len(header)))


def read_timeline(section: Section | None, day: date | None, zone_name: str) -> TimelineReading:
    """Read the rows. The first undated row is of `day`, a later one of the row above."""
    table = timeline_table(section)
    if table is None:
        return TimelineReading(timeline=Timeline(), problems=())
    times = _column(table.header, _TIME_HEADS)
    texts = _column(table.header, _EVENT_HEADS)
    phases = _column(table.header, _PHASE_HEADS)
    zone = _zone(zone_name)
    events: list[TimelineEvent] = []
    problems: list[Problem] = []
    previous: datetime | None = None
    for row in table.rows:
        cell = plain_text(row.cells[times or 0])
        read = _read_time(cell, day, zone, previous) if cell else _Time()
        if read.fault:
            finding = Finding(line=row.line, message=read.fault, hint=read.hint)
            problems.append(Problem(code="PM301", finding=finding))
        if read.at is not None:
            day, previous = read.at.date(), read.at
        found = (
            tuple(_read_phases(row.cells[phases], row.line, problems)) if phases is not None else ()
        )
        events.append(
            TimelineEvent(
                at=read.at.astimezone(UTC) if read.at and read.at.tzinfo else read.at,
                written=cell,
                text=row.cells[texts] if texts is not None else "",
                phases=found,
                approximate=read.approximate,
                line=row.line,
            )
        )
    return TimelineReading(timeline=Timeline(events=tuple(events)), problems=tuple(problems))


def _column(header: tuple[str, ...], names: frozenset[str]) -> int | None:
    return next((index for index, head in enumerate(header) if fold(head) in names), None)


def _zone(name: str) -> tzinfo | None:
    if name == UNKNOWN_ZONE:
        return None
    return UTC if name == "UTC" else ZoneInfo(name)


@dataclass(frozen=True, kw_only=True)
class _Time:
    """A cell of the column Time: the instant, or why there is none."""

    at: datetime | None = None
    approximate: bool = False
    fault: str = ""
    hint: str = "write HH:MM, HH:MM:SS or YYYY-MM-DD HH:MM, in 24 hours"


def _read_time(
    text: str, day: date | None, zone: tzinfo | None, previous: datetime | None
) -> _Time:
    match = _TIME.fullmatch(text)
    if match is None:
        return _Time(fault=f"`{text}` is no time")
    approximate = bool(match["about"] or match["range"])
    try:
        day = date.fromisoformat(match["date"]) if match["date"] else day
    except ValueError as error:
        fault = f"`{match['date']}` is no day of the calendar: {error}"
        return _Time(approximate=approximate, fault=fault)
    clock = _read_clock(match["time"])
    if clock is None:
        return _Time(approximate=approximate, fault=f"`{match['time']}` is no time of the day")
    if match["end"] and _read_clock(match["end"]) is None:
        return _Time(approximate=approximate, fault=f"`{match['end']}` is no time of the day")
    if day is None:
        return _Time(approximate=approximate)
    written = match["zone"] or match["end_zone"]
    try:
        at = datetime.combine(day, clock, tzinfo=_offset(written) if written else zone)
        _ = at.tzinfo and at.astimezone(UTC)  # fails at either end of the calendar
    except (ValueError, OverflowError):
        return _Time(approximate=approximate, fault=f"`{text}` is no point in time")
    if _is_earlier(at, previous) and not written:
        later = at.replace(fold=1)  # the second of two equal local times, when clocks go back
        at = at if _is_earlier(later, previous) else later
    return _Time(at=at, approximate=approximate)


def _read_clock(text: str) -> time | None:
    hour, minute, second = (int(part) for part in f"{text}:00".split(":")[:3])
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _offset(text: str) -> tzinfo | None:
    return datetime.fromisoformat(f"2000-01-01T00:00{text.replace('UTC', 'Z')}").tzinfo


def _is_earlier(at: datetime, previous: datetime | None) -> bool:
    if previous is None or at.tzinfo is None or previous.tzinfo is None:
        return False
    return at.astimezone(UTC) < previous.astimezone(UTC)


def _read_phases(cell: str, line: int, problems: list[Problem]) -> Iterator[Phase]:
    names = [phase.value for phase in Phase]
    for part in re.split(r"[,;/]|\band\b", plain_text(cell)):
        word = part.strip()
        if not word or word in ("-", "–", "—"):
            continue
        if word.lower() in names:
            yield Phase(word.lower())
            continue
        guess = nearest(word, names)
        finding = Finding(
            line=line,
            message=f"`{word}` is no phase",
            hint=f"did you mean `{guess}`?" if guess else f"phases are {', '.join(names)}",
            replacement=correct_word(word, names),
        )
        problems.append(Problem(code="PM103", finding=finding))
