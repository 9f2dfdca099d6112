"""The history of action items: when each appeared, changed its state and moved its due date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from .actions import ActionStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemVersion:
    """What one version of a document says of one action item."""

    id: str
    """`PM-2026-007-A1`, as the document gives it."""
    status: ActionStatus
    due: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentVersion:
    """What the branch had of a postmortem from some day on."""

    day: date
    """In the library's time zone."""
    postmortem: str
    """Its id."""
    items: tuple[ItemVersion, ...]
    """Those whose id is their own; rows move, and their numbers with them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StateChange:
    """A state, and the day from which it was in force."""

    day: date
    status: ActionStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class DueChange:
    """A due date, and the day from which it was in force; None where it was taken out."""

    day: date
    due: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DueMove:
    """A due date given in place of another one."""

    day: date
    """On which it was moved."""
    before: date
    after: date

    @property
    def days(self) -> int:
        """Days by which it was put off; below 0 where it was brought forward."""
        return (self.after - self.before).days


@dataclass(frozen=True, kw_only=True)
class ItemHistory:
    """What became of one action item, as the published branch had it."""

    id: str
    """`PM-2026-007-A1`."""
    changes: tuple[StateChange, ...]
    """From the state with which it appeared; at least that one, and no state twice in a row."""
    dues: tuple[DueChange, ...]
    """Its due dates, from the first one given; no date twice in a row."""

    @property
    def appeared(self) -> date:
        """The day from which the branch had it."""
        return self.changes[0].day

    @property
    def first_due(self) -> date | None:
        """The first due date that it was ever given."""
        return self.dues[0].due if self.dues else None

    @cached_property
    def moves(self) -> tuple[DueMove, ...]:
        """Every change of its due date, also of one that was taken out in between."""
        given = [(change.day, change.due) for change in self.dues if change.due is not None]
        return tuple(
            DueMove(day=day, before=before, after=after)
            for (_, before), (day, after) in pairwise(given)
            if before != after
        )

    def slips_by(self, day: date) -> int:
        """How often the due date had been moved to a later day by the end of a day."""
        return sum(move.days > 0 and move.day <= day for move in self.moves)

    @property
    def closed_on(self) -> date | None:
        """The day on which it was closed, and has stayed so; None where that was not seen."""
        closing = None
        for before, after in pairwise(self.changes):
            if before.status.is_open and not after.status.is_open:
                closing = after.day
        return None if self.changes[-1].status.is_open else closing

    def status_on(self, day: date) -> ActionStatus | None:
        """The state at the end of a day; None before it appeared."""
        return next((c.status for c in reversed(self.changes) if c.day <= day), None)

    def due_on(self, day: date) -> date | None:
        """The due date at the end of a day; None where it had none."""
        return next((c.due for c in reversed(self.dues) if c.day <= day), None)


@dataclass(kw_only=True)
class _Trace:
    """A history while it is being traced."""

    id: str
    changes: list[StateChange] = field(default_factory=list)
    dues: list[DueChange] = field(default_factory=list)

    def add(self, day: date, item: ItemVersion) -> None:
        self.id = item.id
        if not self.changes or self.changes[-1].status is not item.status:
            self.changes.append(StateChange(day=day, status=item.status))
        if self.dues and self.dues[-1].day == day:
            self.dues.pop()  # what was put right on the same day was never in force
        if item.due != (self.dues[-1].due if self.dues else None):
            self.dues.append(DueChange(day=day, due=item.due))


def trace_items(versions: Iterable[DocumentVersion], as_of: date) -> Mapping[str, ItemHistory]:
    """The histories of all items, by item id.

    The versions come in the order in which the branch had them; those of a day
    after `as_of` do not count. An item that was gone for a while has one
    history. An id in other letters, `a1` for `A1`, is the same one; the history
    has it as it was written last.
    """
    traces: dict[str, _Trace] = {}
    today = date.min
    for version in versions:
        if version.day > as_of:
            continue
        # Clocks differ, but the branch had no version before the one that it had first.
        today = max(today, version.day)
        for item in version.items:
            traces.setdefault(item.id.lower(), _Trace(id=item.id)).add(today, item)
    return {
        trace.id: ItemHistory(id=trace.id, changes=tuple(trace.changes), dues=tuple(trace.dues))
        for trace in traces.values()
    }


def follow_renames(
    versions: Iterable[DocumentVersion], former: Mapping[str, tuple[str, ...]]
) -> tuple[DocumentVersion, ...]:
    """The versions, those from when a postmortem had another id under the one that it has.

    `former` are the other names of each postmortem by its id.
    """
    ids = {identifier.lower() for identifier in former}
    now = {
        alias.lower(): identifier
        for identifier, aliases in former.items()
        for alias in aliases
        if alias.lower() not in ids
    }
    return tuple(
        _under(now[version.postmortem.lower()], version)
        if version.postmortem.lower() in now
        else version
        for version in versions
    )


def _under(identifier: str, version: DocumentVersion) -> DocumentVersion:
    """A version as if the postmortem had had that id."""
    length = len(version.postmortem)
    items = (replace(item, id=identifier + item.id[length:]) for item in version.items)
    return replace(version, postmortem=identifier, items=tuple(items))
