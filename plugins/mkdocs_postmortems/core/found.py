"""What the search keeps of a document, and what is shown of one that was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .facets import Facets
from .search_field import SearchField


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What an answer says of a postmortem; None means unknown."""

    id: str
    title: str
    date: str | None
    """`2026-03-04`."""
    severity: str | None
    kind: str
    status: str
    category: str | None
    teams: tuple[str, ...]
    cause: str | None
    """In short: the postmortem's `short_cause`."""
    more_of_cause: tuple[str, ...]
    """The sentences of the root cause that are not in the short one."""
    mitigation: str | None
    channel: tuple[str, str] | None
    """Label and address."""
    runbook: tuple[str, str] | None
    """Label and address."""
    source: str
    """The document's file, relative to the folder of the site's documents."""
    path: str
    """The document's file as findings name it."""
    url: str | None
    """Where its page is published."""


def read_card(values: Mapping[str, Any]) -> Card:
    """A card from its values, with lists instead of tuples."""
    own: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    return Card(**own)


@dataclass(frozen=True, kw_only=True)
class IndexEntry:
    """A document for the index."""

    claimed: str | None
    """The id that it gives itself, whatever else is wrong with it."""
    is_seen: bool
    """Whether the audience may see it; of one that it may not, only the id is kept."""
    card: Card | None
    """None where the document is not in the library."""
    names: tuple[str, ...] = ()
    facets: Facets
    texts: tuple[tuple[SearchField, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence, and where in it is what was looked for."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """Beginnings and ends of what matches, in order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A postmortem that was found."""

    card: Card
    score: float
    matched: tuple[str, ...]
    """The terms that it has, as they were typed."""
    missing: tuple[str, ...]
    """Those that it lacks; of one that it has some words of, the other words."""
    cause: Sentence | None
    """In short."""
    says: Sentence | None
    """The sentence of the cause that has the most of what was looked for, where that is more
    than the short cause has."""
