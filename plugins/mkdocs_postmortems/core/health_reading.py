"""Whether what is written is read: linked, opened, reviewed, and there in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .citations import Citation, find_citations
from .grouping import group_by
from .health import Trend, follow_trend, recent_quarters
from .lateness import Delivery, Timing, find_deliveries
from .library import Library
from .owed import Obligation
from .page_views import PageViews
from .postmortem import Postmortem
from .quarter import quarter_of
from .quarter_reviews import reviewed_on


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """Whether postmortems that a trigger calls for were there by their deadline."""

    in_time: Trend
    """Of those whose deadline is over or that are published."""
    there: tuple[Obligation, ...]
    """Published by it, the newest first."""
    late: tuple[Obligation, ...]
    """Published after it, the newest first."""
    waiting: tuple[Obligation, ...]
    """Not published, and the day of the deadline is over; the newest first."""
    not_due: int
    """Not published, and the deadline still to come; in no figure."""
    unknown: int
    """Final, and nobody says since when; in no figure."""


@dataclass(frozen=True, kw_only=True)
class QuarterlyReviews:
    """Whether people looked at the patterns of complete quarters that have postmortems."""

    quarter: str
    """The last one that was reviewed; empty where none was."""
    day: date | None
    """The day of the last review."""
    age_days: int
    """Days since then; 0 where there was none."""
    missed: tuple[str, ...]
    """Recent complete quarters that were never reviewed, the newest first."""
    complete: int
    """Recent complete quarters in all."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What tells whether final postmortems are read."""

    linked: Trend
    """Those that another document or a page of the site leads to."""
    leading: tuple[tuple[Postmortem, tuple[Citation, ...]], ...]
    """Those, the newest first, each with what leads to it."""
    never_linked: tuple[Postmortem, ...]
    """The newest first."""
    views: PageViews | None
    """None where there is no file of them."""
    opened: Trend | None
    """Those whose page was opened at all; None where the file tells of none of them."""
    seen: tuple[Postmortem, ...]
    """These, the newest first."""
    never_opened: tuple[Postmortem, ...]
    """The newest first."""
    publishing: Publishing
    reviews: QuarterlyReviews


def measure_reading(library: Library) -> Reading:
    """Look for traces of readers."""
    final = tuple(p for p in library.postmortems if p.status == "final")
    citations, views = find_citations(library), library.page_views
    # From nothing it does not follow that nobody opened any.
    is_told = views is not None and views.rows and (not final or any(map(views.tell_of, final)))
    opened = {p.id: views.of(p) > 0 for p in final} if views and is_told else None
    return Reading(
        linked=follow_trend(((p.quarter, int(citations.lead_to(p))) for p in final), library),
        leading=tuple((p, citations.of(p)) for p in final if citations.lead_to(p)),
        never_linked=tuple(p for p in final if not citations.lead_to(p)),
        views=views,
        opened=follow_trend(((p.quarter, int(opened[p.id])) for p in final), library)
        if opened is not None
        else None,
        seen=tuple(p for p in final if opened and opened[p.id]),
        never_opened=tuple(p for p in final if opened and not opened[p.id]),
        publishing=_measure_publishing(library),
        reviews=_look_at_reviews(library),
    )


def _measure_publishing(library: Library) -> Publishing:
    by_timing = group_by(find_deliveries(library), lambda one: (one.timing,))
    in_time = by_timing.get(Timing.IN_TIME, ())
    late, waiting = by_timing.get(Timing.LATE, ()), by_timing.get(Timing.OVERDUE, ())
    outcomes = ((one.quarter, int(not one.is_late)) for one in (*in_time, *late, *waiting))
    return Publishing(
        in_time=follow_trend(outcomes, library),
        there=_newest_first(in_time),
        late=_newest_first(late),
        waiting=_newest_first(waiting),
        not_due=len(by_timing.get(Timing.NOT_DUE, ())),
        unknown=len(by_timing.get(Timing.UNKNOWN, ())),
    )


def _newest_first(found: Iterable[Delivery]) -> tuple[Obligation, ...]:
    obligations = (one.obligation for one in found)
    return tuple(
        sorted(obligations, key=lambda one: (one.facts.day or date.min, one.facts.id), reverse=True)
    )


def _look_at_reviews(library: Library) -> QuarterlyReviews:
    known = library.settings.quarterly_reviews
    reviewed = {quarter: day for quarter in known if (day := reviewed_on(quarter, library))}
    quarter, day = max(reviewed.items(), key=lambda pair: (pair[1], pair[0]), default=("", None))
    running = quarter_of(library.as_of)
    complete = [q for q in recent_quarters(library) if q < running and q in library.by_quarter]
    return QuarterlyReviews(
        quarter=quarter,
        day=day,
        age_days=(library.as_of - day).days if day else 0,
        missed=tuple(q for q in complete if q not in reviewed),
        complete=len(complete),
    )
