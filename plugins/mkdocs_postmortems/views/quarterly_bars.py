"""Stacked bars, one for each quarter: how its incidents divide by a field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..core.library import Library
from ..core.patterns import Breakdown, Patterns, Share
from ..core.quarter import percent, quarter_of
from .charts import (
    ROW,
    Cell,
    ChartRow,
    ChartTable,
    Key,
    Part,
    RowChart,
    Tick,
    lay_bars,
    round_scale,
)
from .fields import CAUSES, DETECTION, Field
from .reference import Ref, refer_to_quarter
from .value_keys import OTHERS, keys_in
from .wording import count_of

_TITLES = {
    CAUSES.id: "Root causes by quarter",
    DETECTION.id: "How incidents were detected, by quarter",
}
_DESCRIPTIONS = {
    CAUSES.id: "incidents of each",
    DETECTION.id: "shares of each, adding up to 100 %",
}


def chart_bars(field: Field, quarters: Sequence[Patterns], library: Library) -> RowChart | None:
    """A bar for each quarter; None where no incident of any says.

    It is as long as the quarter has incidents whose cause is known; of detection, every bar is
    as long as the plot.
    """
    breakdowns = [field.breakdown(patterns) for patterns in quarters]
    keys = keys_in(field, breakdowns, library)
    if not keys:
        return None
    running = quarter_of(library.as_of)
    scale, steps = _scale(field, breakdowns)
    unit = "\u00a0%" if _is_share(field) else ""
    return RowChart(
        id=f"pm-{field.id}-chart",
        title=_TITLES[field.id],
        description=f"A stacked bar for each quarter, the newest first: {_DESCRIPTIONS[field.id]}.",
        form="bars",
        keys=tuple(keys.values()),
        ticks=tuple(
            Tick(left=round(100 * step / scale, 2), label=f"{step:g}{unit}") for step in steps
        ),
        rows=tuple(
            _row(field, patterns.period, breakdown, keys, scale, running)
            for patterns, breakdown in zip(quarters, breakdowns, strict=True)
        ),
        table=_tabulate(field, quarters, breakdowns, keys, running),
    )


def _is_share(field: Field) -> bool:
    return field.id == DETECTION.id


def _scale(field: Field, breakdowns: Sequence[Breakdown]) -> tuple[float, tuple[float, ...]]:
    if _is_share(field):
        return 100.0, (0, 25, 50, 75, 100)
    return round_scale(max((breakdown.total for breakdown in breakdowns), default=0))


def _row(
    field: Field,
    quarter: str,
    breakdown: Breakdown,
    keys: Mapping[str, Key],
    scale: float,
    running: str,
) -> ChartRow:
    shares = {share.id: share for share in breakdown.shares}
    parts = [
        _part(field, quarter, breakdown, key, shares[identifier].count, identifier)
        for identifier, key in keys.items()
        if identifier in shares
    ]
    if rest := _rest(breakdown.shares, keys):
        parts.append(_part(field, quarter, breakdown, keys[OTHERS], rest, OTHERS))
    return ChartRow(
        label=quarter,
        ref=refer_with_state(quarter, running),
        value=f"{breakdown.total:,}",
        marks=lay_bars(parts, breakdown.total if _is_share(field) else scale),
        height=ROW,
    )


def _rest(shares: Iterable[Share], keys: Mapping[str, Key]) -> int:
    return sum(share.count for share in shares if share.id not in keys)


def _part(
    field: Field, quarter: str, breakdown: Breakdown, key: Key, count: int, identifier: str
) -> Part:
    share = f"{count:,} of {count_of(breakdown.total, 'incident')}"
    return Part(
        amount=count,
        tone=key.tone,
        text=key.text,
        says=f"{quarter}, {key.label}: {share} ({percent(count, breakdown.total)}\u00a0%)",
        ref=refer_to_quarter(quarter, field.anchor(identifier)),
    )


def refer_with_state(quarter: str, running: str, anchor: str = "") -> Ref:
    """A reference to a quarter that says `so far` of the running one."""
    title = f"{quarter} so\u00a0far" if quarter == running else quarter
    return Ref(kind="quarter", key=quarter, title=title, anchor=anchor)


def _tabulate(
    field: Field,
    quarters: Sequence[Patterns],
    breakdowns: Sequence[Breakdown],
    keys: Mapping[str, Key],
    running: str,
) -> ChartTable:
    rows = []
    for patterns, breakdown in zip(quarters, breakdowns, strict=True):
        quarter = patterns.period
        counts = {share.id: share.count for share in breakdown.shares}
        counts[OTHERS] = _rest(breakdown.shares, keys)
        cells = [
            Cell(text=refer_with_state(quarter, running).title, ref=refer_with_state(quarter, ""))
        ]
        for identifier in keys:
            count = counts.get(identifier, 0)
            ref = refer_to_quarter(quarter, field.anchor(identifier)) if count else None
            cells.append(Cell(text=_count_cell(field, count, breakdown.total), ref=ref))
        unknown = breakdown.unknown
        at_unknown = refer_to_quarter(quarter, field.unknown_anchor) if unknown else None
        cells += [
            Cell(text=f"{unknown:,}", ref=at_unknown),
            Cell(text=f"{patterns.total:,}", ref=refer_to_quarter(quarter, "pm-incidents")),
        ]
        rows.append(tuple(cells))
    head = ("Quarter", *(key.label for key in keys.values()), "Not yet known", "Incidents")
    return ChartTable(caption=f"{_TITLES[field.id]}: the numbers", head=head, rows=tuple(rows))


def _count_cell(field: Field, count: int, total: int) -> str:
    if _is_share(field) and count:
        return f"{count:,} ({percent(count, total)}\u00a0%)"
    return f"{count:,}"
