"""What a quarter's figures leave to decide in the meeting that reviews it."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.leading import Leading
from ..core.patterns import Patterns
from .compared import ComparedTable
from .lateness import LatenessView
from .leading import refer_to_leaders, refer_to_leading_incidents
from .occurrences import CausesAgain
from .quarter_actions import QuarterActions
from .questions import Piece
from .reference import Ref, refer_to_quarter
from .wording import count_of, listing

_SAID = {
    "root-causes": "the root cause",
    "detection": "the detection",
    "triggers": "the trigger",
    "severities": "the severity",
}
"""What one answer is expected for in every document, by the table that it is in."""


def draw_up_agenda(
    leading: Leading,
    again: CausesAgain,
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
            Piece(text=f", which {'was' if len(refs) == 1 else 'were'} in "),
            Piece(text=number, ref=refer_to_leading_incidents(leader, quarter)),
            Piece(text="? Is it worth more than what is planned?"),
        )
    yield from (one.question for one in again.rows)
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
