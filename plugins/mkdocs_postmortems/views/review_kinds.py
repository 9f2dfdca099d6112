"""The kinds of list that a review has: what is said of an item, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ..core.course import Course
from .reference import Ref
from .wording import count_of, iso_date, tell_slips, tell_state

_OPEN_ITEMS = Ref(kind="actions", title="All open action items")
_CLOSED_ITEMS = Ref(kind="closed_actions", title="All closed action items")


@dataclass(frozen=True, kw_only=True)
class ListKind:
    """A kind of list, and how its items are told of."""

    id: str
    title: str
    asks: str = ""
    """The question to each of its items."""
    remark: str = ""
    """What is said of all of them together."""
    order: str
    """In words: `the earliest due first`."""
    if_empty: str
    """What an empty list says."""
    day_label: str
    """What the day is that is shown of an item."""
    day: Callable[[Course, date], date | None]
    """As it stood at the end of the review, whose last day is given."""
    state: Callable[[Course, date], str] | None = None
    """What is said of an item at the end of the review, whose last day is given.

    None where that is its status then, or that it was overdue.
    """
    more_in: Ref = _OPEN_ITEMS
    """Where the items are that a long list does not show."""


def tell_status(course: Course) -> str:
    """Where an item stands today: `In progress`, `Declined`."""
    return tell_state(course.item.status, 0)


def tell_status_then(course: Course, last: date) -> str:
    """Where it stood at the end of a day."""
    return tell_state(course.status_on(last), 0)


def tell_lateness(course: Course, last: date) -> str:
    """How long an item was overdue at the end of a day: `Overdue by 9 days`."""
    due = course.due_on(last) or last
    return tell_state(course.status_on(last), max((last - due).days, 0))


def _move(course: Course, last: date) -> str:
    slips = tell_slips(course.slips_by(last) or None, course.slipped_days_by(last))
    return f"{slips.capitalize()}; first due {iso_date(course.first_due)}"


def _wait(course: Course, last: date) -> str:
    if course.agreed is None:
        return ""
    return f"For {_days(course.agreed, last)}" if course.agreed < last else "For less than a day"


def _days(begin: date, end: date) -> str:
    return count_of(max((end - begin).days, 0), "day")


def _agreed(course: Course, _last: date) -> date | None:
    return course.agreed


def _due(course: Course, last: date) -> date | None:
    return course.due_on(last)


CLOSED = ListKind(
    id="closed",
    title="Closed",
    remark="Worth reading out, with thanks to those who did it.",
    order="the earliest closed first",
    if_empty="No item was closed.",
    day_label="Closed",
    day=lambda course, _last: course.closed,
    state=lambda course, _last: tell_status(course),
    more_in=_CLOSED_ITEMS,
)
OVERDUE = ListKind(
    id="overdue",
    title="Overdue",
    asks="Done by when, handed to whom, or declined for what reason?",
    order="by team, the earliest due first",
    if_empty="Nothing overdue.",
    day_label="Due",
    day=_due,
    state=tell_lateness,
)
SLIPPED = ListKind(
    id="slipped",
    title="Slipped",
    asks="Is it the date that does not fit, or the item?",
    order="the earliest due first",
    if_empty="No open item is due later than at first.",
    day_label="Due",
    day=_due,
    state=_move,
)
UNDECIDED = ListKind(
    id="undecided",
    title="Undecided",
    asks="Taken on, by whom and until when; or declined for what reason?",
    order="the oldest first",
    if_empty="No proposal waits for a decision.",
    day_label="Proposed",
    day=_agreed,
    state=_wait,
)
UNOWNED = ListKind(
    id="unowned",
    title="Without an owner",
    asks="Who takes it?",
    order="the earliest due first",
    if_empty="Every open item has an owner.",
    day_label="Due",
    day=_due,
)
NEW = ListKind(
    id="new",
    title="New",
    order="the earliest first",
    if_empty="No item is new.",
    day_label="Since",
    day=_agreed,
)
