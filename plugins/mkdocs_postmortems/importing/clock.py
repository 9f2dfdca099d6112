"""The date and time that a line of a timeline begins or ends with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time

from .dates import Calendar, DateMention, date_at, find_dates
from .zones import ZONE, Zone, read_zone

_LEAD = re.compile(r"(?:[ \t\-–—*_`(\[]|\\\[)*")
_SPOKEN = re.compile(r"(?i:at|on|by|from)[ ]+")
_ABOUT = re.compile(
    r"[ \t]*(?:[~≈]|(?i:approximately|approx|around|about|roughly|circa|ca)\b\.?)[ \t]*"
)
_BETWEEN = re.compile(r"[ \t]*(?:,|T(?=\d)|@|(?i:at)\b|[-–—:](?=[ ]))?[ \t]*")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?!\d|:\d)"
    r"|(?P<point_hour>\d{1,2})[.h](?P<point_minute>\d{2})(?![\d.%]|[ ]?%)"
    r"|(?P<bare>\d{4})(?!\d)"
    r"|(?P<whole>\d{1,2})(?=[ ]?[AaPp]\.?[Mm])"
)
_HALF = re.compile(r"(?:[ ]?(?P<word>[AaPp])\.?[Mm]\b\.?|(?P<letter>[AaPp])\b(?!\.m))")
_AFTER = re.compile(rf"[ ]?(?P<zone>Z\b|[+]\d{{2}}:?\d{{2}}(?!\d)|[ ]?{ZONE}|\({ZONE}\))")
_ISO_WEST = re.compile(r"-\d{2}:?\d{2}(?!\d)")
_HOURS = re.compile(r"[ ]?(?i:hrs?|hours|h|uhr)\b\.?")
_ISH = re.compile(r"ish\b|[ ]*\(?(?i:approx(?:imately|\.)?)\)?(?!\w)")
_ABOUT_AFTER = re.compile(r"\((?i:approx)")
_RANGE = re.compile(r"[ \t]*(?:[-–—]|(?i:to|until|till)\b)[ \t]*")
_MARKS = re.compile(r"\*\*|__|\\\[|[*_`(\[]")
_SEPARATOR = re.compile(
    r"[ \t]*(?:(?:[:,|=>\-–—]+)(?=\s|$|[^\w\s])[ \t]*|::+[ \t]*|[:,–—-][ \t]*)?"
)
_LABEL = re.compile(r"[^.!?\n]{2,60}?")
_NOON_HOUR = 12


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """When something happened, as a line says it."""

    written: str
    """As in the source, without the marks around it."""
    rest: str
    """The line without it."""
    day: date | None = None
    """None where the line names no day, or one that could be another one."""
    names_day: bool = False
    start: time | None = None
    end: time | None = None
    """Of a range."""
    end_day: date | None = None
    about: bool = False
    zone: Zone | None = None
    is_spoken: bool = False
    """Whether it is part of a sentence, which `rest` then is the whole of."""


@dataclass(frozen=True, kw_only=True)
class _Clock:
    at: time
    half: str
    """`a`, `p` or nothing."""
    hour: int
    """As written."""
    zone: Zone | None
    end: int


def read_stamp(text: str, calendar: Calendar) -> Stamp | None:
    """The date, time or both that a text begins with; None where there is neither.

    A text that begins with a word such as "At 14:30 …" is prose: its `rest` is
    the whole of it.
    """
    lead = _LEAD.match(text)
    begin = lead.end() if lead else 0
    spoken = _SPOKEN.match(text, begin)
    position = spoken.end() if spoken else begin
    first_word = _ABOUT.match(text, position)
    about = first_word is not None
    position = first_word.end() if first_word else position
    mention = date_at(text, position)
    end = position
    if mention is not None:
        end = mention.end
        between = _BETWEEN.match(text, end)
        position = between.end() if between else end
        second_word = _ABOUT.match(text, position)
        about = about or second_word is not None
        position = second_word.end() if second_word else position
    clock = _read_clock(text, position, after_date=mention is not None)
    if clock is None:
        if mention is None:
            return None
        return _stamp(text, begin, end, bool(spoken), mention, calendar)
    end = clock.end
    closing = _read_range(text, end)
    if closing is not None:
        clock, end = _halves(clock, closing.clock), closing.clock.end
    ish = _ISH.match(text, end)
    end = ish.end() if ish else end
    late = _AFTER.match(text, end) if ish and clock.zone is None else None
    if late is not None:
        clock, end = replace(clock, zone=read_zone(late["zone"].strip(" ()"))), late.end()
    if mention is None:
        later = re.compile(r"[ ]*(?:,|on\b|\()?[ ]*").match(text, end)
        mention = date_at(text, later.end()) if later else None
        end = mention.end if mention else end
    return _stamp(
        text, begin, end, bool(spoken), mention, calendar,
        clock=clock, closing=closing, about=about or ish is not None,
    )  # fmt: skip


def read_trailing_stamp(text: str, calendar: Calendar) -> Stamp | None:
    """A time at the end of a short label: `Fault detected: 2023-02-02 10:14`."""
    line = text.rstrip()
    if "\n" in line:
        return None
    starts = [mention.start for mention in find_dates(line)]
    starts += [m.start() for m in re.finditer(r"(?<![\d:.])\d{1,2}:\d{2}", line)]
    for start in sorted(starts):
        label = line[:start].rstrip(" \t:–—-,")
        label = re.sub(r"[ ]+(?i:at|on)$", "", label)
        stamp = read_stamp(line[start:], calendar)
        if stamp and stamp.start and not stamp.rest and _LABEL.fullmatch(label):
            return replace(stamp, rest=label)
    return None


def _read_clock(text: str, position: int, *, after_date: bool) -> _Clock | None:
    match = _CLOCK.match(text, position)
    if match is None:
        return None
    hour, minute, second = _parts(match)
    half = _HALF.match(text, match.end())
    end = half.end() if half else match.end()
    hours = None if half else _HOURS.match(text, end)
    end = hours.end() if hours else end
    zone = _AFTER.match(text, end)
    if zone is None and after_date:
        zone = _ISO_WEST.match(text, end) if "T" in text[max(0, position - 1) : position] else None
    if match["bare"] and not (after_date or zone or hours):
        return None
    if match["point_hour"] and not (half or zone or len(match["point_hour"]) == 2):
        return None
    letter = ((half["word"] or half["letter"]) if half else "").lower()
    at = _time(hour, minute, second, letter)
    if at is None:
        return None
    written = zone[0].strip(" ()") if zone else None
    return _Clock(
        at=at,
        half=letter,
        hour=hour,
        zone=read_zone(written) if written else None,
        end=zone.end() if zone else end,
    )


def _parts(match: re.Match[str]) -> tuple[int, int, int]:
    if match["bare"]:
        return int(match["bare"][:2]), int(match["bare"][2:]), 0
    if match["whole"]:
        return int(match["whole"]), 0, 0
    hour, minute = match["hour"] or match["point_hour"], match["minute"] or match["point_minute"]
    return int(hour), int(minute), int(match["second"] or 0)


def _time(hour: int, minute: int, second: int, half: str) -> time | None:
    # "13:06 PM" and "00:29 AM" are written too, and leave no doubt.
    if half == "p" and hour < _NOON_HOUR:
        hour += _NOON_HOUR
    elif half == "a" and hour == _NOON_HOUR:
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


@dataclass(frozen=True, kw_only=True)
class _RangeEnd:
    clock: _Clock
    mention: DateMention | None
    """The date before it, where it is of another day."""


def _read_range(text: str, position: int) -> _RangeEnd | None:
    dash = _RANGE.match(text, position)
    if dash is None:
        return None
    mention = date_at(text, dash.end())
    between = _BETWEEN.match(text, mention.end) if mention else None
    clock = _read_clock(text, between.end() if between else dash.end(), after_date=bool(mention))
    if clock is None or (clock.half == "" and ":" not in text[dash.end() : clock.end]
                         and "." not in text[dash.end() : clock.end]):  # fmt: skip
        return None
    return _RangeEnd(clock=clock, mention=mention)


def _halves(first: _Clock, last: _Clock) -> _Clock:
    """`1:30 - 2:15 PM`: the half of the day stands once, for both."""
    if first.half or not last.half or first.hour > _NOON_HOUR:
        return first
    at = _time(first.hour, first.at.minute, first.at.second, last.half)
    if at is None or at > last.at:
        return first
    return _Clock(at=at, half=last.half, hour=first.hour, zone=first.zone, end=first.end)


def _stamp(
    text: str,
    begin: int,
    end: int,
    spoken: bool,
    mention: DateMention | None,
    calendar: Calendar,
    *,
    clock: _Clock | None = None,
    closing: _RangeEnd | None = None,
    about: bool = False,
) -> Stamp:
    rest = _rest(text, begin, end)
    return Stamp(
        written=text[begin:end].strip(),
        rest=text.strip() if spoken else rest,
        day=calendar.resolve(mention) if mention else None,
        names_day=mention is not None,
        start=clock.at if clock else None,
        end=closing.clock.at if closing else None,
        end_day=calendar.resolve(closing.mention) if closing and closing.mention else None,
        about=about or _ABOUT_AFTER.match(rest) is not None,
        is_spoken=spoken,
        zone=(clock.zone if clock else None) or (closing.clock.zone if closing else None),
    )


def _rest(text: str, begin: int, end: int) -> str:
    """What follows, with the marks that were opened before the time and close later."""
    opened = _MARKS.findall(text[:begin])
    colon = re.compile(r"[ ]?[:,](?=[*_`])").match(text, end)
    position = colon.end() if colon and opened else end
    while opened and text[position:].lstrip(" ").startswith(_closing(opened[-1])):
        position += len(text[position:]) - len(text[position:].lstrip(" "))
        position += len(_closing(opened[-1]))
        if opened.pop() == "[" and text.startswith("(", position):
            return text[text.index("[") :].strip()  # the time is the text of a link
    separator = _SEPARATOR.match(text, position)
    rest = text[separator.end() if separator else position :].strip()
    rest = "" if not rest.strip("*_`") else rest
    return "".join(mark for mark in opened if _closing(mark) in rest) + rest


def _closing(mark: str) -> str:
    return {"(": ")", "[": "]", "\\[": "\\]"}.get(mark, mark)
