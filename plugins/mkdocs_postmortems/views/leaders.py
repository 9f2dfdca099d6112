"""What was most frequent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..core.patterns import Share
from .figures import share_anchor
from .reference import Ref, refer_to_quarter


@dataclass(frozen=True, kw_only=True, slots=True)
class Leader:
    """The largest share of a field; several where they are equally large."""

    terms: tuple[Ref, ...]
    count: int
    percent: int
    behind: Ref | None = None
    """The incidents on the page of a quarter: the value's, or all of the field where several lead."""


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


def find_quarter_leader(
    quarter: str, shares: tuple[Share, ...], kind: str, table: str
) -> Leader | None:
    """The leader of a quarter with the incidents behind it; `table` is the field's on its page."""
    found = find_leader(shares, kind)
    if found is None:
        return None
    is_one = len(found.terms) == 1
    anchor = share_anchor(table, found.terms[0].key) if is_one else f"pm-{table}"
    return replace(found, behind=refer_to_quarter(quarter, anchor))
