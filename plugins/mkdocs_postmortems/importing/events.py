"""The events of a timeline, whatever its form: list, table, paragraphs, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from .chunks import Chunk, Item, split_chunks
from .clock import Stamp, read_stamp, read_trailing_stamp
from .dates import Calendar
from .time_tables import TimeTable, read_time_table

_REMARK = re.compile(r"\([^()\n]*\)[.:]?")
"""Beside the date above the first event: `2020-03-04 (all times UTC)`."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened; a text without a time of its own has no stamp."""

    stamp: Stamp | None
    text: str
    """Markdown; whole blocks, after the first line without its stamp."""
    day: date | None = None
    """From the line itself or from a date above it; None where neither is there."""
    is_unclear: bool = False
    """Whether the date above it could be another one: then its day is not to be guessed."""
    others: tuple[str, ...] = ()
    """Of a table, the cells of columns that our timeline does not have."""

    is_cell: bool = False
    """Whether it was a row of a table."""

    @property
    def is_row(self) -> bool:
        """Whether it belongs into the table whatever follows."""
        return self.is_cell or self.stamp is not None

    @property
    def has_clock(self) -> bool:
        """Whether it can stand under a time."""
        return self.stamp is not None and self.stamp.start is not None


@dataclass(frozen=True, kw_only=True)
class Events:
    """A timeline taken apart; every line of it is in one of these."""

    events: tuple[Event, ...]
    before: str
    """Markdown above the first event."""
    after: str
    """Markdown below the last one."""
    form: str
    """`list`, `table`, `paragraphs` or `headings`."""
    heads: tuple[str, ...] = ()
    """Heads of the columns that our timeline does not have."""
    renamed: tuple[str, ...] = ()
    """Heads of columns that are called otherwise in ours."""

    @property
    def times(self) -> int:
        """How many events have a time of day."""
        return sum(event.has_clock for event in self.events)


