"""Times, days and lengths as data files have them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo

_DAY = r"\d{4}-\d{2}-\d{2}"
_MOMENT = re.compile(
    rf"({_DAY})(?:[T ]\s*)((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?:[.,]\d+)?"
    r"\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
LIST_SEPARATOR = re.compile("[;,]")
"""Between the words of a cell with several."""
_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,12})?", re.ASCII)
_MOST_MINUTES = 3660 * 24 * 60
_YEARS = range(1970, 2106)
"""As for the day that counts as today; deadlines reckoned from there are days as well."""
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula, and runs when it opens the file."""
_YES_AND_NO = {
    "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False,
}  # fmt: skip


def parse_moment(text: str, zone: tzinfo) -> datetime:
    """The instant of `2026-03-04T14:25Z` or `2026-03-04 14:25`, in UTC.

    `zone` is that of a time without an offset. Parts of a second are dropped.
    Raises ValueError for anything else.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        form = "write it as 2026-03-04T14:25Z"
        why = "has no time of day" if re.fullmatch(_DAY, text.strip()) else "is no time"
        raise ValueError(f"`{text[:40]}` {why}; {form}")
    offset = "+00:00" if (found[3] or "").upper() in ("Z", "UTC") else found[3] or ""
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{offset}")
    except ValueError:
        raise ValueError(f"`{text}` is no time of the calendar") from None
    return check_moment(moment if moment.tzinfo else moment.replace(tzinfo=zone), text)


def check_moment(moment: datetime, text: str) -> datetime:
    """The instant of a text in UTC. Raises ValueError where its year is not read anywhere."""
    with suppress(OverflowError):  # at either end of the calendar
        moment = moment.astimezone(UTC)
    _check_year(moment.year, text)
    return moment


def parse_day(text: str, zone: tzinfo) -> date:
    """The day of `2026-03-04`, or of a time, as it was in `zone`. Raises ValueError."""
    if not re.fullmatch(_DAY, text.strip(), re.ASCII):
        try:
            day = parse_moment(text, zone).astimezone(zone).date()
        except ValueError:
            raise ValueError(f"`{text[:40]}` is no date; write it as 2026-03-04") from None
    else:
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            raise ValueError(f"`{text}` is no day of the calendar") from None
    _check_year(day.year, text)
    return day


def _check_year(year: int, text: str) -> None:
    if year not in _YEARS:
        raise ValueError(f"`{text}` is not from {_YEARS[0]} to {_YEARS[-1]}")


def parse_minutes(text: str) -> timedelta:
    """A length in minutes, as `22` or `22.5`. Raises ValueError."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"`{text[:40]}` is no number of minutes; write it as 22")
    minutes = float(text.replace(",", "."))
    if minutes > _MOST_MINUTES:
        raise ValueError(f"{text} minutes are longer than ten years")
    return timedelta(minutes=minutes)


def parse_yes(text: str) -> bool:
    """Whether a text says yes. Raises ValueError for what is neither yes nor no."""
    try:
        return _YES_AND_NO[text.casefold()]
    except KeyError:
        raise ValueError(f"`{text[:40]}` is neither yes nor no") from None


def write_moment(moment: datetime) -> str:
    """An instant as files have it, in UTC: `2026-03-04T14:25Z`, seconds where there are any."""
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text.removesuffix(':00')}Z"


def guard_text(text: str) -> str:
    """A foreign text as a cell: an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unguard_text(cell: str) -> str:
    """The text of a cell, without the apostrophe of `guard_text`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
