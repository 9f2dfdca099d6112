"""How a quarter's incidents divide by each field, beside the quarter before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..core.comparison import (
    MIN_INCIDENTS,
    SIGNIFICANCE,
    Change,
    Verdict,
    compare_patterns,
    compare_shares,
)
from ..core.library import Library
from ..core.patterns import Breakdown, Patterns, Share
from ..core.quarter import percent
from .behind import BehindList, BehindRow, list_behind, list_incidents_of
from .fields import ALL, SEVERITIES, Field
from .reference import Ref, refer_to_quarter
from .wording import listing, with_id

_WORDS = {
    Verdict.MORE: "more than chance would bring",
    Verdict.FEWER: "fewer than chance would bring",
}


_NOTHING = Breakdown(shares=(), total=0, unknown=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedRow:
    """How many incidents have a value, and how many had it in the quarter before."""

    term: Ref
    """The value's page; `kind` is empty where it has none."""
    count: int
    percent: int
    anchor: str
    """Id of the list behind the number, on the page of either quarter."""
    before: int
    before_percent: int
    verdict: str
    """In words where the change is more than chance; else empty."""


@dataclass(frozen=True, kw_only=True)
class ComparedTable:
    """A field, and how the incidents of two quarters divide by it."""

    id: str
    """`root-causes`."""
    title: str
    """`Root cause`."""
    rows: tuple[ComparedRow, ...]
    """Values that either quarter has, the largest share first; teams and severities by name."""
    total: int
    """Incidents that the percentages are of."""
    before_total: int
    unknown: int
    """Incidents that do not say, or name none."""
    unknown_anchor: str
    exclusive: bool
    """Whether an incident counts once; if not, the percentages add up to more than 100."""
    note: str
    """What is to be kept in mind; may be empty."""
    behind: BehindList


def compare_quarters(
    now: Patterns, before: Patterns | None, library: Library
) -> tuple[ComparedTable, ...]:
    """A table for every field; without `before`, and for what is not compared, of one quarter."""
    incidents = tuple(p.id for p in library.by_quarter[now.period] if not p.is_near_miss)
    changes = compare_patterns(before, now) if before else {}
    return tuple(_table(field, now, changes.get(field.key), incidents, library) for field in ALL)


def _table(
    field: Field,
    now: Patterns,
    changes: Mapping[str, Change] | None,
    incidents: tuple[str, ...],
    library: Library,
) -> ComparedTable:
    breakdown = field.breakdown(now)
    if changes is None:
        changes = compare_shares(_NOTHING, breakdown)
    before_total = max((change.before_total for change in changes.values()), default=0)
    shares = {share.id: share for share in breakdown.shares}
    rows = sorted(
        (_row(field, change, library) for change in changes.values()),
        key=lambda row: (
            (row.term.title, row.term.key)
            if field.by_name
            else (-row.count, -row.before, row.term.title, row.term.key)
        ),
    )
    told = {identifier for share in breakdown.shares for identifier in share.postmortems}
    silent = list_behind(
        field.unknown_anchor,
        "Not known yet" if field.is_exclusive else "None named",
        tuple(identifier for identifier in incidents if identifier not in told),
        library,
    )
    return ComparedTable(
        id=field.id,
        title=field.title,
        rows=tuple(rows),
        total=breakdown.total,
        before_total=before_total,
        unknown=silent.count if silent else 0,
        unknown_anchor=silent.anchor if silent else "",
        exclusive=field.is_exclusive,
        note=field.note,
        behind=BehindList(
            id=field.id,
            title=field.title,
            rows=(*_behind(rows, shares, library), *((silent,) if silent else ())),
        ),
    )


def _row(field: Field, change: Change, library: Library) -> ComparedRow:
    title = field.words(library.settings).title_of(change.id)
    shown = with_id(change.id, title) if field is SEVERITIES else title
    return ComparedRow(
        term=field.refer_to(change.id, shown),
        count=change.now,
        percent=percent(change.now, change.now_total),
        anchor=field.anchor(change.id),
        before=change.before,
        before_percent=percent(change.before, change.before_total),
        verdict=_WORDS.get(change.verdict, ""),
    )


def _behind(
    rows: list[ComparedRow], shares: Mapping[str, Share], library: Library
) -> Iterator[BehindRow]:
    for row in rows:
        if row.count:
            ids = shares[row.term.key].postmortems
            yield list_incidents_of(row.term, row.anchor, ids, library)


def refer_to_before(before: Patterns | None, library: Library) -> Ref | None:
    """The page of the quarter before; None where nothing is compared with it."""
    if before is None or before.period not in library.patterns:
        return None
    return refer_to_quarter(before.period)


def tell_changes(tables: tuple[ComparedTable, ...], now: Patterns, before: Patterns | None) -> str:
    """What of all shares changed, in a sentence or two; what few incidents allow to say."""
    if before is None:
        return "Nothing is compared: the quarter is not over."
    if not before.period:
        return ""
    if not before.total:
        return f"Nothing is compared: {before.period} has no incidents."
    if min(now.total, before.total) < MIN_INCIDENTS:
        return (
            f"No change is claimed: {now.period} has {now.total:,} incidents and {before.period} "
            f"{before.total:,}, and a change is told from chance only where both have at least "
            f"{MIN_INCIDENTS}."
        )
    compared = tuple(table for table in tables if table.before_total and table.rows)
    judged = tuple(table for table in compared if _is_judged(table))
    claims = "; ".join(_tell_change(row) for table in judged for row in table.rows if row.verdict)
    if claims:
        found = f"Since {before.period}, by more than chance would bring: {claims}."
    elif judged:
        found = f"No share differs from {before.period} by more than chance would bring."
    else:
        found = "No change is claimed."
    few = tuple(f"“{table.title}”" for table in compared if not _is_judged(table))
    return f"{found} Too few incidents say to judge {listing(few)}." if few else found


def _is_judged(table: ComparedTable) -> bool:
    return min(table.total, table.before_total) >= MIN_INCIDENTS


def _tell_change(row: ComparedRow) -> str:
    way = "rose" if row.verdict == _WORDS[Verdict.MORE] else "fell"
    shares = f"{row.before_percent}\u00a0% to {row.percent}\u00a0%"
    return f"“{row.term.title}” {way} from {shares}"


TEST = (
    f"A change counts as more than chance where both periods have at least {MIN_INCIDENTS} "
    "incidents whose value is known, and Fisher’s exact test, two-sided (R. A. Fisher, The logic "
    "of inductive inference, 1935), corrected for the number of rows as S. Holm does (A simple "
    "sequentially rejective multiple test procedure, 1979), gives less than "
    f"{SIGNIFICANCE:.0%}."
).replace("5%", "5\u00a0%")
"""How a change is told from chance, with the sources."""
