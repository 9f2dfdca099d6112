"""What a search for postmortems can be narrowed by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..core.facets import severity_of
from ..core.library import Library
from ..core.postmortem import Postmortem
from ..core.settings import Settings
from ..core.vocabulary import Vocabulary
from .facets import Facet, count_facet
from .wording import sentence_case

YES, NO = "yes", "no"


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchFacet:
    """A property of postmortems."""

    name: str
    """As it stands in an address."""
    title: str
    values_of: Callable[[Postmortem], tuple[str | None, ...]]
    words: Callable[[Settings], Vocabulary | None] = lambda _settings: None
    """What its values are called by; without it they are words themselves."""


SEARCH_FACETS = (
    SearchFacet(
        name="service",
        title="Service",
        values_of=lambda p: p.services,
        words=lambda settings: settings.services,
    ),
    SearchFacet(
        name="category",
        title="Root cause",
        values_of=lambda p: (p.category,),
        words=lambda settings: settings.categories,
    ),
    SearchFacet(
        name="factor",
        title="Contributing factor",
        values_of=lambda p: p.contributing_factors,
        words=lambda settings: settings.contributing_factors,
    ),
    SearchFacet(
        name="trigger",
        title="Trigger",
        values_of=lambda p: (p.trigger,),
        words=lambda settings: settings.triggers,
    ),
    SearchFacet(
        name="team",
        title="Team",
        values_of=lambda p: p.teams,
        words=lambda settings: settings.team_names,
    ),
    SearchFacet(
        name="severity",
        title="Severity",
        values_of=lambda p: (severity_of(p),),
    ),
    SearchFacet(
        name="detection",
        title="Detection",
        values_of=lambda p: (p.detection,),
        words=lambda settings: settings.detection_methods,
    ),
    SearchFacet(name="quarter", title="Quarter", values_of=lambda p: (p.quarter,)),
    SearchFacet(name="kind", title="Kind", values_of=lambda p: (p.kind,)),
    SearchFacet(name="status", title="Status", values_of=lambda p: (p.status,)),
    SearchFacet(
        name="open",
        title="Open action items",
        values_of=lambda p: (YES if p.open_actions else NO,),
    ),
)
"""In the order of what somebody on call knows."""
TITLES = {facet.name: facet.title for facet in SEARCH_FACETS}


def find_search_facets(library: Library) -> tuple[Facet, ...]:
    """The facets that the library has values of, each with how many postmortems have them."""
    counted = (_count(facet, library) for facet in SEARCH_FACETS)
    return tuple(facet for facet in counted if facet.is_given)


def _count(facet: SearchFacet, library: Library) -> Facet:
    found = [_values(facet, p) or ("",) for p in library.postmortems]
    used = {value for values in found for value in values if value}
    return count_facet(
        facet.name,
        facet.title,
        (value for values in found for value in values),
        {**_labels(facet, used, library.settings), "": "None given"},
    )


def _values(facet: SearchFacet, postmortem: Postmortem) -> tuple[str, ...]:
    return tuple(value for value in facet.values_of(postmortem) if value)


def _labels(facet: SearchFacet, used: Iterable[str], settings: Settings) -> Mapping[str, str]:
    """The values with their titles, in the order of the form."""
    vocabulary = facet.words(settings)
    if facet.name == "severity":
        return {value: value for value in order_severities(used, settings)}
    if vocabulary is not None:
        titles = {value: vocabulary.title_of(value) for value in used}
        return dict(sorted(titles.items(), key=lambda pair: (pair[1].lower(), pair[0])))
    if facet.name == "quarter":
        return {value: value for value in sorted(used, reverse=True)}
    return {value: sentence_case(value) for value in sorted(used)}


def order_severities(used: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """From the severest to the least; those that the settings do not have come last."""
    order = tuple(term.id for term in settings.severities.terms)
    known = set(used)
    return (*(one for one in order if one in known), *sorted(known.difference(order)))
