"""The course of an action item: since when it has been there, until when, and what moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .actions import ActionItem, ActionStatus


@dataclass(frozen=True, kw_only=True)
class Course:
    """What is known of an action item over time."""

    item: ActionItem
    agreed: date | None
    """The day since which it is known: when its postmortem was published, else the day of
    the incident."""
    first_due: date | None
    """The day on which it was due at first; moving a date does not change it."""
    closed: date | None
    """The day on which it was done or declined; None where it is open or nobody says."""

    @property
    def slipped_days(self) -> int:
        """Days by which its due date has moved on since the first one; 0 where it has not."""
        if self.first_due is None or self.item.due is None:
            return 0
        return max((self.item.due - self.first_due).days, 0)

    def is_open_on(self, day: date) -> bool | None:
        """Whether it was open at the end of a day, today or earlier; None where unknown.

        Before it was agreed it was not.
        """
        if self.agreed is None or day < self.agreed:
            return None if self.agreed is None else False
        if self.item.is_open:
            return True
        return None if self.closed is None else self.closed > day

    def is_overdue_on(self, day: date) -> bool:
        """Whether it was overdue on a day, by the due date that it has now.

        A proposal never is: nobody has promised it yet.
        """
        due = self.item.due
        is_promised = self.item.status is not ActionStatus.PROPOSED
        return is_promised and due is not None and due < day and bool(self.is_open_on(day))


def trace_course(item: ActionItem, incident_day: date | None, published: date | None) -> Course:
    """The course of an item, as its document has it."""
    return Course(
        item=item,
        agreed=published or incident_day,
        first_due=item.first_due or item.due,
        closed=None if item.is_open else item.closed,
    )
