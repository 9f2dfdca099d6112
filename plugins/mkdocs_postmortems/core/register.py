"""The register of all incidents: what the pager knows, whether or not there is a postmortem."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class RegisteredIncident:
    """One incident of the register; None means that it does not say."""

    id: str
    """The number that a postmortem names under `incidents`: `INC-4412`."""
    title: str
    """Plain text; empty where the register has none."""
    start: datetime | None
    """With a time zone."""
    end: datetime | None
    """When it was over, with a time zone; None while it goes on, or where that is unknown."""
    severity: str | None
    customer_impact: timedelta | None
    is_near_miss: bool
    potential_severity: str | None
    """What a near miss would have been."""
    category: str | None
    contributing_factors: tuple[str, ...]
    services: tuple[str, ...]
    teams: tuple[str, ...]
    """Ids; the first one owns it."""
    recurrence_of: tuple[str, ...] | None
    """Numbers of incidents or ids of postmortems with the same cause, set by people;
    empty where people have decided that it is another one."""
    visibility: str
    """An audience of the library."""
    line: int
    """Where it stands in the register."""
