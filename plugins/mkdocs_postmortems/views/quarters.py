"""`/patterns/`: what persists, and how quarters and years compare."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.patterns import Patterns
from ..core.quarter import quarter_of
from ..core.quarter_reviews import is_running, reviewed_on
from .behind import NOT_FINAL
from .charts import LineChart, RowChart
from .fields import CAUSES, DETECTION, FACTORS, Field
from .items_over_time import (
    SHOWN_QUARTERS,
    chart_items,
    count_closed_some_day,
    items_over_time,
)
from .most_frequent import MostFrequent, most_frequent_in_quarter
from .persistence import PersistenceView, view_persistence
from .quarter_counts import QuarterCount, count_in_quarter
from .quarterly_bars import chart_bars, refer_with_state
from .reference import Ref
from .verdicts import METHOD
from .years import YearsPart, view_years

_UNKNOWN = {CAUSES.id: "the cause", DETECTION.id: "the way of detection"}


@dataclass(frozen=True, kw_only=True, slots=True)
class QuarterRow:
    """A quarter with its counts and what was most frequent in it."""

    quarter: Ref
    is_running: bool
    total: int
    near_misses: int
    drafts: int
    draft_anchor: str
    """Of their list on the page of the quarter."""
    root_cause: MostFrequent | None
    detection: MostFrequent | None
    factor: MostFrequent | None
    reviewed: str
    """The day, the day that is planned, `not yet`, or that the quarter is still running."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldChart:
    """How the incidents of the last quarters divide by a field."""

    chart: RowChart
    unknown: int
    """Incidents of these quarters that do not say; they are in no bar."""
    unknown_quarters: tuple[QuarterCount, ...]
    """Where they are."""
    unknown_what: str
    """What is not known of them: `the cause`."""


@dataclass(frozen=True, kw_only=True)
class QuartersView:
    """All quarters, the newest first, and the years that they make."""

    title: str
    persistence: PersistenceView
    rows: tuple[QuarterRow, ...]
    charts: tuple[FieldChart, ...]
    """Causes and detection."""
    items: LineChart | None
    """Action items; None where there is none."""
    charted: int
    """How many quarters the bars show, the last ones."""
    closed_some_day: int
    """Action items closed on a day that nobody says; the line of closed ones leaves them out."""
    undated: int
    """Postmortems without a date, which are in no quarter."""
    years: YearsPart
    test: str
    """How a change is told from chance."""


def view_quarters(library: Library) -> QuartersView:
    """What the page of quarters and years shows."""
    found = tuple(library.patterns.values())
    charted = found[:SHOWN_QUARTERS]
    items = items_over_time(library)
    charts = (_chart(field, charted, library) for field in (CAUSES, DETECTION))
    return QuartersView(
        title="Patterns by quarter and year",
        persistence=view_persistence(_over(charted, library), library.as_of),
        rows=tuple(_row(patterns, library) for patterns in found),
        charts=tuple(chart for chart in charts if chart),
        items=chart_items(items, library.as_of) if library.actions else None,
        charted=len(charted),
        closed_some_day=count_closed_some_day(library),
        undated=sum(p.quarter is None for p in library.postmortems),
        years=view_years(library),
        test=METHOD,
    )


def _chart(field: Field, quarters: tuple[Patterns, ...], library: Library) -> FieldChart | None:
    chart = chart_bars(field, quarters, library)
    if chart is None:
        return None
    unknown = {patterns.period: field.breakdown(patterns).unknown for patterns in quarters}
    return FieldChart(
        chart=chart,
        unknown=sum(unknown.values()),
        unknown_quarters=tuple(
            count_in_quarter(quarter, count, field.unknown_anchor, with_year=True)
            for quarter, count in unknown.items()
            if count
        ),
        unknown_what=_UNKNOWN[field.id],
    )


def _over(quarters: tuple[Patterns, ...], library: Library) -> tuple[Patterns, ...]:
    """The quarters that are over and have incidents; of the running one nobody knows what leads."""
    return tuple(
        patterns
        for patterns in quarters
        if patterns.total and not is_running(patterns.period, library)
    )


def _row(patterns: Patterns, library: Library) -> QuarterRow:
    return QuarterRow(
        quarter=refer_with_state(patterns.period, quarter_of(library.as_of)),
        is_running=is_running(patterns.period, library),
        total=patterns.total,
        near_misses=patterns.near_misses,
        drafts=patterns.drafts,
        draft_anchor=NOT_FINAL,
        root_cause=most_frequent_in_quarter(patterns, CAUSES),
        detection=most_frequent_in_quarter(patterns, DETECTION),
        factor=most_frequent_in_quarter(patterns, FACTORS),
        reviewed=_tell_reviewed(patterns.period, library),
    )


def _tell_reviewed(quarter: str, library: Library) -> str:
    if day := reviewed_on(quarter, library):
        return day.isoformat()
    if planned := library.settings.quarterly_reviews.get(quarter):
        return f"planned for {planned}"
    return "not over" if is_running(quarter, library) else "not yet"
