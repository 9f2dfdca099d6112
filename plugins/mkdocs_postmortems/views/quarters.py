"""`/patterns/`: all quarters, each in a line."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.patterns import Patterns, Share
from .reference import Ref, refer_to_quarter


@dataclass(frozen=True, kw_only=True, slots=True)
class Leader:
    """The largest share of a field; several where they are equally large."""

    terms: tuple[Ref, ...]
    count: int
    percent: int


@dataclass(frozen=True, kw_only=True, slots=True)
class QuarterRow:
    """A quarter with its counts and what was most frequent in it."""

    quarter: Ref
    total: int
    near_misses: int
    drafts: int
    root_cause: Leader | None
    detection: Leader | None
    factor: Leader | None


@dataclass(frozen=True, kw_only=True)
class QuartersView:
    """All quarters, the newest first."""

    title: str
    rows: tuple[QuarterRow, ...]


def view_quarters(library: Library) -> QuartersView:
    """What the list of quarters shows."""
    return QuartersView(
        title="Patterns by quarter",
        rows=tuple(_row(patterns) for patterns in library.patterns.values()),
    )


def _row(patterns: Patterns) -> QuarterRow:
    return QuarterRow(
        quarter=refer_to_quarter(patterns.period),
        total=patterns.total,
        near_misses=patterns.near_misses,
        drafts=patterns.drafts,
        root_cause=find_leader(patterns.root_causes.shares, "category"),
        detection=find_leader(patterns.detection.shares, ""),
        factor=find_leader(patterns.contributing_factors.shares, "factor"),
    )


def find_leader(shares: tuple[Share, ...], kind: str) -> Leader | None:
    """The largest share, with all that are as large; None of nothing."""
    if not shares:
        return None
    first = shares[0]
    return Leader(
        terms=tuple(
            Ref(kind=kind, key=s.id, title=s.title) for s in shares if s.count == first.count
        ),
        count=first.count,
        percent=first.percent,
    )
