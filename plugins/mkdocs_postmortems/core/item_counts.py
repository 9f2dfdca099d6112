"""How many action items are open and how many closed at the ends of periods."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from .course import Course
from .library import Library


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemCount:
    """The action items at the end of a day."""

    day: date
    open: int
    """As a review that ends on this day counts them."""
    closed: int
    """Closed by then, done or declined, on a day that is known."""


def count_items(days: Sequence[date], library: Library) -> tuple[ItemCount, ...]:
    """The items at the end of each day; the days come in their order, the last one is today."""
    # What changes from one day to the next: an item without a history is looked at once.
    opened = [0] * (len(days) + 1)
    closed = [0] * (len(days) + 1)
    for course in library.courses.values():
        if course.closed:
            closed[bisect_left(days, course.closed)] += 1
        if course.history:
            for index, day in enumerate(days):
                if _is_open(course, day):
                    opened[index] += 1
                    opened[index + 1] -= 1
            continue
        begin, end = course.find_open_stretch(days)
        if begin < end:
            opened[begin] += 1
            opened[end] -= 1
    return tuple(
        ItemCount(day=day, open=open_then, closed=closed_by_then)
        for day, open_then, closed_by_then in zip(
            days, accumulate(opened), accumulate(closed), strict=False
        )
    )


def _is_open(course: Course, day: date) -> bool:
    return course.item.is_open if day == course.as_of else bool(course.is_open_on(day))
