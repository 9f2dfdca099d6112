"""How a quarter's incidents divide by each field, beside the quarter before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..core.comparison import (
    COMPARED,
    MIN_INCIDENTS,
    SIGNIFICANCE,
    Change,
    Verdict,
    compare_shares,
)
from ..core.library import Library
from ..core.patterns import Patterns, Share
from ..core.quarter import percent
from ..core.quarter_reviews import is_running
from .behind import BehindList, BehindRow, list_behind, list_incidents_of
from .fields import ALL, SEVERITIES, TEAMS, Field
from .reference import Ref, refer_to_quarter
from .wording import listing, share_of, with_id

_WORDS = {
    Verdict.MORE: "more than chance would bring",
    Verdict.FEWER: "fewer than chance would bring",
}


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
    now: Patterns, before: Patterns, library: Library
) -> tuple[ComparedTable, ...]:
    """A table for every field, in the order in which a review goes through them."""
    incidents = tuple(p.id for p in library.by_quarter[now.period] if not p.is_near_miss)
    return tuple(_table(field, now, before, incidents, library) for field in ALL)


def _table(
    field: Field, now: Patterns, before: Patterns, incidents: tuple[str, ...], library: Library
) -> ComparedTable:
    breakdown, earlier = field.breakdown(now), field.breakdown(before)
    shares = {share.id: share for share in breakdown.shares}
    is_claimed = field.key in COMPARED and not is_running(now.period, library)
    rows = sorted(
        (
            _row(field, change, library, is_claimed=is_claimed)
            for change in compare_shares(earlier, breakdown).values()
        ),
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
        before_total=earlier.total,
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


def _row(field: Field, change: Change, library: Library, *, is_claimed: bool) -> ComparedRow:
    """A row; a change is claimed neither of teams nor of a quarter that is not over."""
    title = field.words(library.settings).title_of(change.id)
    shown = with_id(change.id, title) if field is SEVERITIES else title
    return ComparedRow(
        term=field.refer_to(change.id, shown),
        count=change.now,
        percent=percent(change.now, change.now_total),
        anchor=field.anchor(change.id),
        before=change.before,
        before_percent=percent(change.before, change.before_total),
        verdict=_WORDS.get(change.verdict, "") if is_claimed else "",
    )


def _behind(
    rows: list[ComparedRow], shares: Mapping[str, Share], library: Library
) -> Iterator[BehindRow]:
    for row in rows:
        if row.count:
            ids = shares[row.term.key].postmortems
            yield list_incidents_of(row.term, row.anchor, ids, library)


def refer_to_before(before: Patterns, library: Library) -> Ref | None:
    """The page of the quarter before; None where nothing was written up in it."""
    return refer_to_quarter(before.period) if before.period in library.patterns else None


def tell_changes(
    tables: tuple[ComparedTable, ...], now: Patterns, before: Patterns, *, is_over: bool
) -> str:
    """What of all shares changed, in a sentence; what few incidents allow to say."""
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
    if not is_over:
        return f"No change is claimed, as {now.period} is not over."
    compared = tuple(table for table in tables if table.id != TEAMS.id)
    silent = tuple(t for t in compared if min(t.total, t.before_total) < MIN_INCIDENTS)
    said = []
    if len(silent) < len(compared):
        said.append(_tell_claims(compared, before.period))
    if silent:
        fields = listing(tuple(f"“{table.title}”" for table in silent))
        said.append(
            f"Not judged, as fewer than {MIN_INCIDENTS} incidents of a quarter say: {fields}."
        )
    return " ".join(said)


def _tell_claims(tables: tuple[ComparedTable, ...], before: str) -> str:
    claims = tuple(
        f"{row.term.title} {'rose' if row.verdict == _WORDS[Verdict.MORE] else 'fell'} from "
        f"{share_of(row.before, table.before_total)} to {share_of(row.count, table.total)}"
        for table in tables
        for row in table.rows
        if row.verdict
    )
    if claims:
        return f"Since {before}, by more than chance would bring: {'; '.join(claims)}."
    return f"No share differs from {before} by more than chance would bring."


TEST = (
    f"A change counts as more than chance where both periods have at least {MIN_INCIDENTS} "
    "incidents whose value is known, and Fisher’s exact test, two-sided (R. A. Fisher, The logic "
    "of inductive inference, 1935), corrected for the number of rows as S. Holm does (A simple "
    "sequentially rejective multiple test procedure, 1979), gives less than "
    f"{SIGNIFICANCE:.0%}."
).replace("5%", "5\u00a0%")
"""How a change is told from chance, with the sources."""
