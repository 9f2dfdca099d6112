"""Calendar years, each in a line, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.comparison import Verdict
from ..core.library import Library
from ..core.quarter import percent
from ..core.years import Year, YearChanges, find_years
from .behind import MAX_LISTED, NOT_FINAL, BehindList
from .fields import CAUSES, DETECTION, FACTORS, Field
from .most_frequent import MostFrequent, most_frequent_in_year
from .quarter_counts import QuarterCount, count_in_quarter
from .reference import Ref
from .verdicts import BEYOND_CHANCE, ONE_HAS_FEW, say_verdict, tell_move
from .wording import count_of
from .years_behind import FIELDS, anchor_in_year, anchor_of_kind, list_year


@dataclass(frozen=True, kw_only=True, slots=True)
class YearRow:
    """A year with its counts and what was most frequent in it."""

    year: str
    is_running: bool
    total: int
    anchor: str
    """Of the list of these incidents."""
    quarters: tuple[QuarterCount, ...]
    """Where the incidents of the total are, the earliest quarter first."""
    near_misses: int
    near_miss_anchor: str
    near_miss_quarters: tuple[QuarterCount, ...]
    drafts: int
    draft_anchor: str
    draft_quarters: tuple[QuarterCount, ...]
    root_cause: MostFrequent | None
    detection: MostFrequent | None
    factor: MostFrequent | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShareChange:
    """The share of a value in a year and in the one before."""

    term: Ref
    before: int
    before_percent: int
    before_anchor: str
    """Of the list of these incidents."""
    now: int
    now_percent: int
    now_anchor: str
    change: Verdict
    verdict: str
    """The same in words."""
    behind: tuple[QuarterCount, ...]
    """Where its incidents of both years are, those of the newer year last."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldChanges:
    """What changed in one field."""

    title: str
    before_total: int
    """Incidents that the shares of the earlier year are of."""
    now_total: int
    rows: tuple[ShareChange, ...]
    """The most frequent of the later year first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class YearComparison:
    """What changed from a year to the next."""

    before: str
    year: str
    sentence: str
    """How many shares changed by more than chance, in words."""
    fields: tuple[FieldChanges, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class YearsPart:
    """All years, the newest first, and their comparisons."""

    rows: tuple[YearRow, ...]
    comparisons: tuple[YearComparison, ...]
    """The newest first; a running year is in none."""
    behind: tuple[BehindList, ...]
    """The incidents behind every figure of a year."""
    is_shortened: bool
    """Whether one of these lists has more incidents than are shown."""
    max_listed: int
    """So many are shown at most."""


def view_years(library: Library) -> YearsPart:
    """What the page of all quarters says of years."""
    years = find_years(library)
    before = {year.patterns.period: year for year in years}
    behind = tuple(one for year in years for one in list_year(year, library) if one.rows)
    return YearsPart(
        rows=tuple(_row(year, library) for year in years),
        comparisons=tuple(
            _compare(before[year.changes.before], year, year.changes, library)
            for year in years
            if year.changes
        ),
        behind=behind,
        is_shortened=any(row.more for one in behind for row in one.rows),
        max_listed=MAX_LISTED,
    )


def _row(year: Year, library: Library) -> YearRow:
    found = year.patterns
    quarters = year.quarters
    own = [library.patterns[quarter] for quarter in quarters]
    return YearRow(
        year=found.period,
        is_running=not year.is_over,
        total=found.total,
        anchor=anchor_of_kind(found.period, "incidents"),
        quarters=tuple(count_in_quarter(p.period, p.total, "pm-incidents") for p in own if p.total),
        near_misses=found.near_misses,
        near_miss_anchor=anchor_of_kind(found.period, "near-misses"),
        near_miss_quarters=tuple(
            count_in_quarter(p.period, p.near_misses, "pm-near-misses")
            for p in own
            if p.near_misses
        ),
        drafts=found.drafts,
        draft_anchor=anchor_of_kind(found.period, "drafts"),
        draft_quarters=tuple(
            count_in_quarter(p.period, p.drafts, NOT_FINAL) for p in own if p.drafts
        ),
        root_cause=most_frequent_in_year(found, CAUSES, quarters, library),
        detection=most_frequent_in_year(found, DETECTION, quarters, library),
        factor=most_frequent_in_year(found, FACTORS, quarters, library),
    )


def _compare(before: Year, year: Year, changes: YearChanges, library: Library) -> YearComparison:
    fields = tuple(_field(field, before, year, changes, library) for field in FIELDS)
    return YearComparison(
        before=before.patterns.period,
        year=year.patterns.period,
        sentence=_sum_up(fields),
        fields=tuple(field for field in fields if field.rows),
    )


def _field(
    field: Field, before: Year, year: Year, changes: YearChanges, library: Library
) -> FieldChanges:
    was, now = field.breakdown(before.patterns), field.breakdown(year.patterns)
    titles = {share.id: share.title for share in (*was.shares, *now.shares)}
    behind = _file_counts(field, (*before.quarters, *year.quarters), library)
    rows = [
        ShareChange(
            term=field.refer_to(change.id, titles[change.id]),
            before=change.before,
            before_percent=percent(change.before, change.before_total),
            before_anchor=anchor_in_year(before.patterns.period, field, change.id),
            now=change.now,
            now_percent=percent(change.now, change.now_total),
            now_anchor=anchor_in_year(year.patterns.period, field, change.id),
            change=change.verdict,
            verdict=say_verdict(change.verdict),
            behind=tuple(behind[change.id]),
        )
        for change in changes.fields[field.key].values()
    ]
    rows.sort(key=lambda row: (-row.now, -row.before, row.term.title, row.term.key))
    return FieldChanges(
        title=field.title, before_total=was.total, now_total=now.total, rows=tuple(rows)
    )


def _file_counts(
    field: Field, quarters: tuple[str, ...], library: Library
) -> Mapping[str, list[QuarterCount]]:
    """The counts of each value by quarter, under its id."""
    found: dict[str, list[QuarterCount]] = {}
    for quarter in quarters:
        for share in field.breakdown(library.patterns[quarter]).shares:
            counts = found.setdefault(share.id, [])
            anchor = field.anchor(share.id)
            counts.append(count_in_quarter(quarter, share.count, anchor, with_year=True))
    return found


def _sum_up(fields: tuple[FieldChanges, ...]) -> str:
    rows = [row for field in fields for row in field.rows]
    if not rows:
        return "No cause, factor or way of detection is known in either."
    if all(row.change is Verdict.TOO_FEW for row in rows):
        return ONE_HAS_FEW
    changed = [row for row in rows if row.change.is_change]
    shares = count_of(len(rows), "share")
    if not changed:
        return f"None of {shares} changed {BEYOND_CHANCE}."
    moves = (
        tell_move(
            row.term.title,
            row.change,
            f"{row.before_percent}\u00a0%",
            f"{row.now_percent}\u00a0%",
        )
        for row in changed
    )
    return f"{len(changed)} of {shares} changed {BEYOND_CHANCE}: {'; '.join(moves)}."
