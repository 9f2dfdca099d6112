"""Which postmortems came by their deadline, and which did not: only what is owed can be late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from .grouping import group_by
from .library import Library
from .owed import Obligation, State, find_obligations
from .quarter import quarter_of


class Timing(StrEnum):
    """How a postmortem stands to its deadline."""

    IN_TIME = "in time"
    LATE = "published late"
    OVERDUE = "not published yet"
    """The deadline is over."""
    NOT_DUE = "not due yet"
    UNKNOWN = "published, nobody says when"
    NO_DEADLINE = "without a deadline"
    NOT_CALLED_FOR = "not called for"
    """Nothing that is known calls for it, so it is neither in time nor late."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A postmortem that is there or owed, and when it came."""

    obligation: Obligation
    timing: Timing
    due: date | None
    """The day of the deadline, in the library's time zone."""
    published: date | None
    """In the same time zone; None where it is not final, or nobody says."""
    days_late: int
    """Whole days from the day of the deadline to publication, or to today; 0 where it is not
    late, or on the day itself."""

    @property
    def quarter(self) -> str | None:
        """Of the incident; None where its day is unknown."""
        day = self.obligation.facts.day
        return quarter_of(day) if day else None

    @property
    def is_late(self) -> bool:
        """Whether the deadline was over before it was published."""
        return self.timing in (Timing.LATE, Timing.OVERDUE)


@lru_cache(maxsize=2)
def find_deliveries(library: Library) -> tuple[Delivery, ...]:
    """Of every postmortem that is there or owed, the latest first, then the newest."""
    found = (
        _deliver(one, library)
        for one in find_obligations(library).all
        if one.documents or one.is_owed
    )
    return tuple(
        sorted(
            found,
            key=lambda d: (not d.is_late, -d.days_late, -_ordinal(d), d.obligation.facts.id),
        )
    )


@lru_cache(maxsize=2)
def deliveries_by_quarter(library: Library) -> Mapping[str, tuple[Delivery, ...]]:
    """The same by the quarter of the incident; those without a day are in none."""
    return group_by(find_deliveries(library), lambda d: (d.quarter,) if d.quarter else ())


def _deliver(one: Obligation, library: Library) -> Delivery:
    zone = ZoneInfo(library.settings.timezone)
    is_final = one.state is State.PUBLISHED
    due = _day_of(one.deadline, zone)
    published = _day_of(one.published, zone) if is_final else None
    timing = _timing(one)
    days_late = one.overdue_days
    if timing is Timing.LATE and due and published:
        days_late = (published - due).days
    return Delivery(
        obligation=one, timing=timing, due=due, published=published, days_late=days_late
    )


def _timing(one: Obligation) -> Timing:
    if not one.is_called_for:
        return Timing.NOT_CALLED_FOR
    if one.deadline is None:
        return Timing.NO_DEADLINE
    if one.state is not State.PUBLISHED:
        return Timing.OVERDUE if one.is_late else Timing.NOT_DUE
    if one.published is None:
        return Timing.UNKNOWN
    return Timing.LATE if one.published > one.deadline else Timing.IN_TIME


def _day_of(moment: datetime | None, zone: ZoneInfo) -> date | None:
    try:
        return moment.astimezone(zone).date() if moment else None
    except OverflowError:  # at the end of the calendar
        return None


def _ordinal(delivery: Delivery) -> int:
    day = delivery.obligation.facts.day
    return day.toordinal() if day else 0
