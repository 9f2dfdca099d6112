"""What was most frequent."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.patterns import Breakdown, Patterns, Share
from .fields import Field
from .quarter_counts import QuarterCount, count_in_quarter
from .reference import Ref, refer_to_quarter
from .years_behind import refer_in_year


@dataclass(frozen=True, kw_only=True, slots=True)
class MostFrequent:
    """The largest share of a field; several where they are equally large."""

    terms: tuple[Ref, ...]
    count: int
    """Incidents of each of them."""
    percent: int
    behind: Ref | None = None
    """The list of the incidents: the value's, or that of the field if several lead."""
    quarters: tuple[QuarterCount, ...] = ()
    """Of a year: how many of them each quarter has, all values together."""


def most_frequent_in_quarter(patterns: Patterns, field: Field) -> MostFrequent | None:
    """The largest share of a quarter, with all that are as large; None of nothing."""
    shares = largest_shares(field.breakdown(patterns))
    if not shares:
        return None
    terms = _refer_to(shares, field)
    anchor = _anchor(terms, field)
    return MostFrequent(
        terms=terms,
        count=shares[0].count,
        percent=shares[0].percent,
        behind=refer_to_quarter(patterns.period, anchor),
    )


def most_frequent_in_year(
    patterns: Patterns, field: Field, quarters: tuple[str, ...], library: Library
) -> MostFrequent | None:
    """The largest share of a year with the quarters that it adds up from; None of nothing."""
    shares = largest_shares(field.breakdown(patterns))
    if not shares:
        return None
    terms = _refer_to(shares, field)
    only = terms[0].key if len(terms) == 1 else ""
    ids = {term.key for term in terms}
    counts = {
        quarter: sum(
            s.count for s in field.breakdown(library.patterns[quarter]).shares if s.id in ids
        )
        for quarter in quarters
    }
    return MostFrequent(
        terms=terms,
        count=shares[0].count,
        percent=shares[0].percent,
        behind=refer_in_year(patterns.period, field, only),
        quarters=tuple(
            count_in_quarter(quarter, count, _anchor(terms, field))
            for quarter, count in counts.items()
            if count
        ),
    )


def largest_shares(found: Breakdown) -> tuple[Share, ...]:
    """The largest share of what incidents have in common, with all that are as large."""
    return tuple(share for share in found.common if share.count == found.common[0].count)


def _refer_to(shares: tuple[Share, ...], field: Field) -> tuple[Ref, ...]:
    return tuple(field.refer_to(share.id, share.title) for share in shares)


def _anchor(terms: tuple[Ref, ...], field: Field) -> str:
    return field.anchor(terms[0].key) if len(terms) == 1 else field.anchor()
