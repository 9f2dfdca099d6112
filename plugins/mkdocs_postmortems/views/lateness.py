"""Which of a quarter's postmortems were late: the policy's question, not anybody's blame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.lateness import Delivery, Timing, deliveries_by_quarter
from ..core.library import Library
from .behind import MAX_LISTED, BehindList, BehindRow
from .reference import Ref
from .rows import SeverityMark, mark_severity, refer_to_listed
from .wording import count_of, iso_date

MAX_ROWS = 50
"""Late ones that are listed; the longest."""
_WORDS = {
    Timing.IN_TIME: "in time",
    Timing.LATE: "published late",
    Timing.OVERDUE: "late and not published yet",
    Timing.NOT_DUE: "not due yet",
    Timing.UNKNOWN: "published on a day that nobody says",
    Timing.NO_DEADLINE: "without a deadline",
    Timing.NOT_CALLED_FOR: "not called for",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class TimingFigure:
    """How many postmortems came at some time."""

    label: str
    count: int
    anchor: str
    """Of the list of them; empty where they have no pages."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LateRow:
    """A postmortem that was late, or is."""

    incident: Ref
    """Its page; `kind` is `owed` for an incident of the register without one."""
    id: str
    severity: SeverityMark | None
    due: str | None
    """`2026-03-06`."""
    published: str
    """`2026-03-09`, or that it is not."""
    late: str
    """`3 days late`."""


@dataclass(frozen=True, kw_only=True)
class LatenessView:
    """How a quarter's postmortems stood to their deadlines; near misses included."""

    figures: tuple[TimingFigure, ...]
    rows: tuple[LateRow, ...]
    """The latest first."""
    late: int
    """All that were or are late."""
    behind: BehindList


def tell_lateness(quarter: str, library: Library) -> LatenessView:
    """Who reads it learns what came by when; nobody is named."""
    deliveries = deliveries_by_quarter(library).get(quarter, ())
    late = [delivery for delivery in deliveries if delivery.is_late]
    by_timing: dict[Timing, list[Delivery]] = {timing: [] for timing in Timing}
    for delivery in deliveries:
        by_timing[delivery.timing].append(delivery)
    behind = [_behind(timing, found, library) for timing, found in by_timing.items()]
    anchors = {row.anchor for row in behind if row}
    return LatenessView(
        figures=tuple(
            TimingFigure(
                label=_WORDS[timing],
                count=len(found),
                anchor=_anchor(timing) if _anchor(timing) in anchors else "",
            )
            for timing, found in by_timing.items()
            if found
        ),
        rows=tuple(_row(delivery, library) for delivery in late[:MAX_ROWS]),
        late=len(late),
        behind=BehindList(
            id="timing", title="Postmortems and their deadlines", rows=tuple(filter(None, behind))
        ),
    )


def _anchor(timing: Timing) -> str:
    return f"timing-{timing.name.lower().replace('_', '-')}"


def _behind(timing: Timing, deliveries: Sequence[Delivery], library: Library) -> BehindRow | None:
    if not deliveries:
        return None
    return BehindRow(
        term=Ref(kind="", title=_WORDS[timing].capitalize()),
        count=len(deliveries),
        incidents=tuple(_refer(delivery, library) for delivery in deliveries[:MAX_LISTED]),
        anchor=_anchor(timing),
        more=max(len(deliveries) - MAX_LISTED, 0),
    )


def _refer(delivery: Delivery, library: Library) -> Ref:
    one = delivery.obligation
    if one.documents:
        return refer_to_listed((one.documents[0].id,), library)[0]
    return Ref(kind="owed", title=f"{one.facts.id} {one.title}".strip())


def _row(delivery: Delivery, library: Library) -> LateRow:
    one = delivery.obligation
    ref = _refer(delivery, library)
    days = delivery.days_late
    published = "not published yet" if one.documents else "not written yet"
    return LateRow(
        incident=ref,
        id=one.documents[0].id if one.documents else one.facts.id,
        severity=mark_severity(one.facts, library),
        due=iso_date(delivery.due),
        published=iso_date(delivery.published) or published,
        late=f"{count_of(days, 'day')} late" if days else "late on the day",
    )
