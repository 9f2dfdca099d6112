"""What is owed a postmortem: every incident of the register, and every document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from .incident_facts import (
    IncidentFacts,
    facts_of_postmortem,
    facts_of_registered,
    join_facts,
    share_facts,
)
from .library import Library
from .owners import current_team
from .postmortem import Postmortem
from .recurrence import number_occurrences
from .register import RegisteredIncident
from .settings import Settings
from .triggers import Verdict, deadline_of, judge
from .vocabulary import fold


class State(StrEnum):
    """How far the postmortem of an incident is."""

    OWED = "owed"
    """A trigger calls for one, and there is no document."""
    BEGUN = "begun"
    """There is a document that is not final yet."""
    UNREADABLE = "unreadable"
    """There is a document, which is left out of the library, so nobody can say how far it is."""
    UNDECIDED = "for-decision"
    """There is no document, and whether one is owed takes a decision or a value."""
    NOT_NEEDED = "none-needed"
    PUBLISHED = "published"
    """A document is final."""


_NOT_FINAL = (State.OWED, State.BEGUN, State.UNREADABLE)


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """An incident and the postmortem that it is owed, or is not."""

    facts: IncidentFacts
    incident: RegisteredIncident | None
    """As the register has it; None where only a document tells of it."""
    documents: tuple[Postmortem, ...]
    verdict: Verdict
    state: State
    deadline: datetime | None
    """When the postmortem is due; None where the policy gives no hours, or it is not over yet."""
    overdue_days: int
    """Days since the day of the deadline; 0 where it is not over, nothing is owed, or it is done.
    """
    team: str | None
    """Id of the team that it falls to."""

    @property
    def is_called_for(self) -> bool:
        """Whether a trigger calls for a postmortem; no other one is owed, or can be late."""
        return bool(self.verdict.met)

    @property
    def is_owed(self) -> bool:
        """Whether a trigger calls for a postmortem that is not final yet."""
        return self.state in _NOT_FINAL and self.is_called_for

    @property
    def is_late(self) -> bool:
        """Whether it is owed one, and the day of the deadline is over."""
        return self.overdue_days > 0

    @property
    def title(self) -> str:
        """What was seen, by the document, else by the register; empty where neither says."""
        if self.documents:
            return self.documents[0].title
        return self.incident.title if self.incident else ""

    @property
    def published(self) -> datetime | None:
        """When the first of its documents to be final was shared; None where nobody says."""
        dates = [p.published for p in self.documents if p.status == "final" and p.published]
        return min(dates, default=None)


@dataclass(frozen=True)
class Obligations:
    """All incidents, those due first, then the newest first."""

    all: tuple[Obligation, ...]

    @cached_property
    def owed(self) -> tuple[Obligation, ...]:
        """Those that a trigger calls for and that are not final, the late ones first."""
        return tuple(one for one in self.all if one.is_owed)

    @cached_property
    def late(self) -> tuple[Obligation, ...]:
        """Those of them whose deadline has passed, the longest overdue first."""
        return tuple(one for one in self.owed if one.is_late)

    def in_state(self, *states: State) -> tuple[Obligation, ...]:
        """Those whose postmortem is in one of these states."""
        return tuple(one for one in self.all if one.state in states)

    @cached_property
    def by_document(self) -> Mapping[str, tuple[Obligation, ...]]:
        """By the id of the postmortem; one that covers several incidents has several."""
        found: dict[str, list[Obligation]] = {}
        for one in self.all:
            for postmortem in one.documents:
                found.setdefault(postmortem.id, []).append(one)
        return {identifier: tuple(ones) for identifier, ones in found.items()}


@lru_cache(maxsize=2)
def find_obligations(library: Library) -> Obligations:
    """Hold every incident that the library knows of against the policy's triggers."""
    settings = library.settings
    known = tuple(_incidents(library))
    occurrences = number_occurrences(tuple(facts for facts, _, _ in known), settings.policy)
    unread = {fold(number) for left in library.left_out for number in left.incidents}
    found = []
    for facts, incident, documents in known:
        verdict = judge(facts, occurrences[facts.id], settings)
        is_unread = incident is not None and fold(incident.id) in unread
        state = _state(verdict, documents, is_unread=is_unread)
        deadline = deadline_of(facts.end, verdict.due_hours)
        is_owed = bool(verdict.met) and state in _NOT_FINAL
        found.append(
            Obligation(
                facts=facts,
                incident=incident,
                documents=documents,
                verdict=verdict,
                state=state,
                deadline=deadline,
                overdue_days=_days_over(deadline, library) if is_owed else 0,
                team=_team(incident, documents, settings),
            )
        )
    return Obligations(tuple(sorted(found, key=_order)))


def _incidents(
    library: Library,
) -> Iterator[tuple[IncidentFacts, RegisteredIncident | None, tuple[Postmortem, ...]]]:
    """Each incident once: those of the register, then those that only documents tell of."""
    settings = library.settings
    zone = ZoneInfo(settings.timezone)
    registered: dict[str, tuple[IncidentFacts, RegisteredIncident]] = {}
    for incident in library.register:
        facts = facts_of_registered(incident, zone)
        registered.setdefault(facts.names[0], (facts, incident))
    told: set[str] = set()
    for number, (alone, incident) in registered.items():
        documents = library.postmortems_by_incident.get(number, ())
        told.update(p.id for p in documents)
        facts, own = alone, []
        for p in documents:
            of_document = facts_of_postmortem(p, settings)
            if len({fold(other) for other in p.incidents} & registered.keys()) == 1:
                own.append(of_document)
            else:
                facts = share_facts(facts, of_document)
        yield join_facts(facts, own), incident, documents
    for p in library.postmortems:
        if p.id not in told:
            yield facts_of_postmortem(p, settings), None, (p,)


def _state(verdict: Verdict, documents: tuple[Postmortem, ...], *, is_unread: bool) -> State:
    if any(p.status == "final" for p in documents):
        return State.PUBLISHED
    if documents:
        return State.BEGUN
    if is_unread:
        return State.UNREADABLE
    if verdict.met:
        return State.OWED
    return State.UNDECIDED if verdict.is_open else State.NOT_NEEDED


def _days_over(deadline: datetime | None, library: Library) -> int:
    if deadline is None:
        return 0
    try:
        day = deadline.astimezone(ZoneInfo(library.settings.timezone)).date()
    except OverflowError:  # at the end of the calendar
        return 0
    return max((library.as_of - day).days, 0)


def _team(
    incident: RegisteredIncident | None,
    documents: tuple[Postmortem, ...],
    settings: Settings,
) -> str | None:
    """The first team named, else the one that runs a service; its successor if it is retired."""
    services = (
        *(service for p in documents for service in p.services),
        *(incident.services if incident else ()),
    )
    named: Iterable[str | None] = (
        *(p.owner for p in documents),
        *(incident.teams[:1] if incident else ()),
        *(team.id for service in services for team in settings.who_runs(service)),
    )
    team = next((one for one in named if one), None)
    return current_team(team, settings) if team else None


def _order(one: Obligation) -> tuple[int, float, float, str]:
    """The longest overdue first, then by deadline; without one, the newest first."""
    due = one.deadline.timestamp() if one.deadline and one.is_owed else float("inf")
    day = -float(one.facts.day.toordinal()) if one.facts.day else 0.0
    return (-one.overdue_days, due, day, one.facts.id)
