"""Timelines that are tables already: which column holds what, and what each time says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..core.vocabulary import fold
from .cells import split_row
from .chunks import Chunk
from .clock import Stamp, read_stamp
from .dates import Calendar

_TIMES = ("time", "timestamp", "when", "dateandtime", "datetime", "clock", "utc")
_EVENTS = ("event", "events", "whathappened", "description", "what", "entry", "note", "notes",
           "details", "action", "activity", "update", "comment", "summary")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TimeRow:
    """A row; a time that cannot be read stands at the beginning of the text."""

    stamp: Stamp | None
    text: str
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TimeTable:
    """A table with a column of times and one of events."""

    rows: tuple[TimeRow, ...]
    heads: tuple[str, ...]
    """Of the columns that are neither; they are kept."""
    renamed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Columns:
    time: int
    day: int | None
    event: int | None
    others: tuple[int, ...]


def read_time_table(chunk: Chunk, calendar: Calendar) -> TimeTable | None:
    """Read a table as a timeline; None where it has no column of times."""
    lines = [line for line in chunk.source.split("\n") if line.strip()]
    heads = split_row(lines[0])
    columns = _find_columns(heads)
    if columns is None or len(lines) < 2:
        return None
    rows = tuple(_read_row(line, heads, columns, calendar) for line in lines[2:])
    known = (columns.time, columns.event, columns.day)
    renamed = [heads[index] for index in known if index is not None]
    return TimeTable(
        rows=rows,
        heads=tuple(heads[index] for index in columns.others),
        renamed=tuple(h for h in renamed if fold(h) not in ("time", "event")),
    )


def _find_columns(heads: tuple[str, ...]) -> _Columns | None:
    names = [_plain_head(head) for head in heads]
    times = [i for i, name in enumerate(names) if name.startswith(_TIMES)]
    days = [i for i, name in enumerate(names) if name.startswith("date") and i not in times]
    time = times[0] if times else days.pop(0) if days else None
    if time is None:
        return None
    events = [i for i, name in enumerate(names) if name in _EVENTS]
    rest = [i for i in range(len(heads)) if i != time and i not in days]
    event = events[0] if events else rest[-1] if rest else None
    day = days[0] if days else None
    others = tuple(i for i in range(len(heads)) if i not in (time, day, event))
    return _Columns(time=time, day=day, event=event, others=others)


def _plain_head(head: str) -> str:
    return fold(re.sub(r"\([^)]*\)", "", head))


def _read_row(line: str, heads: tuple[str, ...], columns: _Columns, calendar: Calendar) -> TimeRow:
    cells = list(split_row(line))
    if len(cells) > len(heads):
        # A bar in the last text; a reader of Markdown would drop what follows it.
        cells[len(heads) - 1 :] = [" | ".join(cells[len(heads) - 1 :])]
    cells += [""] * (len(heads) - len(cells))
    day = cells[columns.day] if columns.day is not None else ""
    written = f"{day} {cells[columns.time]}".strip()
    stamp = read_stamp(written, calendar)
    text = cells[columns.event] if columns.event is not None else ""
    is_prose = stamp is not None and stamp.is_spoken
    if written and (stamp is None or stamp.start is None or stamp.rest):
        text = f"{written}: {text}" if text else written
        if stamp and stamp.start and not is_prose:
            stamp = replace(stamp, about=True)
        elif is_prose:
            stamp = None
    return TimeRow(stamp=stamp, text=text, others=tuple(cells[i] for i in columns.others))
