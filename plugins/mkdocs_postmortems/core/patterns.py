"""What repeats: how the incidents of a period divide by cause, detection, factor and the rest,
how long they took, and what they did to customers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .impact import Impact, add_impact, join_impacts
from .intervals import Spread, join_spreads, spread_intervals
from .postmortem import Postmortem
from .quarter import percent
from .settings import UNDETERMINED, Settings
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

    @property
    def common(self) -> tuple[Share, ...]:
        """The shares that name something which incidents have in common.

        That nobody has found the cause is not one.
        """
        return tuple(share for share in self.shares if share.id != UNDETERMINED.id)


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


def join_patterns(period: str, parts: Iterable[Patterns]) -> Patterns:
    """What the incidents of a period have in common, by its parts, of which the newest is first.

    It is what `find_patterns` gives of all their postmortems. There is at least one part.
    """
    found = tuple(parts)
    return Patterns(
        period=period,
        total=sum(part.total for part in found),
        near_misses=sum(part.near_misses for part in found),
        drafts=sum(part.drafts for part in found),
        root_causes=_join([part.root_causes for part in found]),
        detection=_join([part.detection for part in found]),
        contributing_factors=_join([part.contributing_factors for part in found]),
        triggers=_join([part.triggers for part in found]),
        severities=_join([part.severities for part in found]),
        teams=_join([part.teams for part in found]),
        services=_join([part.services for part in found]),
        intervals=tuple(map(join_spreads, zip(*(part.intervals for part in found), strict=True))),
        impact=join_impacts([part.impact for part in found]),
    )


def _join(parts: Sequence[Breakdown]) -> Breakdown:
    groups: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for part in parts:
        for share in part.shares:
            groups.setdefault(share.id, []).extend(share.postmortems)
            titles[share.id] = share.title
    total = sum(part.total for part in parts)
    return _sum_up(groups, titles.__getitem__, total, sum(part.unknown for part in parts))


def breakdowns_of(patterns: Patterns) -> Mapping[str, Breakdown]:
    """The breakdowns of a period by what other tools call them."""
    return {
        "root_causes": patterns.root_causes,
        "detection": patterns.detection,
        "contributing_factors": patterns.contributing_factors,
        "triggers": patterns.triggers,
        "severities": patterns.severities,
        "teams": patterns.teams,
        "services": patterns.services,
    }


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
    return _sum_up(groups, vocabulary.title_of, total - unknown, unknown)


def _sum_up(
    groups: Mapping[str, list[str]], title_of: Callable[[str], str], total: int, unknown: int
) -> Breakdown:
    """The breakdown of incidents whose ids come by the value that they have."""
    shares = (
        Share(
            id=value,
            title=title_of(value),
            count=len(ids),
            percent=percent(len(ids), total),
            postmortems=tuple(ids),
        )
        for value, ids in groups.items()
    )
    return Breakdown(
        shares=tuple(sorted(shares, key=lambda share: (-share.count, share.title, share.id))),
        total=total,
        unknown=unknown,
    )
