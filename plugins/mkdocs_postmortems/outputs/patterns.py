"""What repeats in a period, as JSON."""

from __future__ import annotations

from typing import Any

from ..core.comparison import Change
from ..core.durations import whole_minutes
from ..core.impact import ImpactCount
from ..core.intervals import Spread
from ..core.library import Library
from ..core.patterns import Breakdown, Patterns, breakdowns_of
from ..core.period_patterns import Earlier, PeriodPatterns
from ..core.years import Year, find_years
from ..pages import Addresses
from ..views.reference import Ref, refer_to_quarter


def quarters_and_years(library: Library, addresses: Addresses) -> dict[str, Any]:
    """Each quarter's and each year's counts and percentages, the newest first."""
    return {
        "quarters": [
            {
                "quarter": patterns.period,
                **record_of(patterns),
                "url": addresses.url(refer_to_quarter(patterns.period)),
            }
            for patterns in library.patterns.values()
        ],
        "years": [_year(year, addresses) for year in find_years(library)],
    }


def _year(year: Year, addresses: Addresses) -> dict[str, Any]:
    return {
        "year": year.patterns.period,
        "over": year.is_over,
        **record_of(year.patterns),
        "url": addresses.url(Ref(kind="quarters", anchor="pm-years")),
    }


def period_json(found: PeriodPatterns) -> dict[str, Any]:
    """Any period, in the shape of a quarter of `patterns.json`."""
    return {
        "period": found.patterns.period,
        "from": found.period.first.isoformat(),
        "to": found.period.last.isoformat(),
        "running": found.is_running,
        **record_of(found.patterns),
        "before": _earlier(found.before) if found.before else None,
    }


def _earlier(before: Earlier) -> dict[str, Any]:
    return {
        "period": before.patterns.period,
        "from": before.period.first.isoformat(),
        "to": before.period.last.isoformat(),
        **record_of(before.patterns),
        "changes": {
            field: [_change(change) for change in changes.values()]
            for field, changes in before.changes.items()
        },
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "before": change.before,
        "before_of": change.before_total,
        "now": change.now,
        "now_of": change.now_total,
        "verdict": change.verdict.value,
    }


def record_of(patterns: Patterns) -> dict[str, Any]:
    """What every record of a period has, whichever period it is."""
    breakdowns = breakdowns_of(patterns)
    impact = patterns.impact
    return {
        "total": patterns.total,
        "near_misses": patterns.near_misses,
        "drafts": patterns.drafts,
        **{name: _shares(breakdown) for name, breakdown in breakdowns.items()},
        "unknown": {name: breakdown.unknown for name, breakdown in breakdowns.items()},
        "intervals": [_spread(spread) for spread in patterns.intervals],
        "customer_impact": {
            "minutes": whole_minutes(impact.customer_time.total),
            "postmortems": list(impact.customer_time.postmortems),
            "unfelt": impact.customer_time.unfelt,
            "unknown": impact.customer_time.unknown,
        },
        "impact": [_impact_count(count) for count in impact.counts],
        "impact_unreadable": list(impact.unreadable),
    }


def _shares(breakdown: Breakdown) -> list[dict[str, Any]]:
    return [
        {
            "id": share.id,
            "title": share.title,
            "count": share.count,
            "percent": share.percent,
            "postmortems": list(share.postmortems),
        }
        for share in breakdown.shares
    ]


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "id": spread.interval.short,
        "name": spread.interval.name,
        "start": spread.interval.start.value,
        "end": spread.interval.end.value,
        "n": len(spread.measured),
        "median_minutes": whole_minutes(spread.median),
        "unknown": spread.unknown,
        "postmortems": [one.postmortem for one in spread.measured],
    }


def _impact_count(count: ImpactCount) -> dict[str, Any]:
    whole = count.total == count.total.to_integral_value()
    return {
        "key": count.key,
        "unit": count.unit or None,
        "total": int(count.total) if whole else float(count.total),
        "postmortems": list(count.postmortems),
    }
