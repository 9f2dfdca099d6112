"""What repeats in any period, and what differs from the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .comparison import Change, compare_shares
from .library import Library
from .patterns import Breakdown, Patterns, find_patterns
from .period import Period, name_period, period_before

_NOT_COMPARED = "teams"
"""How many incidents a team was in says what it runs and what it writes down, not how it works."""


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The period before, of the same length."""

    period: Period
    patterns: Patterns
    changes: Mapping[str, Mapping[str, Change]]
    """By field, as `breakdowns_of` calls it, then by the id of the value."""


@dataclass(frozen=True, kw_only=True)
class PeriodPatterns:
    """A period and what repeats in it."""

    period: Period
    patterns: Patterns
    is_running: bool
    """Whether it goes on after today; it is then compared with nothing."""
    before: Earlier | None
    """None where one of the two has no incident."""


def find_period_patterns(period: Period, library: Library) -> PeriodPatterns:
    """What repeats in a period, near misses and drafts counted as in a quarter."""
    patterns = _find(period, library)
    is_running = period.last > library.as_of
    return PeriodPatterns(
        period=period,
        patterns=patterns,
        is_running=is_running,
        before=None if is_running else _compare(patterns, period_before(period), library),
    )


def _find(period: Period, library: Library) -> Patterns:
    own = tuple(p for p in library.postmortems if p.date and period.first <= p.date <= period.last)
    return find_patterns(name_period(period), own, library.settings)


def _compare(now: Patterns, period: Period | None, library: Library) -> Earlier | None:
    before = _find(period, library) if period else None
    if period is None or before is None or not before.total or not now.total:
        return None
    earlier = breakdowns_of(before)
    changes = {
        field: compare_shares(earlier[field], breakdown)
        for field, breakdown in breakdowns_of(now).items()
        if field != _NOT_COMPARED
    }
    return Earlier(period=period, patterns=before, changes=changes)


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
