"""What persists on `/patterns/`: in a sentence, and quarter by quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..core.patterns import Patterns
from ..core.persistence import Persistent, find_persistent
from ..core.quarter import quarters_before
from .fields import CAUSES, FACTORS, Field
from .quarter_counts import QuarterCount, count_in_quarter
from .questions import Piece
from .reference import Ref
from .wording import count_of

PERSISTENCE = "pm-persistence"
"""Id of the list on the page."""
_NAMED = 5
"""So many values are named in the sentence; the list has all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PersistentRow:
    """A value that led in a quarter."""

    term: Ref
    quarters: tuple[QuarterCount, ...]
    """In which it led, the newest first, each with its incidents."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PersistentField:
    """The values of a field that led in any quarter, those that led in most first."""

    title: str
    rows: tuple[PersistentRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PersistenceView:
    """The factors and causes that were among the most frequent again and again."""

    sentence: tuple[Piece, ...]
    quarters: int
    """How many complete quarters it is about."""
    fields: tuple[PersistentField, ...]


def view_persistence(over: tuple[Patterns, ...], as_of: date) -> PersistenceView:
    """What persists in quarters that are over and have incidents, the newest first."""
    if not over:
        text = "No quarter with an incident is over yet, so nothing persists so far."
        return PersistenceView(sentence=(Piece(text=text),), quarters=0, fields=())
    found = {field: find_persistent(over, field.breakdown) for field in (FACTORS, CAUSES)}
    names = tuple(patterns.period for patterns in over)
    # A quarter without an incident is passed over, and then these are not simply the last ones.
    which = "complete quarter"
    if names != quarters_before(as_of, len(over)):
        which = "complete quarter with incidents"
    factors, causes = (_tell(field, values, len(over), which) for field, values in found.items())
    lists = (_list(field, values) for field, values in found.items())
    return PersistenceView(
        sentence=(*factors, Piece(text=" "), *causes),
        quarters=len(over),
        fields=tuple(one for one in lists if one.rows),
    )


def _list(field: Field, found: tuple[Persistent, ...]) -> PersistentField:
    return PersistentField(
        title=field.title,
        rows=tuple(
            PersistentRow(
                term=field.refer_to(one.id, one.title),
                quarters=tuple(
                    count_in_quarter(lead.quarter, lead.count, field.anchor(one.id), with_year=True)
                    for lead in one.leads
                ),
            )
            for one in found
        ),
    )


def _tell(field: Field, found: tuple[Persistent, ...], over: int, which: str) -> tuple[Piece, ...]:
    noun = field.title.lower()
    many = which.replace("quarter", "quarters")
    quarters = f"the last {over} {many}" if over > 1 else f"the one {which}"
    most = max((len(one.leads) for one in found), default=0)
    if not most:
        any_of = "any of " if over > 1 else ""
        return (Piece(text=f"No {noun} occurred twice in {any_of}{quarters}."),)
    if 2 * most > over:
        persistent = tuple(one for one in found if 2 * len(one.leads) > over)
        verb = "was" if len(persistent) == 1 else "were"
        most_of = "most of " if over > 1 else ""
        rest = f" {verb} among the three most frequent {noun}s in {most_of}{quarters}."
        return (*_name(persistent, field, with_counts=over > 1), Piece(text=rest))
    if most == 1:
        text = f"No {noun} was among the three most frequent in more than one of {quarters}."
        return (Piece(text=text),)
    nearest = tuple(one for one in found if len(one.leads) == most)
    verb = "was" if len(nearest) == 1 else "were each"
    rest = f" {verb} among the three most frequent in {most} of {quarters}, and none in more."
    return (Piece(text=f"Of the {noun}s, "), *_name(nearest, field), Piece(text=rest))


def _name(
    values: tuple[Persistent, ...], field: Field, *, with_counts: bool = False
) -> tuple[Piece, ...]:
    """`“A” (in 4), “B” (in 3) and 2 others`, each a link."""
    named = values[:_NAMED]
    more = len(values) - len(named)
    pieces: list[Piece] = []
    for index, one in enumerate(named):
        if index:
            is_last = index == len(named) - 1 and not more
            pieces.append(Piece(text=" and " if is_last else ", "))
        pieces.append(Piece(text=f"“{one.title}”", ref=field.refer_to(one.id, one.title)))
        if with_counts:
            pieces.append(Piece(text=f" (in {len(one.leads)})"))
    if more:
        list_of_all = Ref(kind="quarters", anchor=PERSISTENCE)
        pieces += [Piece(text=" and "), Piece(text=count_of(more, "other"), ref=list_of_all)]
    return tuple(pieces)
