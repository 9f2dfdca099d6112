"""The timeline: events with instants, and the phases that durations are measured between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property


class Phase(StrEnum):
    """The points of an incident that its durations are measured between."""

    INTRODUCED = "introduced"
    STARTED = "started"
    DETECTED = "detected"
    ACKNOWLEDGED = "acknowledged"
    MITIGATED = "mitigated"
    RELAPSED = "relapsed"
    RESOLVED = "resolved"


@dataclass(frozen=True, kw_only=True)
class TimelineEvent:
    """A row of the timeline."""

    at: datetime | None
    """The instant in UTC; without a zone where the document's is unknown; None if unreadable."""
    written: str
    """The time as the author wrote it."""
    text: str
    """What happened, as Markdown."""
    phases: tuple[Phase, ...]
    approximate: bool
    """`~14:30` or a range."""
    line: int


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The events in the order of the document."""

    events: tuple[TimelineEvent, ...] = ()

    def at(self, phase: Phase) -> datetime | None:
        """When a phase was first reached; None where the timeline does not say."""
        return self._moments.get(phase, (None, None))[0]

    def last(self, phase: Phase) -> datetime | None:
        """When a phase was last reached."""
        return self._moments.get(phase, (None, None))[1]

    @cached_property
    def _moments(self) -> dict[Phase, tuple[datetime, datetime]]:
        moments: dict[Phase, tuple[datetime, datetime]] = {}
        for event in self.events:
            for phase in event.phases:
                if event.at is not None:
                    moments[phase] = (moments.get(phase, (event.at,))[0], event.at)
        return moments

    @property
    def time_to_detect(self) -> timedelta | None:
        """TTD: from `started` to `detected`."""
        return self.between(Phase.STARTED, Phase.DETECTED)

    @property
    def time_to_acknowledge(self) -> timedelta | None:
        """TTA: from `detected` to `acknowledged`."""
        return self.between(Phase.DETECTED, Phase.ACKNOWLEDGED)

    @property
    def time_to_mitigate(self) -> timedelta | None:
        """TTM: from `started` to the first `mitigated`."""
        return self.between(Phase.STARTED, Phase.MITIGATED)

    @property
    def time_to_resolve(self) -> timedelta | None:
        """TTR: from `started` to `resolved`."""
        return self.between(Phase.STARTED, Phase.RESOLVED)

    def between(self, first: Phase, second: Phase) -> timedelta | None:
        """From when one phase was first reached until another was; None where that is unknown."""
        moments = self._moments
        if first not in moments or second not in moments:
            return None
        return time_between(moments[first][0], moments[second][0])


def time_between(earlier: datetime, later: datetime) -> timedelta | None:
    """How long after one event another came; None if before it, or if only one zone is known."""
    if (earlier.tzinfo is None) != (later.tzinfo is None):
        return None
    return later - earlier if later >= earlier else None
