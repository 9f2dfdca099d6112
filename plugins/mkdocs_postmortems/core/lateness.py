"""Which postmortems came by their deadline, and which did not."""

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
    def is_late(self) -> bool:
        """Whether the deadline was over before it was published."""
        return self.timing in (Timing.LATE, Timing.OVERDUE)


@lru_cache(maxsize=2)
def find_deliveries(library: Library) -> Mapping[str, tuple[Delivery, ...]]:
    """By the quarter of the incident, those latest first, then the newest.

    An incident that is owed no postmortem, and has none, is in no quarter's.
    """
    found = []
    for one in find_obligations(library).all:
        if one.facts.day and (one.documents or one.is_owed):
            found.append(_deliver(one, library))
    ordered = sorted(
        found,
        key=lambda d: (not d.is_late, -d.days_late, -_ordinal(d), d.obligation.facts.id),
    )
    return group_by(ordered, lambda d: _quarter(d.obligation))


def _deliver(one: Obligation, library: Library) -> Delivery:
    zone = ZoneInfo(library.settings.timezone)
    is_final = one.state is State.PUBLISHED
    due = _day_of(one.deadline, zone)
    published = _day_of(one.published, zone) if is_final else None
    until = published if is_final else library.as_of
    timing = _timing(one, due, library.as_of)
    is_late = timing in (Timing.LATE, Timing.OVERDUE)
    return Delivery(
        obligation=one,
        timing=timing,
        due=due,
        published=published,
        days_late=max((until - due).days, 0) if is_late and due and until else 0,
    )


def _timing(one: Obligation, due: date | None, as_of: date) -> Timing:
    if one.deadline is None or due is None:
        return Timing.NO_DEADLINE
    if one.state is not State.PUBLISHED:
        return Timing.OVERDUE if due < as_of else Timing.NOT_DUE
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


def _quarter(obligation: Obligation) -> tuple[str, ...]:
    day = obligation.facts.day
    return (quarter_of(day),) if day else ()
