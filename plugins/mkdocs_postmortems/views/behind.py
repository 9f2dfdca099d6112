"""The incidents behind a figure: where the figure leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.library import Library
from .reference import Ref
from .rows import refer_to_listed

MAX_LISTED = 20
"""Incidents that stand behind a figure; whoever wants more wants a file."""
NOT_FINAL = "not-final"
"""Id of the list of a quarter's incidents that are not final, on its page."""


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
    """No more than `MAX_LISTED`."""
    anchor: str
    """Id of the list on the page."""
    more: int = 0
    """Incidents that are not listed; 0 where `more_in` says where they are."""
    more_in: Ref | None = None
    """The page that has what a list of action items leaves out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BehindList:
    """Figures of one kind."""

    id: str
    title: str
    rows: tuple[BehindRow, ...]


def list_behind(
    anchor: str, title: str, identifiers: Sequence[str], library: Library
) -> BehindRow | None:
    """The incidents of a figure that counts them; None of nothing."""
    if not identifiers:
        return None
    return list_incidents_of(Ref(kind="", title=title), anchor, identifiers, library)


def list_incidents_of(
    term: Ref, anchor: str, identifiers: Sequence[str], library: Library
) -> BehindRow:
    """The incidents that have a value, which may have a page."""
    return BehindRow(
        term=term,
        count=len(identifiers),
        incidents=refer_to_listed(identifiers[:MAX_LISTED], library),
        anchor=anchor,
        more=max(len(identifiers) - MAX_LISTED, 0),
    )
