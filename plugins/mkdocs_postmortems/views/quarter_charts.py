"""The charts of a quarter's review: factors by rank, detection, and how long phases took."""

from __future__ import annotations

from datetime import timedelta

from ..core.intervals import Measured, Spread
from ..core.library import Library
from ..core.patterns import Patterns
from .charts import (
    ROW,
    Cell,
    ChartRow,
    ChartTable,
    Mark,
    Part,
    RowChart,
    Tick,
    lay_bars,
    lay_dots,
    round_scale,
)
from .compared import ComparedRow, ComparedTable
from .fields import DETECTION
from .quarterly_bars import chart_bars
from .questions import Piece
from .reference import Ref, refer_to_incident, refer_to_quarter
from .rows import refer_to_listed
from .wording import count_of, length, share_of, tell_ends

MAX_FACTORS = 10
"""Factors that the chart ranks; the table has all of them."""
MAX_DOTS = 60
"""Dots in a row, and incidents in the table of durations."""
_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
"""Seconds of each unit of a time scale."""


def rank_factors(table: ComparedTable, now: str, before: str) -> RowChart | None:
    """The factors of a quarter by their share, with their share in the quarter before."""
    named = [row for row in table.rows if row.count]
    rows = named[:MAX_FACTORS]
    if not rows:
        return None
    cut = f", the {MAX_FACTORS} most frequent of {len(named)}" if named[MAX_FACTORS:] else ""
    scale, steps = round_scale(max(max(row.percent, row.before_percent) for row in rows))
    return RowChart(
        id="pm-factor-ranking",
        title=f"Contributing factors by share of incidents{cut}"
        + (f"; the line is their share in {before}" if table.before_total else ""),
        description=f"One bar for each factor of {now}"
        + (f"; the line across it is its share in {before}" if table.before_total else "")
        + ". An incident may have several factors.",
        form="bars",
        keys=(),
        ticks=_ticks(steps, scale, "\u00a0%"),
        rows=tuple(_rank_row(row, table, now, before, scale) for row in rows),
        table=ChartTable(
            caption=f"Factors of {now}" + (f", with {before}" if table.before_total else ""),
            head=("Contributing factor", now, *((before,) if table.before_total else ())),
            rows=tuple(
                (
                    Cell(text=row.term.title, ref=row.term),
                    Cell(text=share_of(row.count, table.total), ref=_at(now, row.anchor)),
                    *(
                        (
                            Cell(
                                text=share_of(row.before, table.before_total),
                                ref=_at(before, row.anchor) if row.before else None,
                            ),
                        )
                        if table.before_total
                        else ()
                    ),
                )
                for row in rows
            ),
        ),
    )


def _rank_row(
    row: ComparedRow, table: ComparedTable, now: str, before: str, scale: float
) -> ChartRow:
    share = share_of(row.count, table.total)
    earlier = share_of(row.before, table.before_total)
    says = f"{row.term.title}: {share} incidents in {now}"
    if table.before_total:
        says = f"{says}; {earlier} in {before}"
    part = Part(amount=row.percent, tone=0, text="", says=says, ref=_at(now, row.anchor))
    left = round(100 * row.before_percent / scale, 2)
    mark = Mark(left=left, width=0.0, top=0, tone=0, text="", says=f"{before}: {earlier}", ref=None)
    return ChartRow(
        label=row.term.title,
        ref=row.term,
        value=f"{row.count}, before {row.before}" if table.before_total else f"{row.count}",
        marks=lay_bars((part,), scale),
        height=ROW,
        median=mark if table.before_total else None,
    )


def tell_unnamed(table: ComparedTable, quarter: str) -> tuple[Piece, ...]:
    """What the shares of factors are of: incidents without any, and drafts that may name some yet."""
    if not table.unknown:
        return ()
    verb = "names" if table.unknown == 1 else "name"
    pieces = [
        Piece(text=f"The shares are of all {count_of(table.total, 'incident')}; "),
        Piece(text=f"{table.unknown:,} {verb} no factor", ref=_at(quarter, table.unknown_anchor)),
    ]
    if table.drafts:
        drafts = Piece(
            text=f"{table.drafts:,} of these not final yet", ref=_at(quarter, table.drafts_anchor)
        )
        pieces += [Piece(text=", "), drafts]
    return (*pieces, Piece(text="."))


