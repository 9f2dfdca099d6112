"""Causes that came back, as people have said: incidents with the same cause, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

from .actions import ActionItem, ActionStatus
from .course import Course
from .grouping import group_by
from .library import Library
from .postmortem import Postmortem
from .recurrence import Moment
from .settled import group_by_cause
from .timeline import Phase
from .vocabulary import fold

EARLIER = 10
"""So many of the incidents before a recurrence are asked what was agreed after them."""


class StateThen(StrEnum):
    """How far an action item was at the end of the day on which its cause came back."""

    OPEN = "open"
    UNKNOWN = "unknown"
    """It is closed, and nobody says since when."""
    DONE = "done"
    VERIFIED = "verified"
    DECLINED = "declined"
    NOT_AGREED = "not agreed yet"


@dataclass(frozen=True, kw_only=True)
class MeantToPrevent:
    """An action item of an earlier occurrence, when the cause came back."""

    item: ActionItem
    earlier: Postmortem
    then: StateThen
    open_days: int | None
    """Days for which it had been open by then; None where it was not."""


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """One of the incidents of a chain."""

    postmortem: Postmortem
    number: int | None
    """1 for the first that is known; None without a date, as nobody knows where it belongs."""
    days: int | None
    """Since the one before; None for the first, and without a date."""
    items: tuple[MeantToPrevent, ...]
    """Of the ten occurrences before it, those of the one just before first."""


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Incidents that people have linked as having the same cause."""

    members: tuple[Postmortem, ...]
    """Two or more, the oldest first, those without a date last."""

    @property
    def newest(self) -> Moment:
        """When it last came back; what chains are put in order by."""
        dated = [p for p in self.members if p.date]
        return moment_of(dated[-1]) if dated else (date.min, 0.0, self.members[0].id)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Which occurrence each is, by its id; those without a date are in no place."""
        return {p.id: number for number, p in enumerate(self.members, start=1) if p.date}

    @property
    def categories(self) -> tuple[str, ...]:
        """Ids of the categories that its incidents give, the oldest incident's first."""
        return tuple(dict.fromkeys(p.category for p in self.members if p.category))

    @property
    def shared_categories(self) -> tuple[str, ...]:
        """The id of the category of all its incidents, if they have the same."""
        return _common(self.members, lambda p: (p.category,) if p.category else ())

    @property
    def shared_factors(self) -> tuple[str, ...]:
        """Ids of the contributing factors of all its incidents."""
        return _common(self.members, lambda p: p.contributing_factors)

    @property
    def shared_services(self) -> tuple[str, ...]:
        """Ids of the services of all its incidents."""
        return _common(self.members, lambda p: p.services)

    def recurrences(self, courses: Mapping[str, Course], last: int) -> tuple[Recurrence, ...]:
        """The last few of its incidents, the oldest first, with what was agreed before each."""
        start = max(len(self.members) - last, 0)
        return tuple(self._recurrence(index, courses) for index in range(start, len(self.members)))

    def _recurrence(self, index: int, courses: Mapping[str, Course]) -> Recurrence:
        here = self.members[index]
        if here.date is None:
            return Recurrence(postmortem=here, number=None, days=None, items=())
        earlier = self.members[max(index - EARLIER, 0) : index]
        before = earlier[-1].date if earlier else None
        return Recurrence(
            postmortem=here,
            number=index + 1,
            days=(here.date - before).days if before else None,
            items=tuple(
                _meant_to_prevent(item, other, here.date, courses[item.id])
                for other in reversed(earlier)
                for item in other.actions
            ),
        )


@dataclass(frozen=True)
class Chains:
    """All chains, the one that came back last first."""

    all: tuple[Chain, ...]

    @cached_property
    def by_incident(self) -> Mapping[str, Chain]:
        """The chain of each incident that has one, by its id."""
        return {p.id: found for found in self.all for p in found.members}

    @cached_property
    def by_factor(self) -> Mapping[str, tuple[Chain, ...]]:
        """The chains that share each contributing factor, by its id."""
        return group_by(self.all, lambda chain: chain.shared_factors)

    @cached_property
    def by_category(self) -> Mapping[str, tuple[Chain, ...]]:
        """The chains that share each category, by its id."""
        return group_by(self.all, lambda chain: chain.shared_categories)


@lru_cache(maxsize=2)
def find_chains(library: Library) -> Chains:
    """The chains that `recurrence_of` makes, over several steps too."""
    found = tuple(
        Chain(members=tuple(sorted((one.postmortem for one in group), key=moment_of)))
        for group in group_by_cause(map(_link, library.postmortems))
        if len(group) > 1
    )
    return Chains(tuple(sorted(found, key=lambda one: one.newest, reverse=True)))


def moment_of(postmortem: Postmortem) -> Moment:
    """What postmortems are put in order by; those without a date stand last."""
    start = postmortem.timeline.at(Phase.STARTED) if postmortem.date else None
    instant = start.timestamp() if start and start.tzinfo else float("inf")
    return (postmortem.date or date.max, instant, postmortem.id)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Link:
    postmortem: Postmortem
    names: tuple[str, ...]
    recurrence_of: tuple[str, ...]


def _link(postmortem: Postmortem) -> _Link:
    return _Link(
        postmortem=postmortem,
        names=tuple(fold(name) for name in (postmortem.id, *postmortem.aliases)),
        recurrence_of=tuple(fold(name) for name in postmortem.recurrence_of),
    )


def _common(
    members: Iterable[Postmortem], words: Callable[[Postmortem], tuple[str, ...]]
) -> tuple[str, ...]:
    first, *others = (words(p) for p in members)
    sets = tuple(map(set, others))
    return tuple(word for word in first if all(word in other for other in sets))


def _meant_to_prevent(
    item: ActionItem, earlier: Postmortem, day: date, course: Course
) -> MeantToPrevent:
    then = state_on(course, day)
    is_open = then is StateThen.OPEN and course.agreed is not None
    days = (day - course.agreed).days if is_open and course.agreed else None
    return MeantToPrevent(item=item, earlier=earlier, then=then, open_days=days)


def state_on(course: Course, day: date) -> StateThen:
    """How far an item was at the end of a day.

    Without git nobody says when an item was verified: one that is verified today
    had been done by its closing day.
    """
    is_open = course.is_open_on(day)
    if is_open is None:
        return StateThen.UNKNOWN
    if is_open:
        return StateThen.OPEN
    if course.agreed and day < course.agreed:
        return StateThen.NOT_AGREED
    known = course.history.status_on(day) if course.history else None
    status = known if known and not known.is_open else course.item.status
    if status is ActionStatus.WONT_DO:
        return StateThen.DECLINED
    was_seen = known is ActionStatus.VERIFIED or day >= course.as_of
    is_verified = status is ActionStatus.VERIFIED and was_seen
    return StateThen.VERIFIED if is_verified else StateThen.DONE
