"""`/find/`: the search for postmortems, by words and by what they have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.library import Library
from .facets import NONE, Facet
from .rows import count_kinds
from .search_facets import find_search_facets

_OPEN = ("service", "category", "severity")
_SHORT = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A search that finds something in this library."""

    about: str
    """What somebody has who searches so."""
    text: str
    name: str
    """The parameter of the address: `words`, or a facet's name."""
    value: str


@dataclass(frozen=True, kw_only=True)
class FindView:
    """The search page, before anybody has searched."""

    title: str
    total: int
    counts: str
    """`45 incidents and 6 near misses`."""
    facets: tuple[Facet, ...]
    open_facets: tuple[str, ...]
    """Names of those whose values stand there from the beginning."""
    severities: tuple[str, ...]
    """Ids, the severest first: what the severity of a result is ranked by."""
    examples: tuple[Example, ...]


def view_find(library: Library) -> FindView:
    """What the search page shows."""
    facets = find_search_facets(library)
    return FindView(
        title="Find a postmortem",
        total=len(library.postmortems),
        counts=count_kinds(library.postmortems),
        facets=facets,
        open_facets=_OPEN,
        severities=tuple(term.id for term in library.settings.severities.terms),
        examples=tuple(_examples(library, {facet.name: facet for facet in facets})),
    )


def _examples(library: Library, facets: dict[str, Facet]) -> Iterator[Example]:
    symptoms = (s for p in library.postmortems for s in p.symptoms if len(s) <= _SHORT)
    if symptom := next(symptoms, None):
        yield Example(about="What you see", text=symptom, name="words", value=symptom)
    messages = (s for s in symptoms if '"' not in s and s.count(" ") > 1)
    if message := next(messages, None):
        quoted = f'"{message}"'
        yield Example(about="A message, word for word", text=quoted, name="words", value=quoted)
    if library.postmortems:
        identifier = library.postmortems[0].id
        yield Example(about="A number", text=identifier, name="words", value=identifier)
    for name, about in (("service", "A service"), ("factor", "A suspected cause")):
        if facet := facets.get(name):
            values = (value for value in facet.values if value.value != NONE)
            most = max(values, key=lambda value: value.count)
            yield Example(about=about, text=most.label, name=name, value=most.value)
