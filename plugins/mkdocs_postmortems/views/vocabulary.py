"""`/categories/`, `/services/` and `/factors/`: the words, and how often each was met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.library import Library
from ..core.postmortem import Postmortem
from ..core.vocabulary import Term, Vocabulary
from .reference import Ref, refer_to_incident
from .rows import count_kinds


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One of the vocabularies that postmortems are browsed by."""

    kind: str
    """Kind of a word's page: `category`."""
    kind_of_list: str
    """Kind of the page of all words: `categories`."""
    title: str
    noun: str
    """`root-cause category`."""
    explanation: str
    """What the words are, in a sentence."""


CATEGORIES = Axis(
    kind="category",
    kind_of_list="categories",
    title="Root-cause categories",
    noun="category",
    explanation="The one cause without which the incident would not have happened.",
)
SERVICES = Axis(
    kind="service",
    kind_of_list="services",
    title="Services",
    noun="service",
    explanation="The parts of the system that an incident was felt in.",
)
FACTORS = Axis(
    kind="factor",
    kind_of_list="factors",
    title="Contributing factors",
    noun="contributing factor",
    explanation="What made an incident likelier, longer or worse. An incident may have several.",
)
AXES = (CATEGORIES, SERVICES, FACTORS)


@dataclass(frozen=True, kw_only=True, slots=True)
class TermRow:
    """One word with its figures."""

    term: Ref
    description: str
    incidents: int
    near_misses: int
    open_actions: int
    latest: Ref | None
    latest_date: str | None
    successor: Ref | None
    """What is used instead of a retired one."""


@dataclass(frozen=True, kw_only=True)
class VocabularyView:
    """All words of an axis, the most frequent first."""

    title: str
    noun: str
    explanation: str
    counts: str
    rows: tuple[TermRow, ...]
    """Those that new documents may use."""
    retired: tuple[TermRow, ...]
    """Those that older documents have, and no new one should."""


def terms_of(axis: Axis, library: Library) -> tuple[Term, ...]:
    """The declared words, then those that documents use beside them, by id."""
    vocabulary = vocabulary_of(axis, library)
    declared = {term.id for term in vocabulary.terms}
    others = (i for i in sorted(postmortems_by(axis, library)) if i not in declared)
    return (
        *vocabulary.terms,
        *(Term(id=identifier, title=vocabulary.title_of(identifier)) for identifier in others),
    )


def vocabulary_of(axis: Axis, library: Library) -> Vocabulary:
    """The vocabulary in the settings."""
    settings = library.settings
    return {
        "category": settings.categories,
        "service": settings.services,
        "factor": settings.contributing_factors,
    }[axis.kind]


def postmortems_by(axis: Axis, library: Library) -> Mapping[str, tuple[Postmortem, ...]]:
    """The library's index for the axis."""
    return {
        "category": library.by_category,
        "service": library.by_service,
        "factor": library.by_factor,
    }[axis.kind]


def view_vocabulary(axis: Axis, library: Library) -> VocabularyView:
    """What the page of all words shows."""
    found = postmortems_by(axis, library)
    terms = terms_of(axis, library)

    def rows_of(*, retired: bool) -> tuple[TermRow, ...]:
        chosen = (term for term in terms if term.retired is retired)
        rows = [_row(axis, term, found.get(term.id, ()), library) for term in chosen]
        return tuple(
            sorted(rows, key=lambda row: (-row.incidents, -row.near_misses, row.term.title))
        )

    return VocabularyView(
        title=axis.title,
        noun=axis.noun,
        explanation=axis.explanation,
        counts=count_kinds(library.postmortems),
        rows=rows_of(retired=False),
        retired=rows_of(retired=True),
    )


def refer_to_successor(axis: Axis, term: Term, library: Library) -> Ref | None:
    """The word that is used instead of a retired one, if there is one."""
    successor = vocabulary_of(axis, library).successor_of(term)
    return Ref(kind=axis.kind, key=successor.id, title=successor.title) if successor else None


def _row(axis: Axis, term: Term, postmortems: tuple[Postmortem, ...], library: Library) -> TermRow:
    near = sum(p.is_near_miss for p in postmortems)
    latest = postmortems[0] if postmortems else None
    return TermRow(
        term=Ref(kind=axis.kind, key=term.id, title=term.title),
        description=term.description,
        incidents=len(postmortems) - near,
        near_misses=near,
        open_actions=sum(len(p.open_actions) for p in postmortems),
        latest=refer_to_incident(latest) if latest else None,
        latest_date=latest.date.isoformat() if latest and latest.date else None,
        successor=refer_to_successor(axis, term, library),
    )
