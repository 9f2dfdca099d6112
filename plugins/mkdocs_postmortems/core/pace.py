"""How an incident went by the clock: the rows that lie far apart, and its phases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from .durations import format_duration
from .timeline import Phase, Timeline, TimelineEvent, time_between

_SHORTEST = timedelta(minutes=10)
_LONGEST = timedelta(minutes=30)
_SHARE = 10
"""Rows lie far apart with a tenth of the incident between them, within the two lengths above."""
_SHOWN = 5
_WHEN = {
    Phase.STARTED: "when did the impact begin?",
    Phase.DETECTED: "when was it first known of?",
    Phase.ACKNOWLEDGED: "when was it taken up?",
    Phase.MITIGATED: "when was it over for those who were hit?",
    Phase.RESOLVED: "when was it over for good?",
}


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Two rows, one under the other, that lie far apart."""

    before: TimelineEvent
    after: TimelineEvent
    length: timedelta


def find_gaps(timeline: Timeline) -> tuple[Gap, ...]:
    """All rows that lie 30 minutes apart, or a tenth of the incident, but at least 10 minutes."""
    return _far_apart(timeline.events, _impact_of(timeline))


def find_silences(timeline: Timeline) -> tuple[Gap, ...]:
    """The five longest gaps between the beginning of the impact and its end, in their order.

    Where the timeline does not say when it was over, a gap of a day or more may
    well lie behind its end, and is none.
    """
    impact = _impact_of(timeline)
    is_over = timeline.at(Phase.RESOLVED) is not None
    gaps = [gap for gap in _far_apart(impact, impact) if is_over or gap.length < timedelta(days=1)]
    longest = sorted(gaps, key=lambda gap: gap.length, reverse=True)[:_SHOWN]
    return tuple(gap for gap in gaps if gap in longest)


def ask_about_silence(gap: Gap, timeline: Timeline) -> str:
    """`14:10 to 14:38, 28 min without a row: what was looked at?`"""
    span = f"{gap.before.written} to {gap.after.written}, {format_duration(gap.length)}"
    detected = timeline.at(Phase.DETECTED)
    if detected and gap.after.at and time_between(gap.after.at, detected) is not None:
        return f"{span} of impact that was not noticed: what could be seen, and on which screen?"
    return f"{span} without a row: what was looked at, and what was waited for?"


def describe_phases(timeline: Timeline) -> tuple[str, ...]:
    """The times between phases, and a question for each phase that no row is marked with."""
    if not timeline.events:
        return ()
    marked = {phase for event in timeline.events for phase in event.phases}
    if not marked:
        return (
            "No row is marked with a phase: when did the impact begin, when was it first known of, "
            "when was it over?",
        )
    lengths = (
        ("started to detected", timeline.time_to_detect),
        ("detected to acknowledged", timeline.time_to_acknowledge),
        ("started to first mitigated", timeline.time_to_mitigate),
        ("started to resolved", timeline.time_to_resolve),
    )
    known = [f"{ends} {format_duration(length)}" for ends, length in lengths if length is not None]
    summary = ", ".join(known)
    missing = (
        f"No row is marked `{phase}`: {question}"
        for phase, question in _WHEN.items()
        if phase not in marked
    )
    return (*((f"{summary[0].upper()}{summary[1:]}.",) if known else ()), *missing)


def _impact_of(timeline: Timeline) -> tuple[TimelineEvent, ...]:
    """The rows from the beginning of the impact to its end; all, where no row says either."""
    events = timeline.events
    started = [i for i, event in enumerate(events) if Phase.STARTED in event.phases]
    resolved = [i for i, event in enumerate(events) if Phase.RESOLVED in event.phases]
    first = started[0] if started else 0
    last = resolved[-1] if resolved else len(events) - 1
    return events[first : last + 1] or events


def _far_apart(
    events: tuple[TimelineEvent, ...], impact: tuple[TimelineEvent, ...]
) -> tuple[Gap, ...]:
    moments = [event.at for event in impact if event.at is not None]
    whole = time_between(moments[0], moments[-1]) if moments else None
    least = min(max(_SHORTEST, (whole or timedelta(0)) / _SHARE), _LONGEST)
    return tuple(gap for gap in _neighbours(events) if gap.length >= least)


def _neighbours(events: tuple[TimelineEvent, ...]) -> Iterator[Gap]:
    for before, after in pairwise(events):
        length = time_between(before.at, after.at) if before.at and after.at else None
        if length is not None:
            yield Gap(before=before, after=after, length=length)
