"""Whether action items are followed through."""

from __future__ import annotations

from dataclasses import dataclass

from .cohorts import FOLLOWED, Cohort, count_cohorts
from .health import Trend, follow_trend
from .library import Library
from .open_at_the_time import OpenAtTheTime
from .period import days_of_quarter
from .quarter import quarter_of


@dataclass(frozen=True, kw_only=True)
class FollowThrough:
    """What became of action items, and what waits."""

    cohorts: tuple[Cohort, ...]
    """By the quarter in which they were first due, the newest first, from the first one on that
    has an item; empty where none has."""
    on_time: Trend
    """Items of past quarters, by the one in which they were first due, that were done by that
    day; those declined, and those done on an unknown day, are in no figure."""
    overdue: int
    slipped: int
    """Open items that are due later than at first."""
    open_actions: int
    recurred: tuple[OpenAtTheTime, ...]
    """Items that were open when people say that their incident came back, the newest first."""


def measure_follow_through(library: Library) -> FollowThrough:
    """Count what became of action items."""
    courses = library.courses
    cohorts = list(count_cohorts(courses.values(), library.as_of, FOLLOWED))
    while cohorts and not cohorts[-1].total:
        cohorts.pop()
    running = days_of_quarter(quarter_of(library.as_of)).first
    outcomes = []
    for course in courses.values():
        due = course.first_due
        if due is None or due >= running:
            continue
        if course.item.is_open:
            outcomes.append((quarter_of(due), 0))
        elif course.item.is_done and course.closed:
            outcomes.append((quarter_of(due), int(course.closed <= due)))
    return FollowThrough(
        cohorts=tuple(cohorts),
        on_time=follow_trend(outcomes, library),
        overdue=sum(o.action.is_overdue(library.as_of) for o in library.open_actions),
        slipped=sum(courses[o.action.id].slipped_days > 0 for o in library.open_actions),
        open_actions=len(library.open_actions),
        recurred=tuple(one for one in library.follow_up.open_at_the_time if one.is_confirmed),
    )
