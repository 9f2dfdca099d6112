"""What of a longer time each of its quarters has."""

from __future__ import annotations

from dataclasses import dataclass

from .reference import Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class QuarterCount:
    """How many of some incidents a quarter has."""

    quarter: Ref
    """Reads `Q4` or `2025-Q4`, and leads to the incidents on its page."""
    count: int


def count_in_quarter(
    quarter: str, count: int, anchor: str, *, with_year: bool = False
) -> QuarterCount:
    """A quarter's part of a count; `anchor` is that of the incidents on its page."""
    title = quarter if with_year else quarter[5:]
    return QuarterCount(
        quarter=Ref(kind="quarter", key=quarter, title=title, anchor=anchor), count=count
    )
