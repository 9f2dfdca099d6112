"""Dates, numbers, lengths and states as the pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from ..core.actions import ActionStatus
from ..core.durations import format_duration
from ..core.intervals import Interval
from ..core.month import Month, month_of
from ..core.quarter import percent
from ..core.timeline import Phase

UNKNOWN = "unknown"

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_IRREGULAR = {"category": "categories", "near miss": "near misses"}
_STATES = {ActionStatus.WONT_DO: "Declined"}


def long_date(day: date) -> str:
    """`4 March 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def long_month(month: Month) -> str:
    """`March 2026`."""
    return f"{_MONTHS[month.number - 1]} {month.year}"


def stretch_of(first: date, last: date) -> str:
    """`1 to 16 March 2026`, with as much of the first day as the last one does not say."""
    if first == last:
        return long_date(last)
    begin = long_date(first).split(" ")
    same = 2 if month_of(first) == month_of(last) else 1 if first.year == last.year else 0
    return f"{' '.join(begin[: len(begin) - same])} to {long_date(last)}"


def iso_date(day: date | None) -> str | None:
    """`2026-03-04`."""
    return day.isoformat() if day else None


def long_instant(moment: datetime) -> str:
    """`4 March 2026, 14:25 UTC`; without a zone where none is known."""
    day = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{long_date(day.date())}, {clock_time(moment)}"


def iso_instant(moment: datetime) -> str:
    """`2026-03-04, 14:25 UTC`, as `long_instant` and for tables."""
    day = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{day.date().isoformat()}, {clock_time(moment)}"


def utc_instant(moment: datetime | None) -> str | None:
    """`2026-03-04T14:25:00Z`, for other tools; None where the time or its zone is unknown."""
    if moment is None or moment.tzinfo is None:
        return None
    in_utc = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{in_utc.isoformat(timespec='seconds')}Z"


def clock_time(moment: datetime) -> str:
    """`14:25 UTC`."""
    if moment.tzinfo is None:
        return f"{moment:%H:%M} (zone unknown)"
    return f"{moment.astimezone(UTC):%H:%M} UTC"


def count_of(number: int, noun: str) -> str:
    """`1 incident`, `12 incidents`, `no incidents`."""
    many = _IRREGULAR.get(noun, f"{noun}s")
    if number == 0:
        return f"no {many}"
    return f"{number:,} {noun if number == 1 else many}"


def length(duration: timedelta | None) -> str:
    """`22 min`, or `unknown`."""
    return UNKNOWN if duration is None else format_duration(duration)


def tell_ends(interval: Interval) -> str:
    """`started to first mitigated`: the phases that a length of time is measured between."""
    first = "first " if interval.end is Phase.MITIGATED else ""
    return f"{interval.start.value} to {first}{interval.end.value}"


def tell_slips(times: int | None, days: int) -> str:
    """`slipped 3 times, 64 days in all`; without a count, `slipped by 64 days`."""
    total = count_of(days, "day")
    if times is None:
        return f"slipped by {total}"
    return f"slipped once, by {total}" if times == 1 else f"slipped {times} times, {total} in all"


def listing(words: tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def share_of(count: int, total: int) -> str:
    """`4 of 12 (33 %)`; of nothing, the counts alone."""
    counts = f"{count:,} of {total:,}"
    return f"{counts} ({percent(count, total)}\u00a0%)" if total else counts


def in_sentence(title: str) -> str:
    """A title within a sentence: a word in small letters but for its first begins with one too."""
    first = title.partition(" ")[0]
    return title[:1].lower() + title[1:] if first[1:].islower() else title


def with_id(identifier: str, title: str) -> str:
    """`SEV-1, critical`; the id alone where it is the title too."""
    return identifier if title == identifier else f"{identifier}, {title.lower()}"


def sentence_case(word: str) -> str:
    """An id as words: `near-miss` is `Near miss`."""
    return word.replace("-", " ").capitalize()


def tell_state(status: ActionStatus, overdue_days: int) -> str:
    """Where an action item stands: `In progress`, `Declined`, or `Overdue by 9 days`."""
    if overdue_days:
        return f"Overdue by {count_of(overdue_days, 'day')}"
    return _STATES.get(status) or sentence_case(status.value)
