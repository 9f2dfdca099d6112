"""What a section about the health of the learning is made of, and how its figures are said."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from dataclasses import dataclass
from types import MappingProxyType

from ..core.cohorts import Cohort
from ..core.comparison import Change
from ..core.health import QuarterTally, Tally, Trend
from ..core.library import Library
from ..core.postmortem import Postmortem
from ..core.quarter import quarters_before
from .behind import BehindList
from .charts import Cell, ChartTable, LineChart
from .reference import Ref, refer_to_incident, refer_to_quarter
from .verdicts import say_verdict, tell_verdict
from .wording import iso_date

SHOWN = 50
"""So many documents of a list are on the page."""
NONE = "none"
NOTHING = "nothing to count yet"
"""In the table at the top, for a share of nothing."""
NOT_COMPARED = "not compared"
NO_REFS: Mapping[str, Ref] = MappingProxyType({})
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
class DocumentRow:
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
class DocumentList:
    """The documents behind a figure."""

    id: str
    title: str
    total: int
    rows: tuple[DocumentRow, ...]
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
    place: Ref
    """Of the figure on the page."""
    whole: str
    last: str
    """Of the last complete quarter."""
    last_ref: Ref | None
    """The list behind it."""
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
    chart: LineChart | None = None
    tables: tuple[ChartTable, ...]
    cohorts: tuple[Cohort, ...] = ()
    behind: tuple[DocumentList, ...] = ()
    by_quarter: BehindList | None = None
    """What is behind the figures of each quarter."""
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
    if tally and tally.total and not tally.is_below:
        return f"{tally.count:,} of {tally.total:,} ({tally.percent}\u00a0%)"
    return nothing if tally and not tally.total else say_counts(tally)


def say_counts(tally: Tally | None, between: str = "of") -> str:
    """`11 of 12`, without a share, for a column of small numbers."""
    if tally is None:
        return KEPT_BACK
    below = "fewer than " if tally.is_below else ""
    return f"{below}{tally.count:,} {between} {tally.total:,}" if tally.total else NONE


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


def glance_at(
    counted: str,
    trend: Trend | None,
    aim: str,
    figure: str,
    *,
    between: str = "of",
    refs: Mapping[str, Ref] = NO_REFS,
) -> Glance:
    """A row of the table at the top, for a figure of the page; None where it cannot be told.

    `refs` are the lists behind its quarters.
    """
    place = Ref(kind="health", anchor=f"pm-{figure}")
    if trend is None:
        return Glance(
            counted=counted,
            aim=aim,
            place=place,
            whole="unknown",
            last="unknown",
            last_ref=None,
            change=NOT_COMPARED,
        )
    last = next((one for one in trend.quarters if not one.is_running), None)
    tally = last.tally if last else Tally(count=0, total=0)
    is_empty = tally is not None and not tally.total
    whole = say_counts(trend.whole, between)
    if trend.is_share or (trend.whole and not trend.whole.total):
        whole = say_tally(trend.whole, nothing=NOTHING)
    return Glance(
        counted=counted,
        aim=aim,
        place=place,
        whole=whole,
        last=NOTHING if is_empty else say_counts(tally, between),
        last_ref=refs.get(last.quarter) if last else None,
        change="nothing to compare" if trend.is_share and is_empty else _call_change(trend.change),
    )


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table by quarter."""

    title: str
    cells: tuple[Cell, ...]
    tallies: tuple[QuarterTally, ...] = ()
    """What the cells say, where a chart may draw it."""


def count_column(
    title: str,
    quarters: tuple[QuarterTally, ...],
    refs: Mapping[str, Ref] = NO_REFS,
    *,
    between: str = "of",
) -> Column:
    """The counts of each quarter; those of some lead to a list."""
    return Column(
        title=title,
        cells=tuple(
            Cell(text=say_counts(one.tally, between), ref=refs.get(one.quarter)) for one in quarters
        ),
        tallies=quarters,
    )


def tabulate_quarters(
    caption: str,
    quarters: tuple[QuarterTally, ...],
    columns: tuple[Column, ...],
    library: Library,
) -> ChartTable:
    """A row for each quarter."""
    return ChartTable(
        caption=caption,
        head=("Quarter", *(column.title for column in columns)),
        rows=tuple(
            (
                Cell(
                    text=one.name,
                    ref=refer_to_quarter(one.quarter)
                    if one.quarter in library.by_quarter
                    else None,
                ),
                *(column.cells[index] for column in columns),
            )
            for index, one in enumerate(quarters)
        ),
    )


def list_behind(identifier: str, title: str, found: tuple[Postmortem, ...]) -> DocumentList:
    """The documents behind a figure, as far as there is room."""
    rows = tuple(show_behind(p) for p in found[:SHOWN])
    return DocumentList(id=identifier, title=title, total=len(found), rows=rows)


def show_behind(postmortem: Postmortem) -> DocumentRow:
    """A document of such a list."""
    return DocumentRow(
        incident=refer_to_incident(postmortem), id=postmortem.id, date=iso_date(postmortem.date)
    )


def lead_to(identifier: str, documents: Sized, said: str) -> tuple[Way, ...]:
    """A link to a list of the page: `12 that nothing leads to`; none where it is empty."""
    if not documents:
        return ()
    title = f"{len(documents):,} that {said}"
    return (Way(ref=Ref(kind="health", title=title, anchor=f"pm-{identifier}")),)


def are(count: int) -> str:
    """`is` of one."""
    return "is" if count == 1 else "are"
