"""What a quarter agreed, closed, and left overdue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..core.cohorts import Cohort
from ..core.library import Library, OwnedAction
from ..core.month import month_of, months_until
from ..core.period import days_of_quarter
from ..core.quarter_reviews import find_promises
from ..core.review import Review, has_review
from .behind import MAX_LISTED, BehindList, BehindRow
from .reference import Ref, refer_to_incident, refer_to_review
from .rows import refer_to_listed
from .wording import count_of, iso_date, listing, long_date, long_month, tell_state

MAX_OVERDUE = 20
"""Overdue items that are listed, the earliest due."""
_OPEN = Ref(kind="actions", title="all open action items")
_CLOSED = Ref(kind="closed_actions", title="all closed action items")


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionFigure:
    """How many action items something is true of."""

    label: str
    count: int
    anchor: str
    """Of the list of them, or of the incidents that they come from; empty where there are none."""
    is_alert: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class OverdueItem:
    """An action item that was overdue at the end of a quarter."""

    id: str
    """`PM-2026-007-A1`."""
    incident: Ref
    """The item's place on its incident's page."""
    item: str
    """Inline Markdown."""
    now: str
    """`still overdue today, by 45 days`; of the running quarter, `by 45 days`."""


@dataclass(frozen=True, kw_only=True)
class QuarterActions:
    """The action items of a quarter; their state is that of its end."""

    at_end: str
    """`on 31 December 2025`, or that it is today."""
    figures: tuple[ActionFigure, ...]
    """Agreed, done and declined in it, and overdue at its end."""
    promise: str
    """What became of the items first due in the quarter; empty where there are none."""
    promise_anchor: str
    overdue: tuple[OverdueItem, ...]
    """What was overdue at the end, the earliest due first."""
    more_overdue: int
    """Of these, how many are not listed."""
    closed_some_day: int
    """Items agreed by the end and closed on a day that nobody says; no figure has them as closed."""
    months: tuple[Ref, ...]
    """The monthly reviews that have the items themselves."""
    behind: BehindList


def tell_actions(quarter: str, review: Review | None, library: Library) -> QuarterActions | None:
    """What became of action items; None for a quarter that has not begun."""
    if review is None:
        return None
    last = review.period.last
    is_today = last == library.as_of
    end = "today" if is_today else "at the quarter’s end"
    kinds: tuple[tuple[str, str, tuple[OwnedAction, ...], Ref], ...] = (
        ("Agreed", "agreed", review.new, _OPEN),
        ("Done", "done", review.done, _CLOSED),
        ("Declined", "declined", review.declined, _CLOSED),
        (f"Overdue {end}", "overdue", review.overdue, _OPEN),
    )
    promise = find_promises(library).get(quarter)
    promised = promise.items if promise else ()
    lists = (*kinds, ("First due in the quarter", "promised", promised, _OPEN))
    behind = BehindList(
        id="actions",
        title="Action items, by the incidents that they come from",
        rows=tuple(
            _behind(label, key, items, more, library)
            for label, key, items, more in lists
            if items and key != "overdue"
        ),
    )
    return QuarterActions(
        at_end=f"on {long_date(last)}, today" if is_today else f"on {long_date(last)}",
        figures=tuple(
            ActionFigure(
                label=label,
                count=len(items),
                anchor=f"actions-{key}" if items else "",
                is_alert=key == "overdue",
            )
            for label, key, items, _ in kinds
        ),
        promise=tell_promise(promise.kept) if promise else "",
        promise_anchor="actions-promised" if promised else "",
        overdue=tuple(
            _overdue(owned, library, is_today=is_today) for owned in review.overdue[:MAX_OVERDUE]
        ),
        more_overdue=max(len(review.overdue) - MAX_OVERDUE, 0),
        closed_some_day=review.closed_some_day,
        months=_months(quarter, review, library),
        behind=behind,
    )


def tell_promise(kept: Cohort) -> str:
    """`Of 9 items first due in 2025-Q4, 5 were done by that day, 2 later and 1 is still open.`"""
    if not kept.total:
        return ""
    outcomes = (
        (kept.on_time, "done by that day"),
        (kept.late, "done later"),
        (kept.done_day_unknown, "done on a day that nobody says"),
        (kept.declined, "declined"),
        (kept.still_open, "still open"),
    )
    told = listing(tuple(f"{number:,} {what}" for number, what in outcomes if number))
    return f"Of {count_of(kept.total, 'item')} first due in {kept.quarter}: {told}."


def _behind(
    label: str, key: str, items: tuple[OwnedAction, ...], more_in: Ref, library: Library
) -> BehindRow:
    incidents: dict[str, None] = {}
    for owned in items:  # of a long list only its beginning is gone through
        incidents[owned.postmortem.id] = None
        if len(incidents) > MAX_LISTED:
            break
    return BehindRow(
        term=Ref(kind="", title=label),
        count=len(items),
        of=_tell_of(len(items), len(incidents)),
        incidents=refer_to_listed(tuple(incidents)[:MAX_LISTED], library),
        anchor=f"actions-{key}",
        more_in=more_in if len(incidents) > MAX_LISTED else None,
    )


def _tell_of(items: int, incidents: int) -> str:
    noun = "item" if items == 1 else "items"
    if incidents > MAX_LISTED:
        return f"{noun} of more than {count_of(MAX_LISTED, 'incident')}"
    return f"{noun} of {count_of(incidents, 'incident')}"


def _overdue(owned: OwnedAction, library: Library, *, is_today: bool) -> OverdueItem:
    action = owned.action
    return OverdueItem(
        id=action.id,
        incident=refer_to_incident(owned.postmortem, anchor=action.anchor),
        item=action.item,
        now=_tell_now(owned, library, is_today=is_today),
    )


def _tell_now(owned: OwnedAction, library: Library, *, is_today: bool) -> str:
    """How an item that was overdue then stands today."""
    action = owned.action
    if days := action.overdue_days(library.as_of):
        late = f"by {count_of(days, 'day')}"
        return late if is_today else f"still overdue today, {late}"
    state = tell_state(action.status, 0).lower()
    if action.is_open:
        return f"{state}, due {iso_date(action.due)}" if action.due else state
    closed = library.courses[action.id].closed
    return f"{state} on {iso_date(closed)}" if closed else f"{state} since"


def _months(quarter: str, review: Review, library: Library) -> tuple[Ref, ...]:
    """The months in which something happened and which have a review."""
    days = days_of_quarter(quarter)
    months = months_until(month_of(days.first), month_of(days.last), 3)
    reviewed = tuple(month for month in months if has_review(month, library.as_of))
    if not reviewed:
        return ()
    happened = {month_of(day) for day in set(_days(review, library))}
    return tuple(refer_to_review(m, long_month(m)) for m in reviewed if m in happened)


def _days(review: Review, library: Library) -> Iterator[date]:
    """The days on which something happened that a monthly review tells of."""
    courses = library.courses
    agreed = (courses[owned.action.id].agreed for owned in review.new)
    closed = (courses[owned.action.id].closed for owned in (*review.done, *review.declined))
    yield from (day for day in (*agreed, *closed) if day)
    yield from (library.published_days[postmortem.id] for postmortem in review.published)
