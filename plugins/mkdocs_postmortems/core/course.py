"""The course of an action item: since when it has been there, until when, and what moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .actions import ActionItem, ActionStatus
from .history import ItemHistory
from .postmortem import Postmortem


@dataclass(frozen=True, kw_only=True)
class Course:
    """What is known of an action item over time, from its document and from git."""

    item: ActionItem
    agreed: date | None
    """The day since which it is known."""
    first_due: date | None
    """The day on which it was due at first; moving a date does not change it."""
    closed: date | None
    """The day on which it was done or declined; None where it is open or nobody says."""
    history: ItemHistory | None
    """What git knows of it; None without git."""
    as_of: date
    """Today, of which the document itself tells the state."""

    @property
    def slips(self) -> int | None:
        """How often its due date has been moved to a later day, see `slips_by`."""
        return self.slips_by(self.as_of)

    @property
    def slipped_days(self) -> int:
        """Days by which its due date has been put off, see `slipped_days_by`."""
        return self.slipped_days_by(self.as_of)

    def slips_by(self, day: date) -> int | None:
        """How often its due date had been moved to a later day by the end of a day.

        0 where it was due no later than at first; None without git, and where git
        did not see the first date, so that nobody counted all moves.
        """
        if self.history is None:
            return None
        if not self.slipped_days_by(day):
            return 0
        is_whole = self.first_due == self.history.first_due
        return self.history.slips_by(day) if is_whole else None

    def slipped_days_by(self, day: date) -> int:
        """Days by which it was due later, by the end of a day, than at first; 0 if it was not."""
        due = self.due_on(day)
        if self.first_due is None or due is None:
            return 0
        return max((due - self.first_due).days, 0)

    def is_open_on(self, day: date) -> bool | None:
        """Whether it was open at the end of a day, today or earlier; None where unknown.

        Before it was agreed it was not. The closing day that the document gives goes
        before what git saw, which is no earlier than somebody's next commit.
        """
        if self.agreed is None or day < self.agreed:
            return None if self.agreed is None else False
        if self.closed is not None and self.closed == self.item.closed:
            return self.closed > day
        status = self.history.status_on(day) if self.history else None
        if status is not None:
            return status.is_open
        if self.item.is_open:
            return True
        return None if self.closed is None else self.closed > day

    def find_open_stretch(self, days: Sequence[date]) -> tuple[int, int]:
        """Of days in their order, up to today's, those on which it is open without git.

        As the indexes of a slice. They are the days of which `is_open_on` is true, and
        today, of which the document itself says so, whatever day it was agreed on.
        """
        is_open = self.item.is_open
        if not (is_open or self.closed):
            return 0, 0
        end = len(days) if is_open or not self.closed else bisect_left(days, self.closed)
        begin = bisect_left(days, self.agreed) if self.agreed else len(days)
        if is_open and days and days[-1] == self.as_of:
            begin = min(begin, len(days) - 1)
        return begin, end

    def due_on(self, day: date) -> date | None:
        """The day on which it was due, as it stood at the end of a day.

        Before git had it, as git had it first; without git, as it stands today.
        Where no date was given, by the policy.
        """
        if self.history is None or day >= self.as_of:
            return self.item.due
        return self.history.due_on(max(day, self.history.appeared)) or self.item.policy_due

    def status_on(self, day: date) -> ActionStatus:
        """Its state at the end of a day; without git, and before git had it, that of today."""
        known = self.history.status_on(day) if self.history and day < self.as_of else None
        return known or self.item.status

    def is_overdue_on(self, day: date) -> bool:
        """Whether it was overdue on a day.

        A proposal never is: nobody has promised it yet.
        """
        due = self.due_on(day)
        is_promised = self.status_on(day) is not ActionStatus.PROPOSED
        return is_promised and due is not None and due < day and bool(self.is_open_on(day))


def trace_courses(
    postmortems: Iterable[Postmortem],
    published: Mapping[str, date],
    histories: Mapping[str, ItemHistory],
    as_of: date,
) -> Iterator[Course]:
    """The course of every action item; `published` has days by the id of a postmortem.

    A closing day after `as_of` is a slip of the pen: it counts as not given.
    """
    for postmortem in postmortems:
        day = published.get(postmortem.id, postmortem.date)
        known = [histories[item.id] for item in postmortem.actions if item.id in histories]
        beginning = min((history.appeared for history in known), default=None)
        for item in postmortem.actions:
            yield _trace_course(item, histories.get(item.id), day, beginning, as_of)


def _trace_course(
    item: ActionItem,
    history: ItemHistory | None,
    day: date | None,
    beginning: date | None,
    as_of: date,
) -> Course:
    """The course of an item of a postmortem that was published on a day, or happened on it.

    `beginning` is when git first had an item of it. What came with the first ones
    is as old as the postmortem, which may have been brought into git long after;
    what came later is as old as git says.
    """
    agreed = day
    if history and beginning:
        came_later = history.appeared > beginning
        agreed = history.appeared if came_later or day is None else min(day, history.appeared)
    seen = _first_due_seen(item, history) if history else None
    stated = item.closed if item.closed and item.closed <= as_of else None
    closed = stated or (history.closed_on if history else None)
    return Course(
        item=item,
        agreed=agreed,
        first_due=min((due for due in (item.first_due, seen) if due), default=item.due),
        closed=None if item.is_open else closed,
        history=history,
        as_of=as_of,
    )


def _first_due_seen(item: ActionItem, history: ItemHistory) -> date | None:
    """The first due date that git knows of: the policy's, where the first version had none."""
    if history.due_on(history.appeared) is None and item.policy_due:
        return item.policy_due
    return history.first_due
