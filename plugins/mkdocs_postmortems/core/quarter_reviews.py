"""What becomes of each quarter: its review, and the quarter that it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .cohorts import Cohort, count_cohorts_of
from .health import recent_quarters
from .library import Library, OwnedAction
from .patterns import Patterns, find_patterns
from .period import Period, days_of_quarter
from .quarter import quarter_before, quarter_of
from .review import Review, review_periods


def reviewed_on(quarter: str, library: Library) -> date | None:
    """The day on which the patterns of a quarter were reviewed; a day to come is a plan."""
    day = library.settings.quarterly_reviews.get(quarter)
    return day if day and day <= library.as_of else None


@lru_cache(maxsize=2)
def review_quarters(library: Library) -> Mapping[str, Review]:
    """What was agreed, closed and waiting in each quarter that has postmortems, up to today's.

    The recent ones are there with or without. The running quarter ends today; one
    that has not begun has no review. All are gone through together, in one look at
    each action item.
    """
    found: list[tuple[str, Period]] = []
    for quarter in sorted({*library.patterns, *recent_quarters(library)}):
        days = days_of_quarter(quarter)
        if days.first <= library.as_of:
            last = min(days.last, library.as_of)
            found.append((quarter, Period(first=days.first, last=last)))
    reviews = review_periods([period for _, period in found], library)
    return {quarter: review for (quarter, _), review in zip(found, reviews, strict=True)}


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The action items first due in a quarter; moving a date does not take one out."""

    items: tuple[OwnedAction, ...]
    """Those of the newest postmortem first."""
    kept: Cohort
    """What became of them."""


@lru_cache(maxsize=2)
def find_promises(library: Library) -> Mapping[str, Promise]:
    """What was promised for each quarter that has postmortems, and what came of it."""
    due: dict[str, list[OwnedAction]] = {quarter: [] for quarter in library.patterns}
    for owned in library.actions:
        day = library.courses[owned.action.id].first_due
        if day and (items := due.get(quarter_of(day))) is not None:
            items.append(owned)
    cohorts = count_cohorts_of(library.patterns, library.courses.values())
    return {
        cohort.quarter: Promise(items=tuple(due[cohort.quarter]), kept=cohort) for cohort in cohorts
    }


def patterns_before(quarter: str, library: Library) -> Patterns:
    """The patterns of the calendar quarter before one; empty ones where nothing was written up."""
    before = quarter_before(days_of_quarter(quarter).first) or ""
    known = library.patterns.get(before)
    return known or find_patterns(before, (), library.settings)


def is_running(quarter: str, library: Library) -> bool:
    """Whether a quarter is not over on the library's day."""
    return not days_of_quarter(quarter).is_over(library.as_of)
