"""`/patterns/<quarter>/`: what repeated in one quarter, and what to take from it."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.quarter_reviews import is_running, patterns_before, review_quarters, reviewed_on
from .agenda import draw_up_agenda
from .behind import MAX_LISTED, NOT_FINAL, BehindList, list_behind
from .charts import RowChart
from .compared import ComparedTable, compare_quarters, refer_to_before, tell_changes
from .lateness import LatenessView, tell_lateness
from .leading import lead_quarter
from .occurrences import CausesAgain, tell_occurrences
from .opening import tell_opening
from .quarter_actions import QuarterActions, tell_actions
from .quarter_charts import rank_factors, share_detection, spread_durations, tell_unnamed
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
from .verdicts import METHOD
from .wording import long_date


@dataclass(frozen=True, kw_only=True)
class QuarterView:
    """One quarter's review."""

    title: str
    quarter: str
    is_running: bool
    sentence: tuple[Piece, ...]
    """What leads, weighed against how it was found, and what changed."""
    again: CausesAgain
    """What people say came back."""
    reviewed: str
    """Whether the quarter was reviewed, and when."""
    brief: Ref
    """The same on one printed page."""
    total: int
    near_misses: int
    drafts: int
    draft_anchor: str
    before: Ref | None
    """The quarter before; None where nothing was written up in it."""
    before_name: str
    changes: str
    """What of all shares changed, in a sentence."""
    test: str
    """How a change is told from chance."""
    tables: tuple[ComparedTable, ...]
    factors: RowChart | None
    unnamed: tuple[Piece, ...]
    """How many incidents name no factor, and how many of these are not final; empty of none."""
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
    again = tell_occurrences(quarter, leading.leader, library)
    running = is_running(quarter, library)
    tables = compare_quarters(now, before, library)
    by_id = {table.id: table for table in tables}
    durations, behind_durations = tell_durations(now, incidents, library)
    impact = tell_impact(now.impact, incidents, library)
    actions = tell_actions(quarter, review_quarters(library).get(quarter), library)
    lateness = tell_lateness(quarter, library)
    previous, following = _neighbours(quarter, library)
    drafts = tuple(p.id for p in incidents if p.status != "final")
    not_final = list_behind(NOT_FINAL, "Not final", drafts, library)
    behind = (
        BehindList(id="states", title="State", rows=(not_final,) if not_final else ()),
        *(table.behind for table in tables),
        behind_durations,
        impact.behind,
        *((actions.behind,) if actions else ()),
        lateness.behind,
    )
    return QuarterView(
        title=f"Patterns of {quarter}",
        quarter=quarter,
        is_running=running,
        sentence=tell_opening(leading, library),
        again=again,
        reviewed=tell_reviewed(quarter, library),
        brief=Ref(kind="brief", key=quarter, title="On one page, to print"),
        total=now.total,
        near_misses=now.near_misses,
        drafts=now.drafts,
        draft_anchor=NOT_FINAL,
        before=refer_to_before(before, library),
        before_name=before.period,
        changes=tell_changes(tables, now, before, is_over=not running),
        test=METHOD,
        tables=tables,
        factors=rank_factors(by_id["factors"], quarter, before.period),
        unnamed=tell_unnamed(by_id["factors"], quarter),
        detection=share_detection(now, before, library),
        durations=durations,
        dots=spread_durations(now.intervals, quarter, library),
        impact=impact,
        near_miss_rows=list_near_misses(near_misses, library),
        actions=actions,
        lateness=lateness,
        agenda=tuple(draw_up_agenda(leading, again, actions, lateness, tables)),
        rows=list_incidents(incidents, library),
        behind=tuple(one for one in behind if one.rows),
        is_shortened=any(row.more for one in behind for row in one.rows),
        max_listed=MAX_LISTED,
        previous=previous,
        next=following,
    )


def tell_reviewed(quarter: str, library: Library) -> str:
    """Whether a quarter was reviewed, as `library.yml` says."""
    if day := reviewed_on(quarter, library):
        return f"Reviewed on {long_date(day)}."
    if planned := library.settings.quarterly_reviews.get(quarter):
        return f"To be reviewed on {long_date(planned)}."
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
