"""What a period's review begins with: what came back most, how it was found, what changed.

Factors are weighed before causes, as a factor is what an investment removes: the cause
of one incident is over with it, while the factor waits for the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .comparison import Change, compare_counts, compare_shares
from .patterns import Breakdown, Patterns, Share
from .persistence import MIN_COUNT
from .quarter import percent
from .settings import Settings


class Field(StrEnum):
    """What may lead a period."""

    FACTOR = "factor"
    CAUSE = "cause"


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """How many of some incidents a wanted way of detection found."""

    wanted: int
    known: int
    """Incidents whose detection is known."""
    unknown: int

    @property
    def percent(self) -> int:
        """Of those whose detection is known, in whole percent, rounded half up."""
        return percent(self.wanted, self.known)

    @property
    def is_most(self) -> bool:
        """Whether it was at least half of those whose detection is known."""
        return 2 * self.wanted >= self.known > 0


@dataclass(frozen=True, kw_only=True)
class Leader:
    """The factors or causes with the greatest share; one, unless several are equally frequent."""

    field: Field
    shares: tuple[Share, ...]
    """By title."""
    total: int
    """Incidents that the share is of."""
    postmortems: tuple[str, ...]
    """Ids of the incidents of any of them, the newest first within each."""
    found: Found
    """How their own incidents were found."""
    changes: tuple[Change, ...]
    """Since the period before, in the order of `shares`."""
    next: tuple[Share, ...]
    """Those that come after it, all as frequent as each other; none where it has no others."""

    @property
    def count(self) -> int:
        """Incidents of each of them."""
        return self.shares[0].count

    @property
    def percent(self) -> int:
        """The share of each of them."""
        return self.shares[0].percent


@dataclass(frozen=True, kw_only=True)
class Leading:
    """The facts of the sentence that a period's review begins with."""

    patterns: Patterns
    before: str
    """What the period before is called: `2025-Q3`."""
    before_total: int
    """Its incidents."""
    leader: Leader | None
    """None where nothing came back."""
    wanted: tuple[str, ...]
    """Ids of the ways of detection that the organisation wants; with none, nothing is weighed."""
    found: Found
    """How all incidents were found."""
    found_change: Change | None
    """Of what a wanted way of detection found of all, since the period before; None where nothing
    is weighed, no detection is known, or the period before has no incident."""


def find_leading(now: Patterns, before: Patterns, settings: Settings) -> Leading:
    """What leads a period, weighed against how its incidents were found."""
    wanted = settings.policy.wanted_detection
    detected = {
        identifier: share.id for share in now.detection.shares for identifier in share.postmortems
    }
    leader = _leader(
        Field.FACTOR, now.contributing_factors, before.contributing_factors, detected, wanted
    ) or _leader(Field.CAUSE, now.root_causes, before.root_causes, detected, wanted)
    found, was_found = (_count_wanted(period.detection, wanted) for period in (now, before))
    return Leading(
        patterns=now,
        before=before.period,
        before_total=before.total,
        leader=leader,
        wanted=wanted,
        found=Found(wanted=found, known=now.detection.total, unknown=now.detection.unknown),
        found_change=compare_counts(
            "wanted", was_found, before.detection.total, found, now.detection.total
        )
        if wanted and now.detection.total and before.total
        else None,
    )


def _count_wanted(detection: Breakdown, wanted: tuple[str, ...]) -> int:
    return sum(share.count for share in detection.shares if share.id in wanted)


def _leader(
    field: Field,
    now: Breakdown,
    before: Breakdown,
    detected: Mapping[str, str],
    wanted: tuple[str, ...],
) -> Leader | None:
    candidates = now.common
    if not candidates or candidates[0].count < MIN_COUNT:
        return None
    shares = tuple(share for share in candidates if share.count == candidates[0].count)
    others = candidates[len(shares) :]
    postmortems = tuple(dict.fromkeys(i for share in shares for i in share.postmortems))
    changes = compare_shares(before, now)
    return Leader(
        field=field,
        shares=shares,
        total=now.total,
        postmortems=postmortems,
        found=_found(postmortems, detected, wanted),
        changes=tuple(changes[share.id] for share in shares),
        next=tuple(share for share in others if share.count == others[0].count),
    )


def _found(
    postmortems: Iterable[str], detected: Mapping[str, str], wanted: tuple[str, ...]
) -> Found:
    ways = [detected.get(identifier) for identifier in postmortems]
    known = [way for way in ways if way is not None]
    return Found(
        wanted=sum(way in wanted for way in known),
        known=len(known),
        unknown=len(ways) - len(known),
    )
