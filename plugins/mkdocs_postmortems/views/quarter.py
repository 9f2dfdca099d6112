"""`/patterns/<quarter>/`: what repeated in one quarter."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.patterns import Patterns
from .figures import ShareTable, tabulate_shares
from .leaders import find_leader
from .reference import Ref, refer_to_quarter
from .rows import IncidentRow, list_incidents
from .wording import count_of, listing


@dataclass(frozen=True, kw_only=True)
class QuarterView:
    """One quarter's review."""

    title: str
    quarter: str
    sentence: str
    """What was most frequent, in words."""
    total: int
    near_misses: int
    drafts: int
    tables: tuple[ShareTable, ...]
    rows: tuple[IncidentRow, ...]
    """Incidents, the newest first."""
    near_miss_rows: tuple[IncidentRow, ...]
    previous: Ref | None
    next: Ref | None


def view_quarter(quarter: str, library: Library) -> QuarterView:
    """What the page of one quarter shows."""
    patterns = library.patterns[quarter]
    postmortems = library.by_quarter[quarter]
    order = tuple(library.patterns)
    place = order.index(quarter)
    incidents = tuple(p for p in postmortems if not p.is_near_miss)
    near_misses = tuple(p for p in postmortems if p.is_near_miss)
    return QuarterView(
        title=f"Patterns of {quarter}",
        quarter=quarter,
        sentence=describe_patterns(patterns),
        total=patterns.total,
        near_misses=patterns.near_misses,
        drafts=patterns.drafts,
        tables=_tables(patterns, library),
        rows=list_incidents(incidents, library),
        near_miss_rows=list_incidents(near_misses, library),
        previous=refer_to_quarter(order[place + 1]) if place + 1 < len(order) else None,
        next=refer_to_quarter(order[place - 1]) if place else None,
    )


def _tables(patterns: Patterns, library: Library) -> tuple[ShareTable, ...]:
    p, table = patterns, tabulate_shares
    factors, services = p.contributing_factors, p.services
    return (
        table("root-causes", "Root cause", "category", p.root_causes, library),
        table("detection", "Detected by", "", p.detection, library),
        table("factors", "Contributing factor", "factor", factors, library, exclusive=False),
        table("triggers", "Trigger", "", p.triggers, library),
        table("severities", "Severity", "", p.severities, library, by_id=True),
        table("services", "Service", "service", services, library, exclusive=False),
    )


def describe_patterns(patterns: Patterns) -> str:
    """The most frequent factor and the most frequent way of detection, in a sentence or two."""
    total = patterns.total
    if not total:
        return "No incidents in this quarter."
    factor = find_leader(patterns.contributing_factors.shares, "factor")
    sentences = []
    if factor is None:
        sentences.append(f"{count_of(total, 'incident')}, none with a contributing factor named.")
    elif factor.count == 1:
        sentences.append(f"No contributing factor came back in {count_of(total, 'incident')}.")
    else:
        titles = tuple(f"“{term.title}”" for term in factor.terms)
        share = f"{factor.count} of {count_of(total, 'incident')} ({factor.percent}\u00a0%)"
        if len(titles) == 1:
            sentences.append(f"{titles[0]} contributed to {share}, more than any other factor.")
        else:
            sentences.append(f"{listing(titles)} each contributed to {share}, more than others.")
    detection = find_leader(patterns.detection.shares, "")
    if detection and len(detection.terms) == 1:
        known = total - patterns.detection.unknown
        sentences.append(
            f"{detection.terms[0].title} found {detection.count} of {known} "
            f"({detection.percent}\u00a0%)."
        )
    return " ".join(sentences)
