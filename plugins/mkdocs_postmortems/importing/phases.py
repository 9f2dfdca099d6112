"""Phases of an incident, where an event says nothing else than that one began."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from ..core.plain_text import plain_text
from ..core.timeline import Phase
from ..core.vocabulary import fold
from .events import Event

# Only whole texts: "we thought it was resolved" is no resolution.
_WORDS = {
    Phase.STARTED: ("fault occurs", "fault occurred", "incident started", "incident began",
                    "impact started", "impact began", "outage started", "outage began",
                    "problem started", "start of impact", "start of incident"),
    Phase.DETECTED: ("first detected", "fault detected", "incident detected", "issue detected",
                     "problem detected", "detected"),
    Phase.ACKNOWLEDGED: ("acknowledged", "incident acknowledged", "alert acknowledged"),
    Phase.MITIGATED: ("mitigated", "incident mitigated", "repaired", "incident repaired",
                      "issue mitigated"),
    Phase.RESOLVED: ("resolved", "incident resolved", "incident is resolved", "issue resolved",
                     "end of incident", "incident ended", "outage ended", "end of impact"),
}  # fmt: skip
_PHASES = {fold(word): phase for phase, words in _WORDS.items() for word in words}
_REMARK = re.compile(r"\(([^()]+)\)\.?$")
_ORDER = (Phase.STARTED, Phase.DETECTED, Phase.ACKNOWLEDGED, Phase.MITIGATED, Phase.RESOLVED)


@dataclass(frozen=True, kw_only=True)
class Phases:
    """The phases of a timeline's events."""

    cells: tuple[str, ...]
    """For each event, the text of its cell."""
    days: tuple[tuple[Phase, date | None], ...]
    refused: bool = False
    """Whether phases were stated that cannot be right, and none was taken."""

    def day_of(self, phase: Phase) -> date | None:
        """The day on which it was reached, where both are stated."""
        return next((day for found, day in self.days if found is phase), None)


def find_phases(events: Sequence[Event]) -> Phases:
    """The phases that events state; of each, the first event. None at all if out of order."""
    found: dict[Phase, int] = {}
    for index, event in enumerate(events):
        phase = _read_phase(event) if event.has_clock and not event.is_unclear else None
        if phase is not None:
            found.setdefault(phase, index)
    moments = {phase: _moment(events[index]) for phase, index in found.items()}
    if not _is_possible(moments):
        return Phases(cells=("",) * len(events), days=(), refused=True)
    cells = [""] * len(events)
    for phase, index in found.items():
        cells[index] = phase.value
    days = tuple((phase, events[index].day) for phase, index in found.items())
    return Phases(cells=tuple(cells), days=days)


def _read_phase(event: Event) -> Phase | None:
    text = plain_text(event.text)
    remark = _REMARK.search(text)
    return _PHASES.get(fold(text)) or (_PHASES.get(fold(remark[1])) if remark else None)


def _moment(event: Event) -> tuple[bool, datetime]:
    start = (event.stamp.start if event.stamp else None) or time(0)
    return event.day is not None, datetime.combine(event.day or date(2000, 1, 1), start)


def _is_possible(moments: dict[Phase, tuple[bool, datetime]]) -> bool:
    # Acknowledged before mitigated is usual, and no rule.
    orders = (_ORDER[:3], (Phase.STARTED, Phase.MITIGATED, Phase.RESOLVED))
    for order in orders:
        reached = [moments[phase] for phase in order if phase in moments]
        for (dated, earlier), (also_dated, later) in pairwise(reached):
            if dated == also_dated and later < earlier:
                return False
    return True
