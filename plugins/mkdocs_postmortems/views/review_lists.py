"""The lists of a review: which items, what is said of each, and what to ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..core.actions import ActionStatus
from ..core.course import Course
from ..core.library import Library, OwnedAction
from ..core.review import Review
from .reference import Ref, refer_to_incident, refer_to_team
from .review_kinds import (
    CLOSED,
    NEW,
    OVERDUE,
    SLIPPED,
    UNDECIDED,
    UNOWNED,
    ListKind,
    tell_lateness,
    tell_status,
    tell_status_then,
)
from .rows import show_owner
from .wording import iso_date

MAX_ROWS = 50
"""Rows of a list; a longer one shows the first of each of its groups."""
_MIN_ROWS = 5
"""Rows that a group of a long list shows however many groups there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewRow:
    """An action item in a list of a review."""

    id: str
    """`PM-2026-007-A1`."""
    incident: Ref
    """The item's place on its incident's page."""
    item: str
    """Inline Markdown."""
    owner: str
    """As written, or that there is none."""
    owner_page: Ref | None
    """The team's page, where the owner is the team itself."""
    team: Ref | None
    """The team that owns it, where the owner is somebody else."""
    priority: str | None
    reason: str | None
    """Why it was declined, as inline Markdown."""
    day: str | None
    """`2026-03-11`: what of, the list's `day_label` says."""
    state: str
    """In the list's own terms: `Overdue by 9 days`."""
    mark: str
    """Tone of the state: `overdue`, or empty for words alone."""
    since: str
    """What has become of it since the end of the review: `Done 2026-03-10`; may be empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewGroup:
    """A part of a list."""

    id: str
    """Its anchor; empty where the list has no other part."""
    title: str
    team: Ref | None
    """The team whose items they are, where the list is divided by teams."""
    total: int
    rows: tuple[ReviewRow, ...]
    more: int
    """Items that are not shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewList:
    """Items of one kind, and what the review asks of them."""

    id: str
    """Its anchor."""
    title: str
    asks: str
    """The question to each of them; empty where there is none."""
    remark: str
    """What is said of all of them together; may be empty."""
    order: str
    """`the earliest due first`."""
    day_label: str
    total: int
    groups: tuple[ReviewGroup, ...]
    """None where the list is empty."""
    more_in: Ref
    """Where the items are that are not shown."""
    if_empty: str


@dataclass(frozen=True, kw_only=True)
class _Part:
    """Items that stand under one title."""

    items: tuple[OwnedAction, ...]
    id: str = ""
    title: str = ""
    team: Ref | None = None


def list_review(
    review: Review, library: Library, *, by_team: bool = True
) -> tuple[ReviewList, ...]:
    """All lists, in the order in which a review goes through them.

    What is overdue is divided by teams, or else in one part.
    """
    last = review.period.last
    late = frozenset(owned.action.id for owned in review.overdue)
    closed = (
        _Part(id="pm-done", title="Done", items=review.done),
        _Part(id="pm-declined", title="Declined", items=review.declined),
    )
    overdue = (_Part(items=review.overdue),)
    contents = (
        (CLOSED, closed),
        (OVERDUE, _divide_by_team(review.overdue, library) if by_team else overdue),
        (SLIPPED, (_Part(items=review.slipped),)),
        (UNDECIDED, (_Part(items=review.undecided),)),
        (UNOWNED, (_Part(items=review.unowned),)),
        (NEW, (_Part(items=review.new),)),
    )
    return tuple(_list(kind, parts, last, late, library) for kind, parts in contents)


def _divide_by_team(items: tuple[OwnedAction, ...], library: Library) -> tuple[_Part, ...]:
    """By the names of the teams, what is no team's last."""
    found: dict[str | None, list[OwnedAction]] = {}
    for owned in items:
        found.setdefault(owned.action.team, []).append(owned)
    parts = []
    for identifier, owned_items in found.items():
        team = refer_to_team(identifier, library) if identifier else None
        parts.append(
            _Part(
                id=f"pm-overdue-{identifier}" if identifier else "pm-overdue-of-no-team",
                title=team.title if team else "No team",
                team=team,
                items=tuple(owned_items),
            )
        )
    return tuple(sorted(parts, key=lambda part: (part.team is None, part.title)))


def _list(
    kind: ListKind,
    parts: tuple[_Part, ...],
    last: date,
    late: frozenset[str],
    library: Library,
) -> ReviewList:
    filled = [part for part in parts if part.items]
    total = sum(len(part.items) for part in filled)
    limit = total if total <= MAX_ROWS else max(_MIN_ROWS, MAX_ROWS // len(filled))
    return ReviewList(
        id=f"pm-{kind.id}",
        title=kind.title,
        asks=kind.asks,
        remark=kind.remark,
        order=kind.order,
        day_label=kind.day_label,
        total=total,
        groups=tuple(
            ReviewGroup(
                id=part.id,
                title=part.title,
                team=part.team,
                total=len(part.items),
                rows=tuple(
                    _row(kind, owned, last, is_late=owned.action.id in late, library=library)
                    for owned in part.items[:limit]
                ),
                more=max(len(part.items) - limit, 0),
            )
            for part in filled
        ),
        more_in=kind.more_in,
        if_empty=kind.if_empty,
    )


def _row(
    kind: ListKind, owned: OwnedAction, last: date, *, is_late: bool, library: Library
) -> ReviewRow:
    item = owned.action
    course = library.courses[item.id]
    owner = show_owner(item, library)
    closed_since = course.closed if course.closed and course.closed > last else None
    return ReviewRow(
        id=item.id,
        incident=refer_to_incident(owned.postmortem, anchor=item.anchor),
        item=item.item,
        owner=owner.text,
        owner_page=owner.page,
        team=owner.team,
        priority=item.priority,
        reason=item.note if item.status is ActionStatus.WONT_DO else None,
        day=iso_date(kind.day(course, last)),
        state=_state(kind, course, last, is_late=is_late),
        mark="overdue" if is_late and kind.state in (None, tell_lateness) else "",
        since=f"{tell_status(course)} {closed_since}" if closed_since else "",
    )


def _state(kind: ListKind, course: Course, last: date, *, is_late: bool) -> str:
    if kind.state:
        return kind.state(course, last)
    return tell_lateness(course, last) if is_late else tell_status_then(course, last)
