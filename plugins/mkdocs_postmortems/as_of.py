"""The day that counts as today: given, from the build's environment, or the calendar's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from .core.front_matter import parse_date


def choose_as_of(given: date | str | None, epoch: str | None, zone: str, now: datetime) -> date:
    """The day given, else that of `SOURCE_DATE_EPOCH`, else now; the latter two in `zone`.

    `zone` is an IANA name, `now` an instant with a time zone. Raises ValueError
    for a day or an epoch that cannot be read.
    """
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    if given:
        return parse_date(str(given))
    if epoch:
        if not epoch.isdecimal():
            raise ValueError(f"SOURCE_DATE_EPOCH is `{epoch}`; it has to be seconds since 1970")
        now = datetime.fromtimestamp(int(epoch), UTC)
    return now.astimezone(ZoneInfo(zone)).date()


def epoch_of(day: date) -> str:
    """The beginning of a day in UTC, as `SOURCE_DATE_EPOCH` has it."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return str(int(moment.timestamp()))
