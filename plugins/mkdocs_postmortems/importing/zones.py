"""Time zones as people name them: words, offsets, and sentences such as "All times in PST"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

# Word: IANA name and the offset in hours that the word itself means, None for either half
# of the year. CET, EET and WET are the places that the IANA database links them to.
_WORDS: dict[str, tuple[str, float | None]] = {
    "UTC": ("UTC", None), "Z": ("UTC", None), "GMT": ("Etc/GMT", None),
    "PT": ("America/Los_Angeles", None), "PST": ("America/Los_Angeles", -8),
    "PDT": ("America/Los_Angeles", -7),
    "MT": ("America/Denver", None), "MST": ("America/Denver", -7), "MDT": ("America/Denver", -6),
    "CDT": ("America/Chicago", -5),
    "ET": ("America/New_York", None), "EST": ("America/New_York", -5),
    "EDT": ("America/New_York", -4),
    "BST": ("Europe/London", 1), "WET": ("Europe/Lisbon", 0), "WEST": ("Europe/Lisbon", 1),
    "CET": ("Europe/Brussels", 1), "CEST": ("Europe/Brussels", 2),
    "MEZ": ("Europe/Berlin", 1), "MESZ": ("Europe/Berlin", 2),
    "EET": ("Europe/Athens", 2), "EEST": ("Europe/Athens", 3), "MSK": ("Europe/Moscow", 3),
    "JST": ("Asia/Tokyo", 9), "KST": ("Asia/Seoul", 9), "HKT": ("Asia/Hong_Kong", 8),
    "SGT": ("Asia/Singapore", 8),
    "AEST": ("Australia/Sydney", 10), "AEDT": ("Australia/Sydney", 11),
    "NZST": ("Pacific/Auckland", 12), "NZDT": ("Pacific/Auckland", 13),
}  # fmt: skip
_PHRASES = {
    "pacific": "PT", "mountain": "MT", "eastern": "ET", "us central": "CDT",
    "central european": "CET", "uk": "BST", "london": "BST",
}  # fmt: skip
# Zones of several countries: CST is Chicago's and Shanghai's, IST that of three countries.
_SEVERAL = ("CST", "IST", "AST")

_OFFSET = r"(?:UTC|GMT)[ ]?[+\-−]\d{1,2}(?::?\d{2})?"
_NAMES = "|".join(sorted((*_WORDS, *_SEVERAL), key=len, reverse=True))
_PHRASE = (
    r"(?i:(?:u\.?s\.?[ ]+)?(?:pacific|mountain|eastern|central european|central|uk|london))"
    r"[ ]+(?i:(?:standard |daylight |summer )?time)"
)
_PLACE = r"(?:Africa|America|Asia|Australia|Europe|Pacific|Etc)/[A-Za-z_]+"
ZONE = rf"(?:{_OFFSET}|(?:{_NAMES}|utc|gmt)\b(?![+\-−]\d)|{_PHRASE}|{_PLACE})"
_ZONE = re.compile(rf"(?<![\w/]){ZONE}")
_STATEMENT = re.compile(
    rf"\b(?i:times?(?:stamps?)?|clock|time[ -]?zone)\b[^.\n|]{{0,40}}?(?<![\w/])(?P<zone>{ZONE})"
    rf"(?:[ ]*\([ ]*(?P<offset>{_OFFSET})[ ]*\))?"
)
_NUMBERS = re.compile(r"(?:UTC|GMT)?[ ]?([+\-−])(\d{1,2}):?(\d{2})?")


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A time zone as written, and what it is."""

    written: str
    name: str | None = None
    """IANA name; None for a bare offset, and for a word that several countries use."""
    offset: timedelta | None = None
    """East of UTC is positive; what the word itself means, where it means one offset."""

    @property
    def is_known(self) -> bool:
        """Whether an instant can be told from it."""
        return self.name is not None or self.offset is not None

    def offset_on(self, day: date | None) -> timedelta | None:
        """The offset at noon of a day, as the zone's own clocks have it."""
        zone = self._tzinfo()
        if zone is None or (day is None and self.name not in ("UTC", "Etc/GMT") and self.name):
            return None
        return datetime.combine(day or date(2000, 1, 1), time(12), tzinfo=zone).utcoffset()

    def is_in_season(self, day: date | None) -> bool:
        """Whether the word is the one in use on that day: PST is not, in July."""
        if day is None or self.name is None or self.offset is None:
            return True
        return self.offset_on(day) == self.offset

    def _tzinfo(self) -> tzinfo | None:
        if self.name is not None:
            return UTC if self.name == "UTC" else ZoneInfo(self.name)
        return timezone(self.offset) if self.offset is not None else None


def read_zone(written: str) -> Zone:
    """The zone of a word, a phrase, an IANA name or an offset."""
    word = written.strip()
    numbers = _NUMBERS.fullmatch(word)
    if numbers:
        length = timedelta(hours=int(numbers[2]), minutes=int(numbers[3] or 0))
        if length >= timedelta(hours=24):
            return Zone(written=word)
        offset = -length if numbers[1] in "-−" else length
        return Zone(written=word, name=None if offset else "UTC", offset=offset)
    if "/" in word:
        return _place(word)
    known = _WORDS.get(word.upper())
    if known is None:
        start = re.sub(r"^u\.?s\.?[ ]+(?!central[ ]+t)", "", word.lower()).replace(".", "")
        phrase = next((key for key in _PHRASES if start.startswith(key)), None)
        if phrase is None:
            return Zone(written=word)
        return Zone(written=word, name=_WORDS[_PHRASES[phrase]][0])
    name, hours = known
    return Zone(
        written=word, name=name, offset=timedelta(hours=hours) if hours is not None else None
    )


def _place(name: str) -> Zone:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return Zone(written=name)
    return Zone(written=name, name=name)


def find_zone(text: str) -> Zone | None:
    """The zone named in a heading or a column's head, where any zone is that of the times."""
    match = _ZONE.search(text)
    return find_stated_zone(text) or (read_zone(match[0]) if match else None)


def find_stated_zone(text: str) -> Zone | None:
    """The zone of a sentence about times: "All times in PST (UTC-7)"."""
    match = _STATEMENT.search(text)
    if match is None:
        return None
    zone = read_zone(match["zone"])
    if match["offset"] is None or not zone.is_known:
        return zone
    # The offset says which half of the year is meant, whatever the word.
    return Zone(written=match["zone"], name=zone.name, offset=read_zone(match["offset"]).offset)
