"""Whether action items are followed through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .cohorts import FOLLOWED, OUTCOMES, Cohort, outcome_of
from .health import QuarterTally, Tally, Trend, follow_tallies, follow_trend, recent_quarters
from .library import Library, OwnedAction
from .open_at_the_time import OpenAtTheTime
from .postmortem import Postmortem
from .quarter import quarter_of, quarters_before
from .quarter_reviews import review_quarters


@dataclass(frozen=True, kw_only=True)
class FirstDue:
    """The items that were first due in a quarter; of each kind those of the newest postmortem first."""

    quarter: str
    by_outcome: Mapping[str, tuple[OwnedAction, ...]]
    """By what became of them, see `OUTCOMES`."""
    slipped: tuple[OwnedAction, ...]
    """Those that are due later than at first, or were when they were closed."""

    @property
    def cohort(self) -> Cohort:
        """How many they are."""
        counts = {outcome: len(items) for outcome, items in self.by_outcome.items()}
        return Cohort(quarter=self.quarter, **counts)


@dataclass(frozen=True, kw_only=True)
class FollowThrough:
    """What became of action items, and what waits."""

    cohorts: tuple[Cohort, ...]
    """By the quarter in which they were first due, the newest first, from the first one on that
    has an item; empty where none has."""
    first_due: Mapping[str, FirstDue]
    """The items of these and of the running quarter, by the quarter."""
    on_time: Trend
    """Items of past quarters, by the one in which they were first due, that were done by that
    day; those declined, and those done on an unknown day, are in no figure."""
    overdue: int
    waiting: tuple[QuarterTally, ...]
    """Those overdue at the end of each quarter, of those open then; of the running one, today."""
    waited: Mapping[str, tuple[OwnedAction, ...]]
    """The items that were, by the quarter."""
    slipped: int
    """Open items that are due later than at first."""
    slipping: Trend
    """Items by the quarter in which they were first due, up to the running one: those whose date
    was moved to a later day, of all of them."""
    open_actions: int
    recurred: tuple[OpenAtTheTime, ...]
    """Items that were open when people say that their incident came back, the newest first."""
    recurrences: Trend
    """Incidents of which people have said that they came back, by their quarter: those at which
    such an item was open."""
    met_open: tuple[Postmortem, ...]
    """These, the newest first."""


def measure_follow_through(library: Library) -> FollowThrough:
    """Count what became of action items."""
    running = quarter_of(library.as_of)
    complete = quarters_before(library.as_of, FOLLOWED)
    found: dict[str, dict[str, list[OwnedAction]]] = {quarter: _empty() for quarter in complete}
    found[running] = _empty()
    slipped = 0
    for owned in library.actions:
        course = library.courses[owned.action.id]
        if (due := course.first_due) is None:
            continue
        quarter = quarter_of(due)
        has_slipped = owned.action.due != due and course.slipped_days > 0
        slipped += has_slipped and owned.action.is_open
        if quarter > running:
            continue
        items = found.get(quarter)
        if items is None:
            items = found[quarter] = _empty()
        items[outcome_of(course, due)].append(owned)
        if has_slipped:
            items[_SLIPPED].append(owned)
    first_due = {
        quarter: FirstDue(
            quarter=quarter,
            by_outcome={outcome: tuple(found[quarter][outcome]) for outcome in OUTCOMES},
            slipped=tuple(found[quarter][_SLIPPED]),
        )
        for quarter in (running, *complete)
    }
    cohorts = [first_due[quarter].cohort for quarter in complete]
    while cohorts and not cohorts[-1].total:
        cohorts.pop()
    reviews = review_quarters(library)
    recent = {quarter: reviews[quarter] for quarter in recent_quarters(library)}
    recurred = tuple(one for one in library.follow_up.open_at_the_time if one.is_confirmed)
    with_open = {one.later.id for one in recurred}
    recurrences = library.follow_up.recurrences
    return FollowThrough(
        cohorts=tuple(cohorts),
        first_due=first_due,
        on_time=follow_tallies(
            ((q, _count_on_time(items)) for q, items in found.items() if q < running), library
        ),
        overdue=sum(o.action.is_overdue(library.as_of) for o in library.open_actions),
        waiting=tuple(
            QuarterTally(
                quarter=quarter,
                is_running=quarter == running,
                tally=Tally(count=len(review.overdue), total=review.open_actions),
            )
            for quarter, review in recent.items()
        ),
        waited={quarter: review.overdue for quarter, review in recent.items()},
        slipped=slipped,
        slipping=follow_tallies(
            ((q, _count_slipped(items)) for q, items in found.items()), library
        ),
        open_actions=len(library.open_actions),
        recurred=recurred,
        recurrences=follow_trend(
            ((p.quarter, int(p.id in with_open)) for p in recurrences), library
        ),
        met_open=tuple(p for p in recurrences if p.id in with_open),
    )


_SLIPPED = "slipped"
"""Beside the outcomes, as an item of any may have slipped."""


def _empty() -> dict[str, list[OwnedAction]]:
    return {kind: [] for kind in (*OUTCOMES, _SLIPPED)}


def _count_on_time(items: Mapping[str, Sequence[OwnedAction]]) -> Tally:
    on_time = len(items["on_time"])
    return Tally(count=on_time, total=on_time + len(items["late"]) + len(items["still_open"]))


def _count_slipped(items: Mapping[str, Sequence[OwnedAction]]) -> Tally:
    total = sum(len(items[outcome]) for outcome in OUTCOMES)
    return Tally(count=len(items[_SLIPPED]), total=total)
