"""The bars of `/patterns/`: how the causes and the detection of incidents divide by quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..core.patterns import Breakdown, Patterns, Share
from ..core.quarter import percent
from .charts import (
    ROW,
    TONES,
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
from .figures import share_anchor
from .reference import Ref, refer_to_quarter
from .wording import count_of

_OTHER = TONES - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class _Field:
    """What the bars of a chart are divided by."""

    id: str
    """Of the table on a quarter's page: `root-causes`."""
    title: str
    """`Root causes by quarter`."""
    kind: str
    """The pages of its values; empty where they have none."""
    breakdown: Callable[[Patterns], Breakdown]
    is_share: bool
    """Whether each bar fills the width."""


_CAUSES = _Field(
    id="root-causes",
    title="Root causes by quarter",
    kind="category",
    breakdown=lambda patterns: patterns.root_causes,
    is_share=False,
)
_DETECTION = _Field(
    id="detection",
    title="How incidents were detected, by quarter",
    kind="",
    breakdown=lambda patterns: patterns.detection,
    is_share=True,
)


def chart_causes(quarters: Sequence[Patterns], running: str) -> RowChart:
    """One bar for each quarter, as long as it has incidents whose cause is known."""
    return _chart(_CAUSES, quarters, running)


def chart_detection(quarters: Sequence[Patterns], running: str) -> RowChart:
    """One bar for each quarter, divided by the ways in which its incidents were detected."""
    return _chart(_DETECTION, quarters, running)


def _chart(field: _Field, quarters: Sequence[Patterns], running: str) -> RowChart:
    breakdowns = [field.breakdown(patterns) for patterns in quarters]
    keys = _keys(field, breakdowns)
    steps: tuple[float, ...]
    if field.is_share:
        scale, steps = 100.0, (0, 25, 50, 75, 100)
    else:
        scale, steps = round_scale(max((b.total for b in breakdowns), default=0))
    unit = "\u00a0%" if field.is_share else ""
    rows = tuple(
        _row(field, patterns.period, breakdown, keys, scale, running)
        for patterns, breakdown in zip(quarters, breakdowns, strict=True)
    )
    described = "shares of each, adding up to 100 %" if field.is_share else "incidents of each"
    return RowChart(
        id=f"pm-{field.id}-chart",
        title=field.title,
        description=f"A stacked bar for each quarter, the newest first: {described}.",
        form="bars",
        keys=tuple(keys.values()),
        ticks=tuple(Tick(left=100 * step / scale, label=f"{step:g}{unit}") for step in steps),
        rows=rows,
        table=_tabulate(field, quarters, breakdowns, keys, running),
    )


def _keys(field: _Field, breakdowns: Iterable[Breakdown]) -> Mapping[str, Key]:
    """Tone and letter of each value by its id, the most frequent over all quarters first.

    The last one, under the empty id, is for all values beyond the tones.
    """
    counts: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for breakdown in breakdowns:
        for share in breakdown.shares:
            counts[share.id] += share.count
            titles[share.id] = share.title
    ordered = sorted(counts, key=lambda one: (-counts[one], titles[one], one))
    # A single value beyond the tones is no crowd: it may have the last one to itself.
    named = ordered if len(ordered) <= TONES else ordered[: TONES - 1]
    letters = pick_letters([titles[identifier] for identifier in named])
    keys = {
        identifier: Key(
            text=letter,
            tone=tone,
            label=titles[identifier],
            ref=Ref(kind=field.kind, key=identifier, title=titles[identifier])
            if field.kind
            else None,
        )
        for tone, (identifier, letter) in enumerate(zip(named, letters, strict=True))
    }
    if len(named) < len(ordered):
        others = count_of(len(ordered) - len(named), "other")
        keys[""] = Key(text="+", tone=_OTHER, label=f"Other ({others})")
    return keys


def pick_letters(titles: Iterable[str]) -> tuple[str, ...]:
    """A letter for each title: the first of its own that is still free, else any."""
    taken: list[str] = []
    spare = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for title in titles:
        own = [letter for letter in title.upper() if letter in spare]
        taken.append(next(one for one in (*own, *spare) if one not in taken))
    return tuple(taken)


def _row(
    field: _Field,
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
        parts.append(_part(field, quarter, breakdown, keys[""], rest, ""))
    whole = breakdown.total if field.is_share else scale
    return ChartRow(
        label=quarter,
        ref=refer_with_state(quarter, running),
        value=str(breakdown.total),
        marks=lay_bars(parts, whole),
        height=ROW,
    )


def _rest(shares: Iterable[Share], keys: Mapping[str, Key]) -> int:
    return sum(share.count for share in shares if share.id not in keys)


def _part(
    field: _Field, quarter: str, breakdown: Breakdown, key: Key, count: int, identifier: str
) -> Part:
    share = f"{count} of {count_of(breakdown.total, 'incident')}"
    return Part(
        amount=count,
        tone=key.tone,
        text=key.text,
        says=f"{quarter}, {key.label}: {share} ({percent(count, breakdown.total)}\u00a0%)",
        ref=_behind(field, quarter, identifier),
    )


def _behind(field: _Field, quarter: str, identifier: str) -> Ref:
    """The incidents behind a bar, on the page of its quarter; of all others, the whole table."""
    anchor = share_anchor(field.id, identifier) if identifier else f"pm-{field.id}"
    return refer_to_quarter(quarter, anchor)


def refer_with_state(quarter: str, running: str, anchor: str = "") -> Ref:
    """A reference to a quarter that says `so far` of the running one."""
    title = f"{quarter} so\u00a0far" if quarter == running else quarter
    return Ref(kind="quarter", key=quarter, title=title, anchor=anchor)


def _tabulate(
    field: _Field,
    quarters: Sequence[Patterns],
    breakdowns: Sequence[Breakdown],
    keys: Mapping[str, Key],
    running: str,
) -> ChartTable:
    rows = []
    for patterns, breakdown in zip(quarters, breakdowns, strict=True):
        counts = {share.id: share.count for share in breakdown.shares}
        counts[""] = _rest(breakdown.shares, keys)
        cells = [
            Cell(
                text=refer_with_state(patterns.period, running).title,
                ref=refer_with_state(patterns.period, ""),
            )
        ]
        for identifier in keys:
            count = counts.get(identifier, 0)
            ref = _behind(field, patterns.period, identifier) if count else None
            cells.append(Cell(text=_count_cell(field, count, breakdown.total), ref=ref))
        cells += [
            Cell(text=str(breakdown.unknown)),
            Cell(text=str(patterns.total), ref=refer_to_quarter(patterns.period, "pm-incidents")),
        ]
        rows.append(tuple(cells))
    head = ("Quarter", *(key.label for key in keys.values()), "Not yet known", "Incidents")
    return ChartTable(caption=f"{field.title}: the numbers", head=head, rows=tuple(rows))


def _count_cell(field: _Field, count: int, total: int) -> str:
    return f"{count} ({percent(count, total)}\u00a0%)" if field.is_share and count else str(count)
