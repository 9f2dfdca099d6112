"""The section Timeline, read: its tables as events with instants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, tzinfo

from .blocks import Block, Row
from .corrections import correct_word
from .diagnostics import Finding, Problem
from .document import Section
from .plain_text import plain_text
from .time_column import TimeColumn, choose_zone, find_time_column
from .timeline import Phase, Timeline, TimelineEvent
from .vocabulary import fold, nearest

_TIME = re.compile(
    r"(?P<about>~\s*)?(?:(?P<date>\d{4}-\d{2}-\d{2})[ T]+)?(?P<time>\d{1,2}:\d{2}(?::\d{2})?)"
    # West of Greenwich only what is in use, so that 14:30-14:35 is a range.
    r"\s*(?P<zone>Z|UTC|\+\d{2}:?\d{2}|-(?:0\d|1[0-2]):?00|-0[2349]:?30)?"
    r"(?P<range>\s*[–—-]\s*(?:(?:\d{4}-\d{2}-\d{2})[ T]+)?(?P<end>\d{1,2}:\d{2}(?::\d{2})?)"
    r"\s*(?P<end_zone>Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
_EVENT = re.compile(r"^[^\w\s]*\s*(?:\d{4}-\d{2}-\d{2}[ T]+)?\d{1,2}:\d{2}\b", flags=re.MULTILINE)
"""A line that begins with a time; a sentence that gives one is no event."""
_DAY_HEADS = frozenset({"date", "day"})
_EVENT_HEADS = frozenset({"event", "whathappened", "description", "what", "entry"})
_PHASE_HEADS = frozenset({"phase", "phases"})


TIMELINE_COLUMNS: tuple[str, ...] = ("day", "time", "event", "phase")
"""In the order in which they are written."""


@dataclass(frozen=True, kw_only=True)
class TimelineReading:
    """A timeline and what could not be read of it."""

    timeline: Timeline
    problems: tuple[Problem, ...]


def read_timeline(
    section: Section | None, day: date | None, stated_zone: str | None
) -> TimelineReading:
    """Read the rows of all tables of times, one after the other.

    The first undated row is of `day`, a later one of the row above.
    `stated_zone` is the field `timezone`, None where the document has none. What
    looks like events and is not read is a PM202.
    """
    blocks = section.blocks if section else ()
    rows = _Rows(day=day)
    problems: list[Problem] = []
    unread: list[Finding] = []
    for block in blocks:
        if block.kind != "table":
            continue
        times = find_time_column(block.header)
        if times is None:
            message = "this table has no column Time, so it is not read"
            unread.append(Finding(line=block.line, message=message, hint="name the column Time"))
            continue
        chosen = choose_zone(times.zone, stated_zone, day)
        if chosen.fault:
            hint = "write the IANA name, such as `Europe/Berlin`, in one of the two places"
            finding = Finding(line=block.line, message=chosen.fault, hint=hint)
            problems.append(Problem(code="PM301", finding=finding))
        rows.read(block, times, chosen.zone, problems)
    if not unread and not rows.events:
        unread += _without_events(blocks)
    elif rows.events:
        unread += [_listed(block) for block in blocks if _looks_like_events(block)][:1]
    problems += (Problem(code="PM202", finding=finding) for finding in unread)
    return TimelineReading(timeline=Timeline(events=tuple(rows.events)), problems=tuple(problems))


def timeline_kinds(header: tuple[str, ...]) -> tuple[str | None, ...]:
    """What each column of a timeline holds: one of TIMELINE_COLUMNS, or None."""
    times = find_time_column(header)
    kinds: dict[int | None, str] = {times.index if times else None: "time"}
    kinds[_column(header, _DAY_HEADS)] = "day"
    kinds[_column(header, _EVENT_HEADS)] = "event"
    kinds[_column(header, _PHASE_HEADS)] = "phase"
    return tuple(kinds.get(index) for index in range(len(header)))


def _without_events(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """A section that gives times, and no event that can be read."""
    for block in blocks:
        if block.kind == "table":
            yield Finding(
                line=block.line, message="the timeline has no rows", hint="write what happened when"
            )
            return
        if _looks_like_events(block):
            yield _listed(block)
            return


def _looks_like_events(block: Block) -> bool:
    return block.kind in ("paragraph", "item", "nested") and bool(_EVENT.search(block.text))


def _listed(block: Block) -> Finding:
    return Finding(
        line=block.line,
        message="the times here are not read, because they stand in no table",
        hint="write a table with the columns Time, Event and Phase",
    )


@dataclass(kw_only=True)
class _Rows:
    """The events read so far, and where the days stand."""

    day: date | None
    previous: datetime | None = None
    events: list[TimelineEvent] = field(default_factory=list)

    def read(
        self, table: Block, times: TimeColumn, zone: tzinfo | None, problems: list[Problem]
    ) -> None:
        days = _column(table.header, _DAY_HEADS)
        texts = _column(table.header, _EVENT_HEADS)
        phases = _column(table.header, _PHASE_HEADS)
        for row in table.rows:
            cell = plain_text(row.cells[times.index])
            if cell and days is not None and row.cells[days]:
                cell = f"{plain_text(row.cells[days])} {cell}"
            read = _read_time(cell, self.day, zone, self.previous) if cell else _Time()
            if read.fault:
                finding = Finding(line=row.line, message=read.fault, hint=read.hint)
                problems.append(Problem(code="PM301", finding=finding))
            if read.at is not None:
                self.day, self.previous = read.at.date(), read.at
            found = tuple(_read_phases(row, phases, problems)) if phases is not None else ()
            self.events.append(
                TimelineEvent(
                    at=read.at.astimezone(UTC) if read.at and read.at.tzinfo else read.at,
                    written=cell,
                    text=row.cells[texts] if texts is not None else "",
                    phases=found,
                    approximate=read.approximate,
                    line=row.line,
                )
            )


def _column(header: tuple[str, ...], names: frozenset[str]) -> int | None:
    return next(
        (index for index, head in enumerate(header) if fold(plain_text(head)) in names), None
    )


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


def _read_phases(row: Row, column: int, problems: list[Problem]) -> Iterator[Phase]:
    names = [phase.value for phase in Phase]
    for part in re.split(r"[,;/]|\band\b", plain_text(row.cells[column])):
        word = part.strip()
        if not word or word in ("-", "–", "—"):
            continue
        if word.lower() in names:
            yield Phase(word.lower())
            continue
        guess, meant = nearest(word, names), correct_word(word, names)
        finding = Finding(
            line=row.line,
            message=f"`{word}` is no phase",
            hint=f"did you mean `{guess}`?" if guess else f"phases are {', '.join(names)}",
            replacement=meant and replace(meant, cell=column),
        )
        problems.append(Problem(code="PM103", finding=finding))
