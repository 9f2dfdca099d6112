"""`/actions/review/`: all months, each in a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.library import Library
from ..core.month import Month
from ..core.review import Review
from .reference import Ref, refer_to_review
from .wording import long_month


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthRow:
    """A month with its counts."""

    month: Ref
    is_running: bool
    published: int
    new: int
    closed: int
    overdue: int
    """At the end of the month, or today."""
    slipped: int
    undecided: int
    unowned: int


@dataclass(frozen=True, kw_only=True)
class ReviewsView:
    """All months, the newest first."""

    title: str
    rows: tuple[MonthRow, ...]


def view_reviews(reviews: Mapping[Month, Review], library: Library) -> ReviewsView:
    """What the list of months shows."""
    rows = [_row(month, review, library) for month, review in reviews.items()]
    return ReviewsView(title="Monthly reviews", rows=tuple(reversed(rows)))


def _row(month: Month, review: Review, library: Library) -> MonthRow:
    return MonthRow(
        month=refer_to_review(month, long_month(month)),
        is_running=review.period.last == library.as_of,
        published=len(review.published),
        new=len(review.new),
        closed=review.closed,
        overdue=len(review.overdue),
        slipped=len(review.slipped),
        undecided=len(review.undecided),
        unowned=len(review.unowned),
    )
