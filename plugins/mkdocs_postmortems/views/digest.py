"""The review of a period in a few lines, for a channel or an e-mail."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..core.library import Library
from ..core.month import month_of
from ..core.plain_text import plain_text
from ..core.review import Review, of_team
from .lessons import Lesson, tell_lessons
from .reference import Ref, refer_to_review
from .review import describe_review
from .review_lists import ReviewList, ReviewRow, list_review
from .wording import listing, long_date, long_month, stretch_of

MAX_ENTRIES = 10
"""Entries of a list; the page behind the digest has the rest."""
_NOTHING = "Nothing to tell: no item is waiting, new or closed, and no postmortem was published."


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestEntry:
    """An action item or a postmortem in a line or two; all texts are plain."""

    ref: Ref
    """Its page, or its place on one; reads as its id."""
    text: str
    details: tuple[str, ...]
    """Whose it is, and since or until when."""
    note: str
    """What else there is to say, in sentences; may be empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestSection:
    """A list of entries."""

    title: str
    total: int
    says: str
    """The question to each of them, or what is said of all of them; may be empty."""
    entries: tuple[DigestEntry, ...]
    more: int
    """Entries that are not shown."""
    more_in: Ref
    """Where they are."""


@dataclass(frozen=True, kw_only=True)
class DigestView:
    """A digest."""

    title: str
    """`Lindgrove postmortems, 1 to 16 March 2026`."""
    sentence: str
    sections: tuple[DigestSection, ...]
    """Closed, overdue, slipped, undecided, without an owner, new, published; no empty ones."""
    review: Ref
    """The page of the running month, which says more."""


def view_digest(review: Review, library: Library, team: str | None = None) -> DigestView:
    """What a digest says of a period that ends today; of one team, if one is given."""
    review = of_team(review, team, library.settings) if team else review
    first, last = review.period.first, review.period.last
    whose = f", {library.settings.team_names.title_of(team)}" if team else ""
    organisation = library.settings.organisation or "Our"
    lists = list_review(review, library, by_team=False)
    sections = (*(_section(found) for found in lists), _published(review, library))
    month = month_of(last)
    return DigestView(
        title=f"{organisation} postmortems{whose}, {stretch_of(first, last)}",
        sentence=_NOTHING
        if review.has_nothing
        else describe_review(review, f"since {long_date(first)}"),
        sections=tuple(section for section in sections if section.total),
        review=refer_to_review(month, f"Review of {long_month(month)}"),
    )


def _section(found: ReviewList) -> DigestSection:
    rows = [row for group in found.groups for row in group.rows]
    return DigestSection(
        title=found.title,
        total=found.total,
        says=found.asks or found.remark,
        entries=tuple(_item(row, found) for row in rows[:MAX_ENTRIES]),
        more=max(found.total - MAX_ENTRIES, 0),
        more_in=found.more_in,
    )


def _item(row: ReviewRow, found: ReviewList) -> DigestEntry:
    day = f"{found.day_label.lower()} {row.day}" if row.day else ""
    details = (row.owner, day, row.state.lower())
    return DigestEntry(
        ref=replace(row.incident, title=row.id),
        text=plain_text(row.item),
        details=tuple(detail for detail in details if detail),
        note=f"Reason: {plain_text(row.reason)}" if row.reason else "",
    )


def _published(review: Review, library: Library) -> DigestSection:
    lessons = tell_lessons(review.published[:MAX_ENTRIES], library)
    return DigestSection(
        title="Published, and what others can learn",
        total=len(review.published),
        says="",
        entries=tuple(_lesson(lesson) for lesson in lessons),
        more=max(len(review.published) - MAX_ENTRIES, 0),
        more_in=Ref(kind="incidents", title="All incidents"),
    )


def _lesson(lesson: Lesson) -> DigestEntry:
    teams = listing(tuple(team.title for team in lesson.teams))
    concerned = listing(tuple(one.team.title for one in lesson.concerned))
    sentences = (
        lesson.cause,
        f"What stopped it: {lesson.mitigation}." if lesson.mitigation else "",
        f"Also concerns {concerned}." if concerned else "",
    )
    return DigestEntry(
        ref=replace(lesson.incident, title=lesson.incident.key),
        text=lesson.incident.title,
        details=tuple(detail for detail in (lesson.published, teams) if detail),
        note=" ".join(sentence for sentence in sentences if sentence),
    )
