"""No follow-through: what became of action items, and what waits."""

from __future__ import annotations

from ..core.health_follow_through import FollowThrough
from ..core.library import Library
from ..core.month import month_of
from ..core.open_at_the_time import OpenAtTheTime
from .health_figures import (
    Figure,
    HealthSection,
    Way,
    glance_at,
    say_change,
    say_tally,
)
from .reference import Ref, refer_to_incident, refer_to_review
from .wording import count_of

_NAMED = 5
_ACTIONS = Ref(kind="actions", title="Open action items")
_CLOSED = Ref(kind="closed_actions", title="Closed items, and how long they took")


def show_follow_through(found: FollowThrough, library: Library) -> HealthSection:
    """What became of action items, and which were open when an incident came back."""
    counted = "Items done by the day on which they were first due"
    return HealthSection(
        id="follow-through",
        title="No follow-through",
        glance=glance_at(counted, found.on_time, "more is better"),
        meaning="The documents are good, the meetings lively, and the action items of last year "
        "still open.",
        figures=(
            Figure(
                id="on-time",
                title=counted,
                value=say_tally(found.on_time.whole, nothing="none was due yet"),
                definition="Of the items that were first due in a quarter that is over; moving a "
                "date does not take one out. Items declined, and those done on a day that nobody "
                "knows, are in the table and not in this figure.",
                remarks=say_change(found.on_time, library),
                ways=(Way(ref=_CLOSED),),
            ),
            _waiting(found),
            _slipped(found, library),
            _recurred(found),
        ),
        tables=(),
        cohorts=found.cohorts,
        misleads=(
            "An item that is closed need not have changed anything: whether it was seen to work "
            "is its state verified.",
            "Few items, all done, may mean that nothing hard was agreed on.",
            "An item that is declined for a reason is a decision. It counts for nobody and "
            "against nobody here.",
            "That an item was open at the time does not mean that it would have helped.",
        ),
        remedy="Agree on fewer items, each specific, owned and dated; look at all of them every "
        "month; decline openly what will not be done.",
        ways=(Way(ref=Ref(kind="reviews", title="Monthly reviews")),),
    )


def _waiting(found: FollowThrough) -> Figure:
    return Figure(
        id="overdue",
        title="Overdue today",
        value=f"{found.overdue:,} of {count_of(found.open_actions, 'open item')}"
        if found.open_actions
        else "no open items",
        definition="Open or in progress, and due before today. A proposal is never overdue: "
        "nobody has promised it yet.",
        ways=(Way(ref=_ACTIONS, query="?due=overdue"),) if found.overdue else (),
    )


def _slipped(found: FollowThrough, library: Library) -> Figure:
    month = month_of(library.as_of)
    review = refer_to_review(month, "Those that slipped, in the monthly review", "pm-slipped")
    return Figure(
        id="slipped",
        title="Slipped",
        value=f"{found.slipped:,} of {count_of(found.open_actions, 'open item')}"
        if found.open_actions
        else "no open items",
        definition="Due later today than at first.",
        ways=(Way(ref=review),) if found.slipped else (),
    )


def _recurred(found: FollowThrough) -> Figure:
    more = len(found.recurred) - _NAMED
    return Figure(
        id="recurred",
        title="Open when the incident came back",
        value=count_of(len(found.recurred), "item") if found.recurred else "none",
        definition="Items of a postmortem that were open on the day of a later incident of which "
        "people have said that it was the same cause (recurrence_of).",
        remarks=(f"Named are the newest {_NAMED}; {more:,} more are on the pages of theirs.",)
        if more > 0
        else (),
        ways=tuple(way for one in found.recurred[:_NAMED] for way in _name(one)),
    )


def _name(one: OpenAtTheTime) -> tuple[Way, ...]:
    item = refer_to_incident(one.earlier, one.item.anchor)
    return (
        Way(ref=Ref(kind=item.kind, key=item.key, title=one.item.id, anchor=item.anchor)),
        Way(ref=Ref(kind="incident", key=one.later.id, title=f"open at {one.later.id}")),
    )
