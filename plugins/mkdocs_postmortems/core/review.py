"""What a period holds: items agreed, closed and still waiting at its end, postmortems published.

The state at the end of a period that is over is what git had then, or else
reconstructed from what the documents say now. All periods are gone through together, so that ten
years of months take one look at each action item.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate

from .actions import ActionStatus
from .course import Course
from .library import Library, OwnedAction
from .month import Month, month_of, months_until
from .owners import current_team
from .period import Period
from .postmortem import Postmortem
from .settings import Settings

MAX_MONTHS = 24
"""Months that are reviewed: a page for each month of ten years would slow every build
for what nobody opens."""


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a period holds. An item may stand in several lists."""

    period: Period
    """Its last day is today or earlier; the state at its end is that of the end of this day."""
    new: tuple[OwnedAction, ...]
    """Agreed in it, the earliest first."""
    done: tuple[OwnedAction, ...]
    """Closed in it, done or verified by now, the earliest first."""
    declined: tuple[OwnedAction, ...]
    """Closed in it by deciding against them, the earliest first."""
    overdue: tuple[OwnedAction, ...]
    """Overdue at its end, the earliest due first."""
    slipped: tuple[OwnedAction, ...]
    """Open at its end, and due later by then than at first; the earliest due first."""
    undecided: tuple[OwnedAction, ...]
    """Proposals that waited for a decision at its end, the oldest first."""
    unowned: tuple[OwnedAction, ...]
    """Open at its end and without an owner, the earliest due first."""
    open_actions: int
    """Items that were open at its end."""
    closed_some_day: int
    """Items closed on a day that nobody says, but for those agreed later: no other count of
    what is closed or open has them."""
    published: tuple[Postmortem, ...]
    """Published in it, the earliest first."""

    @property
    def verified(self) -> int:
        """How many of the items done were seen to work."""
        return sum(owned.action.status is ActionStatus.VERIFIED for owned in self.done)

    @property
    def closed(self) -> int:
        """How many items were closed, done or declined."""
        return len(self.done) + len(self.declined)

    @property
    def has_nothing(self) -> bool:
        """Whether there is nothing to tell of it."""
        waiting = (*self.overdue, *self.slipped, *self.undecided, *self.unowned)
        return not (self.new or self.closed or waiting or self.published)


@dataclass(kw_only=True)
class _Found:
    """What has been found of a period so far."""

    new: list[OwnedAction] = field(default_factory=list)
    done: list[OwnedAction] = field(default_factory=list)
    declined: list[OwnedAction] = field(default_factory=list)
    overdue: list[OwnedAction] = field(default_factory=list)
    slipped: list[OwnedAction] = field(default_factory=list)
    undecided: list[OwnedAction] = field(default_factory=list)
    unowned: list[OwnedAction] = field(default_factory=list)
    open_actions: int = 0
    closed_some_day: int = 0
    published: list[Postmortem] = field(default_factory=list)


def review_months(library: Library) -> Mapping[Month, Review]:
    """The review of every month up to today's, from the first one in which anything happened.

    The running month ends today. Of more than `MAX_MONTHS` months, the last ones.
    """
    known = [library.as_of, *library.published_days.values()]
    for course in library.courses.values():
        known += [day for day in (course.agreed, course.closed) if day]
    months = months_until(month_of(min(known)), month_of(library.as_of), MAX_MONTHS)
    periods = [Period(first=m.first, last=min(m.last, library.as_of)) for m in months]
    return dict(zip(months, review_periods(periods, library), strict=True))


def has_review(month: Month, as_of: date) -> bool:
    """Whether a month in which something happened is among those that are reviewed."""
    return month in months_until(month, month_of(as_of), MAX_MONTHS)


def review_periods(periods: Sequence[Period], library: Library) -> tuple[Review, ...]:
    """The review of each period; they come in their order and do not overlap."""
    found = [_Found() for _ in periods]
    place = _placing(periods)
    lasts = [period.last for period in periods]
    closed_some_day = [0] * (len(periods) + 1)
    # In the order of the due dates, so that without git no list has to be sorted by them again.
    for owned, course in _follow_by_due(library):
        if (agreed_in := place(course.agreed)) is not None:
            found[agreed_in].new.append(owned)
        if (closed_in := place(course.closed)) is not None:
            is_declined = owned.action.status is ActionStatus.WONT_DO
            (found[closed_in].declined if is_declined else found[closed_in].done).append(owned)
        if owned.action.is_open or course.closed:
            _file_states(owned, course, lasts, found, library.as_of)
        else:
            closed_some_day[bisect_left(lasts, course.agreed) if course.agreed else 0] += 1
    for postmortem in library.postmortems:
        if (published_in := place(library.published_days.get(postmortem.id))) is not None:
            found[published_in].published.append(postmortem)
    for one, number in zip(found, accumulate(closed_some_day), strict=False):
        one.closed_some_day = number
    return tuple(
        _conclude(period, one, library) for period, one in zip(periods, found, strict=True)
    )


