"""Whether what is done was seen to work, and still does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .actions import ActionItem, ActionStatus
from .course import Course
from .open_at_the_time import COMPARED
from .postmortem import Postmortem
from .settings import Settings


@dataclass(frozen=True, kw_only=True)
class Unverified:
    """An item that is done, and of which nobody says that it was seen to work."""

    item: ActionItem
    postmortem: Postmortem
    days: int
    """Since it was done."""


@dataclass(frozen=True, kw_only=True)
class CameBack:
    """An item that was done, or seen to work, before its cause came back."""

    item: ActionItem
    earlier: Postmortem
    """Whose item it is."""
    later: Postmortem
    """The recurrence, as people have said."""
    closed: date | None
    """The day on which it was closed; None where nobody says."""


def find_unverified(
    postmortems: Iterable[Postmortem],
    courses: Mapping[str, Course],
    settings: Settings,
    as_of: date,
) -> tuple[Unverified, ...]:
    """Items that have been done, and not verified, for longer than the policy gives them.

    Those done most recently come first. An item without a closing day is left
    out: nobody knows how long ago it was. `count_done_some_day` has it.
    """
    found = []
    for postmortem, item, limit in _find_done(postmortems, settings):
        closed = courses[item.id].closed
        if closed is not None and (days := (as_of - closed).days) > limit:
            found.append(Unverified(item=item, postmortem=postmortem, days=days))
    return tuple(sorted(found, key=lambda one: (one.days, one.item.id)))


def count_done_some_day(
    postmortems: Iterable[Postmortem], courses: Mapping[str, Course], settings: Settings
) -> int:
    """How many items would be asked about, had somebody said when they were done."""
    done = _find_done(postmortems, settings)
    return sum(courses[item.id].closed is None for _, item, _ in done)


def _find_done(
    postmortems: Iterable[Postmortem], settings: Settings
) -> Iterator[tuple[Postmortem, ActionItem, int]]:
    """Items done and not verified, with the days that the policy gives them for it."""
    for postmortem in postmortems:
        severity = postmortem.severity or postmortem.potential_severity
        for item in postmortem.actions:
            limit = settings.policy.verify_days(item.priority, severity)
            if item.status is ActionStatus.DONE and limit is not None:
                yield postmortem, item, limit


def find_come_back(
    postmortems: Iterable[Postmortem],
    courses: Mapping[str, Course],
    same_cause: Mapping[str, tuple[Postmortem, ...]],
) -> tuple[CameBack, ...]:
    """Items that were done or verified before their incident recurred.

    `same_cause` has the earlier incidents by the id of the later one, the latest
    last; the ten before it are looked at. The newest
    recurrence comes first, and of its items the verified ones. One that was
    verified on an unknown day counts; one done on such a day, or closed after the
    recurrence, does not.
    """
    found = []
    for later in postmortems:
        for earlier in same_cause.get(later.id, ())[-COMPARED:]:
            for item in earlier.actions:
                closed = courses[item.id].closed
                is_verified = item.status is ActionStatus.VERIFIED
                was_done = is_verified or (item.status is ActionStatus.DONE and closed is not None)
                was_before = closed is None or (later.date is not None and closed <= later.date)
                if was_done and was_before:
                    found.append(CameBack(item=item, earlier=earlier, later=later, closed=closed))
    found.sort(key=lambda one: (one.item.status is not ActionStatus.VERIFIED, one.item.id))
    found.sort(key=lambda one: (one.later.date or date.min, one.later.id), reverse=True)
    return tuple(found)
