"""`/patterns/<quarter>/`: what repeated in one quarter, and what to take from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.leading import Leading
from ..core.library import Library
from ..core.patterns import Patterns
from ..core.quarter_reviews import is_running, patterns_before, review_quarters
from .behind import MAX_LISTED, BehindList
from .charts import RowChart
from .compared import (
    TEST,
    ComparedTable,
    compare_quarters,
    refer_to_before,
    tell_changes,
)
from .lateness import LatenessView, tell_lateness
from .leading import lead_quarter, refer_to_leaders, refer_to_leading_incidents, tell_leading
from .quarter_actions import QuarterActions, tell_actions
from .quarter_charts import rank_factors, share_detection, spread_durations
from .quarter_impact import (
    DurationRow,
    ImpactView,
    NearMissRow,
    list_near_misses,
    tell_durations,
    tell_impact,
)
from .questions import Piece
from .reference import Ref, refer_to_quarter
from .rows import IncidentRow, list_incidents
from .wording import count_of, listing, long_date

_SAID = {
    "root-causes": "the root cause",
    "detection": "the detection",
    "triggers": "the trigger",
    "severities": "the severity",
}
"""What one answer is expected for in every document, by the table that it is in."""


@dataclass(frozen=True, kw_only=True)
class QuarterView:
    """One quarter's review."""

    title: str
    quarter: str
    is_running: bool
    sentence: tuple[Piece, ...]
    """What leads, weighed against how it was found, and what changed."""
    reviewed: str
    """Whether the quarter was reviewed, and when."""
    brief: Ref
    """The same on one printed page."""
    total: int
    near_misses: int
    drafts: int
    before: Ref | None
    """The quarter before; None where nothing was written up in it."""
    before_name: str
    changes: str
    """What of all shares changed, in a sentence."""
    test: str
    """How a change is told from chance."""
    tables: tuple[ComparedTable, ...]
    factors: RowChart | None
    detection: RowChart | None
    durations: tuple[DurationRow, ...]
    dots: RowChart | None
    impact: ImpactView
    near_miss_rows: tuple[NearMissRow, ...]
    actions: QuarterActions | None
    """None for a quarter that has not begun."""
    lateness: LatenessView
    agenda: tuple[tuple[Piece, ...], ...]
    """What to take to the meeting that reviews the quarter."""
    rows: tuple[IncidentRow, ...]
    """Incidents, the newest first."""
    behind: tuple[BehindList, ...]
    """The incidents behind every figure of the page."""
    is_shortened: bool
    """Whether one of these lists has more incidents than are shown."""
    max_listed: int
    """So many are shown at most."""
    previous: Ref | None
    next: Ref | None


def view_quarter(quarter: str, library: Library) -> QuarterView:
    """What the page of one quarter shows."""
    now, before = library.patterns[quarter], patterns_before(quarter, library)
    postmortems = library.by_quarter[quarter]
    incidents = tuple(p for p in postmortems if not p.is_near_miss)
    near_misses = tuple(p for p in postmortems if p.is_near_miss)
    leading = lead_quarter(quarter, library)
    tables = compare_quarters(now, before, library)
    by_id = {table.id: table for table in tables}
    durations, behind_durations = tell_durations(now, incidents, library)
    impact = tell_impact(now.impact, incidents, library)
    actions = tell_actions(quarter, review_quarters(library).get(quarter), library)
    lateness = tell_lateness(quarter, library)
    previous, following = _neighbours(quarter, library)
    behind = (
        *(table.behind for table in tables),
        behind_durations,
        impact.behind,
        *((actions.behind,) if actions else ()),
        lateness.behind,
    )
    return QuarterView(
        title=f"Patterns of {quarter}",
        quarter=quarter,
        is_running=is_running(quarter, library),
        sentence=tell_leading(leading, library),
        reviewed=tell_reviewed(quarter, library),
        brief=Ref(kind="brief", key=quarter, title="On one page, to print"),
        total=now.total,
        near_misses=now.near_misses,
        drafts=now.drafts,
        before=refer_to_before(before, library),
        before_name=before.period,
        changes=tell_changes(tables, now, before),
        test=TEST,
        tables=tables,
        factors=rank_factors(by_id["factors"], quarter, before.period),
        detection=share_detection(by_id["detection"], now, before, library),
        durations=durations,
        dots=spread_durations(now.intervals, quarter, library),
        impact=impact,
        near_miss_rows=list_near_misses(near_misses, library),
        actions=actions,
        lateness=lateness,
        agenda=tuple(_agenda(leading, actions, lateness, tables)),
        rows=list_incidents(incidents, library),
        behind=tuple(one for one in behind if one.rows),
        is_shortened=any(row.more for one in behind for row in one.rows),
        max_listed=MAX_LISTED,
        previous=previous,
        next=following,
    )


