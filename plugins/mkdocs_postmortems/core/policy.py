"""What the organisation has agreed: deadlines, and what is owed a postmortem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

ANY = "any"
"""Stands for every priority and severity."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Deadlines and thresholds; units are in the names."""

    postmortem_due_hours: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({"SEV-1": 48, "SEV-2": 120})
    )
    """Hours from the end of an incident to its postmortem, by severity."""
    near_miss_due_hours: int = 120
    """Hours from the end of the danger to the postmortem of a near miss."""
    recurrence_due_hours: int = 120
    """Hours from the end of an incident to the postmortem that its cause is owed by coming back."""
    owed_always: tuple[str, ...] = ("SEV-1",)
    """Severities whose every incident is owed a postmortem."""
    owed_if_customers_affected: tuple[str, ...] = ("SEV-2",)
    """Severities that are owed one if customers were affected for long enough."""
    customer_impact_minutes: int = 15
    """An incident of those that customers felt for longer is owed a postmortem."""
    owed_near_misses: tuple[str, ...] = ("SEV-1", "SEV-2")
    """A near miss that would have had one of these severities is owed a postmortem."""
    owed_since: date | None = None
    """The first day whose incidents are owed a postmortem; None for whenever they were."""
    owed_occurrence: int = 3
    """From this occurrence of a cause on, each is owed a postmortem; 0 for never."""
    recurrence_window_days: int = 365
    """Occurrences count as the same cause coming back when they lie no further apart;
    one that people have linked counts whatever lies between."""
    action_due_days: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Days from the incident to an action item's due date, by priority or severity in small
    letters.

    An item without a date inherits it; the priority goes before the severity.
    """
    wanted_detection: tuple[str, ...] = ("automated-alerting",)
    """The ways of detection that the organisation wants; what is found by another one was
    missed by those."""
    verify_after_days: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({ANY: 30})
    )
    """Days for which an item may be done without anybody having seen that it works, by
    priority or severity in small letters, or for `any`."""

    def action_due(
        self, incident_day: date | None, priority: str | None, severity: str | None
    ) -> date | None:
        """The day on which an action item without a date of its own is due.

        None where the policy gives neither its priority nor its incident's
        severity any days, or the day of the incident is unknown.
        """
        days = _days_for(self.action_due_days, priority, severity)
        if days is None or incident_day is None or date.max - incident_day < timedelta(days=days):
            return None
        return incident_day + timedelta(days=days)

    def verify_days(self, priority: str | None, severity: str | None) -> int | None:
        """Days for which an item may be done and not verified; None for ever."""
        days = _days_for(self.verify_after_days, priority, severity)
        return self.verify_after_days.get(ANY) if days is None else days


def _days_for(policy: Mapping[str, int], priority: str | None, severity: str | None) -> int | None:
    """What the policy gives a priority, else a severity."""
    named = (name.casefold() for name in (priority, severity) if name)
    return next((policy[name] for name in named if name in policy), None)
