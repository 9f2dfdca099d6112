"""What a newcomer to a team reads first: its most instructive postmortems, each with why."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from .chains import find_chains
from .citations import find_citations
from .citing_text import CitingText
from .library import Library
from .plain_text import COMMENT
from .postmortem import Postmortem
from .referred import Referred
from .settings import Pin

MOST = 8
"""So many are chosen; what a team has pinned is all there, however much it is."""
WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction by adults: M. Brysbaert, *How many words do we read per
minute? A review and meta-analysis of reading rate*, Journal of Memory and Language 109 (2019)."""
_OF_EACH = 3
"""So many are in question for one reason; a team with no more than that reads all it has."""
_OFTEN = 2
"""So many texts lead to what is cited often, at least."""
_BETWEEN_WORDS = re.compile(r"[\s|]+")
_LETTER = re.compile(r"[^\W_]")


class Why(StrEnum):
    """Why a postmortem is chosen, the weightiest reason first."""

    PINNED = "pinned"
    """`read_first` of the team in `library.yml` names it."""
    CAME_BACK = "came back"
    """People have linked its cause with others' (`recurrence_of`), and of these incidents it is
    the latest that the team has. The causes that occurred most often come first."""
    CITED = "cited"
    """It is among the team's first three by how many other documents and pages lead to it, and
    at least two do. What only `recurrence_of` connects with it does not count."""
    SEVEREST = "severest"
    """It is among the team's first by severity, an incident before a near miss that would have
    had the same one; then by the time for which customers were affected, then by the duration.
    Without a severity none is. The first are three, of fewer than six the first half."""
    LATEST = "latest"
    """It is among the team's first by date, as many as for the severest; those without one come
    after all others."""
    ONE_OF_FEW = "one of few"
    """The team has no more than three. It stands for severest and latest, as nearly all of so few
    would be both."""


