"""Which occurrence of its cause an incident is: by what people say, and possibly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from .cause import Cause
from .incident_facts import IncidentFacts, facts_of_postmortem
from .policy import Policy
from .postmortem import Postmortem
from .settings import Settings
from .settled import Called, find_alike, group_by_cause

NAMED = 3
"""So many earlier occurrences are named."""

Moment = tuple[date, float, str]
"""Day, instant where it is known, and id: what incidents are put in order by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """Where an incident stands among those with its cause."""

    number: int
    """1 for the first that is known, by what people have linked."""
    first: str
    """What the first one is called."""
    is_dated: bool
    """Whether the day is known; without it, `number` counts all of the others as earlier."""
    possible: tuple[str, ...]
    """What the latest earlier incidents are called that may have the same cause, the latest last;
    empty unless they would make it the occurrence that is owed a postmortem."""


class EarlierCauses:
    """Incidents by what makes their causes alike, in the order of their days."""

    def __init__(self, incidents: Iterable[tuple[Cause, Moment]]) -> None:
        """Take the cause and the moment of each."""
        self._moments: dict[tuple[str, str], list[Moment]] = {}
        for cause, moment in incidents:
            for key in cause.keys:
                self._moments.setdefault(key, []).append(moment)
        for moments in self._moments.values():
            moments.sort()

    def before(
        self,
        cause: Cause,
        moment: Moment,
        *,
        window: int,
        limit: int,
        at_least: int = 0,
        without: Container[str] = frozenset(),
    ) -> tuple[str, ...]:
        """Ids of up to `limit` earlier ones that may have that cause, the latest last, no more than `window` days before; `without` are passed over.

        None at all where there are fewer than `at_least`.
        """
        days = timedelta(days=window)
        day = moment[0] - days if moment[0] - date.min > days else date.min
        first = (day, float("-inf"), "")
        stretches = []
        for key in cause.keys:
            moments = self._moments.get(key, [])
            end = bisect_left(moments, moment)
            stretches.append((moments, bisect_left(moments, first, 0, end), end))
        if sum(end - start for _, start, end in stretches) < at_least:
            return ()
        found: set[Moment] = set()
        for moments, start, end in stretches:
            latest_first = (moments[index] for index in reversed(range(start, end)))
            found.update(islice((m for m in latest_first if m[2] not in without), limit))
        ids = tuple(identifier for _, _, identifier in sorted(found)[-limit:])
        return ids if len(ids) >= at_least else ()


def number_occurrences(
    incidents: tuple[IncidentFacts, ...], policy: Policy
) -> Mapping[str, Occurrence]:
    """The occurrence that each incident is, by its id.

    Confirmed are those linked through `recurrence_of`, over several steps too,
    and whatever lies between. Possible are those of the same category with a
    factor or service in common, within the policy's window, unless people have
    said of the incident which cause it has.
    """
    causes = EarlierCauses((facts.cause, _moment(facts)) for facts in incidents if facts.day)
    by_name = Called((facts.names, facts) for facts in incidents)
    called = {facts.id: facts.called for facts in incidents}
    occurrences: dict[str, Occurrence] = {}
    for group in group_by_cause(incidents):
        ordered = sorted(group, key=_moment)
        members = frozenset(facts.id for facts in ordered)
        for number, facts in enumerate(ordered, start=1):
            occurrences[facts.id] = Occurrence(
                number=number,
                first=ordered[0].called,
                is_dated=facts.day is not None,
                possible=tuple(
                    called[identifier]
                    for identifier in _possible(facts, number, members, by_name, causes, policy)
                ),
            )
    return occurrences


def earlier_with_one_cause(
    postmortems: Iterable[Postmortem], settings: Settings
) -> Mapping[str, tuple[Postmortem, ...]]:
    """The earlier postmortems with the same cause, by the id of the later one.

    As people have said, through `recurrence_of`, over several steps too. One
    without an earlier one is left out, and so is whatever has no date.
    """
    dated = {p.id: p for p in postmortems if p.date}
    earlier = {}
    for group in group_by_cause(facts_of_postmortem(p, settings) for p in dated.values()):
        ordered = sorted(group, key=_moment)
        for index, facts in enumerate(ordered):
            before = tuple(dated[o.id] for o in ordered[:index] if o.day != facts.day)
            if before:
                earlier[facts.id] = before
    return earlier


def _possible(
    facts: IncidentFacts,
    number: int,
    members: frozenset[str],
    by_name: Called[IncidentFacts],
    causes: EarlierCauses,
    policy: Policy,
) -> tuple[str, ...]:
    missing = policy.owed_occurrence - number
    is_settled = facts.is_settled or facts.recurrence_of
    if missing <= 0 or is_settled or not facts.day:
        return ()
    if any(find_alike(facts.related, facts.cause, by_name)):
        return ()
    return causes.before(
        facts.cause,
        _moment(facts),
        window=policy.recurrence_window_days,
        at_least=missing,
        limit=max(missing, NAMED),
        without=members,
    )[-NAMED:]


def _moment(facts: IncidentFacts) -> Moment:
    """Those without a day stand last."""
    start = facts.start.timestamp() if facts.start else float("inf")
    return (facts.day or date.max, start, facts.id)
