"""Follow-through: what became of the action items that were first due in a quarter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from .actions import ActionStatus
from .course import Course
from .period import days_of_quarter
from .quarter import quarter_of, quarters_before

COHORTS = 4
"""How many complete quarters are shown."""
FOLLOWED = 8
"""How many are followed where that is what a page is about, and can be filtered by."""
OUTCOMES = ("on_time", "late", "done_day_unknown", "still_open", "declined")
"""What can become of an item, as a `Cohort` calls it."""


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """The items that were first due in one quarter; moving a date does not take one out."""

    quarter: str
    """`2025-Q4`."""
    on_time: int
    """Done or verified, closed on the day on which they were first due or before."""
    late: int
    """Done or verified, closed after that day."""
    done_day_unknown: int
    """Done or verified; neither the document nor git says when."""
    still_open: int
    """Proposed, open or in progress."""
    declined: int

    @property
    def total(self) -> int:
        """All of them: n."""
        return self.on_time + self.late + self.done_day_unknown + self.still_open + self.declined


@dataclass(frozen=True, kw_only=True)
class ClosingTime:
    """How long it takes from agreeing on items to their being done."""

    median_days: int | float | None
    """None where there is no such item."""
    known: int
    """Items done whose both days are known: n."""
    unknown: int
    """Items done of which one of the two days is not."""


def count_cohorts(
    courses: Iterable[Course], as_of: date, count: int = COHORTS
) -> tuple[Cohort, ...]:
    """The cohorts of the last complete quarters, the newest first; empty ones too."""
    return count_cohorts_of(quarters_before(as_of, count), courses)


def count_cohorts_of(quarters: Iterable[str], courses: Iterable[Course]) -> tuple[Cohort, ...]:
    """The cohorts of some quarters, in the order given; empty ones too.

    An item counts in the quarter of its `first_due`; without one, in none.
    """
    counts = {quarter: dict.fromkeys(OUTCOMES, 0) for quarter in quarters}
    first = days_of_quarter(min(counts)).first if counts else date.max
    for course in courses:
        due = course.first_due
        if due is not None and due >= first and (cohort := counts.get(quarter_of(due))):
            cohort[outcome_of(course, due)] += 1
    return tuple(Cohort(quarter=quarter, **found) for quarter, found in counts.items())


def outcome_of(course: Course, first_due: date) -> str:
    """What became of an item: one of `OUTCOMES`."""
    if course.item.is_open:
        return "still_open"
    if course.item.status is ActionStatus.WONT_DO:
        return "declined"
    if course.closed is None:
        return "done_day_unknown"
    return "on_time" if course.closed <= first_due else "late"


def measure_closing(courses: Iterable[Course]) -> ClosingTime:
    """The median time to close of the items that are done or verified.

    What was done before it was agreed on, such as a fix during the incident that
    the postmortem lists, took 0 days.
    """
    days: list[int] = []
    unknown = 0
    for course in courses:
        if not course.item.is_done:
            continue
        if course.agreed is None or course.closed is None:
            unknown += 1
        else:
            days.append(max((course.closed - course.agreed).days, 0))
    middle = median(days) if days else None
    return ClosingTime(
        median_days=int(middle) if middle is not None and middle == int(middle) else middle,
        known=len(days),
        unknown=unknown,
    )
