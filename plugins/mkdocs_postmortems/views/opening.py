"""The paragraph that a quarter's review begins with: its leading sentence, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..core.comparison import Change, Verdict
from ..core.leading import Leader, Leading
from ..core.library import Library
from ..core.quarter import percent
from ..core.quarter_reviews import is_running
from .figures import share_anchor
from .leading import MAX_NAMED, name_wanted, place_of, refer_to_found, tell_known, tell_leader
from .questions import Piece
from .reference import refer_to_quarter
from .verdicts import NOT_OVER, tell_both, tell_verdict
from .wording import listing, share_of


def tell_opening(leading: Leading, library: Library) -> tuple[Piece, ...]:
    """The leader, weighed against detection; then how both have changed since the quarter before."""
    drafts = _drafts(leading)
    return (
        *tell_leader(leading, library),
        *_compare(leading, library),
        *((Piece(text=f" {drafts}"),) if drafts else ()),
    )


@dataclass(frozen=True, kw_only=True)
class _Clause:
    """What the quarter before had of something."""

    pieces: tuple[Piece, ...]
    changes: tuple[Change, ...] = ()
    verdict: str = ""
    """What is said of the changes, in words."""


def _compare(leading: Leading, library: Library) -> Iterator[Piece]:
    """What the quarter before had of both, and whether that is a change; in one sentence."""
    before = leading.before
    if not before or not leading.before_total:
        if before and leading.leader:
            yield Piece(text=f" There are no incidents of {before} to compare with.")
        return
    clauses = (*_recall_leader(leading), *_recall_found(leading, library))
    if not clauses:
        return
    shared = _judge_all(clauses, is_over=not is_running(leading.patterns.period, library))
    yield Piece(text=f" In {before} ")
    for index, clause in enumerate(clauses):
        if index:
            yield Piece(text=", and " if shared else "; ")
        yield from clause.pieces
        if clause.verdict and not shared:
            yield Piece(text=f": {clause.verdict}")
    yield Piece(text=f": {shared}." if shared else ".")


def _judge_all(clauses: Sequence[_Clause], *, is_over: bool) -> str:
    """What is said of all clauses together; empty where each has its own verdict."""
    found = {change.verdict for clause in clauses for change in clause.changes}
    if not is_over and found - {Verdict.TOO_FEW}:
        return NOT_OVER
    if len(clauses) == 1 or len(found) > 1 or not all(clause.changes for clause in clauses):
        return ""
    (verdict,) = found
    return "" if verdict.is_change else tell_both(verdict)


def _recall_leader(leading: Leading) -> Iterator[_Clause]:
    """How often there was what leads now: each, and of many the fewest and the most."""
    leader = leading.leader
    if leader is None:
        return
    total = leader.changes[0].before_total
    if not total:
        yield _Clause(pieces=(Piece(text="no root cause is known"),))
        return
    table, _ = place_of(leader.field)
    counts = [change.before for change in leader.changes]
    anchor = f"pm-{table}"
    if len(counts) == 1:
        anchor = share_anchor(table, leader.changes[0].id)
        it, number = "it was in ", share_of(counts[0], total) if counts[0] else f"none of {total:,}"
    elif len(counts) <= MAX_NAMED:
        it, number = "they were ", f"{listing(tuple(f'{one:,}' for one in counts))} of {total:,}"
    else:
        low, high = min(counts), max(counts)
        span = f"{low:,}" if low == high else f"{low:,} to {high:,}"
        it, number = "each was in ", f"{span} of {total:,}"
    where = refer_to_quarter(leading.before, anchor) if any(counts) else None
    yield _Clause(
        pieces=(Piece(text=it), Piece(text=number, ref=where)),
        changes=leader.changes,
        verdict=_judge(leader),
    )


def _recall_found(leading: Leading, library: Library) -> Iterator[_Clause]:
    """What wanted detection found then."""
    change = leading.found_change
    if change is None:
        return
    if not change.before_total:
        yield _Clause(pieces=(Piece(text="no detection is known"),))
        return
    known = tell_known(change.before_total, leading.before_total - change.before_total)
    share = f"{change.before:,} {known} ({percent(change.before, change.before_total)}\u00a0%)"
    where = refer_to_found(leading, leading.before, change.before)
    number = Piece(text=share if change.before else f"none {known}", ref=where)
    yield _Clause(
        pieces=(Piece(text=f"{name_wanted(leading, library)} found "), number),
        changes=(change,),
        verdict=tell_verdict(change.verdict),
    )


def _judge(leader: Leader) -> str:
    """One verdict for all of them; of several, only what is beyond chance is named."""
    verdicts = {change.verdict for change in leader.changes}
    if len(verdicts) == 1:
        return tell_verdict(verdicts.pop())
    return listing(
        tuple(
            f"{share.title} {tell_verdict(change.verdict)}"
            for share, change in zip(leader.shares, leader.changes, strict=True)
            if change.verdict.is_change
        )
    )


def _drafts(leading: Leading) -> str:
    patterns = leading.patterns
    if not patterns.total or patterns.drafts < patterns.total:
        return ""
    if patterns.total == 1:
        return "Its postmortem is not final, so this may change."
    return "None of their postmortems is final, so this may change."