@lru_cache(maxsize=2)
def _follow_by_due(library: Library) -> tuple[tuple[OwnedAction, Course], ...]:
    """All items with their courses, the earliest due first: for the months and the quarters."""
    ordered = sorted(library.actions, key=lambda o: (o.action.due or date.max, o.action.id))
    return tuple((owned, library.courses[owned.action.id]) for owned in ordered)


def of_team(review: Review, team: str, settings: Settings) -> Review:
    """What of a review is a team's.

    Its items; those without an owner in postmortems that it owns, or took over
    from a retired team; and the postmortems that it owns or took part in. Counts over all teams become 0.
    """

    def keep(items: tuple[OwnedAction, ...]) -> tuple[OwnedAction, ...]:
        return tuple(owned for owned in items if _is_of(owned, team, settings))

    return replace(
        review,
        new=keep(review.new),
        done=keep(review.done),
        declined=keep(review.declined),
        overdue=keep(review.overdue),
        slipped=keep(review.slipped),
        undecided=keep(review.undecided),
        unowned=keep(review.unowned),
        open_actions=0,
        closed_some_day=0,
        published=tuple(p for p in review.published if team in p.teams),
    )


def _is_of(owned: OwnedAction, team: str, settings: Settings) -> bool:
    if owned.action.owner is None:
        owner = owned.postmortem.owner
        return owner is not None and current_team(owner, settings) == team
    return owned.action.team == team


def _placing(periods: Sequence[Period]) -> Callable[[date | None], int | None]:
    """The index of the period that a day is in."""
    firsts = [period.first for period in periods]

    def place(day: date | None) -> int | None:
        index = bisect_right(firsts, day) - 1 if day else -1
        return index if day and index >= 0 and day <= periods[index].last else None

    return place


def _file_states(
    owned: OwnedAction,
    course: Course,
    lasts: Sequence[date],
    found: Sequence[_Found],
    as_of: date,
) -> None:
    """Put an item into the lists of the periods at whose end it was open."""
    if course.history is None:
        _file_unchanged(owned, course, lasts, found)
        return
    item = owned.action
    is_open, is_unowned = item.is_open, item.owner is None
    begin = bisect_left(lasts, course.agreed) if course.agreed else 0
    if is_open and lasts[-1] == as_of:  # of today, the document itself says so
        begin = min(begin, len(lasts) - 1)
    end = len(lasts) if is_open or not course.closed else bisect_left(lasts, course.closed)
    for index in range(begin, end):
        last = lasts[index]
        is_today = last == as_of
        if not (is_open if is_today else course.is_open_on(last)):
            continue
        one = found[index]
        one.open_actions += 1
        if item.is_overdue(last) if is_today else course.is_overdue_on(last):
            one.overdue.append(owned)
        if course.slipped_days_by(last) > 0:
            one.slipped.append(owned)
        if course.status_on(last) is ActionStatus.PROPOSED:
            one.undecided.append(owned)
        if is_unowned:
            one.unowned.append(owned)


def _file_unchanged(
    owned: OwnedAction, course: Course, lasts: Sequence[date], found: Sequence[_Found]
) -> None:
    """The same without git: while it was open, the item was as it is today."""
    item = owned.action
    begin, end = course.find_open_stretch(lasts)
    was_open = found[begin:end]
    for one in was_open:
        one.open_actions += 1
    if item.status is ActionStatus.PROPOSED:
        for one in was_open:
            one.undecided.append(owned)
    elif item.due:
        for one in found[max(begin, bisect_right(lasts, item.due)) : end]:
            one.overdue.append(owned)
    if course.slipped_days > 0:
        for one in was_open:
            one.slipped.append(owned)
    if item.owner is None:
        for one in was_open:
            one.unowned.append(owned)


def _conclude(period: Period, found: _Found, library: Library) -> Review:
    courses, days = library.courses, library.published_days

    def by(
        day: Callable[[Course], date | None], items: list[OwnedAction]
    ) -> tuple[OwnedAction, ...]:
        order = sorted(items, key=lambda o: (day(courses[o.action.id]) or date.min, o.action.id))
        return tuple(order)

    def by_due(items: list[OwnedAction]) -> tuple[OwnedAction, ...]:
        if not library.histories:
            return tuple(items)
        dues = {o.action.id: courses[o.action.id].due_on(period.last) or date.max for o in items}
        return tuple(sorted(items, key=lambda o: (dues[o.action.id], o.action.id)))

    return Review(
        period=period,
        new=by(lambda course: course.agreed, found.new),
        done=by(lambda course: course.closed, found.done),
        declined=by(lambda course: course.closed, found.declined),
        overdue=by_due(found.overdue),
        slipped=by_due(found.slipped),
        undecided=by(lambda course: course.agreed, found.undecided),
        unowned=by_due(found.unowned),
        open_actions=found.open_actions,
        closed_some_day=found.closed_some_day,
        published=tuple(sorted(found.published, key=lambda p: (days[p.id], p.id))),
    )
