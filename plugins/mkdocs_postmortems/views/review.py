"""`/actions/review/<month>/`: what a month holds, and what it leaves to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ..core.library import Library, OwnedAction
from ..core.month import Month
from ..core.review import Review
from .lessons import Lesson, tell_lessons
from .questions import QuestionList, ask_about_month
from .reference import Ref, refer_to_review, refer_to_team
from .review_lists import ReviewList, list_review
from .wording import count_of, listing, long_month, stretch_of

MAX_LESSONS = 20
"""Postmortems that are told of in a few lines each."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedFigure:
    """A figure of a month beside that of the month before."""

    label: str
    before: int
    now: int
    anchor: str
    """Of the list behind it, on the page of either month; empty where there is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamFigures:
    """A team's share in a month; `team` is None for items that no team owns."""

    team: Ref | None
    new: int
    closed: int
    overdue: int
    slipped: int
    undecided: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A question that the month leaves, and how many items it is asked of."""

    asks: str
    of: str
    """`7 overdue`."""
    anchor: str


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """The review of one month."""

    title: str
    month: str
    """`March 2026`."""
    days: str
    """`1 to 16 March 2026`."""
    is_running: bool
    sentence: str
    """What waits for a decision, and what was closed."""
    lists: tuple[ReviewList, ...]
    """Closed, overdue, slipped, undecided, without an owner, new."""
    teams: tuple[TeamFigures, ...]
    """By name, what is no team's last."""
    questions: tuple[QuestionList, ...]
    """What the incidents of the month ask of earlier items, and what is not verified."""
    published: int
    lessons: tuple[Lesson, ...]
    """Of what was published, the earliest first."""
    more_lessons: int
    before: Ref | None
    after: Ref | None
    figures: tuple[ComparedFigure, ...]
    """Compared with the month before; none where there is none."""
    decisions: tuple[Decision, ...]
    closed_some_day: str
    """What counts as new alone, because nobody says when it was closed; may be empty."""


def view_review(month: Month, reviews: Mapping[Month, Review], library: Library) -> ReviewView:
    """What the page of one month shows; `reviews` are those of all months."""
    review = reviews[month]
    lists = list_review(review, library)
    before = reviews.get(month.before) if month.before else None
    is_running = review.period.last == library.as_of
    return ReviewView(
        title=f"Review of {long_month(month)}",
        month=long_month(month),
        days=stretch_of(review.period.first, review.period.last),
        is_running=is_running,
        sentence=describe_review(
            review, "since the beginning of the month" if is_running else "in the month"
        ),
        lists=lists,
        teams=_teams(review, library),
        questions=ask_about_month(month, library, is_running=is_running),
        published=len(review.published),
        lessons=tell_lessons(review.published[:MAX_LESSONS], library),
        more_lessons=max(len(review.published) - MAX_LESSONS, 0),
        before=_neighbour(month.before, reviews),
        after=_neighbour(month.after, reviews),
        figures=_compare(before, review) if before else (),
        decisions=tuple(
            Decision(asks=found.asks, of=f"{found.total} {found.title.lower()}", anchor=found.id)
            for found in lists
            if found.asks and found.total
        ),
        closed_some_day=_closed_some_day(review.closed_some_day),
    )


def describe_review(review: Review, when: str) -> str:
    """What waits for a decision and what was closed; `when` says in which time."""
    counts = (
        (len(review.overdue), "overdue"),
        (len(review.undecided), "undecided"),
        (len(review.unowned), "without an owner"),
    )
    waiting = listing(tuple(f"{number} {what}" for number, what in counts if number))
    closed = f"{review.closed:,} closed {when}" if review.closed else f"none closed {when}"
    return f"{waiting or 'Nothing overdue, undecided or without an owner'}; {closed}."


def _closed_some_day(number: int) -> str:
    if not number:
        return ""
    were = "was" if number == 1 else "were"
    return (
        f"{count_of(number, 'item')} {were} closed on a day that the documents do "
        f"not give, and {'counts' if number == 1 else 'count'} as new at most."
    )


def _neighbour(month: Month | None, reviews: Mapping[Month, Review]) -> Ref | None:
    if month is None or month not in reviews:
        return None
    return refer_to_review(month, long_month(month))


def _compare(before: Review, now: Review) -> tuple[ComparedFigure, ...]:
    figures = (
        ("New action items", len(before.new), len(now.new), "pm-new"),
        ("Done", len(before.done), len(now.done), "pm-closed"),
        ("Of these verified", before.verified, now.verified, "pm-closed"),
        ("Declined", len(before.declined), len(now.declined), "pm-closed"),
        ("Postmortems published", len(before.published), len(now.published), "pm-published"),
        ("Open at the end", before.open_actions, now.open_actions, ""),
        ("Overdue at the end", len(before.overdue), len(now.overdue), "pm-overdue"),
        ("Slipped and open at the end", len(before.slipped), len(now.slipped), "pm-slipped"),
        ("Undecided at the end", len(before.undecided), len(now.undecided), "pm-undecided"),
        ("Without an owner at the end", len(before.unowned), len(now.unowned), "pm-unowned"),
    )
    return tuple(
        ComparedFigure(label=label, before=then, now=today, anchor=anchor)
        for label, then, today, anchor in figures
    )


def _teams(review: Review, library: Library) -> tuple[TeamFigures, ...]:
    new, done, declined = (_count(x) for x in (review.new, review.done, review.declined))
    overdue, slipped = _count(review.overdue), _count(review.slipped)
    undecided = _count(review.undecided)
    closed = done + declined
    rows = [
        TeamFigures(
            team=refer_to_team(team, library) if team else None,
            new=new[team],
            closed=closed[team],
            overdue=overdue[team],
            slipped=slipped[team],
            undecided=undecided[team],
        )
        for team in {*new, *closed, *overdue, *slipped, *undecided}
    ]
    return tuple(sorted(rows, key=_by_name))


def _by_name(row: TeamFigures) -> tuple[bool, str, str]:
    team = row.team
    return (team is None, team.title if team else "", team.key if team else "")


def _count(items: tuple[OwnedAction, ...]) -> Counter[str | None]:
    return Counter([owned.action.team for owned in items])
