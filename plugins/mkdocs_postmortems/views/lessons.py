"""What those who were not there can learn from a postmortem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..core.concerns import Concern, FiledByTrait, Trait, file_by_trait, find_concerned
from ..core.library import Library
from ..core.plain_text import first_sentence
from ..core.postmortem import Postmortem
from .reference import Ref, refer_to_factors, refer_to_incident, refer_to_team, refer_to_teams
from .rows import SeverityMark, mark_severity
from .story import tell_cause
from .wording import iso_date


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcernedTeam:
    """A team that was not there, and why it may want to read on."""

    team: Ref
    reason: str
    """`runs Orders`, `met “Alert missing” in`."""
    met_in: Ref | None
    """Where it met that; reads as the postmortem's id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """A postmortem that was published, in a few lines."""

    incident: Ref
    severity: SeverityMark | None
    kind: str
    status: str
    published: str | None
    """`2026-03-05`."""
    teams: tuple[Ref, ...]
    cause: str
    """Plain text; of the summary where there is no root cause."""
    mitigation: str | None
    """Without the full stop."""
    factors: tuple[Ref, ...]
    concerned: tuple[ConcernedTeam, ...]
    """By name."""


def tell_lessons(postmortems: tuple[Postmortem, ...], library: Library) -> tuple[Lesson, ...]:
    """The lesson of each postmortem, in the order given."""
    return tuple(_lesson(postmortem, library) for postmortem in postmortems)


@lru_cache(maxsize=2)
def _filed(library: Library) -> FiledByTrait:
    """Looks at all postmortems once for the pages of all months."""
    return file_by_trait(library.postmortems, library.settings)


def _lesson(postmortem: Postmortem, library: Library) -> Lesson:
    p = postmortem
    concerned = [
        _concerned(concern, library)
        for concern in find_concerned(p, _filed(library), library.settings)
    ]
    return Lesson(
        incident=refer_to_incident(p),
        severity=mark_severity(p, library),
        kind=p.kind,
        status=p.status,
        published=iso_date(library.published_days.get(p.id)),
        teams=refer_to_teams(p.teams, library),
        cause=tell_cause(p) or first_sentence(p.summary or ""),
        mitigation=p.mitigation.rstrip(".") if p.mitigation else None,
        factors=refer_to_factors(p.contributing_factors, library),
        concerned=tuple(sorted(concerned, key=lambda c: c.team.title)),
    )


def _concerned(concern: Concern, library: Library) -> ConcernedTeam:
    title = _title_of(concern.trait, library)
    met = concern.postmortem
    return ConcernedTeam(
        team=refer_to_team(concern.team, library),
        reason=f"met “{title}” in" if met else f"runs {title}",
        met_in=Ref(kind="incident", key=met.id, title=met.id) if met else None,
    )


def _title_of(trait: Trait, library: Library) -> str:
    settings = library.settings
    words = settings.services if trait.kind == "service" else settings.contributing_factors
    return words.title_of(trait.id)
