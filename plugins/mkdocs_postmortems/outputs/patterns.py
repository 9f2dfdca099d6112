"""What repeats in a period, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..core.comparison import Change
from ..core.durations import whole_minutes
from ..core.impact import ImpactCount
from ..core.intervals import Spread
from ..core.library import Library
from ..core.patterns import Breakdown, Patterns
from ..core.period_patterns import Earlier, PeriodPatterns, breakdowns_of
from ..core.years import Year, find_years
from ..pages import Addresses
from ..views.reference import Ref, refer_to_quarter
from ..views.wording import tell_ends

CSV_COLUMNS = ("field", "id", "title", "count", "percent", "of", "postmortems")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Figure:
    """A row of the CSV."""

    field: str
    id: str = ""
    title: str = ""
    count: float | Decimal | None
    percent: int | None = None
    of: int | None = None
    postmortems: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns, in their order."""
        texts = (_as_text(text) for text in (self.field, self.id, self.title))
        numbers = map(_number, (self.count, self.percent, self.of))
        return (*texts, *numbers, " ".join(self.postmortems))


def period_csv(found: PeriodPatterns) -> str:
    """Any period as a table, a row for each figure."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows(figure.cells for figure in _figures(found.patterns))
    return text.getvalue()


def _figures(patterns: Patterns) -> Iterator[_Figure]:
    total = patterns.total
    yield _Figure(field="total", title="Incidents", count=total)
    yield _Figure(field="near_misses", title="Near misses", count=patterns.near_misses)
    yield _Figure(field="drafts", title="Incidents not final", count=patterns.drafts, of=total)
    for field, breakdown in breakdowns_of(patterns).items():
        for share in breakdown.shares:
            yield _Figure(
                field=field,
                id=share.id,
                title=share.title,
                count=share.count,
                percent=share.percent,
                of=breakdown.total,
                postmortems=share.postmortems,
            )
        if breakdown.unknown:
            title = "Not yet known"
            yield _Figure(field=field, title=title, count=breakdown.unknown, of=total)
    for spread in patterns.intervals:
        ends = tell_ends(spread.interval)
        yield _Figure(
            field="median_minutes",
            id=spread.interval.short,
            title=f"{spread.interval.name} ({ends}), median in minutes",
            count=whole_minutes(spread.median),
            of=len(spread.measured),
            postmortems=tuple(one.postmortem for one in spread.measured),
        )
    yield from _impact_figures(patterns)


def _impact_figures(patterns: Patterns) -> Iterator[_Figure]:
    time = patterns.impact.customer_time
    yield _Figure(
        field="customer_impact_minutes",
        title="Incident time that customers felt, in minutes",
        count=whole_minutes(time.total),
        of=len(time.postmortems) + time.unfelt,
        postmortems=time.postmortems,
    )
    for count in patterns.impact.counts:
        yield _Figure(
            field="impact",
            id=count.key,
            title=f"{count.key}, {count.unit}" if count.unit else count.key,
            count=count.total,
            of=len(count.postmortems),
            postmortems=count.postmortems,
        )


def _as_text(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _number(value: float | Decimal | None) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