@dataclass(kw_only=True)
class _Collector:
    """What has been read so far."""

    calendar: Calendar
    events: list[Event] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    day: date | None = None
    unclear: bool = False
    forms: list[str] = field(default_factory=list)
    continues: bool = False
    """Whether a text without a time belongs to the event above it."""
    heading: str = ""
    """A heading or line with a date alone, until an event under it has taken the date over."""
    table: TimeTable | None = None

    def take(self, chunk: Chunk) -> None:
        """Read one block."""
        match chunk.kind:
            case "heading":
                self._take_heading(chunk)
            case "paragraph":
                self._take_paragraph(chunk)
            case "list":
                self._take_list(chunk)
            case "table" if found := self._read_table(chunk):
                self._take_table(found)
            case _:
                self._continue(chunk.source)

    def _take_heading(self, chunk: Chunk) -> None:
        stamp = read_stamp(chunk.text, self.calendar)
        if stamp and stamp.start:
            self._open(stamp, stamp.rest, "headings")
        elif stamp and not stamp.rest:
            self._date(stamp, chunk.source)
        else:
            self._flush()
            self.events.append(Event(stamp=None, text=f"**{chunk.text.strip('*')}**"))
        self.continues = not self.heading

    def _take_paragraph(self, chunk: Chunk) -> None:
        stamp = read_stamp(chunk.source.split("\n")[0], self.calendar)
        if stamp is None:
            self._continue(chunk.source)
        elif not stamp.start and not stamp.rest and "\n" not in chunk.source:
            self._date(stamp, chunk.source)
        elif not stamp.start and not self.events and _REMARK.fullmatch(stamp.rest):
            self._set_day(stamp)
            self.before.append(chunk.source)
        else:
            for text in _stamped_lines(chunk.source, self.calendar):
                self._take_text(text, "paragraphs")
            self.continues = True

    def _take_list(self, chunk: Chunk) -> None:
        if not _is_timed(chunk, self.calendar):
            self._continue(chunk.source)
            return
        for item in chunk.items:
            self._take_item(item)
        self.continues = False

    def _take_item(self, item: Item) -> None:
        first, _, rest = item.source.partition("\n")
        stamp = read_stamp(first, self.calendar)
        inner = split_chunks(rest) if stamp and not stamp.start and not stamp.rest else ()
        if stamp and any(c.kind == "list" and _is_timed(c, self.calendar) for c in inner):
            self._date(stamp, first)
            for chunk in inner:
                self.take(chunk)
            return
        if stamp is None or stamp.start is None:
            trailing = read_trailing_stamp(first, self.calendar)
            if trailing is not None:
                self._open(trailing, "\n".join(filter(None, (trailing.rest, rest))), "list")
                return
        self._take_text(item.source, "list")

    def _take_text(self, source: str, form: str) -> None:
        first, _, rest = source.partition("\n")
        stamp = read_stamp(first, self.calendar)
        if stamp and stamp.start:
            self._open(stamp, "\n".join((stamp.rest, rest)).strip("\n"), form)
            return
        self._flush()
        if stamp and stamp.names_day:
            self._set_day(stamp)
        self._add(stamp, source)

    def _read_table(self, chunk: Chunk) -> TimeTable | None:
        """A table of times; of several, those with the columns of the first one."""
        found = read_time_table(chunk, self.calendar)
        alike = self.table is None or (found is not None and found.heads == self.table.heads)
        return found if alike else None

    def _take_table(self, table: TimeTable) -> None:
        self.table = table
        for row in table.rows:
            if row.stamp and row.stamp.names_day:
                self._set_day(row.stamp)
            self._take_over()
            self._add(row.stamp, row.text, row.others, is_cell=True)
            self.forms.append("table")
        self.continues = False

    def _open(self, stamp: Stamp, text: str, form: str) -> None:
        if stamp.names_day:
            self._flush()
            self._set_day(stamp)
        self._take_over()
        self.forms.append(form)
        self._add(stamp, text)

    def _add(
        self,
        stamp: Stamp | None,
        text: str,
        others: tuple[str, ...] = (),
        *,
        is_cell: bool = False,
    ) -> None:
        self.events.append(
            Event(
                stamp=stamp,
                text=text,
                day=self.day,
                is_unclear=self.unclear,
                others=others,
                is_cell=is_cell,
            )
        )

    def _set_day(self, stamp: Stamp) -> None:
        self.day, self.unclear = stamp.day, stamp.day is None

    def _date(self, stamp: Stamp, source: str) -> None:
        self._flush()
        self._set_day(stamp)
        self.heading, self.continues = source, False

    def _take_over(self) -> None:
        """The date above goes into the time of an event, where it is clear which day it is."""
        if self.unclear:
            self._flush()
        self.heading = ""

    def _flush(self) -> None:
        """A date that no event took over, such as one above plain text."""
        if self.heading:
            self.events.append(Event(stamp=None, text=self.heading.lstrip("# "), day=self.day))
            self.heading = ""

    def _continue(self, source: str) -> None:
        if self.heading:
            self._flush()
            self.continues = True
        if not self.events:
            self.before.append(source)
        elif self.continues:
            last = self.events[-1]
            self.events[-1] = replace(last, text="\n\n".join(filter(None, (last.text, source))))
        else:
            self.events.append(Event(stamp=None, text=source))


def collect_events(markdown: str, calendar: Calendar) -> Events | None:
    """Take a timeline apart; None where it is no table and no line of it has a time of day."""
    collector = _Collector(calendar=calendar)
    for chunk in split_chunks(markdown):
        collector.take(chunk)
    collector._flush()
    events = collector.events
    table = collector.table
    if table is None and not any(event.has_clock for event in events):
        return None
    last = max((i for i, event in enumerate(events) if event.is_row), default=len(events) - 1)
    return Events(
        events=tuple(events[: last + 1]),
        before="\n\n".join(collector.before),
        after="\n\n".join(event.text for event in events[last + 1 :]),
        form=max(collector.forms, key=collector.forms.count, default="table"),
        heads=table.heads if table else (),
        renamed=table.renamed if table else (),
    )


def _is_timed(chunk: Chunk, calendar: Calendar) -> bool:
    """Whether the items of a list begin or end with times, or hold lists that do."""
    for item in chunk.items:
        first, _, rest = item.source.partition("\n")
        if read_stamp(first, calendar) or read_trailing_stamp(first, calendar):
            return True
        if any(c.kind == "list" and _is_timed(c, calendar) for c in split_chunks(rest)):
            return True
    return False


def _stamped_lines(source: str, calendar: Calendar) -> Iterator[str]:
    """A paragraph cut before each line that begins with a time."""
    text: list[str] = []
    for line in source.split("\n"):
        stamp = read_stamp(line, calendar)
        if text and stamp and (stamp.start or stamp.names_day):
            yield "\n".join(text)
            text = []
        text.append(line)
    yield "\n".join(text)
