"""What causes name, and how often words end the search for them: totals of the organisation.

Whatever could point at one document is left out: quarters with few documents,
and the ids of all. Of what would be said of each document, only what nobody could
hold against it is: that all causes name a system, or that there is no finding.
"""

from __future__ import annotations

from dataclasses import dataclass

from .health import MIN_COUNT, MIN_DOCUMENTS, Trend, follow_trend
from .language import CAUSE_RULES, LANGUAGE_RULES
from .library import Library


@dataclass(frozen=True, kw_only=True)
class LanguageHealth:
    """Of final postmortems, near misses among them."""

    final: int
    """Final postmortems in all."""
    unreadable: int
    """Those of them without a root cause that can be read; in no figure about causes."""
    systems: Trend | None
    """Causes that name a system, not a person; None where a rule that tells is off."""
    cause_rules_off: tuple[str, ...]
    findings: Trend | None
    """Findings about language per document; None where all of the rules are off."""
    rules_off: tuple[str, ...]


def measure_language(library: Library) -> LanguageHealth:
    """Add up what was found in final postmortems."""
    off = tuple(c for c in LANGUAGE_RULES if library.settings.rule_levels.get(c) == "off")
    cause_rules_off = tuple(code for code in off if code in CAUSE_RULES)
    final = [p for p in library.postmortems if p.status == "final" and p.id in library.language]
    readable = [p for p in final if p.root_cause]
    counts = library.language
    systems = follow_trend(
        ((p.quarter, int(not counts[p.id].names_person)) for p in readable),
        library,
        least=MIN_DOCUMENTS,
        few=MIN_COUNT,
    )
    findings = follow_trend(
        ((p.quarter, counts[p.id].findings) for p in final),
        library,
        least=MIN_DOCUMENTS,
        # A figure that is told of one and not of the other would say more of both.
        hidden={one.quarter for one in systems.quarters if one.tally is None},
        is_share=False,
    )
    return LanguageHealth(
        final=len(final),
        unreadable=len(final) - len(readable),
        systems=None if cause_rules_off else systems,
        cause_rules_off=cause_rules_off,
        findings=None if len(off) == len(LANGUAGE_RULES) else findings,
        rules_off=off,
    )
