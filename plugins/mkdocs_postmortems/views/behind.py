"""The incidents behind a figure: where the figure leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..core.library import Library
from .reference import Ref
from .rows import list_incidents

MAX_LISTED = 50
"""Incidents behind a figure that is not about the incidents of its quarter alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BehindRow:
    """A figure with its incidents."""

    term: Ref
    """What the figure is of; `kind` is empty where it has no page."""
    count: int
    """The figure itself; of action items, how many they are."""
    of: str = ""
    """What is counted, where it is not the incidents: `items of 14 incidents`."""
    incidents: tuple[Ref, ...]
    anchor: str
    """Id of the list on the page."""
    more_in: Ref | None = None
    """Where the others are, if not all are shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BehindList:
    """Figures of one kind."""

    id: str
    title: str
    rows: tuple[BehindRow, ...]


def refer_to_all(identifiers: Iterable[str], library: Library) -> tuple[Ref, ...]:
    """A reference to each postmortem, in the order given."""
    found = tuple(library.by_id[identifier] for identifier in identifiers)
    return tuple(row.incident for row in list_incidents(found, library))


def list_behind(
    anchor: str, title: str, identifiers: Iterable[str], library: Library
) -> BehindRow | None:
    """The incidents of a figure that counts them; None of nothing."""
    incidents = refer_to_all(identifiers, library)
    if not incidents:
        return None
    term = Ref(kind="", title=title)
    return BehindRow(term=term, count=len(incidents), incidents=incidents, anchor=anchor)
