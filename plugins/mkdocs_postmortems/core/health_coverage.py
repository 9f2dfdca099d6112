"""Which incidents are written up: only the severest, or also what nearly happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .grouping import group_by
from .health import QuarterTally, Tally, Trend, follow_trend, recent_quarters
from .library import Library
from .owed import Obligation, find_obligations
from .postmortem import Postmortem
from .quarter import quarter_of
from .vocabulary import Vocabulary


@dataclass(frozen=True, kw_only=True, slots=True)
class SeverityCoverage:
    """The incidents of one severity in the register."""

    severity: str | None
    """Its id; None for those whose severity nobody knows."""
    is_near_miss: bool
    """All near misses together, whatever they would have been."""
    written: int
    """Those with a document, of any status."""
    registered: int
    documents: tuple[Postmortem, ...]
    """Those documents, the newest first."""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What is written up, and of how much."""

    severest: str | None
    """Id of the organisation's severest that is not retired; None where it has no severities."""
    share: Trend
    """Postmortems of the severest, of those of incidents whose severity is known."""
    unknown: int
    """Postmortems of incidents that do not say how severe."""
    behind: tuple[Postmortem, ...]
    """Those of the severest, the newest first."""
    near_misses: tuple[Postmortem, ...]
    """The newest first; in no share."""
    beside: tuple[QuarterTally, ...]
    """Near misses of each quarter beside its incidents, which are the total."""
    by_severity: tuple[SeverityCoverage, ...]
    """From the severest; then unknown ones, then near misses. Empty without a register."""
    milder: Trend | None
    """Incidents of the register that are milder than the severest and have a document;
    None without a register."""
    written: tuple[Postmortem, ...]
    """The documents of these, the newest first."""
    written_by_quarter: Mapping[str, tuple[Postmortem, ...]]
    """The same by the quarter in which the incident began."""


def measure_coverage(library: Library) -> Coverage:
    """Hold what is written up against itself and against the register."""
    highest = _find_highest(library.settings.severities)
    rated = [p for p in library.incidents if p.severity]
    near_misses = tuple(p for p in library.postmortems if p.is_near_miss)
    registered = [one for one in find_obligations(library).all if one.incident is not None]
    milder = [one for one in registered if _is_milder(one, highest)]
    return Coverage(
        severest=highest[-1] if highest else None,
        share=follow_trend(((p.quarter, int(p.severity in highest)) for p in rated), library),
        unknown=len(library.incidents) - len(rated),
        behind=tuple(p for p in rated if p.severity in highest),
        near_misses=near_misses,
        beside=_count_beside(library),
        by_severity=_divide(registered, library),
        milder=_follow_milder(milder, library) if registered else None,
        written=_documents_of(milder),
        written_by_quarter={
            quarter: _documents_of(found) for quarter, found in group_by(milder, _quarters).items()
        },
    )


def _documents_of(found: Iterable[Obligation]) -> tuple[Postmortem, ...]:
    """Each once, the newest first."""
    documents = {p.id: p for one in found for p in one.documents}
    return tuple(sorted(documents.values(), key=lambda p: (p.date or date.min, p.id), reverse=True))


def _quarters(one: Obligation) -> tuple[str, ...]:
    return (quarter_of(one.facts.day),) if one.facts.day else ()


def _count_beside(library: Library) -> tuple[QuarterTally, ...]:
    running, found = quarter_of(library.as_of), []
    for quarter in recent_quarters(library):
        postmortems = library.by_quarter.get(quarter, ())
        near = sum(p.is_near_miss for p in postmortems)
        tally = Tally(count=near, total=len(postmortems) - near)
        found.append(QuarterTally(quarter=quarter, is_running=quarter == running, tally=tally))
    return tuple(found)


def _divide(registered: list[Obligation], library: Library) -> tuple[SeverityCoverage, ...]:
    found: dict[tuple[bool, str | None], list[Obligation]] = {}
    for one in registered:
        is_near_miss = one.facts.is_near_miss
        found.setdefault((is_near_miss, None if is_near_miss else one.facts.severity), []).append(
            one
        )
    order = [term.id for term in library.settings.severities.terms]
    rank = {severity: index for index, severity in enumerate(order)}
    return tuple(
        SeverityCoverage(
            severity=severity,
            is_near_miss=is_near_miss,
            written=sum(map(is_written_up, those)),
            registered=len(those),
            documents=_documents_of(those),
        )
        for (is_near_miss, severity), those in sorted(
            found.items(), key=lambda pair: (pair[0][0], rank.get(pair[0][1] or "", len(rank)))
        )
    )


def _find_highest(severities: Vocabulary) -> tuple[str, ...]:
    """The severest that is not retired, behind those above it, which had its place before."""
    ids = [term.id for term in severities.terms]
    current = next((term.id for term in severities.current), ids[0] if ids else None)
    return tuple(ids[: ids.index(current) + 1]) if current else ()


def _is_milder(one: Obligation, highest: tuple[str, ...]) -> bool:
    return one.facts.severity not in (None, *highest) and not one.facts.is_near_miss


def _follow_milder(milder: list[Obligation], library: Library) -> Trend:
    return follow_trend(
        (
            (quarter_of(one.facts.day) if one.facts.day else None, int(is_written_up(one)))
            for one in milder
        ),
        library,
    )


def is_written_up(one: Obligation) -> bool:
    """Whether an incident of the register has a document that can be read."""
    return bool(one.documents)