def tell_reviewed(quarter: str, library: Library) -> str:
    """Whether a quarter was reviewed, as `library.yml` says."""
    day = library.settings.quarterly_reviews.get(quarter)
    if day is not None and day <= library.as_of:
        return f"Reviewed on {long_date(day)}."
    if day is not None:
        return f"To be reviewed on {long_date(day)}."
    if is_running(quarter, library):
        return "The quarter is not over, so nothing here is final."
    return "Not reviewed yet, or nobody has noted it in library.yml."


def _neighbours(quarter: str, library: Library) -> tuple[Ref | None, Ref | None]:
    """The quarters before and after one that have postmortems."""
    order = tuple(library.patterns)
    place = order.index(quarter)
    return (
        refer_to_quarter(order[place + 1]) if place + 1 < len(order) else None,
        refer_to_quarter(order[place - 1]) if place else None,
    )


def _agenda(
    leading: Leading,
    actions: QuarterActions | None,
    lateness: LatenessView,
    tables: tuple[ComparedTable, ...],
) -> Iterator[tuple[Piece, ...]]:
    """What the figures leave to decide, each with the list that it is about."""
    patterns, leader = leading.patterns, leading.leader
    quarter = patterns.period

    def to(anchor: str) -> Ref:
        return refer_to_quarter(quarter, anchor)

    if leader:
        refs = refer_to_leaders(leader)
        named = listing(tuple(ref.title for ref in refs[:3])) + (" and others" if refs[3:] else "")
        number = count_of(len(leader.postmortems), "incident")
        yield (
            Piece(text="What would remove "),
            Piece(text=named, ref=refs[0] if len(refs) == 1 else None),
            Piece(text=", which was in "),
            Piece(text=number, ref=refer_to_leading_incidents(leader, quarter)),
            Piece(text="? Is it worth more than what is planned?"),
        )
    missed = leading.found.known - leading.found.wanted
    if leading.wanted and missed:
        yield (
            Piece(text=count_of(missed, "incident").capitalize(), ref=to("pm-detection")),
            Piece(text=" came to light in another way than wanted: what would have shown it?"),
        )
    overdue = next((f for f in actions.figures if f.is_alert), None) if actions else None
    if overdue and overdue.count:
        yield (
            Piece(text=count_of(overdue.count, "overdue action item"), ref=to(overdue.anchor)),
            Piece(text=": what is in the way of each, and which are no longer worth doing?"),
        )
    if lateness.late:
        yield (
            Piece(text=count_of(lateness.late, "late postmortem"), ref=to("pm-lateness")),
            Piece(text=": what took the time, the meeting, the review or the load?"),
        )
    if patterns.near_misses:
        misses = (
            "1 near miss" if patterns.near_misses == 1 else f"{patterns.near_misses} near misses"
        )
        yield (
            Piece(text=misses, ref=to("pm-near-misses")),
            Piece(text=": would what stopped it stop it again, and elsewhere?"),
        )
    yield from _gaps(tables, to("pm-shares"), patterns)


def _gaps(
    tables: tuple[ComparedTable, ...], shares: Ref, patterns: Patterns
) -> Iterator[tuple[Piece, ...]]:
    """What the documents do not say yet, of the fields that one answer is expected for."""
    gaps = tuple(
        f"{_SAID[table.id]} of {table.unknown:,}"
        for table in tables
        if table.id in _SAID and table.unknown
    )
    if gaps:
        total = count_of(patterns.total, "incident")
        yield (
            Piece(text="Not known yet", ref=shares),
            Piece(text=f", of {total}: {listing(gaps)}."),
        )
