"""Tickets of action items, as far as the tracker's state is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """A ticket in the tracker, as its last export had it."""

    number: str
    """`GH-412`, as action items name it."""
    state: str
    """In the tracker's own words: `In Progress`."""
    is_closed: bool
    closed: date | None
    line: int
    """Where it stands in the file of tickets."""
