"""The day that counts as today: given, from the build's environment, or the calendar's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from .core.front_matter import parse_date

_FIRST, _LAST = date(1970, 1, 1), date(2105, 12, 31)
"""What fits into `SOURCE_DATE_EPOCH` and into the date of a compressed file."""


def choose_as_of(given: date | str | None, epoch: str | None, zone: str, now: datetime) -> date:
    """The day given, else that of `SOURCE_DATE_EPOCH`, else now; the latter two in `zone`.

    `zone` is an IANA name, `now` an instant with a time zone. Raises ValueError
    for a day or an epoch that cannot be read, or is not from 1970 to 2105.
    """
    day = _given_day(given) if given else None
    if day is None:
        moment = _moment_of(epoch) if epoch else now
        day = moment.astimezone(ZoneInfo(zone)).date()
    if not _FIRST <= day <= _LAST:
        raise ValueError(f"{day} is no day from {_FIRST} to {_LAST}")
    return day


def _given_day(given: date | str) -> date:
    if isinstance(given, datetime):
        return given.date()
    return given if isinstance(given, date) else parse_date(str(given))


def _moment_of(epoch: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(
            f"SOURCE_DATE_EPOCH is `{epoch[:40]}`; it has to be seconds since 1970"
        ) from None


def epoch_of(day: date) -> str:
    """The beginning of a day in UTC, as `SOURCE_DATE_EPOCH` has it."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return str(int(moment.timestamp()))
