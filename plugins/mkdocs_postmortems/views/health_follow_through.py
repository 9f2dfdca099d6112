"""No follow-through: what became of action items, and what waits."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.health_follow_through import FollowThrough
from ..core.library import Library
from ..core.month import month_of
from ..core.open_at_the_time import OpenAtTheTime
from .health_charts import chart_shares
from .health_figures import (
    Column,
    Figure,
    HealthSection,
    Way,
    count_column,
    glance_at,
    say_change,
    say_tally,
    tabulate_quarters,
)
from .health_quarters import Lists, by_quarter, gather, list_documents, list_items
from .reference import Ref, refer_to_incident, refer_to_quarter, refer_to_review
from .wording import count_of

_NAMED = 5
_ACTIONS = Ref(kind="actions", title="Open action items")
_CLOSED = Ref(kind="closed_actions", title="Closed items, and how long they took")


def show_follow_through(found: FollowThrough, library: Library) -> HealthSection:
    """What became of action items, and which were open when an incident came back."""
    counted = "Items done by the day on which they were first due"
    quarters = tuple(one.quarter for one in found.waiting)
    lists = _list_items(found, quarters, library)
    columns = _columns(found, lists, library)
    caption = "Action items by quarter, and of what came back where one was open"
    table = tabulate_quarters(caption, found.waiting, columns, library)
    is_empty = not any(one.tally and one.tally.total for c in columns for one in c.tallies)
    return HealthSection(
        id="follow-through",
        title="No follow-through",
        glance=glance_at(
            counted, found.on_time, "more is better", "on-time", refs=lists["on_time"].refs
        ),
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
                ways=(*_lists_below(found), Way(ref=_CLOSED)),
            ),
            _waiting(found),
            _slipped(found, library),
            _recurred(found, library),
        ),
        chart=chart_shares(
            "follow-through",
            "Done on time, overdue and moved later, in percent",
            columns[:-1],
            table,
        ),
        tables=() if is_empty else (table,),
        cohorts=found.cohorts,
        by_quarter=gather("The action items and incidents behind the tables", lists.values()),
        misleads=(
            "An item that is closed need not have changed anything: whether it was seen to work "
            "is its state verified.",
            "Few items, all done, may mean that nothing hard was agreed on.",
            "An item that is declined for a reason is a decision. It counts for nobody and "
            "against nobody here.",
            "What was overdue at the end of a past quarter is what git had then. Without git it is "
            "reckoned from the dates of today, so an item that was put off does not count as "
            "overdue before its new date.",
            "A date that was moved may have been moved for a good reason, and one that was never "
            "moved may never have been looked at. Of the last quarters fewer have been moved, as "
            "there was less time to do so.",
            "That an item was open at the time does not mean that it would have helped. One that "
            "was closed on a day that nobody says counts as not open, and where nobody links "
            "recurrences there are none.",
        ),
        remedy="Agree on fewer items, each specific, owned and dated; look at all of them every "
        "month; decline openly what will not be done.",
        ways=(Way(ref=Ref(kind="reviews", title="Monthly reviews")),),
    )


_KINDS = (
    ("on_time", "on-time", "done by the day first due"),
    ("late", "late", "done later"),
    ("declined", "declined", "declined"),
    ("done_day_unknown", "day-unknown", "done on a day that nobody says"),
)
"""Outcomes, and what the lists of them are called; those still open are in the list of these."""


def _list_items(
    found: FollowThrough, quarters: tuple[str, ...], library: Library
) -> Mapping[str, Lists]:
    """The lists behind the figures of each quarter, by what they are of."""
    lists = {
        outcome: list_items(
            f"items-{name}",
            said,
            {quarter: due.by_outcome[outcome] for quarter, due in found.first_due.items()},
            [quarter for quarter in found.first_due if quarter < quarters[0]],
        )
        for outcome, name, said in _KINDS
    }
    slipped = {quarter: due.slipped for quarter, due in found.first_due.items()}
    lists["slipped"] = list_items("items-slipped", "moved to a later day", slipped, quarters)
    # What was overdue stands on the page of the quarter, if it has one.
    without = [quarter for quarter in quarters if quarter not in library.by_quarter]
    lists["overdue"] = list_items("items-overdue", "overdue at its end", found.waited, without)
    lists["recurrences"] = list_documents(
        "recurrences",
        "came back with an item open",
        by_quarter(found.met_open),
        quarters,
        library,
    )
    return lists


def _columns(
    found: FollowThrough, lists: Mapping[str, Lists], library: Library
) -> tuple[Column, ...]:
    """The columns of the table by quarter, the recurrences last, which are too few for a chart."""
    overdue = {
        one.quarter: refer_to_quarter(one.quarter, "actions-overdue")
        for one in found.waiting
        if one.tally and one.tally.count and one.quarter in library.by_quarter
    }
    return (
        count_column("Done on time", found.on_time.quarters, lists["on_time"].refs),
        count_column("Overdue", found.waiting, {**overdue, **lists["overdue"].refs}),
        count_column("Moved later", found.slipping.quarters, lists["slipped"].refs),
        count_column("Came back", found.recurrences.quarters, lists["recurrences"].refs),
    )


def _lists_below(found: FollowThrough) -> tuple[Way, ...]:
    if not any(cohort.total for cohort in found.cohorts):
        return ()
    title = "What was done, quarter by quarter"
    return (Way(ref=Ref(kind="health", title=title, anchor="pm-follow-through-by-quarter")),)


def _waiting(found: FollowThrough) -> Figure:
    return Figure(
        id="overdue",
        title="Overdue today",
        value=f"{found.overdue:,} of {count_of(found.open_actions, 'open item')}"
        if found.open_actions
        else "no open items",
        definition="Open or in progress, and due before today. A proposal is never overdue: "
        "nobody has promised it yet. In the table: those overdue at the end of each quarter, of "
        "those open then; what was closed on a day that nobody says is in neither.",
        remarks=(
            "Quarters are not compared: an item that waits is in several of them, which no test "
            "of shares allows for.",
        )
        if sum(bool(one.tally and one.tally.total) for one in found.waiting) > 1
        else (),
        ways=(Way(ref=_ACTIONS, query="?due=overdue"),) if found.overdue else (),
    )


def _slipped(found: FollowThrough, library: Library) -> Figure:
    month = month_of(library.as_of)
    review = refer_to_review(month, "Those that slipped, in the monthly review", "pm-slipped")
    whole = found.slipping.whole
    moved = (
        f"Of all items first due by the end of this quarter, closed ones too: {say_tally(whole)}.",
    )
    return Figure(
        id="slipped",
        title="Slipped",
        value=f"{found.slipped:,} of {count_of(found.open_actions, 'open item')}"
        if found.open_actions
        else "no open items",
        definition="Due later today than at first. In the table: the items first due in each "
        "quarter whose date was moved to a later day, whatever became of them, of all of those.",
        remarks=(*(moved if whole and whole.total else ()), *say_change(found.slipping, library)),
        ways=(Way(ref=review),) if found.slipped else (),
    )


def _recurred(found: FollowThrough, library: Library) -> Figure:
    more, whole = len(found.recurred) - _NAMED, found.recurrences.whole
    named = f"Named are the newest {_NAMED}; {more:,} more are on the pages of theirs."
    came_back = f"Recurrences at which one was open: {say_tally(whole)}."
    return Figure(
        id="recurred",
        title="Open when the incident came back",
        value=count_of(len(found.recurred), "item") if found.recurred else "none",
        definition="Items of a postmortem that were open on the day of a later incident of which "
        "people have said that it was the same cause (recurrence_of). In the table: by the "
        "quarter of the later one, the recurrences at which one was open, of all of them.",
        remarks=(
            *((named,) if more > 0 else ()),
            *((came_back,) if whole and whole.total else ()),
            *say_change(found.recurrences, library),
        ),
        ways=tuple(way for one in found.recurred[:_NAMED] for way in _name(one)),
    )


def _name(one: OpenAtTheTime) -> tuple[Way, ...]:
    item = refer_to_incident(one.earlier, one.item.anchor)
    return (
        Way(ref=Ref(kind=item.kind, key=item.key, title=one.item.id, anchor=item.anchor)),
        Way(ref=Ref(kind="incident", key=one.later.id, title=f"open at {one.later.id}")),
    )
