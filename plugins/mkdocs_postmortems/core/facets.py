"""By what postmortems are told apart where some of them are asked for: category, team, …"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from .vocabulary import Term, Vocabulary

if TYPE_CHECKING:  # what was kept of documents is asked for without the readers being loaded
    from .postmortem import Postmortem
    from .settings import Settings

Facets = Mapping[str, tuple[str, ...]]
"""Ids by the name of the facet: of one postmortem, or of all."""

FACETS = ("category", "team", "service", "factor", "severity", "kind", "status")

FIXED = MappingProxyType(
    {
        name: Vocabulary(terms=tuple(Term(id=word, title=word) for word in words))
        for name, words in (
            ("kind", ("incident", "near-miss")),
            ("status", ("draft", "in-review", "final")),
        )
    }
)
"""Words that no library chooses."""


class UnknownWordError(ValueError):
    """A word that the library does not have for a facet; the message says which it has."""


def severity_of(postmortem: Postmortem) -> str | None:
    """The severity; of a near miss the one that it would have had."""
    return postmortem.potential_severity if postmortem.is_near_miss else postmortem.severity


def facets_of(postmortem: Postmortem) -> Facets:
    """What a postmortem says of each facet."""
    p = postmortem
    severity = severity_of(p)
    return {
        "category": (p.category,) if p.category else (),
        "team": p.teams,
        "service": p.services,
        "factor": p.contributing_factors,
        "severity": (severity,) if severity else (),
        "kind": (p.kind,),
        "status": (p.status,),
    }


def vocabularies_of(settings: Settings) -> Mapping[str, Vocabulary]:
    """The words that each facet may have."""
    return {
        "category": settings.categories,
        "team": settings.team_names,
        "service": settings.services,
        "factor": settings.contributing_factors,
        "severity": settings.severities,
        **FIXED,
    }


def join_facets(some: Iterable[Facets]) -> Facets:
    """The ids in use, in their own order."""
    found: dict[str, set[str]] = {name: set() for name in FACETS}
    for facets in some:
        for name, values in facets.items():
            found[name].update(values)
    return {name: tuple(sorted(values)) for name, values in found.items()}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which postmortems are asked for; nothing wanted means all."""

    wanted: Facets = field(default_factory=lambda: MappingProxyType({}))
    """Facets without a wish are left out."""
    remarks: tuple[str, ...] = ()
    """A sentence for each wish that no postmortem can fulfil."""

    def holds(self, facets: Facets) -> bool:
        """Whether a postmortem has any value wanted, in each of the facets."""
        return all(not set(ids).isdisjoint(facets[name]) for name, ids in self.wanted.items())

    def without(self, name: str) -> Selection:
        """The same, whatever that facet may be."""
        return Selection(wanted={other: ids for other, ids in self.wanted.items() if other != name})


def select(words: Facets, vocabularies: Mapping[str, Vocabulary], in_use: Facets) -> Selection:
    """What these words ask for. Raises UnknownWordError.

    `in_use` are the ids that postmortems have: where any word will do, one that
    none of them has is answered with those.
    """
    wanted: dict[str, tuple[str, ...]] = {}
    remarks: list[str] = []
    for name, typed in words.items():
        vocabulary = vocabularies[name]
        ids = []
        for word in typed:
            term = vocabulary.resolve(word)
            if term is None and not vocabulary.open:
                raise UnknownWordError(_refuse(name, word, vocabulary))
            identifier = term.id if term else word
            if vocabulary.open and identifier not in in_use[name]:
                remarks.append(f"No postmortem has the {name} `{word}`; {_list(in_use[name])}.")
            ids.append(identifier)
        if ids:
            wanted[name] = tuple(ids)
    return Selection(wanted=wanted, remarks=tuple(remarks))


def _refuse(name: str, word: str, vocabulary: Vocabulary) -> str:
    guess = vocabulary.nearest(word)
    hint = f"did you mean `{guess}`?" if guess else _list([term.id for term in vocabulary.terms])
    where = "there is no" if name in FIXED else "library.yml has no"
    return f"{where} {name} `{word}`; {hint}"


def _list(identifiers: Iterable[str]) -> str:
    known = tuple(identifiers)
    shown = ", ".join(known[:20]) + (" …" if len(known) > 20 else "")
    return f"there are {shown}" if known else "none is in use yet"
