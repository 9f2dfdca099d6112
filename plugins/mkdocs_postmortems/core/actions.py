"""Action items: what was agreed, whose it is, and whether it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SOON_DAYS = 7
"""An item is due soon up to so many days before its date."""


class ActionStatus(StrEnum):
    """Where an action item stands."""

    PROPOSED = "proposed"
    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    VERIFIED = "verified"
    WONT_DO = "wont-do"

    @property
    def is_open(self) -> bool:
        """`proposed`, `open` or `in-progress`."""
        return self in _OPEN


_OPEN = (ActionStatus.PROPOSED, ActionStatus.OPEN, ActionStatus.IN_PROGRESS)


@dataclass(frozen=True, kw_only=True)
class ActionItem:
    """One action item; None means that the document does not say."""

    id: str
    """`PM-2026-007-A1`."""
    short_id: str
    """`A1`."""
    has_own_id: bool
    """Whether the document gives the id; else the row's number stands in, provisionally."""
    item: str
    """What is to be done, as inline Markdown."""
    owner: str | None
    """As written."""
    team: str | None
    """Id of the team that the owner is, or is a member of; None if neither."""
    priority: str | None
    due: date | None
    """As written; of a postmortem's record, where nothing is written, the policy's."""
    due_by_policy: bool = False
    """Whether the day on which it is due is the policy's, the document gives none."""
    policy_due: date | None = None
    """The policy's day, whatever is written; of a postmortem's record alone."""
    first_due: date | None = None
    """The day on which it was first due, where the document says that it was moved."""
    status: ActionStatus
    ticket: str | None
    closed: date | None
    type: str | None
    note: str | None
    line: int

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided or done."""
        return self.status in _OPEN

    @property
    def is_promised(self) -> bool:
        """Whether it is to be done: open or in progress, not a proposal."""
        return self.is_open and self.status is not ActionStatus.PROPOSED

    @property
    def is_done(self) -> bool:
        """Done or verified; declined is another end."""
        return self.status in (ActionStatus.DONE, ActionStatus.VERIFIED)

    @property
    def anchor(self) -> str:
        """Its anchor on the incident's page: `a1`."""
        return self.short_id.lower()

    def is_overdue(self, as_of: date) -> bool:
        """Open or in progress, and due before that day; a proposal is never overdue."""
        return self.is_promised and self.due is not None and self.due < as_of

    def overdue_days(self, as_of: date) -> int:
        """Days past its due date; 0 where it is not overdue."""
        return (as_of - self.due).days if self.due and self.is_overdue(as_of) else 0

    def is_due_soon(self, as_of: date) -> bool:
        """Open, a proposal too, and due on that day or in the week after it."""
        return self.is_open and self.due is not None and 0 <= (self.due - as_of).days <= SOON_DAYS