def share_detection(now: Patterns, before: Patterns, library: Library) -> RowChart | None:
    """How the incidents of a quarter were found, above those of the quarter before."""
    quarters = [patterns for patterns in (now, before) if patterns.detection.total]
    return chart_bars(DETECTION, quarters, library)


def spread_durations(
    intervals: tuple[Spread, ...], quarter: str, library: Library
) -> RowChart | None:
    """Each interval as a row of dots, all on one linear scale of time."""
    longest = max((s.measured[-1].length for s in intervals if s.measured), default=None)
    if longest is None:
        return None
    unit, name = next((u for u in _UNITS if longest.total_seconds() >= 2 * u[0]), _UNITS[-1])
    scale, steps = round_scale(longest.total_seconds() / unit)
    return RowChart(
        id="pm-duration-dots",
        title=f"How long phases took, {quarter}",
        description="One dot for each incident, on one scale that begins at zero; a line marks "
        "the median.",
        form="dots",
        keys=(),
        ticks=_ticks(steps, scale, f"\u00a0{name}"),
        rows=tuple(_dots(spread, scale * unit, library) for spread in intervals if spread.measured),
        table=_table_of_durations(intervals, quarter, library),
    )


def _dots(spread: Spread, scale: float, library: Library) -> ChartRow:
    interval, drawn = spread.interval, _drawn(spread.measured)
    parts = tuple(
        Part(
            amount=one.length.total_seconds(),
            tone=0,
            text="",
            says=f"{one.postmortem}, {interval.short}: {length(one.length)}",
            ref=ref,
        )
        for one, ref in zip(
            drawn, refer_to_listed([o.postmortem for o in drawn], library), strict=True
        )
    )
    marks = lay_dots(parts, scale)
    median = spread.median or timedelta()
    return ChartRow(
        label=f"{interval.short}, {tell_ends(interval)}",
        ref=None,
        value=f"{length(median)}, n\u00a0=\u00a0{len(spread.measured):,}",
        marks=marks,
        height=ROW + max(mark.top for mark in marks),
        median=Mark(
            left=round(100 * median.total_seconds() / scale, 2) if scale else 0.0,
            width=0.0,
            top=0,
            tone=0,
            text="",
            says=f"Median of {interval.short}: {length(median)}",
            ref=None,
        ),
    )


def _drawn(measured: tuple[Measured, ...]) -> tuple[Measured, ...]:
    """All, or of very many as many as can be told apart, evenly by rank, both ends included."""
    last = len(measured) - 1
    if last < MAX_DOTS:
        return measured
    return tuple(measured[n * last // (MAX_DOTS - 1)] for n in range(MAX_DOTS))


def _table_of_durations(
    intervals: tuple[Spread, ...], quarter: str, library: Library
) -> ChartTable:
    lengths = [{one.postmortem: one.length for one in spread.measured} for spread in intervals]
    measured = set[str]().union(*lengths)
    incidents = [p for p in library.by_quarter[quarter] if p.id in measured]
    shown = incidents[:MAX_DOTS]
    number = f"the newest {len(shown)} of " if len(shown) < len(incidents) else ""
    return ChartTable(
        caption=f"Durations of {number}{len(incidents):,} incidents",
        head=("Incident", *(spread.interval.short for spread in intervals)),
        rows=tuple(
            (
                Cell(text=p.id, ref=refer_to_incident(p)),
                *(Cell(text=length(found.get(p.id))) for found in lengths),
            )
            for p in shown
        ),
    )


def _ticks(steps: tuple[float, ...], scale: float, unit: str) -> tuple[Tick, ...]:
    return tuple(Tick(left=round(100 * step / scale, 2), label=f"{step:g}{unit}") for step in steps)


def _at(quarter: str, anchor: str) -> Ref:
    return refer_to_quarter(quarter, anchor)
