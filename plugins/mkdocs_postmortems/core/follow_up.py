"""What the course of action items leaves to be asked, of nobody in particular.

Three questions: whether an item that was open when its incident came back would
have mattered, whether what is done was seen to work, and whether what was
verified still holds once the cause has come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .actions import ActionItem
from .course import Course
from .grouping import group_by
from .month import month_of
from .open_at_the_time import OpenAtTheTime, find_open_at_the_time
from .postmortem import Postmortem
from .recurrence import earlier_with_one_cause
from .settings import Settings
from .verification import (
    CameBack,
    Unverified,
    count_done_some_day,
    find_come_back,
    find_unverified,
)


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """Everything that there is to ask, the newest first."""

    recurrences: tuple[Postmortem, ...]
    """Those of which people have said that their cause was that of one on an earlier day."""
    open_at_the_time: tuple[OpenAtTheTime, ...]
    unverified: tuple[Unverified, ...]
    done_some_day: int
    """Items not verified that were done on a day that nobody says, and are in no list."""
    came_back: tuple[CameBack, ...]

    @cached_property
    def open_by_incident(self) -> Mapping[str, tuple[OpenAtTheTime, ...]]:
        """Items open at the time, by the ids of the later and of the earlier incident."""
        return group_by(self.open_at_the_time, lambda one: (one.later.id, one.earlier.id))

    @cached_property
    def open_by_team(self) -> Mapping[str, tuple[OpenAtTheTime, ...]]:
        """Items open at the time, by the team that owns them."""
        return group_by(self.open_at_the_time, lambda one: _team(one.item))

    @cached_property
    def unverified_by_team(self) -> Mapping[str, tuple[Unverified, ...]]:
        """Items not verified, by the team that owns them."""
        return group_by(self.unverified, lambda one: _team(one.item))

    @cached_property
    def came_back_by_team(self) -> Mapping[str, tuple[CameBack, ...]]:
        """Verified items, by the team that owns them."""
        return group_by(self.came_back, lambda one: _team(one.item))

    @cached_property
    def open_by_month(self) -> Mapping[str, tuple[OpenAtTheTime, ...]]:
        """Items open at the time, by the month of the later incident: `2026-03`."""
        return group_by(self.open_at_the_time, lambda one: _month(one.later))

    @cached_property
    def came_back_by_month(self) -> Mapping[str, tuple[CameBack, ...]]:
        """Verified items, by the month of the recurrence."""
        return group_by(self.came_back, lambda one: _month(one.later))

    @cached_property
    def unverified_by_incident(self) -> Mapping[str, tuple[Unverified, ...]]:
        """Items not verified, by the id of their incident."""
        return group_by(self.unverified, lambda one: (one.postmortem.id,))

    @cached_property
    def came_back_by_incident(self) -> Mapping[str, tuple[CameBack, ...]]:
        """Verified items, by the ids of the recurrence and of the earlier incident."""
        return group_by(self.came_back, lambda one: (one.later.id, one.earlier.id))


def find_follow_up(
    postmortems: tuple[Postmortem, ...],
    courses: Mapping[str, Course],
    settings: Settings,
    as_of: date,
) -> FollowUp:
    """What the courses of all action items leave to be asked on a day."""
    same_cause = earlier_with_one_cause(postmortems, settings)
    return FollowUp(
        recurrences=tuple(p for p in postmortems if p.id in same_cause),
        open_at_the_time=find_open_at_the_time(postmortems, courses, settings, same_cause),
        unverified=find_unverified(postmortems, courses, settings, as_of),
        done_some_day=count_done_some_day(postmortems, courses, settings),
        came_back=find_come_back(postmortems, courses, same_cause),
    )


def _team(item: ActionItem) -> tuple[str, ...]:
    return (item.team,) if item.team else ()


def _month(postmortem: Postmortem) -> tuple[str, ...]:
    return (str(month_of(postmortem.date)),) if postmortem.date else ()
