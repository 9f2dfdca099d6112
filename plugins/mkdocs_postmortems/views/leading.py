"""The sentence that a quarter's review begins with: what to invest in, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..core.leading import Field, Found, Leader, Leading, find_leading
from ..core.library import Library
from ..core.patterns import Patterns
from ..core.quarter_reviews import patterns_before
from .figures import share_anchor
from .questions import Piece
from .reference import Ref, refer_to_quarter
from .wording import count_of, in_sentence, listing

MAX_NAMED = 3
"""Equally frequent ones that are named; of more, how many they are."""
_WORDS = {
    Field.FACTOR: ("factor", "factors", "contributed to"),
    Field.CAUSE: ("root cause", "causes", "was the root cause of"),
}
"""The kind of page, the list on the quarter's page, and what it did."""


def lead_quarter(quarter: str, library: Library) -> Leading:
    """The facts of a quarter's sentence."""
    now, before = library.patterns[quarter], patterns_before(quarter, library)
    return find_leading(now, before, library.settings)


def tell_leader(leading: Leading, library: Library) -> tuple[Piece, ...]:
    """What leads, weighed against how it was found."""
    patterns, leader = leading.patterns, leading.leader
    if not patterns.total:
        return (Piece(text=_without_incidents(patterns.near_misses)),)
    if leader is None:
        begin: Iterable[Piece] = (Piece(text=_without_leader(leading)),)
    else:
        begin = _name(leader, patterns)
    return (*begin, *_weigh(leading, library), Piece(text="."))


def tell_next(leader: Leader, quarter: str) -> tuple[Piece, ...]:
    """What is most frequent after the leader, with its count; nothing where it has no others."""
    number = len(leader.next)
    if not number:
        return ()
    table, kind = place_of(leader.field)
    refs = tuple(Ref(kind=kind, key=share.id, title=share.title) for share in leader.next)
    anchor = share_anchor(table, refs[0].key) if number == 1 else f"pm-{table}"
    count = f"{leader.next[0].count:,} of {count_of(leader.total, 'incident')}"
    return (
        Piece(text="Next comes " if number == 1 else "Next come "),
        *(_name_all(refs) if number <= MAX_NAMED else (Piece(text=f"{number} others"),)),
        Piece(text=", in " if number == 1 else ", each in "),
        Piece(text=count, ref=refer_to_quarter(quarter, anchor)),
        Piece(text="."),
    )


def text_of(pieces: Iterable[Piece]) -> str:
    """A sentence without its links."""
    return "".join(piece.text for piece in pieces)


def refer_to_leaders(leader: Leader) -> tuple[Ref, ...]:
    """The pages of the factors or causes that lead."""
    _, kind = place_of(leader.field)
    return tuple(Ref(kind=kind, key=share.id, title=share.title) for share in leader.shares)


def refer_to_leading_incidents(leader: Leader, quarter: str) -> Ref:
    """The list of the incidents behind the leader, on the quarter's page."""
    table, _ = place_of(leader.field)
    only = len(leader.shares) == 1
    anchor = share_anchor(table, leader.shares[0].id) if only else f"pm-{table}"
    return refer_to_quarter(quarter, anchor)


def place_of(field: Field) -> tuple[str, str]:
    """The table of a field on the quarter's page, and the kind of page that its values have."""
    return ("factors", "factor") if field is Field.FACTOR else ("root-causes", "category")


def _name_all(refs: tuple[Ref, ...]) -> Iterator[Piece]:
    for index, ref in enumerate(refs, start=2 - len(refs)):
        yield Piece(text=ref.title, ref=ref)
        if index < 1:
            yield Piece(text=" and " if index == 0 else ", ")


