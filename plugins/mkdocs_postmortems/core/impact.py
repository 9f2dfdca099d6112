"""What customers felt in a period, and what was hit, as far as the documents say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from .postmortem import Postmortem

_COUNT = re.compile(r"(?P<number>\d{1,18}(?:\.\d{1,6})?)(?:\s+(?P<unit>\S.*))?", re.ASCII)
"""So many digits at most, as sums of longer numbers are not exact, and are typing errors."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerTime:
    """For how long customers were affected, added up over incidents."""

    total: timedelta
    """Minutes of incidents, not of customers: nobody multiplied by how many there were."""
    postmortems: tuple[str, ...]
    """Ids of the incidents that customers felt, the newest first."""
    unfelt: int
    """Incidents that customers did not feel at all."""
    unknown: int
    """Incidents that do not say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImpactCount:
    """What was hit of one kind, in one unit, added up over incidents."""

    key: str
    """As the organisation writes it: `requests`."""
    unit: str
    """`USD`; empty for a bare number."""
    total: Decimal
    postmortems: tuple[str, ...]
    """Ids of the incidents that give a number, the newest first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Impact:
    """What incidents did to those outside."""

    customer_time: CustomerTime
    counts: tuple[ImpactCount, ...]
    """By key, then by unit: sums of several units are no sum."""
    unreadable: tuple[str, ...]
    """Ids of incidents with a value that is no number and a unit, the newest first."""


def add_impact(incidents: Iterable[Postmortem]) -> Impact:
    """What some incidents did, added up; they come newest first."""
    felt, unfelt, unknown = [], 0, 0
    total = timedelta()
    numbers: dict[tuple[str, str], list[tuple[str, Decimal]]] = {}
    unreadable = []
    for p in incidents:
        if p.customer_impact is None:
            unknown += 1
        elif p.customer_impact:
            felt.append(p.id)
            total += p.customer_impact
        else:
            unfelt += 1
        for key, text in p.impact.items():
            count = _COUNT.fullmatch(text.strip())
            if count is None:
                unreadable.append(p.id)
                continue
            found = numbers.setdefault((key, count["unit"] or ""), [])
            found.append((p.id, Decimal(count["number"])))
    return Impact(
        customer_time=CustomerTime(
            total=total, postmortems=tuple(felt), unfelt=unfelt, unknown=unknown
        ),
        counts=tuple(
            ImpactCount(
                key=key,
                unit=unit,
                total=sum((number for _, number in found), Decimal()),
                postmortems=tuple(identifier for identifier, _ in found),
            )
            for (key, unit), found in sorted(numbers.items())
        ),
        unreadable=tuple(dict.fromkeys(unreadable)),
    )


def join_impacts(parts: Iterable[Impact]) -> Impact:
    """What the incidents of several periods did; the newest period comes first."""
    found = tuple(parts)
    felt = [part.customer_time for part in found]
    by_unit: dict[tuple[str, str], list[ImpactCount]] = {}
    for part in found:
        for count in part.counts:
            by_unit.setdefault((count.key, count.unit), []).append(count)
    return Impact(
        customer_time=CustomerTime(
            total=sum((one.total for one in felt), timedelta()),
            postmortems=tuple(identifier for one in felt for identifier in one.postmortems),
            unfelt=sum(one.unfelt for one in felt),
            unknown=sum(one.unknown for one in felt),
        ),
        counts=tuple(
            ImpactCount(
                key=key,
                unit=unit,
                total=sum((count.total for count in counts), Decimal()),
                postmortems=tuple(i for count in counts for i in count.postmortems),
            )
            for (key, unit), counts in sorted(by_unit.items())
        ),
        unreadable=tuple(identifier for part in found for identifier in part.unreadable),
    )
