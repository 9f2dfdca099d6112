"""What is known of an incident, from the register, its postmortem or both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .cause import Cause, cause_of
from .front_matter import UNKNOWN_ZONE
from .postmortem import Postmortem
from .register import RegisteredIncident
from .settings import Settings
from .timeline import Phase
from .vocabulary import fold


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentFacts:
    """What decides whether an incident is owed a postmortem; None means unknown."""

    id: str
    """The number in the register; without one, the id of the postmortem."""
    called: str
    """What others call it: the id of its own postmortem, else the number."""
    names: tuple[str, ...]
    """Whatever `recurrence_of` may call it, folded: its number, ids and aliases of postmortems."""
    day: date | None
    """The day on which it began, in the library's time zone."""
    start: datetime | None
    """With a time zone."""
    end: datetime | None
    """When it was over, with a time zone; None while it goes on."""
    end_is_day: bool
    """Whether the end is that of the day, as nothing says more."""
    severity: str | None
    customer_impact: timedelta | None
    is_near_miss: bool
    potential_severity: str | None
    cause: Cause
    recurrence_of: tuple[str, ...]
    """What people have said is the same cause, folded."""
    related: tuple[str, ...]
    """What people have named as another cause, folded."""
    is_settled: bool
    """Whether the register says which cause it is, or that it is a new one."""


def end_of(postmortem: Postmortem, settings: Settings) -> tuple[datetime | None, bool]:
    """When a postmortem's incident was over, and whether that is only the end of its day.

    That is the last phase `resolved`; without one, the end of the day of `date`
    in the document's time zone. None where there is no date either.
    """
    resolved = postmortem.timeline.last(Phase.RESOLVED)
    unknown = postmortem.timezone == UNKNOWN_ZONE
    zone = ZoneInfo(settings.timezone if unknown else postmortem.timezone)
    if resolved is not None:
        return (resolved if resolved.tzinfo else resolved.replace(tzinfo=zone)), False
    if postmortem.date is None or postmortem.date == date.max:
        return None, False
    return datetime.combine(postmortem.date + timedelta(days=1), time.min, tzinfo=zone), True


def facts_of_postmortem(postmortem: Postmortem, settings: Settings) -> IncidentFacts:
    """The facts as a document has them."""
    p = postmortem
    end, end_is_day = end_of(p, settings)
    start = p.timeline.at(Phase.STARTED)
    return IncidentFacts(
        id=p.id,
        called=p.id,
        names=tuple(fold(name) for name in (p.id, *p.aliases)),
        day=p.date,
        start=start if start and start.tzinfo else None,
        end=end,
        end_is_day=end_is_day,
        severity=p.severity,
        customer_impact=p.customer_impact,
        is_near_miss=p.is_near_miss,
        potential_severity=p.potential_severity,
        cause=cause_of(p.category, p.contributing_factors, p.services),
        recurrence_of=tuple(fold(name) for name in p.recurrence_of),
        related=tuple(fold(name) for name in p.related),
        is_settled=False,
    )


def facts_of_registered(incident: RegisteredIncident, zone: ZoneInfo) -> IncidentFacts:
    """The facts as the register has them."""
    return IncidentFacts(
        id=incident.id,
        called=incident.id,
        names=(fold(incident.id),),
        day=_day_in(zone, incident.start),
        start=incident.start,
        end=incident.end,
        end_is_day=False,
        severity=incident.severity,
        customer_impact=incident.customer_impact,
        is_near_miss=incident.is_near_miss,
        potential_severity=incident.potential_severity,
        cause=cause_of(incident.category, incident.contributing_factors, incident.services),
        recurrence_of=tuple(fold(name) for name in incident.recurrence_of or ()),
        related=(),
        is_settled=incident.recurrence_of is not None,
    )


def join_facts(registered: IncidentFacts, documents: Iterable[IncidentFacts]) -> IncidentFacts:
    """The facts of an incident of the register that has a document of its own, or several.

    What a document says goes before the register, which was filled in earlier; the
    register fills what the document leaves open, and the first document goes
    before the next.
    """
    facts = registered
    for document in reversed(tuple(documents)):
        ends_by_register = document.end_is_day and facts.end is not None
        facts = replace(
            share_facts(facts, document),
            called=document.called,
            day=document.day or facts.day,
            start=document.start or facts.start,
            end=facts.end if ends_by_register else document.end or facts.end,
            end_is_day=facts.end_is_day if ends_by_register else document.end_is_day,
            severity=document.severity or facts.severity,
            customer_impact=_first(document.customer_impact, facts.customer_impact),
            is_near_miss=document.is_near_miss,
            potential_severity=document.potential_severity or facts.potential_severity,
            cause=document.cause.filled_from(facts.cause),
        )
    return facts


def share_facts(registered: IncidentFacts, document: IncidentFacts) -> IncidentFacts:
    """The facts of one of several incidents that share a document.

    The document's times and numbers are those of all of them, so it gives its
    names, its links, and of the rest only what the register does not say.
    """
    return replace(
        registered,
        names=tuple(dict.fromkeys((*registered.names, *document.names))),
        severity=registered.severity or document.severity,
        potential_severity=registered.potential_severity or document.potential_severity,
        cause=registered.cause.filled_from(document.cause),
        recurrence_of=tuple(dict.fromkeys((*registered.recurrence_of, *document.recurrence_of))),
        related=tuple(dict.fromkeys((*registered.related, *document.related))),
    )


def _first(one: timedelta | None, other: timedelta | None) -> timedelta | None:
    return other if one is None else one


def _day_in(zone: ZoneInfo, moment: datetime | None) -> date | None:
    try:
        return moment.astimezone(zone).date() if moment else None
    except OverflowError:  # at either end of the calendar
        return None
