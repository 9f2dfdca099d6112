"""The lengths of time between the phases of incidents, and how they lie in a period.

TTD, TTA, TTM and TTR are never averaged and never compared from one period to
the next: they differ by orders of magnitude within a quarter, and a mean says
more about the longest than about the rest. See J. Allspaw, *Moving past shallow
incident data* (2018), and Š. Davidovič, *Incident Metrics in SRE* (2021), who
shows by simulation that even a halved duration is seldom told apart from chance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

from .postmortem import Postmortem
from .timeline import Phase


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """A length of time with the two phases that it is measured between."""

    short: str
    """`TTD`."""
    name: str
    """`Time to detect`."""
    start: Phase
    end: Phase


INTERVALS = (
    Interval(short="TTD", name="Time to detect", start=Phase.STARTED, end=Phase.DETECTED),
    Interval(short="TTA", name="Time to acknowledge", start=Phase.DETECTED, end=Phase.ACKNOWLEDGED),
    Interval(short="TTM", name="Time to mitigate", start=Phase.STARTED, end=Phase.MITIGATED),
    Interval(short="TTR", name="Time to resolve", start=Phase.STARTED, end=Phase.RESOLVED),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """How long an interval was in one incident."""

    postmortem: str
    """Id."""
    length: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """How long an interval was in each incident of a period."""

    interval: Interval
    measured: tuple[Measured, ...]
    """The shortest first; there are n of them."""
    median: timedelta | None
    """None where there is no incident that both phases are known of."""
    unknown: int
    """Incidents that lack one of the two phases."""


def spread_intervals(incidents: Iterable[Postmortem]) -> tuple[Spread, ...]:
    """Each of the intervals over some incidents."""
    found = tuple(incidents)
    return tuple(_spread(interval, found) for interval in INTERVALS)


def _spread(interval: Interval, incidents: tuple[Postmortem, ...]) -> Spread:
    lengths = ((p.id, p.timeline.between(interval.start, interval.end)) for p in incidents)
    measured = [
        Measured(postmortem=i, length=length) for i, length in lengths if length is not None
    ]
    return _order(interval, measured, len(incidents) - len(measured))


def join_spreads(parts: Iterable[Spread]) -> Spread:
    """One interval over the incidents of several periods; there is at least one part."""
    found = tuple(parts)
    measured = [one for part in found for one in part.measured]
    return _order(found[0].interval, measured, sum(part.unknown for part in found))


def _order(interval: Interval, measured: list[Measured], unknown: int) -> Spread:
    ordered = sorted(measured, key=attrgetter("length", "postmortem"))
    return Spread(
        interval=interval,
        measured=tuple(ordered),
        median=_middle([one.length for one in ordered]),
        unknown=unknown,
    )


def _middle(ordered: list[timedelta]) -> timedelta | None:
    """The median of lengths in their order; of an even number, half-way between the middle two."""
    last = len(ordered) - 1
    return (ordered[last // 2] + ordered[-(-last // 2)]) / 2 if ordered else None
