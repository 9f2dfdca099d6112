"""The questions whether an incident has the cause of an earlier one, and how to answer them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from ..core.library import Library
from ..core.near_duplicates import MAX_WORDS, find_common_run
from ..core.possible_recurrences import PossibleRecurrence
from ..core.postmortem import Postmortem
from ..core.quarter import percent
from ..core.triggers import ordinal
from .reference import (
    Ref,
    refer_to_category,
    refer_to_factors,
    refer_to_incident,
    refer_to_services,
)
from .rows import SeverityMark, mark_severity
from .wording import count_of

_NAMED = 3
"""So many further earlier incidents are named."""
_QUOTED = 30
"""Of the words that two texts have in common, so many are quoted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IdLine:
    """A line of front matter that names documents: `related: [PM-2025-031]`."""

    key: str
    ids: tuple[str, ...]

    @property
    def text(self) -> str:
        """The line as it is pasted."""
        return f"{self.key}: [{', '.join(self.ids)}]"


@dataclass(frozen=True, kw_only=True, slots=True)
class PossibleRow:
    """A question, why it is asked, and a line for either answer."""

    later: Ref
    date: str
    """`2026-03-04`."""
    severity: SeverityMark | None
    kind: str
    status: str
    earlier: Ref
    earlier_date: str
    days: str
    """`106 days before`."""
    number: str
    """Which known occurrence it is if the cause is the same: `2nd`."""
    category: Ref | None
    """Of both; None where they are not of one."""
    factors: tuple[Ref, ...]
    services: tuple[Ref, ...]
    resemblance: int | None
    """Of the texts of both causes, in percent; None where they differ."""
    words: str
    """The longest run of words that both texts have; empty where they have none near their
    beginning, or differ."""
    others: tuple[Ref, ...]
    """Further earlier ones, up to three; they read as their ids."""
    more: str
    """How many there are beside those: `2 more`, `6 or more`; empty where there are none."""
    file: str
    """Where the line belongs, below the folder of the site's documents."""
    same: IdLine
    """The line if the cause is the same."""
    another: IdLine
    """The line if it is that of none of them."""
    replaces: bool
    """Whether that one takes the place of a line that is there."""
    is_all: bool
    """Whether it answers for all; else those longer ago are asked about next."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PossibleGroup:
    """Questions that have equally strong reasons."""

    title: str
    rows: tuple[PossibleRow, ...]


def group_possible(
    asked: Iterable[PossibleRecurrence], limit: int, library: Library
) -> tuple[PossibleGroup, ...]:
    """The likeliest first, up to a limit; of those equally likely, in the order given."""
    likeliest = sorted(asked, key=_likelihood)[:limit]
    return tuple(
        PossibleGroup(title=title, rows=tuple(_row(one, library) for one in group))
        for title, group in groupby(likeliest, key=_strength)
    )


def _likelihood(one: PossibleRecurrence) -> tuple[float, int]:
    """What questions are put in order by: the least is the likeliest."""
    return -(one.resemblance or 0.0), -_count_shared(one)


def _count_shared(one: PossibleRecurrence) -> int:
    return one.same_category + len(one.factors) + len(one.services)


def _strength(one: PossibleRecurrence) -> str:
    if one.resemblance is not None:
        return "Nearly the same text"
    # Without a text that is alike they have the category, and more, in common.
    more = "several factors or services" if _count_shared(one) > 2 else "one factor or service"
    return f"The same category and {more}"


def _row(one: PossibleRecurrence, library: Library) -> PossibleRow:
    later, earlier = one.later, one.earlier
    more = len(one.others) - _NAMED
    return PossibleRow(
        later=refer_to_incident(later),
        date=later.date.isoformat() if later.date else "",
        severity=mark_severity(later, library),
        kind=later.kind,
        status=later.status,
        earlier=refer_to_incident(earlier),
        earlier_date=earlier.date.isoformat() if earlier.date else "",
        days=f"{count_of(one.days, 'day')} before" if one.days else "on the same day",
        number=ordinal(one.number),
        category=refer_to_category(later.category, library) if one.same_category else None,
        factors=refer_to_factors(one.factors, library),
        services=refer_to_services(one.services, library),
        resemblance=tell_resemblance(one),
        words=_common_words(later, earlier) if one.resemblance is not None else "",
        others=tuple(
            Ref(kind="incident", key=other.id, title=other.id) for other in one.others[:_NAMED]
        ),
        more=f"{more} {'more' if one.is_all else 'or more'}" if more > 0 else "",
        file=later.uri,
        same=say_same(one),
        another=say_another(one),
        replaces=bool(later.related),
        is_all=one.is_all,
    )


def say_same(one: PossibleRecurrence) -> IdLine:
    """The line of the later document's front matter that says that the cause is the same."""
    return IdLine(key="recurrence_of", ids=(one.earlier.id,))


def say_another(one: PossibleRecurrence) -> IdLine:
    """The line that says that it is the cause of none of the earlier ones, with what the document
    names already."""
    earlier = (one.earlier.id, *(other.id for other in one.others))
    return IdLine(key="related", ids=tuple(dict.fromkeys((*one.later.related, *earlier))))


def tell_resemblance(one: PossibleRecurrence) -> int | None:
    """Of the texts of both causes, in percent; None where they differ."""
    if one.resemblance is None:
        return None
    # What was divided, so that a half is rounded up, and not what is a little less.
    share = Fraction(one.resemblance).limit_denominator(1_000_000)
    return percent(share.numerator, share.denominator)


def _common_words(later: Postmortem, earlier: Postmortem) -> str:
    words = find_common_run(_beginning(later), _beginning(earlier)).split()
    cut = " …" if len(words) > _QUOTED else ""
    return f"{' '.join(words[:_QUOTED])}{cut}"


def _beginning(postmortem: Postmortem) -> str:
    return " ".join((postmortem.root_cause or "").split(maxsplit=MAX_WORDS)[:MAX_WORDS])
