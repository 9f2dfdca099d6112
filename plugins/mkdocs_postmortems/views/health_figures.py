"""What a section about the health of the learning is made of, and how its figures are said."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass

from ..core.cohorts import Cohort
from ..core.comparison import Change
from ..core.health import QuarterTally, Tally, Trend
from ..core.library import Library
from ..core.postmortem import Postmortem
from ..core.quarter import quarters_before
from .charts import Cell, ChartTable
from .reference import Ref, refer_to_incident, refer_to_quarter
from .verdicts import say_verdict, tell_verdict
from .wording import iso_date

SHOWN = 50
"""So many documents of a list are on the page."""
NONE = "none"
NOTHING = "nothing to count yet"
"""In the table at the top, for a share of nothing."""
NOT_COMPARED = "not compared"
KEPT_BACK = "not shown"
"""What stands in the place of a figure about language that few documents are behind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """A link to a list."""

    ref: Ref
    query: str = ""
    """What the list is filtered by: `?due=overdue`."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure with what it counts."""

    id: str
    title: str
    value: str
    """`11 of 12 (92 %)`, or that there is none."""
    definition: str
    remarks: tuple[str, ...] = ()
    """What is left out and how much of it, and how the last two quarters compare."""
    ways: tuple[Way, ...] = ()
    """To what is behind it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind:
    """A document behind a figure."""

    incident: Ref
    """Its page; of an incident without a document, the page of what is owed."""
    id: str
    date: str | None
    """`2026-03-04`."""
    sources: tuple[Ref, ...] = ()
    """The first that lead to it; a page that is no postmortem has its file alone, and no address."""
    more_sources: int = 0


@dataclass(frozen=True, kw_only=True)
class BehindList:
    """The documents behind a figure."""

    id: str
    title: str
    total: int
    rows: tuple[Behind, ...]
    """The newest of them."""

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True, kw_only=True)
class Glance:
    """A figure in a row of the table at the top."""

    counted: str
    """What is counted: `Causes that name a system`."""
    aim: str
    """Which way is the good one: `more is better`."""
    whole: str
    last: str
    """Of the last complete quarter."""
    change: str


@dataclass(frozen=True, kw_only=True)
class HealthSection:
    """One anti-pattern."""

    id: str
    title: str
    glance: Glance
    meaning: str
    """How it is recognised."""
    figures: tuple[Figure, ...]
    tables: tuple[ChartTable, ...]
    cohorts: tuple[Cohort, ...] = ()
    behind: tuple[BehindList, ...] = ()
    limits: tuple[str, ...] = ()
    """What no document shows."""
    questions: tuple[str, ...] = ()
    """Of an anonymous survey."""
    misleads: tuple[str, ...]
    """How the figures could mislead."""
    remedy: str
    ways: tuple[Way, ...] = ()
    """To pages that help with the remedy."""


def say_tally(tally: Tally | None, *, nothing: str = NONE) -> str:
    """`11 of 12 (92 %)`."""
    if tally is None:
        return KEPT_BACK
    if not tally.total:
        return nothing
    return f"{tally.count:,} of {tally.total:,} ({tally.percent}\u00a0%)"


def say_counts(tally: Tally | None, between: str = "of") -> str:
    """`11 of 12`, without a share, for a column of small numbers."""
    if tally is None:
        return KEPT_BACK
    return f"{tally.count:,} {between} {tally.total:,}" if tally.total else NONE


def say_change(trend: Trend, library: Library) -> tuple[str, ...]:
    """The same in a sentence with the counts; none where there is nothing to compare."""
    change = trend.change
    if change is None or not (change.now_total and change.before_total):
        return ()
    now, before = quarters_before(library.as_of, 2)
    counts = (
        f"{change.before:,} of {change.before_total:,} in {before}, "
        f"{change.now:,} of {change.now_total:,} in {now}"
    )
    return (f"{counts}: {tell_verdict(change.verdict)}.",)


def _call_change(change: Change | None) -> str:
    return say_verdict(change.verdict) if change else NOT_COMPARED


def last_complete(quarters: tuple[QuarterTally, ...]) -> Tally | None:
    """The figure of the last complete quarter; 0 of 0 where the library is younger."""
    complete = (q.tally for q in quarters if not q.is_running)
    return next(complete, Tally(count=0, total=0))


def glance_at(counted: str, trend: Trend | None, aim: str, *, between: str = "of") -> Glance:
    """A row of the table at the top; None where the figure cannot be told."""
    if trend is None:
        return Glance(
            counted=counted, aim=aim, whole="unknown", last="unknown", change=NOT_COMPARED
        )
    is_share = trend.change is not None
    last = last_complete(trend.quarters)
    is_empty = last is not None and not last.total
    whole = say_counts(trend.whole, between)
    if is_share or (trend.whole and not trend.whole.total):
        whole = say_tally(trend.whole, nothing=NOTHING)
    return Glance(
        counted=counted,
        aim=aim,
        whole=whole,
        last=NOTHING if is_empty else say_counts(last, between),
        change="nothing to compare" if is_share and is_empty else _call_change(trend.change),
    )


def tabulate_quarters(
    caption: str,
    quarters: tuple[QuarterTally, ...],
    columns: tuple[tuple[str, tuple[str, ...]], ...],
    library: Library,
) -> ChartTable:
    """A row for each quarter; each column comes with its head and a text for each of them."""
    return ChartTable(
        caption=caption,
        head=("Quarter", *(title for title, _ in columns)),
        rows=tuple(
            (
                Cell(
                    text=f"{one.quarter}, so far" if one.is_running else one.quarter,
                    ref=refer_to_quarter(one.quarter)
                    if one.quarter in library.by_quarter
                    else None,
                ),
                *(Cell(text=texts[index]) for _, texts in columns),
            )
            for index, one in enumerate(quarters)
        ),
    )


def say_each(quarters: tuple[QuarterTally, ...], between: str = "of") -> tuple[str, ...]:
    """The counts of each quarter, for a column."""
    return tuple(say_counts(one.tally, between) for one in quarters)


def list_behind(identifier: str, title: str, found: tuple[Postmortem, ...]) -> BehindList:
    """The documents behind a figure, as far as there is room."""
    rows = tuple(show_behind(p) for p in found[:SHOWN])
    return BehindList(id=identifier, title=title, total=len(found), rows=rows)


def show_behind(postmortem: Postmortem) -> Behind:
    """A document of such a list."""
    return Behind(
        incident=refer_to_incident(postmortem), id=postmortem.id, date=iso_date(postmortem.date)
    )


def lead_to(identifier: str, documents: Sized, said: str) -> tuple[Way, ...]:
    """A link to a list of the page: `12 that nothing leads to`; none where it is empty."""
    if not documents:
        return ()
    title = f"{len(documents):,} that {said}"
    return (Way(ref=Ref(kind="health", title=title, anchor=f"pm-{identifier}")),)
