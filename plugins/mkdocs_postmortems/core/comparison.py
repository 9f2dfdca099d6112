"""Whether a share differs from one period to another by more than chance would have it.

The test is Fisher's exact test of a two-by-two table, two-sided: the probability,
were both periods alike, of a table that is no more likely than the one seen
(R. A. Fisher, *The logic of inductive inference*, 1935). As the rows of a field are
tested together, the probabilities are corrected as S. Holm does (*A simple
sequentially rejective multiple test procedure*, 1979).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import comb

from .patterns import Breakdown, Patterns, breakdowns_of

MIN_INCIDENTS = 10
"""Both periods need so many incidents before a change is claimed.

With 10 in each, 5 against none has p = 0.033 and 4 against none 0.087: with fewer,
only a change of more than half of all incidents could be told apart from chance.
"""
COMPARED = (
    "root_causes", "detection", "contributing_factors", "triggers", "severities", "services",
)  # fmt: skip
"""The fields that are compared, as `breakdowns_of` calls them.

Teams are not: how many incidents a team was in says what it runs and what it writes
down, not how it works.
"""
SIGNIFICANCE = 0.05
"""The probability, all rows of a field together, of claiming a change where there is none."""


class Verdict(StrEnum):
    """What can be said of a change."""

    TOO_FEW = "too few incidents to tell"
    UNCLEAR = "no more than chance"
    MORE = "more"
    FEWER = "fewer"

    @property
    def is_change(self) -> bool:
        """Whether the shares differ by more than chance would have it."""
        return self in (Verdict.MORE, Verdict.FEWER)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """The share of one value in a period and in the one before it."""

    id: str
    before: int
    before_total: int
    """Incidents of the earlier period that the share is of."""
    now: int
    now_total: int
    verdict: Verdict


def compare_patterns(
    before: Patterns, now: Patterns, fields: Iterable[str] = COMPARED
) -> Mapping[str, Mapping[str, Change]]:
    """How the shares of some fields differ, by field, then by the id of the value."""
    earlier, later = breakdowns_of(before), breakdowns_of(now)
    return {field: compare_shares(earlier[field], later[field]) for field in fields}


def compare_shares(before: Breakdown, now: Breakdown) -> Mapping[str, Change]:
    """The change of every value that one of the periods has, by its id.

    Raises ValueError where a count exceeds its total, which no breakdown has.
    """
    counts = {share.id: (share.count, 0) for share in now.shares}
    for share in before.shares:
        counts[share.id] = (counts.get(share.id, (0, 0))[0], share.count)
    odds = (
        {}
        if has_few(before.total, now.total)
        else _correct(
            {
                identifier: fisher_exact(was, before.total, count, now.total)
                for identifier, (count, was) in counts.items()
            }
        )
    )
    return {
        identifier: _judge(identifier, was, before.total, count, now.total, odds.get(identifier))
        for identifier, (count, was) in counts.items()
    }


def compare_counts(
    identifier: str, before: int, before_total: int, now: int, now_total: int
) -> Change:
    """The change of one share that is tested with no other.

    Raises ValueError where a count is negative or exceeds its total.
    """
    few = has_few(before_total, now_total)
    odds = None if few else fisher_exact(before, before_total, now, now_total)
    return _judge(identifier, before, before_total, now, now_total, odds)


def has_few(before_total: int, now_total: int) -> bool:
    """Whether one of two periods has too few incidents for a change to be claimed."""
    return min(before_total, now_total) < MIN_INCIDENTS


def _judge(
    identifier: str,
    before: int,
    before_total: int,
    now: int,
    now_total: int,
    probability: float | None,
) -> Change:
    if probability is None:
        verdict = Verdict.TOO_FEW
    elif probability >= SIGNIFICANCE:
        verdict = Verdict.UNCLEAR
    else:
        verdict = Verdict.MORE if now * before_total > before * now_total else Verdict.FEWER
    return Change(
        id=identifier,
        before=before,
        before_total=before_total,
        now=now,
        now_total=now_total,
        verdict=verdict,
    )


def fisher_exact(some: int, of: int, others: int, of_others: int) -> float:
    """The two-sided p of Fisher's exact test for `some` of `of` against `others` of `of_others`.

    Raises ValueError where a count is negative or exceeds its total.
    """
    if not (0 <= some <= of and 0 <= others <= of_others):
        raise ValueError(f"{some} of {of} and {others} of {of_others} are no counts")
    all_ways = comb(of + of_others, some + others)
    seen = comb(of, some) * comb(of_others, others)
    # Tables that are likelier lie side by side, next to the one seen: there are fewer of them
    # than of the others, and each follows from the one before, exactly.
    likelier = _add_likelier(seen, some, of, others, of_others)
    likelier += _add_likelier(seen, others, of_others, some, of)
    return (all_ways - likelier) / all_ways


def _add_likelier(seen: int, some: int, of: int, others: int, of_others: int) -> int:
    """The ways to the tables with more of the first, as long as they have more ways than `seen`."""
    way, total = seen, 0
    while some < of and others > 0:
        way = way * (of - some) * others // ((some + 1) * (of_others - others + 1))
        if way <= seen:
            break
        total += way
        some, others = some + 1, others - 1
    return total


def _correct(probabilities: Mapping[str, float]) -> Mapping[str, float]:
    """Holm's correction: the smallest of m times m, the next times m - 1, never falling."""
    corrected: dict[str, float] = {}
    highest = 0.0
    ordered = sorted(probabilities.items(), key=lambda one: (one[1], one[0]))
    for index, (identifier, probability) in enumerate(ordered):
        highest = max(highest, min(1.0, (len(ordered) - index) * probability))
        corrected[identifier] = highest
    return corrected
