"""Whom a postmortem concerns beside those who were there: who runs or has met the same things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .owners import current_team
from .postmortem import Postmortem
from .settings import Settings


@dataclass(frozen=True, kw_only=True, order=True)
class Trait:
    """Something that several incidents may have in common."""

    kind: str
    """`factor` or `service`."""
    id: str


@dataclass(frozen=True, kw_only=True)
class Concern:
    """A team that was not there, and why it may want to read on."""

    team: str
    """Its id, or that of its successor."""
    trait: Trait
    postmortem: Postmortem | None
    """The newest other postmortem in which it met that; None where it runs that service."""


FiledByTrait = Mapping[Trait, Mapping[str, tuple[Postmortem, ...]]]
"""Postmortems by what they have in common, then by the ids of their teams."""


def file_by_trait(postmortems: tuple[Postmortem, ...], settings: Settings) -> FiledByTrait:
    """The two newest postmortems of each team with each trait; `postmortems` come newest first.

    Two, so that one is left when the other is the one that is asked about.
    """
    filed: dict[Trait, dict[str, tuple[Postmortem, ...]]] = {}
    for postmortem in postmortems:
        teams = {current_team(team, settings) for team in postmortem.teams}
        for trait in _traits(postmortem):
            met = filed.setdefault(trait, {})
            for team in teams:
                if len(met.get(team, ())) < 2:
                    met[team] = (*met.get(team, ()), postmortem)
    return filed


def find_concerned(
    postmortem: Postmortem, filed: FiledByTrait, settings: Settings, limit: int = 5
) -> tuple[Concern, ...]:
    """Up to `limit` teams that a postmortem concerns though they were not there, by id.

    Those come first that have most in common with it, and have met that most lately.
    """
    there = {current_team(team, settings) for team in postmortem.teams}
    reasons: dict[str, list[Concern]] = {}
    for concern in (*_runners(postmortem, settings), *_met(postmortem, filed)):
        if concern.team not in there:
            reasons.setdefault(concern.team, []).append(concern)
    chosen = sorted(
        reasons.values(), key=lambda found: (-len(found), -_day(found[0]), found[0].team)
    )
    return tuple(sorted((found[0] for found in chosen[:limit]), key=lambda c: c.team))


def _traits(postmortem: Postmortem) -> Iterator[Trait]:
    for factor in postmortem.contributing_factors:
        yield Trait(kind="factor", id=factor)
    for service in postmortem.services:
        yield Trait(kind="service", id=service)


def _runners(postmortem: Postmortem, settings: Settings) -> Iterator[Concern]:
    for service in postmortem.services:
        trait = Trait(kind="service", id=service)
        for team in settings.who_runs(service):
            yield Concern(team=current_team(team.id, settings), trait=trait, postmortem=None)


def _met(postmortem: Postmortem, filed: FiledByTrait) -> Iterator[Concern]:
    for trait in _traits(postmortem):
        for team, met in filed.get(trait, {}).items():
            other = next((p for p in met if p.id != postmortem.id), None)
            if other is not None:
                yield Concern(team=team, trait=trait, postmortem=other)


def _day(concern: Concern) -> int:
    """When it met that, as an ordinal; who runs a service meets it every day."""
    met = concern.postmortem
    return ((met.date or date.min) if met else date.max).toordinal()
