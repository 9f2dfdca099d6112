"""The head of a timeline's column of times, and the zone that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .front_matter import UNKNOWN_ZONE
from .plain_text import plain_text
from .vocabulary import fold

_HEADS = frozenset({"time", "times", "when", "timestamp", "datetime", "dateandtime", "utc"})
_BRACKETS = re.compile(r"([^(\[]*)[(\[]([^)\]]*)[)\]]?\s*")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+\-−])(\d{1,2})(?::?(\d{2}))?", re.ASCII)
_ABBREVIATION = re.compile("[A-Z]{2,5}")


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeColumn:
    """A column of times."""

    index: int
    zone: str = ""
    """The zone that the head names, as written; empty where it names none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChosenZone:
    """The zone that the times of a column are in."""

    zone: tzinfo | None
    """None where it is unknown: differences still hold, instants do not."""
    fault: str = ""
    """Why it is unknown, where the document seems to say it."""


def find_time_column(header: tuple[str, ...]) -> TimeColumn | None:
    """The first column whose head is `Time`, `When`, `Date/Time` …, with or without a zone."""
    for index, head in enumerate(header):
        zone = _zone_in(plain_text(head))
        if zone is not None:
            return TimeColumn(index=index, zone=zone)
    return None


def choose_zone(written: str, stated: str | None, day: date | None) -> ChosenZone:
    """The zone of a column, from its head and the field `timezone`, None where not stated.

    Two that differ on that day leave it unknown: either may be the slip.
    """
    field = None if stated == UNKNOWN_ZONE else UTC if stated in (None, "UTC") else ZoneInfo(stated)
    if not written:
        return ChosenZone(zone=field)
    head = _parse_zone(written)
    if stated in (None, UNKNOWN_ZONE):
        fault = f"the column's head names `{written}`, which is no zone that is known"
        return ChosenZone(zone=head, fault=fault if head is None and stated is None else "")
    noon = datetime.combine(day or date(2000, 1, 1), time(12), tzinfo=field)
    agrees = (
        noon.tzname() == written
        if head is None
        else noon.utcoffset() == noon.replace(tzinfo=head).utcoffset()
    )
    if agrees:
        return ChosenZone(zone=field)
    return ChosenZone(
        zone=None, fault=f"the column's head says `{written}`, `timezone` says `{stated}`"
    )


def _zone_in(head: str) -> str | None:
    """The zone that a head of times names, or an empty text; None for another head."""
    match = _BRACKETS.fullmatch(head)
    if match and fold(match[1]) in _HEADS:
        return next((word for word in (match[2], *match[2].split()) if _names_zone(word)), "")
    if fold(head) in _HEADS:
        return "UTC" if fold(head) == "utc" else ""
    first, _, last = head.strip().rpartition(" ")
    return last if fold(first) in _HEADS and _names_zone(last) else None


def _names_zone(text: str) -> bool:
    """Whether a text is a zone, or means one that we do not know, as `PST` and `local` do."""
    return (
        _parse_zone(text) is not None
        or _ABBREVIATION.fullmatch(text) is not None
        or fold(text) in ("local", "localtime")
    )


def _parse_zone(text: str) -> tzinfo | None:
    if text in ("Z", "UTC", "GMT"):
        return UTC
    offset = _OFFSET.fullmatch(text)
    if offset:
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if length >= timedelta(days=1):
            return None
        return timezone(length if offset[1] == "+" else -length)
    try:
        return ZoneInfo(text) if re.fullmatch(r"[A-Za-z][\w/+-]+", text, re.ASCII) else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
