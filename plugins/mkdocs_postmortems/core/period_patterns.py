"""What repeats in any period, and what differs from the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .comparison import Change, compare_patterns
from .library import Library
from .patterns import Patterns, find_patterns
from .period import Period, name_period, period_before
from .postmortem import Postmortem


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
    postmortems: tuple[Postmortem, ...]
    """All that are counted, the newest first."""
    patterns: Patterns
    is_running: bool
    """Whether it is not over: it ends today or later. It is then compared with nothing."""
    before: Earlier | None
    """None where one of the two has no incident."""


def find_period_patterns(period: Period, library: Library) -> PeriodPatterns:
    """What repeats in a period, near misses and drafts counted as in a quarter."""
    postmortems = _postmortems_of(period, library)
    patterns = find_patterns(name_period(period), postmortems, library.settings)
    is_running = not period.is_over(library.as_of)
    return PeriodPatterns(
        period=period,
        postmortems=postmortems,
        patterns=patterns,
        is_running=is_running,
        before=None if is_running else _compare(patterns, period_before(period), library),
    )


def _postmortems_of(period: Period, library: Library) -> tuple[Postmortem, ...]:
    return tuple(p for p in library.postmortems if p.date and period.first <= p.date <= period.last)


def _compare(now: Patterns, period: Period | None, library: Library) -> Earlier | None:
    if period is None:
        return None
    own = _postmortems_of(period, library)
    before = find_patterns(name_period(period), own, library.settings)
    if not before.total or not now.total:
        return None
    return Earlier(period=period, patterns=before, changes=compare_patterns(before, now))
