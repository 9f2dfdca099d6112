"""`/patterns/`: what persists, and how quarters and years compare."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.comparison import MIN_INCIDENTS
from ..core.library import Library
from ..core.patterns import Patterns
from ..core.period import days_of_quarter
from ..core.persistence import Persistent, find_persistent
from ..core.quarter import quarter_of
from .charts import LineChart, RowChart
from .items_over_time import (
    SHOWN_QUARTERS,
    chart_items,
    count_closed_some_day,
    items_over_time,
)
from .leaders import Leader, find_quarter_leader
from .quarterly_bars import chart_causes, chart_detection, refer_with_state
from .questions import Piece
from .reference import Ref
from .wording import count_of, iso_date
from .years import YearsPart, view_years

_NAMED = 3
"""So many values are named in the sentence; more are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuarterRow:
    """A quarter with its counts and what was most frequent in it."""

    quarter: Ref
    is_running: bool
    total: int
    near_misses: int
    drafts: int
    root_cause: Leader | None
    detection: Leader | None
    factor: Leader | None
    reviewed: str
    """The day, `not yet`, or that the quarter is still running."""


@dataclass(frozen=True, kw_only=True)
class QuartersView:
    """All quarters, the newest first, and the years that they make."""

    title: str
    sentence: tuple[Piece, ...]
    """What persists."""
    rows: tuple[QuarterRow, ...]
    charts: tuple[RowChart, ...]
    """Causes and detection."""
    items: LineChart | None
    """Action items; None where there is none."""
    charted: int
    """How many quarters the bars show, the last ones."""
    unknown_causes: int
    """Incidents in the charted quarters whose cause is not yet known; they are in no bar."""
    unknown_detection: int
    closed_some_day: int
    """Action items closed on a day that nobody says; the line of closed ones leaves them out."""
    undated: int
    """Postmortems without a date, which are in no quarter."""
    years: YearsPart
    min_incidents: int
    """Fewer in one of two years, and no change between them is claimed."""


def view_quarters(library: Library) -> QuartersView:
    """What the page of quarters and years shows."""
    found = tuple(library.patterns.values())
    charted = found[:SHOWN_QUARTERS]
    running = quarter_of(library.as_of)
    items = items_over_time(library)
    bars = (chart_causes(charted, running), chart_detection(charted, running))
    return QuartersView(
        title="Patterns by quarter and year",
        sentence=_tell_what_persists(_over(charted, library)),
        rows=tuple(_row(patterns, library) for patterns in found),
        charts=tuple(chart for chart in bars if chart.keys),
        items=chart_items(items, library.as_of) if library.actions else None,
        charted=len(charted),
        unknown_causes=sum(patterns.root_causes.unknown for patterns in charted),
        unknown_detection=sum(patterns.detection.unknown for patterns in charted),
        closed_some_day=count_closed_some_day(library),
        undated=sum(p.quarter is None for p in library.postmortems),
        years=view_years(library),
        min_incidents=MIN_INCIDENTS,
    )


def _over(quarters: tuple[Patterns, ...], library: Library) -> tuple[Patterns, ...]:
    """The quarters that are over and have incidents; of the running one nobody knows what leads."""
    return tuple(
        patterns
        for patterns in quarters
        if patterns.total and days_of_quarter(patterns.period).last < library.as_of
    )


def _row(patterns: Patterns, library: Library) -> QuarterRow:
    is_running = patterns.period == quarter_of(library.as_of)
    reviewed = iso_date(library.settings.quarterly_reviews.get(patterns.period))
    is_over = days_of_quarter(patterns.period).last < library.as_of
    return QuarterRow(
        quarter=refer_with_state(patterns.period, quarter_of(library.as_of)),
        is_running=is_running,
        total=patterns.total,
        near_misses=patterns.near_misses,
        drafts=patterns.drafts,
        root_cause=find_quarter_leader(
            patterns.period, patterns.root_causes.shares, "category", "root-causes"
        ),
        detection=find_quarter_leader(patterns.period, patterns.detection.shares, "", "detection"),
        factor=find_quarter_leader(
            patterns.period, patterns.contributing_factors.shares, "factor", "factors"
        ),
        reviewed=reviewed or ("not yet" if is_over else "not over"),
    )


def _tell_what_persists(over: tuple[Patterns, ...]) -> tuple[Piece, ...]:
    """The factors and causes that were among the most frequent in most quarters, in sentences."""
    if not over:
        return (Piece(text="No quarter with an incident is over yet, so nothing persists so far."),)
    factors = find_persistent(over, lambda patterns: patterns.contributing_factors)
    causes = find_persistent(over, lambda patterns: patterns.root_causes)
    return (
        *_tell_field(factors, "factor", "contributing factor", len(over)),
        Piece(text=" "),
        *_tell_field(causes, "category", "root cause", len(over)),
    )


def _tell_field(
    found: tuple[Persistent, ...], kind: str, noun: str, over: int
) -> tuple[Piece, ...]:
    quarters = f"the last {over} complete quarters" if over > 1 else "the one complete quarter"
    most = max((len(one.quarters) for one in found), default=0)
    if not most:
        any_of = "any of " if over > 1 else ""
        return (Piece(text=f"No {noun} occurred twice in {any_of}{quarters}."),)
    if 2 * most > over:
        persistent = tuple(one for one in found if 2 * len(one.quarters) > over)
        verb = "was" if len(persistent) == 1 else "were"
        most_of = "most of " if over > 1 else ""
        rest = f" {verb} among the three most frequent {noun}s in {most_of}{quarters}."
        return (*_name(persistent, kind, with_counts=over > 1), Piece(text=rest))
    if most == 1:
        text = f"The most frequent {noun}s were others in each of {quarters}."
        return (Piece(text=text),)
    nearest = tuple(one for one in found if len(one.quarters) == most)
    verb = "was" if len(nearest) == 1 else "were each"
    rest = f" {verb} among the three most frequent in {most} of {quarters}, and none in more."
    return (Piece(text=f"Of the {noun}s, "), *_name(nearest, kind), Piece(text=rest))


def _name(
    values: tuple[Persistent, ...], kind: str, *, with_counts: bool = False
) -> tuple[Piece, ...]:
    """`“A” (in 4), “B” (in 3) and 2 others`, each a link."""
    named = values[:_NAMED]
    more = len(values) - len(named)
    pieces: list[Piece] = []
    for index, one in enumerate(named):
        if index:
            is_last = index == len(named) - 1 and not more
            pieces.append(Piece(text=" and " if is_last else ", "))
        ref = Ref(kind=kind, key=one.id, title=one.title)
        pieces.append(Piece(text=f"“{one.title}”", ref=ref))
        if with_counts:
            pieces.append(Piece(text=f" (in {len(one.quarters)})"))
    if more:
        pieces.append(Piece(text=f" and {count_of(more, 'other')}"))
    return tuple(pieces)
