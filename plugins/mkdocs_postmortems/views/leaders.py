"""What was most frequent."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.patterns import Share
from .reference import Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class Leader:
    """The largest share of a field; several where they are equally large."""

    terms: tuple[Ref, ...]
    count: int
    percent: int


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
