"""How a quarter's incidents divide by each field, beside the quarter before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..core.comparison import COMPARED, Change, Verdict, compare_shares, has_few
from ..core.library import Library
from ..core.patterns import Breakdown, Patterns, Share
from ..core.postmortem import Postmortem
from ..core.quarter import percent
from ..core.quarter_reviews import is_running
from .behind import BehindList, BehindRow, list_behind, list_incidents_of
from .fields import ALL, SEVERITIES, TEAMS, Field
from .reference import Ref, refer_to_quarter
from .verdicts import BEYOND_CHANCE, say_verdict, tell_move, tell_unclaimed, tell_unjudged
from .wording import share_of, with_id


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
    change: Verdict | None
    """None where none is claimed."""
    verdict: str
    """The change in words; empty without one."""


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
    drafts: int
    """Of a field with several values: incidents among the unknown that are not final, and may name
    some yet. They are in the total."""
    drafts_anchor: str
    exclusive: bool
    """Whether an incident counts once; if not, the percentages add up to more than 100."""
    note: str
    """What is to be kept in mind; may be empty."""
    behind: BehindList


def compare_quarters(
    now: Patterns, before: Patterns, library: Library
) -> tuple[ComparedTable, ...]:
    """A table for every field, in the order in which a review goes through them."""
    incidents = tuple(p for p in library.by_quarter[now.period] if not p.is_near_miss)
    return tuple(_table(field, now, before, incidents, library) for field in ALL)


def _table(
    field: Field,
    now: Patterns,
    before: Patterns,
    incidents: tuple[Postmortem, ...],
    library: Library,
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
    silent, drafts = _list_silent(field, breakdown, incidents, library)
    return ComparedTable(
        id=field.id,
        title=field.title,
        rows=tuple(rows),
        total=breakdown.total,
        before_total=earlier.total,
        unknown=silent.count if silent else 0,
        unknown_anchor=silent.anchor if silent else "",
        drafts=drafts.count if drafts else 0,
        drafts_anchor=drafts.anchor if drafts else "",
        exclusive=field.is_exclusive,
        note=field.note,
        behind=BehindList(
            id=field.id,
            title=field.title,
            rows=(*_behind(rows, shares, library), *(one for one in (silent, drafts) if one)),
        ),
    )


def _list_silent(
    field: Field, breakdown: Breakdown, incidents: tuple[Postmortem, ...], library: Library
) -> tuple[BehindRow | None, BehindRow | None]:
    """The incidents that do not say; of a field with several values, those that are not final."""
    told = {identifier for share in breakdown.shares for identifier in share.postmortems}
    silent = [p for p in incidents if p.id not in told]
    drafts = [p.id for p in silent if p.status != "final"]
    title = "Not known yet" if field.is_exclusive else "None named"
    return (
        list_behind(field.unknown_anchor, title, [p.id for p in silent], library),
        None
        if field.is_exclusive
        else list_behind(field.drafts_anchor, "None named, and not final", drafts, library),
    )


def _row(field: Field, change: Change, library: Library, *, is_claimed: bool) -> ComparedRow:
    """A row; a change is claimed neither of teams nor of a quarter that is not over."""
    claimed = change.verdict if is_claimed and change.verdict.is_change else None
    title = field.words(library.settings).title_of(change.id)
    shown = with_id(change.id, title) if field is SEVERITIES else title
    return ComparedRow(
        term=field.refer_to(change.id, shown),
        count=change.now,
        percent=percent(change.now, change.now_total),
        anchor=field.anchor(change.id),
        before=change.before,
        before_percent=percent(change.before, change.before_total),
        change=claimed,
        verdict=say_verdict(claimed) if claimed else "",
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
    if unclaimed := tell_unclaimed(now, before, is_over=is_over):
        return unclaimed
    compared = tuple(table for table in tables if table.id != TEAMS.id)
    silent = tuple(t.title for t in compared if has_few(t.before_total, t.total))
    said = (
        _tell_claims(compared, before.period) if len(silent) < len(compared) else "",
        tell_unjudged(silent),
    )
    return " ".join(filter(None, said))


def _tell_claims(tables: tuple[ComparedTable, ...], before: str) -> str:
    claims = tuple(
        tell_move(
            row.term.title,
            row.change,
            share_of(row.before, table.before_total),
            share_of(row.count, table.total),
        )
        for table in tables
        for row in table.rows
        if row.change
    )
    if claims:
        return f"Since {before}, {BEYOND_CHANCE}: {'; '.join(claims)}."
    return f"No share differs from {before} {BEYOND_CHANCE}."
