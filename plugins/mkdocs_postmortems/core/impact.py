"""What customers felt in a period, and what was hit, as far as the documents say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from .postmortem import Postmortem

_COUNT = re.compile(
    r"""
    (?P<number>
        (?: [1-9][0-9]{0,2} (?P<between>[, \u00a0\u2009\u202f]) [0-9]{3}
            (?: (?P=between) [0-9]{3}){0,4}   # 3,200 and 3 200, with one separator all through
          | [0-9]{1,18} )
        (?: \.[0-9]{1,6} )?                   # a point is the decimal one: 3.200 is less than 4
    )
    (?: \s+ (?! \d[\d.,]*(?:\s|$) ) (?P<unit> \S.*) )?   # `5xx` is a unit, a second number is none
    """,
    re.VERBOSE,
)
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
class Spelling:
    """A way to write a word, and how often it is written so."""

    text: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ImpactCount:
    """What was hit of one kind, in one unit, added up over incidents.

    Small and capital letters make no difference to what is added: `USD` and `usd` are one unit.
    """

    keys: tuple[Spelling, ...]
    """Those of the newest incident first."""
    units: tuple[Spelling, ...]
    """In the same order; the empty one of bare numbers."""
    total: Decimal
    postmortems: tuple[str, ...]
    """Ids of the incidents that give a number, the newest first."""

    @property
    def key(self) -> str:
        """As it is written most often: `requests`."""
        return _most_frequent(self.keys)

    @property
    def unit(self) -> str:
        """As it is written most often: `USD`; empty for a bare number."""
        return _most_frequent(self.units)


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
    counts: list[ImpactCount] = []
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
            if count := _read_count(key, text, p.id):
                counts.append(count)
            else:
                unreadable.append(p.id)
    return Impact(
        customer_time=CustomerTime(
            total=total, postmortems=tuple(felt), unfelt=unfelt, unknown=unknown
        ),
        counts=_add_up(counts),
        unreadable=tuple(dict.fromkeys(unreadable)),
    )


def join_impacts(parts: Iterable[Impact]) -> Impact:
    """What the incidents of several periods did; the newest period comes first."""
    found = tuple(parts)
    felt = [part.customer_time for part in found]
    return Impact(
        customer_time=CustomerTime(
            total=sum((one.total for one in felt), timedelta()),
            postmortems=tuple(identifier for one in felt for identifier in one.postmortems),
            unfelt=sum(one.unfelt for one in felt),
            unknown=sum(one.unknown for one in felt),
        ),
        counts=_add_up(count for part in found for count in part.counts),
        unreadable=tuple(identifier for part in found for identifier in part.unreadable),
    )


def _read_count(key: str, text: str, postmortem: str) -> ImpactCount | None:
    """The count of one incident; None where the text is no number with or without a unit."""
    found = _COUNT.fullmatch(text.strip())
    if found is None:
        return None
    number = found["number"].replace(found["between"] or ",", "")
    return ImpactCount(
        keys=(Spelling(text=" ".join(key.split()), count=1),),
        units=(Spelling(text=" ".join((found["unit"] or "").split()), count=1),),
        total=Decimal(number),
        postmortems=(postmortem,),
    )


def _add_up(counts: Iterable[ImpactCount]) -> tuple[ImpactCount, ...]:
    """One sum for each kind and unit, whatever their letters; the newest incident comes first."""
    groups: dict[tuple[str, str], list[ImpactCount]] = {}
    for count in counts:
        word = (count.keys[0].text.casefold(), count.units[0].text.casefold())
        groups.setdefault(word, []).append(count)
    return tuple(
        ImpactCount(
            keys=_tally(spelling for count in group for spelling in count.keys),
            units=_tally(spelling for count in group for spelling in count.units),
            total=sum((count.total for count in group), Decimal()),
            postmortems=tuple(dict.fromkeys(i for count in group for i in count.postmortems)),
        )
        for _, group in sorted(groups.items())
    )


def _tally(spellings: Iterable[Spelling]) -> tuple[Spelling, ...]:
    counts = Counter[str]()
    for one in spellings:
        counts[one.text] += one.count
    return tuple(Spelling(text=text, count=number) for text, number in counts.items())


def _most_frequent(spellings: tuple[Spelling, ...]) -> str:
    """Of several that are as frequent, the first."""
    return max(spellings, key=lambda one: one.count).text
