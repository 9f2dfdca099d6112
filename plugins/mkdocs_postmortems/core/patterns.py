"""What repeats: how the incidents of a period divide by cause, detection, factor and the rest,
how long they took, and what they did to customers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .impact import Impact, add_impact
from .intervals import Spread, spread_intervals
from .postmortem import Postmortem
from .quarter import percent
from .settings import Settings
from .vocabulary import Vocabulary


@dataclass(frozen=True, kw_only=True)
class Share:
    """The incidents that have one value in common."""

    id: str
    title: str
    count: int
    percent: int
    """Of the incidents whose value is known, in whole percent, rounded half up."""
    postmortems: tuple[str, ...]
    """Ids, the newest first."""


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """How incidents divide by one field, the largest share first."""

    shares: tuple[Share, ...]
    total: int
    """Incidents that the percentages are of."""
    unknown: int
    """Incidents that do not say; they are in no share and no percentage."""


@dataclass(frozen=True, kw_only=True)
class Patterns:
    """A period. Near misses are counted beside the incidents and are in no other figure."""

    period: str
    """What it is called: `2025-Q4`."""
    total: int
    """Incidents of any status."""
    near_misses: int
    drafts: int
    """Incidents among the total whose postmortem is not final."""
    root_causes: Breakdown
    detection: Breakdown
    contributing_factors: Breakdown
    """Not exclusive: an incident counts for each of its factors."""
    triggers: Breakdown
    severities: Breakdown
    teams: Breakdown
    """Not exclusive."""
    services: Breakdown
    """Not exclusive."""
    intervals: tuple[Spread, ...]
    """TTD, TTA, TTM and TTR."""
    impact: Impact


def find_patterns(period: str, postmortems: tuple[Postmortem, ...], settings: Settings) -> Patterns:
    """Count what the incidents of a period have in common; they come newest first."""
    incidents = tuple(p for p in postmortems if not p.is_near_miss)
    return Patterns(
        period=period,
        total=len(incidents),
        near_misses=len(postmortems) - len(incidents),
        drafts=sum(p.status != "final" for p in incidents),
        root_causes=break_down(incidents, lambda p: one(p.category), settings.categories),
        detection=break_down(incidents, lambda p: one(p.detection), settings.detection_methods),
        contributing_factors=break_down(
            incidents, lambda p: p.contributing_factors, settings.contributing_factors, several=True
        ),
        triggers=break_down(incidents, lambda p: one(p.trigger), settings.triggers),
        severities=break_down(incidents, lambda p: one(p.severity), settings.severities),
        teams=break_down(incidents, lambda p: p.teams, settings.team_names, several=True),
        services=break_down(incidents, lambda p: p.services, settings.services, several=True),
        intervals=spread_intervals(incidents),
        impact=add_impact(incidents),
    )


def one(value: str | None) -> tuple[str, ...]:
    """A field of one value as a tuple, for `break_down`."""
    return () if value is None else (value,)


def break_down(
    incidents: Iterable[Postmortem],
    values: Callable[[Postmortem], tuple[str, ...]],
    vocabulary: Vocabulary,
    *,
    several: bool = False,
) -> Breakdown:
    """Divide incidents by a field.

    Where a field holds `several` values, none is an answer too, and the
    percentages are of all incidents.
    """
    groups: dict[str, list[str]] = {}
    total = silent = 0
    for incident in incidents:
        total += 1
        found = values(incident)
        silent += not found
        for value in found:
            groups.setdefault(value, []).append(incident.id)
    unknown = 0 if several else silent
    shares = (
        Share(
            id=value,
            title=vocabulary.title_of(value),
            count=len(ids),
            percent=percent(len(ids), total - unknown),
            postmortems=tuple(ids),
        )
        for value, ids in groups.items()
    )
    return Breakdown(
        shares=tuple(sorted(shares, key=lambda share: (-share.count, share.title, share.id))),
        total=total - unknown,
        unknown=unknown,
    )
