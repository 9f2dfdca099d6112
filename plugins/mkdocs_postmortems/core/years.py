"""What repeats in each calendar year, and what changed from the year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .comparison import Change, compare_patterns
from .grouping import group_by
from .library import Library
from .patterns import Patterns, join_patterns
from .period import days_of_year

_COMPARED = ("root_causes", "contributing_factors", "detection")


@dataclass(frozen=True, kw_only=True)
class YearChanges:
    """How shares differ from those of the year before."""

    before: str
    """`2024`."""
    fields: Mapping[str, Mapping[str, Change]]
    """By field, as `breakdowns_of` calls it, then by the id of the value."""


@dataclass(frozen=True, kw_only=True)
class Year:
    """A calendar year."""

    patterns: Patterns
    """Its period is written `2025`."""
    is_over: bool
    quarters: tuple[str, ...]
    """Those of its quarters that have a postmortem, the earliest first."""
    changes: YearChanges | None
    """None unless both this year and the one before are over and have incidents."""


@lru_cache(maxsize=2)
def find_years(library: Library) -> tuple[Year, ...]:
    """The years that have a postmortem, the newest first."""
    by_year = group_by(library.patterns.values(), lambda patterns: (patterns.period[:4],))
    found = {year: join_patterns(year, quarters) for year, quarters in by_year.items()}
    years: list[Year] = []
    for name, quarters in by_year.items():
        is_over = days_of_year(int(name)).is_over(library.as_of)
        before = found.get(f"{int(name) - 1:04d}")
        years.append(
            Year(
                patterns=found[name],
                is_over=is_over,
                quarters=tuple(patterns.period for patterns in reversed(quarters)),
                changes=_compare(before, found[name]) if is_over and before else None,
            )
        )
    return tuple(years)


def _compare(before: Patterns, now: Patterns) -> YearChanges | None:
    if not before.total or not now.total:
        return None
    return YearChanges(before=before.period, fields=compare_patterns(before, now, _COMPARED))