_WEIGHTS = {why: weight for weight, why in enumerate(Why)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why a postmortem is chosen."""

    why: Why
    number: int = 0
    """Of `CITED`: how many documents and pages lead to it; of `ONE_OF_FEW`: of how many it is
    one; else 0."""
    note: str = ""
    """Of `PINNED`: the team's own reason, inline Markdown; may be empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A postmortem to be read, and why."""

    postmortem: Postmortem
    reasons: tuple[Reason, ...]
    """All that hold, the weightiest first; at least one."""
    minutes: int
    """Reading time, at least 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingList:
    """What a newcomer to a team reads, in this order."""

    readings: tuple[Reading, ...] = ()

    @property
    def minutes(self) -> int:
        """Of all of it."""
        return sum(reading.minutes for reading in self.readings)


@lru_cache(maxsize=2)
def find_reading_lists(library: Library) -> Mapping[str, ReadingList]:
    """The reading list of each team that has one, by the id of the team.

    What a team has pinned stands first, in its order, final or not. Of the others, one is
    chosen for each reason in turn, in the order of `Why`: the cause that came back most
    often, what is cited most, the severest, the latest, then the second of each, until
    there are eight. They are read in another order: what is chosen for more reasons comes
    first, then what is chosen for a weightier one; what has the same reasons stands as it
    does for the weightiest of them, so what is merely late comes last.

    Those that a team has are final; for each reason, what it owns comes before what it only
    took part in. Equals stand by date, the latest first, then by id.
    """
    pins = {team.id: team.read_first for team in library.settings.teams}
    teams = dict.fromkeys((*pins, *library.by_team))
    referred = Referred(library)
    texts = {text.uri: text for text in library.texts}
    lists = {}
    for team in teams:
        chosen = tuple(_choose(team, pins.get(team, ()), referred, library))
        if chosen:
            lists[team] = ReadingList(
                readings=tuple(
                    Reading(postmortem=p, reasons=reasons, minutes=count_minutes(texts[p.uri]))
                    for p, reasons in chosen
                )
            )
    return lists


def count_minutes(text: CitingText) -> int:
    """Minutes in which a text is read, whole ones, rounded up, at least one.

    A word is what stands between spaces, or the strokes of a table, and has a letter or a
    digit in it. Comments are not read.
    """
    words = _BETWEEN_WORDS.split(COMMENT.sub(" ", text.markdown))
    count = sum(_LETTER.search(word) is not None for word in words)
    return max(math.ceil(count / WORDS_A_MINUTE), 1)


def _choose(
    team: str, pins: tuple[Pin, ...], referred: Referred, library: Library
) -> Iterator[tuple[Postmortem, tuple[Reason, ...]]]:
    ranked = _rank(team, library)
    reasons: dict[str, list[Reason]] = {}
    for pin in pins:
        postmortem = referred.find(pin.postmortem)
        if postmortem and postmortem.id not in reasons:
            reasons[postmortem.id] = [Reason(why=Why.PINNED, note=pin.reason)]
    pinned = tuple(reasons)
    for row in ranked:
        for p, reason in row:
            reasons.setdefault(p.id, []).append(reason)
    in_turn = (row[place][0].id for place in range(MOST) for row in ranked if place < len(row))
    free = max(MOST - len(pinned), 0)
    chosen = tuple(dict.fromkeys(one for one in in_turn if one not in pinned))[:free]

    def weigh(identifier: str) -> tuple[int, tuple[int, ...]]:
        weights = tuple(_WEIGHTS[reason.why] for reason in reasons[identifier])
        return -len(weights), weights

    # They stand in `reasons` by their weightiest reason, and for that one in its order.
    others = sorted((one for one in reasons if one in chosen), key=weigh)
    for identifier in (*pinned, *others):
        yield library.by_id[identifier], tuple(reasons[identifier])


def _rank(team: str, library: Library) -> tuple[tuple[tuple[Postmortem, Reason], ...], ...]:
    """The final ones of a team for each reason but pinning, in their order."""
    has = [p for p in library.by_team.get(team, ()) if p.status == "final"]
    ranks = {term.id: rank for rank, term in enumerate(library.settings.severities.terms)}

    def rank(p: Postmortem) -> int:
        stated = p.potential_severity if p.is_near_miss else p.severity
        return ranks.get(stated or "", len(ranks))

    def severity(p: Postmortem) -> tuple[int, bool, timedelta, timedelta]:
        nothing = timedelta(0)
        return (
            rank(p),
            p.is_near_miss,
            -(p.customer_impact or nothing),
            -(p.duration or nothing),
        )

    def order(key: Callable[[Postmortem], Any]) -> list[Postmortem]:
        """What the team owns first; equals stay in the library's order, the latest first."""
        return sorted(has, key=lambda p: (p.owner != team, key(p)))

    came_back = order(lambda p: -_occurrences(p, library))
    last = _last_of_chains(has, library)
    often = order(lambda p: -times_cited(p, library))
    severest, latest = order(severity), order(lambda _: 0)
    rows = (
        tuple((p, Reason(why=Why.CAME_BACK)) for p in came_back if p.id in last),
        tuple(
            (p, Reason(why=Why.CITED, number=number))
            for p in often[:_OF_EACH]
            if (number := times_cited(p, library)) >= _OFTEN
        ),
    )
    if len(has) <= _OF_EACH:
        few = Reason(why=Why.ONE_OF_FEW, number=len(has))
        return (*rows, tuple((p, few) for p in severest))
    known = [p for p in severest if rank(p) < len(ranks)]
    some = min(_OF_EACH, len(has) // 2)
    return (
        *rows,
        tuple((p, Reason(why=Why.SEVEREST)) for p in known[:some]),
        tuple((p, Reason(why=Why.LATEST)) for p in latest[:some]),
    )


def _last_of_chains(has: Iterable[Postmortem], library: Library) -> frozenset[str]:
    """The ids of the latest incident of each cause that came back, of those that a team has."""
    chains = find_chains(library).by_incident
    last: dict[str, str] = {}
    for p in has:
        if p.id in chains:
            last.setdefault(chains[p.id].members[0].id, p.id)
    return frozenset(last.values())


def _occurrences(postmortem: Postmortem, library: Library) -> int:
    """How many incidents are known to have the cause of one, itself among them."""
    chain = find_chains(library).by_incident.get(postmortem.id)
    return len(chain.members) if chain else 1


def times_cited(postmortem: Postmortem, library: Library) -> int:
    """How many other documents and pages lead to a postmortem, but for `recurrence_of` alone."""
    found = find_citations(library).of(postmortem)
    return sum(not citation.is_recurrence_alone for citation in found)
