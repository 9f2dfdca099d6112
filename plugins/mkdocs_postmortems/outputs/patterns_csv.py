"""What repeats in a period, as a table with a row for each figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..core.durations import whole_minutes
from ..core.impact import Impact
from ..core.intervals import Spread
from ..core.patterns import Breakdown, Patterns, breakdowns_of
from ..core.period_patterns import Earlier, PeriodPatterns
from ..core.postmortem import Postmortem
from ..views.wording import tell_ends

CSV_COLUMNS = (
    "period", "field", "id", "title", "count", "unit", "percent", "of", "before", "before_of",
    "verdict", "postmortems",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""
_INCIDENTS = "incidents"
_MINUTES = "minutes"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Figure:
    """A row."""

    field: str
    id: str = ""
    title: str
    count: float | Decimal | None
    unit: str
    """Of the count; empty for a bare number of `impact`."""
    percent: int | None = None
    of: int | None = None
    before: int | None = None
    """The count of the period before; None where it is not compared."""
    before_of: int | None = None
    verdict: str = ""
    postmortems: tuple[str, ...] = ()

    def cells(self, period: str) -> tuple[str, ...]:
        """The columns, in their order."""
        return (
            period,
            *(_as_text(text) for text in (self.field, self.id, self.title)),
            _number(self.count),
            _as_text(self.unit),
            *map(_number, (self.percent, self.of, self.before, self.before_of)),
            self.verdict,
            " ".join(self.postmortems),
        )


def period_csv(found: PeriodPatterns) -> str:
    """Any period as a table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows(figure.cells(found.patterns.period) for figure in _figures(found))
    return text.getvalue()


def _figures(found: PeriodPatterns) -> Iterator[_Figure]:
    incidents = tuple(p for p in found.postmortems if not p.is_near_miss)
    yield from _totals(found, incidents)
    for field in breakdowns_of(found.patterns):
        yield from _shares(field, found.patterns, found.before, incidents)
    yield from map(_median, found.patterns.intervals)
    yield from _impact(found.patterns.impact)


def _totals(found: PeriodPatterns, incidents: tuple[Postmortem, ...]) -> Iterator[_Figure]:
    before = found.before.patterns if found.before else None
    yield _Figure(
        field="total",
        title="Incidents",
        count=len(incidents),
        unit=_INCIDENTS,
        before=before.total if before else None,
        postmortems=_ids(incidents),
    )
    near_misses = tuple(p for p in found.postmortems if p.is_near_miss)
    yield _Figure(
        field="near_misses",
        title="Near misses",
        count=len(near_misses),
        unit="near misses",
        before=before.near_misses if before else None,
        postmortems=_ids(near_misses),
    )
    drafts = tuple(p for p in incidents if p.status != "final")
    yield _Figure(
        field="drafts",
        title="Incidents not final",
        count=len(drafts),
        unit=_INCIDENTS,
        of=len(incidents),
        postmortems=_ids(drafts),
    )


def _shares(
    field: str, patterns: Patterns, earlier: Earlier | None, incidents: tuple[Postmortem, ...]
) -> Iterator[_Figure]:
    breakdown = breakdowns_of(patterns)[field]
    changes = earlier.changes.get(field, {}) if earlier else {}
    before = breakdowns_of(earlier.patterns)[field] if earlier and changes else None
    counted = {share.id for share in breakdown.shares}
    gone = tuple(share for share in before.shares if share.id not in counted) if before else ()
    rows = [
        *((share, share.count, share.percent, share.postmortems) for share in breakdown.shares),
        *((share, 0, 0, ()) for share in gone),
    ]
    if field == "teams":  # in the order of a list, not of a ranking
        rows.sort(key=lambda row: (row[0].title, row[0].id))
    for share, count, percent, postmortems in rows:
        change = changes.get(share.id)
        yield _Figure(
            field=field,
            id=share.id,
            title=share.title,
            count=count,
            unit=_INCIDENTS,
            percent=percent,
            of=breakdown.total,
            before=change.before if change else None,
            before_of=change.before_total if change else None,
            verdict=change.verdict.value if change else "",
            postmortems=postmortems,
        )
    if breakdown.unknown:
        yield _unknown(field, breakdown, before, incidents)


def _unknown(
    field: str, breakdown: Breakdown, before: Breakdown | None, incidents: tuple[Postmortem, ...]
) -> _Figure:
    """The incidents that do not say."""
    told = {identifier for share in breakdown.shares for identifier in share.postmortems}
    return _Figure(
        field=field,
        title="Not yet known",
        count=breakdown.unknown,
        unit=_INCIDENTS,
        of=len(incidents),
        before=before.unknown if before else None,
        before_of=before.total + before.unknown if before else None,
        postmortems=_ids(p for p in incidents if p.id not in told),
    )


def _median(spread: Spread) -> _Figure:
    return _Figure(
        field="median_minutes",
        id=spread.interval.short,
        title=f"{spread.interval.name} ({tell_ends(spread.interval)}), median",
        count=whole_minutes(spread.median),
        unit=_MINUTES,
        of=len(spread.measured),
        postmortems=tuple(one.postmortem for one in spread.measured),
    )


def _impact(impact: Impact) -> Iterator[_Figure]:
    time = impact.customer_time
    yield _Figure(
        field="customer_impact_minutes",
        title="Incident time that customers felt",
        count=whole_minutes(time.total),
        unit=_MINUTES,
        of=len(time.postmortems) + time.unfelt,
        postmortems=time.postmortems,
    )
    for count in impact.counts:
        yield _Figure(
            field="impact",
            id=count.key,
            title=count.key,
            count=count.total,
            unit=count.unit,
            of=len(count.postmortems),
            postmortems=count.postmortems,
        )


def _ids(postmortems: Iterable[Postmortem]) -> tuple[str, ...]:
    return tuple(p.id for p in postmortems)


def _as_text(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _number(value: float | Decimal | None) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
