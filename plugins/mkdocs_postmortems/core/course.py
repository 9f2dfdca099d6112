"""The course of an action item: since when it has been there, until when, and what moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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

    @property
    def slips(self) -> int | None:
        """How often its due date was moved to a later day; None where nobody counted."""
        return self.history.slips if self.history else None

    @property
    def slipped_days(self) -> int:
        """Days by which its due date was put off, all moves together; 0 where it was not.

        Without git, by how much the date lies after the first one.
        """
        if self.history and self.history.slips:
            return self.history.slipped_days
        if self.first_due is None or self.item.due is None:
            return 0
        return max((self.item.due - self.first_due).days, 0)

    def is_open_on(self, day: date) -> bool | None:
        """Whether it was open at the end of a day, today or earlier; None where unknown.

        Before it was agreed it was not. The closing day that the document gives goes
        before what git saw, which is no earlier than somebody's next commit.
        """
        if self.agreed is None or day < self.agreed:
            return None if self.agreed is None else False
        if self.closed is not None and self.item.closed is not None:
            return self.closed > day
        status = self.history.status_on(day) if self.history else None
        if status is not None:
            return status.is_open
        if self.item.is_open:
            return True
        return None if self.closed is None else self.closed > day

    def due_on(self, day: date) -> date | None:
        """The day on which it was due, as it stood at the end of a day.

        Without git, and before git had it, as it stands today.
        """
        if self.history and self.history.appeared <= day and self.history.due_on(day):
            return self.history.due_on(day)
        return self.item.due

    def is_overdue_on(self, day: date) -> bool:
        """Whether it was overdue on a day.

        A proposal never is: nobody has promised it yet.
        """
        due = self.due_on(day)
        status = (self.history.status_on(day) if self.history else None) or self.item.status
        is_promised = status is not ActionStatus.PROPOSED
        return is_promised and due is not None and due < day and bool(self.is_open_on(day))


def trace_courses(
    postmortems: Iterable[Postmortem],
    published: Mapping[str, date],
    histories: Mapping[str, ItemHistory],
) -> Iterator[Course]:
    """The course of every action item; `published` has days by the id of a postmortem."""
    for postmortem in postmortems:
        day = published.get(postmortem.id, postmortem.date)
        known = [histories[item.id] for item in postmortem.actions if item.id in histories]
        beginning = min((history.appeared for history in known), default=None)
        for item in postmortem.actions:
            yield _trace_course(item, histories.get(item.id), day, beginning)


def _trace_course(
    item: ActionItem, history: ItemHistory | None, day: date | None, beginning: date | None
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
    given = (item.first_due, history.first_due if history else None, item.due)
    closed = item.closed or (history.closed_on if history else None)
    return Course(
        item=item,
        agreed=agreed,
        first_due=min((due for due in given[:2] if due), default=given[2]),
        closed=None if item.is_open else closed,
        history=history,
    )
