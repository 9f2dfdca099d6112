"""Dates as people write them, and what settles the ones that can be read in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?"
    # In lower case it is the verb: "users may 10 times in a row …".
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)|May|MAY)"
)
_WEEKDAY = r"(?:(?i:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?i:day)?\.?,?[ ]+)?"
_YEAR = r"(?:19|20)\d{2}"
_DATE = re.compile(
    rf"(?<![\d])(?P<iso_year>{_YEAR})(?P<mark>[-/.])(?P<iso_month>\d{{1,2}})(?P=mark)(?P<iso_day>\d{{1,2}})(?!\d)"
    rf"|(?<![^\W_])(?<![./:])(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/(?P<third>{_YEAR}|\d{{2}})(?![^\W_]|/|[.:]\d)"
    rf"|(?<![\w./:-])(?P<dash_first>\d{{1,2}})-(?P<dash_second>\d{{1,2}})-(?P<dash_third>{_YEAR}|\d{{2}})(?![\w/]|[.:-]\d)"
    # With points and a short year it would be a version number.
    rf"|(?<![\w./:-])(?P<point_first>\d{{1,2}})\.(?P<point_second>\d{{1,2}})\.(?P<point_third>{_YEAR})(?![\w/]|[.:-]\d)"
    rf"|(?<![\w:.]){_WEEKDAY}(?:the[ ]+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?(?:[ ]+of)?[ ]+(?P<month>{_MONTH})\b\.?"
    rf"(?:,?[ ]+(?P<year>{_YEAR})(?!\d|:\d))?"
    rf"|(?<!\w){_WEEKDAY}(?P<us_month>{_MONTH})\b\.?[ ]+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%]|\.\d)"
    rf"(?:,?[ ]+(?P<us_year>{_YEAR})(?!\d|:\d))?"
)
_COMPACT = re.compile(rf"(?<!\d)({_YEAR})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_BARE_YEAR = re.compile(rf"(?<![\d./:-])({_YEAR})(?![\d./:-])")


@dataclass(frozen=True, kw_only=True)
class DateMention:
    """A date as it stands in a text; `05/06/2020` has a reading for each order of its parts."""

    start: int
    end: int
    text: str
    month: int
    """1 to 12; of the first reading where there are several."""
    day: int
    readings: tuple[tuple[str, date], ...] = ()
    """Order (`ymd`, `mdy`, `dmy`, `yymd`, or `words`) and day; empty where the year is missing."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """What a document says about its dates as a whole."""

    orders: frozenset[str] = frozenset()
    """The orders of numeric dates that the document itself shows."""
    anchor: date | None = None
    """A full date of the document: one without a year is of the year nearest to it."""
    year: int | None = None
    """The only year named, where there is no full date."""

    def resolve(self, mention: DateMention) -> date | None:
        """The day meant, or None where it could be another one or its year is unknown."""
        if not mention.readings:
            return self._complete(mention)
        days = {day for _, day in mention.readings}
        if len(days) == 1:
            return days.pop()
        settled = {day for order, day in mention.readings if order in self.orders}
        return settled.pop() if len(settled) == 1 else None

    def _complete(self, mention: DateMention) -> date | None:
        if self.anchor is None:
            return _day(self.year, mention.month, mention.day) if self.year else None
        near = (self.anchor.year - 1, self.anchor.year, self.anchor.year + 1)
        days = [d for year in near if (d := _day(year, mention.month, mention.day))]
        anchor = self.anchor
        return min(days, key=lambda day: abs(day - anchor)) if days else None


def find_dates(text: str) -> Iterator[DateMention]:
    """All dates of a text in order; what is no day of the calendar is passed over."""
    for match in _DATE.finditer(text):
        mention = _read(match)
        if mention is not None:
            yield mention


def date_at(text: str, position: int) -> DateMention | None:
    """The date that begins there."""
    match = _DATE.match(text, position)
    return _read(match) if match else None


def file_name_dates(name: str) -> Iterator[DateMention]:
    """The dates of a file's name, `20200304` included."""
    yield from find_dates(name.replace("_", " "))
    for match in _COMPACT.finditer(name):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
        mention = _mention(match, (("ymd", day),)) if day else None
        if mention is not None:
            yield mention


def learn_calendar(texts: Iterable[str], anchors: Iterable[date]) -> Calendar:
    """What a document's texts show of its dates; `anchors` are dates known from elsewhere.

    Numeric dates are read in the order that another one of the document shows: one
    whose parts leave no choice, or one that names a day that is written out too.
    """
    mentions = [mention for text in texts for mention in find_dates(text)]
    given = list(anchors)
    plain = [d for m in mentions if (d := _only(m)) is not None]
    known = {*given, *plain}
    orders = {m.readings[0][0] for m in mentions if len(m.readings) == 1}
    for mention in mentions:
        agreeing = {order for order, day in mention.readings if day in known}
        if len(mention.readings) > 1 and len(agreeing) == 1:
            orders |= agreeing
    if not orders & {"mdy", "dmy", "yymd"}:
        orders |= _orders_of_known_years(mentions, {day.year for day in known})
    years = {int(year) for text in texts for year in _BARE_YEAR.findall(text)}
    return Calendar(
        orders=frozenset(orders),
        anchor=given[0] if given else plain[0] if plain else None,
        year=years.pop() if len(years) == 1 else None,
    )


def _orders_of_known_years(mentions: list[DateMention], years: set[int]) -> set[str]:
    """Orders of dates with a short year, where only one reading is of a year that is named."""
    found = set()
    for mention in mentions:
        fitting = {order for order, day in mention.readings if day.year in years}
        if len(mention.readings) > 1 and len(fitting) == 1:
            found |= fitting
    return found


def _only(mention: DateMention) -> date | None:
    days = {day for _, day in mention.readings}
    return days.pop() if len(days) == 1 else None


def _read(match: re.Match[str]) -> DateMention | None:
    if match["iso_year"]:
        parts = match["iso_year"], match["iso_month"], match["iso_day"]
        day = _day(*(int(part) for part in parts))
        return _mention(match, (("ymd", day),)) if day else None
    for form in ("", "dash_", "point_"):
        if match[f"{form}first"]:
            first, second = int(match[f"{form}first"]), int(match[f"{form}second"])
            return _mention(match, tuple(_numeric(first, second, match[f"{form}third"])))
    month = _MONTHS.index((match["month"] or match["us_month"])[:3].lower()) + 1
    number = int(match["day"] or match["us_day"])
    year = match["year"] or match["us_year"]
    if year:
        day = _day(int(year), month, number)
        return _mention(match, (("words", day),)) if day else None
    if _day(2000, month, number) is None:
        return None
    return DateMention(start=match.start(), end=match.end(), text=match[0], month=month, day=number)


def _numeric(first: int, second: int, third: str) -> Iterator[tuple[str, date]]:
    short = len(third) == 2
    year = int(third) + (2000 if short else 0)
    candidates = [("mdy", _day(year, first, second)), ("dmy", _day(year, second, first))]
    if short:
        candidates.append(("yymd", _day(2000 + first, second, int(third))))
    yield from ((order, day) for order, day in candidates if day)


def _mention(match: re.Match[str], readings: tuple[tuple[str, date], ...]) -> DateMention | None:
    if not readings:
        return None
    day = readings[0][1]
    return DateMention(
        start=match.start(),
        end=match.end(),
        text=match[0],
        month=day.month,
        day=day.day,
        readings=readings,
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
