"""What calls for a postmortem, and by when it is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from .durations import format_exactly
from .incident_facts import IncidentFacts
from .policy import Policy
from .recurrence import Occurrence
from .settings import Settings

NOT_LINKED = Occurrence(number=1, first="", is_dated=True, possible=())
"""An incident that nothing is known to have led up to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What the policy says of an incident; every text is a clause without a full stop."""

    met: tuple[str, ...]
    """The triggers that call for a postmortem: `SEV-1: always`."""
    missed: tuple[str, ...]
    """Those that do not, and by how much."""
    unknown: tuple[str, ...]
    """What would have to be known to tell."""
    possible: tuple[str, ...]
    """What earlier incidents are called which would make it the occurrence that is owed a postmortem,
    if they have the same cause: for people to decide."""
    due_hours: int | None
    """Hours from the end to the postmortem; None where the policy gives none."""

    @property
    def is_open(self) -> bool:
        """Whether nothing calls for a postmortem, but something may."""
        return not self.met and bool(self.unknown or self.possible)


def judge(facts: IncidentFacts, occurrence: Occurrence, settings: Settings) -> Verdict:
    """Hold an incident against the triggers of the policy.

    One of before the policy's `owed_since` meets none.
    """
    since = settings.policy.owed_since
    if since and facts.day and facts.day < since:
        before = f"before {since.isoformat()}, since which postmortems are owed"
        return Verdict(met=(), missed=(before,), unknown=(), possible=(), due_hours=None)
    met: list[str] = []
    missed: list[str] = []
    unknown: list[str] = []
    found = {"met": met, "missed": missed, "unknown": unknown}
    for outcome, clause in (
        *_by_severity(facts, settings),
        *_by_occurrence(occurrence, settings.policy),
    ):
        found[outcome].append(clause)
    recurs = 0 < settings.policy.owed_occurrence <= occurrence.number and occurrence.is_dated
    return Verdict(
        met=tuple(met),
        missed=tuple(missed),
        unknown=tuple(unknown),
        possible=occurrence.possible if not met else (),
        due_hours=due_hours(
            settings.policy,
            severity=facts.severity,
            is_near_miss=facts.is_near_miss,
            recurs=recurs,
        ),
    )


def due_hours(
    policy: Policy, *, severity: str | None, is_near_miss: bool, recurs: bool = False
) -> int | None:
    """Hours that a postmortem has, from the end of the incident.

    A near miss has its own, whatever it would have been; an incident those of
    its severity, and those of a recurrence where its cause came back too often.
    Of several the fewest count; None where there are none.
    """
    by_kind = policy.near_miss_due_hours if is_near_miss else None
    by_severity = policy.postmortem_due_hours.get(severity or "") if not is_near_miss else None
    by_recurrence = policy.recurrence_due_hours if recurs else None
    given = [hours for hours in (by_kind, by_severity, by_recurrence) if hours is not None]
    return min(given, default=None)


def deadline_of(end: datetime | None, hours: int | None) -> datetime | None:
    """The instant by which a postmortem is due; None where there is no end or no hours."""
    if end is None or hours is None:
        return None
    try:
        return end + timedelta(hours=hours)
    except OverflowError:  # beyond the calendar
        return None


def _by_severity(facts: IncidentFacts, settings: Settings) -> Iterator[tuple[str, str]]:
    """Outcome and clause of the triggers that look at how bad it was, or would have been."""
    policy = settings.policy
    limit = timedelta(minutes=policy.customer_impact_minutes)
    if facts.is_near_miss:
        would_be = facts.potential_severity
        if would_be is None:
            if policy.owed_near_misses:
                yield "unknown", "what the near miss would have been is not recorded"
            return
        clause = f"a near miss that would have been {would_be}"
        if would_be in policy.owed_near_misses:
            yield "met", clause
        else:
            yield "missed", clause + _distance(would_be, policy.owed_near_misses, settings)
        return
    severity, impact = facts.severity, facts.customer_impact
    by_impact = tuple(s for s in policy.owed_if_customers_affected if s not in policy.owed_always)
    if severity is None:
        if policy.owed_always or by_impact:
            yield "unknown", "its severity is not recorded"
    elif severity in policy.owed_always:
        yield "met", f"{severity}: always"
    elif severity not in by_impact:
        yield "missed", severity + _distance(severity, (*policy.owed_always, *by_impact), settings)
    elif impact is None:
        yield "unknown", f"{severity}, and how long customers were affected is not recorded"
    elif impact > limit:
        yield (
            "met",
            f"{severity}, customers affected for {format_exactly(impact)}; "
            f"more than {format_exactly(limit)} are enough",
        )
    else:
        short = limit - impact
        gap = f"{format_exactly(short)} below" if short else "exactly"
        yield (
            "missed",
            f"{severity}, customers affected for {format_exactly(impact)}: "
            f"{gap} the {format_exactly(limit)} that have to be exceeded",
        )


def _by_occurrence(occurrence: Occurrence, policy: Policy) -> Iterator[tuple[str, str]]:
    number, wanted = occurrence.number, policy.owed_occurrence
    if not wanted:
        return
    if number < wanted:
        known = f" of the cause of {occurrence.first}" if number > 1 else " of its cause"
        yield (
            "missed",
            f"the {ordinal(number)} known occurrence{known}, "
            f"{wanted - number} short of the {ordinal(wanted)}",
        )
    elif not occurrence.is_dated:
        yield "unknown", "when it began is not recorded, so neither is which occurrence it is"
    elif number == 1:
        yield "met", "the 1st occurrence of its cause"
    else:
        yield "met", f"the {ordinal(number)} occurrence of the cause of {occurrence.first}"


def _distance(severity: str, owed: tuple[str, ...], settings: Settings) -> str:
    """How far a severity lies below those that are owed a postmortem."""
    ranks = {term.id: rank for rank, term in enumerate(settings.severities.terms)}
    above = [s for s in owed if s in ranks and severity in ranks and ranks[s] < ranks[severity]]
    if not above:
        return ", which is owed none"
    nearest = max(above, key=lambda s: ranks[s])
    steps = ranks[severity] - ranks[nearest]
    return f", {steps} {'step' if steps == 1 else 'steps'} below {nearest}"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    is_teen = number % 100 in (11, 12, 13)
    suffix = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{suffix}"
