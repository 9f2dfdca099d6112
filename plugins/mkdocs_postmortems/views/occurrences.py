"""What of a quarter came back, or has come back since: the chains that people have linked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.chains import Chain, find_chains
from ..core.leading import Field, Leader
from ..core.library import Library
from ..core.postmortem import Postmortem
from ..core.triggers import ordinal
from .questions import Piece
from .recurring import refer_to_chain
from .reference import Ref, refer_to_incident
from .wording import listing, long_date

SHOWN = 3
"""Causes that are told of; of more, their number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CauseAgain:
    """A cause of the quarter, or with what leads it, that people say came back."""

    sentence: tuple[Piece, ...]
    question: tuple[Piece, ...]
    """What a meeting is asked about it."""


@dataclass(frozen=True, kw_only=True)
class CausesAgain:
    """The causes that came back: of incidents of the quarter, then with what leads it."""

    rows: tuple[CauseAgain, ...]
    more: int
    """Causes that are not told of."""


def tell_occurrences(quarter: str, leader: Leader | None, library: Library) -> CausesAgain:
    """What is known to have come back of a quarter's incidents, and of what leads it."""
    chains = find_chains(library)
    here: dict[int, Postmortem] = {}
    found: dict[int, Chain] = {}
    for chain in _with_leader(leader, library):
        found[id(chain)] = chain
    for p in library.by_quarter[quarter]:  # the newest first
        own = chains.by_incident.get(p.id)
        if own:
            found.setdefault(id(own), own)
            here.setdefault(id(own), p)
    order = sorted(found.items(), key=lambda one: one[0] not in here)
    return CausesAgain(
        rows=tuple(_tell(chain, here.get(key), leader, library) for key, chain in order[:SHOWN]),
        more=max(len(found) - SHOWN, 0),
    )


def _with_leader(leader: Leader | None, library: Library) -> tuple[Chain, ...]:
    """The chains of which all incidents have what leads."""
    if leader is None:
        return ()
    chains = find_chains(library)
    index = chains.by_factor if leader.field is Field.FACTOR else chains.by_category
    found = {id(c): c for share in leader.shares for c in index.get(share.id, ())}
    return tuple(found.values())


def _tell(
    chain: Chain, here: Postmortem | None, leader: Leader | None, library: Library
) -> CauseAgain:
    last = next(p for p in reversed(chain.members) if p.date or p is chain.members[0])
    told = here or last
    number = chain.numbers.get(told.id)
    total = f"{len(chain.members):,} known occurrences of its cause"
    where = refer_to_chain(told, library) or Ref(kind="recurring")
    shared = _shared(chain, leader)
    return CauseAgain(
        sentence=(
            Piece(text=told.id, ref=refer_to_incident(told)),
            Piece(text=f" of {long_date(told.date)} is " if told.date and not here else " is "),
            Piece(text=f"{f'the {ordinal(number)}' if number else 'one'} of {total}", ref=where),
            *((Piece(text=f", which share {shared}"),) if shared else ()),
            *(_tell_last(last) if told is not last else ()),
            Piece(text="."),
        ),
        question=(
            Piece(text=f"The cause of {told.id}", ref=where),
            Piece(text=" came back: is what was agreed against it done, and does it hold?"),
        ),
    )


def _shared(chain: Chain, leader: Leader | None) -> str:
    """What leads the quarter and is shared by all incidents of a chain."""
    if leader is None:
        return ""
    own = chain.shared_factors if leader.field is Field.FACTOR else chain.shared_categories
    return listing(tuple(f"“{share.title}”" for share in leader.shares if share.id in own))


def _tell_last(last: Postmortem) -> Iterator[Piece]:
    yield Piece(text="; the last was ")
    yield Piece(text=last.id, ref=refer_to_incident(last))
    if last.date:
        yield Piece(text=f" on {long_date(last.date)}")