def _name(leader: Leader, patterns: Patterns) -> Iterator[Piece]:
    noun, _, did = _WORDS[leader.field]
    refs, number = refer_to_leaders(leader), len(leader.shares)
    if number > MAX_NAMED:
        plural = "contributing factors" if leader.field is Field.FACTOR else "root causes"
        yield Piece(text=f"{number} {plural}")
    else:
        yield from _name_all(refs)
    if number > 1:
        did = "each contributed to" if leader.field is Field.FACTOR else "each caused"
    incidents = count_of(leader.total, "incident")
    if leader.total < patterns.total:
        incidents = f"the {incidents} with a root cause"
    yield Piece(text=f" {did} ")
    yield Piece(
        text=f"{leader.count:,} of {incidents}",
        ref=refer_to_leading_incidents(leader, patterns.period),
    )
    beyond = f", more than any other {noun}" if leader.next else ""
    yield Piece(text=f" ({leader.percent}\u00a0%){beyond}")


def _weigh(leading: Leading, library: Library) -> Iterator[Piece]:
    """What a wanted way of detection found: of all, and of the leader's own."""
    found, wanted = leading.found, leading.wanted
    if not wanted:
        return
    if not found.known:
        yield Piece(text="; how the incidents were found is not known yet")
        return
    named = name_wanted(leading, library)
    total = tell_known(found.known, found.unknown)
    where = refer_to_found(leading, leading.patterns.period, found.wanted)
    if leading.patterns.total == 1:
        yield Piece(text="; ")
        yield Piece(text=f"{named} {'found' if found.wanted else 'did not find'}", ref=where)
        yield Piece(text=" it")
        return
    own = _tell_own(leading.leader.found if leading.leader else None, found)
    other = "the other place" if leading.leader else "a place"
    yield Piece(text=f"; {named} ")
    if found.is_most:
        yield Piece(text="already found ")
        yield Piece(text=f"{found.percent}\u00a0% ({found.wanted:,} {total})", ref=where)
        yield Piece(text=own)
    else:
        yield Piece(text="found only " if found.wanted else "found ")
        share = f"{found.wanted:,} {total} ({found.percent}\u00a0%)"
        yield Piece(text=share if found.wanted else f"none {total}", ref=where)
        yield Piece(text=f"{own}, so seeing it sooner is {other} to invest")


def _tell_own(own: Found | None, found: Found) -> str:
    """How many of the leader's own incidents were among those found so, of all."""
    if own is None or not own.known or not found.wanted:
        return ""
    total = own.known + own.unknown
    if own.wanted == total:
        return f", {'both' if total == 2 else f'all {total:,}'} of these among them"
    these = f"of these {total:,}"
    if found.is_most and not own.is_most:
        return f", but {f'only {own.wanted:,}' if own.wanted else 'none'} {these}"
    if not own.wanted:
        return f", none {these} among them"
    return f", {own.wanted:,} {these} among them"


def name_wanted(leading: Leading, library: Library) -> str:
    """`automated alerting`: the ways of detection that the organisation wants."""
    words = library.settings.detection_methods
    return listing(tuple(in_sentence(words.title_of(way)) for way in leading.wanted))


def tell_known(known: int, unknown: int) -> str:
    """`of 12`, or of how many where not all are known."""
    return f"of the {known:,} whose detection is known" if unknown else f"of {known:,}"


def refer_to_found(leading: Leading, quarter: str, count: int) -> Ref:
    """What wanted detection found in a quarter; of several ways or of nothing, the table."""
    only = len(leading.wanted) == 1 and count
    return refer_to_quarter(
        quarter, share_anchor("detection", leading.wanted[0]) if only else "pm-detection"
    )


def _without_incidents(near_misses: int) -> str:
    if not near_misses:
        return "No incident was written up."
    nouns = "near miss says" if near_misses == 1 else "near misses say"
    return f"No incident was written up; {near_misses:,} {nouns} what stopped one."


def _without_leader(leading: Leading) -> str:
    patterns = leading.patterns
    total = patterns.total
    incidents = count_of(total, "incident")
    if not patterns.contributing_factors.shares and not patterns.root_causes.shares:
        whom = "the incident" if total == 1 else f"any of the {incidents}"
        return f"No contributing factor or root cause is named yet for {whom}"
    if total == 1:
        return "With 1 incident nothing can have come back"
    return f"Nothing came back: none of the factors and root causes of {incidents} occurs twice"
