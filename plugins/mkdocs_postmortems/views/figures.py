"""Counts with the incidents behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..core.library import Library
from ..core.patterns import Breakdown, Share
from .reference import Ref
from .rows import list_incidents
from .wording import with_id

_NOT_IN_ANCHORS = re.compile(r"[^\w-]+")
"""An id in HTML has no blanks, and those of severities may be any words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShareRow:
    """How many incidents have a value, and which."""

    term: Ref
    """The value's page; `kind` is empty where it has none."""
    count: int
    percent: int
    incidents: tuple[Ref, ...]
    anchor: str
    """Id, on the page that shows the row, of the list behind the number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShareTable:
    """A field and how incidents divide by it."""

    id: str
    """`root-causes`."""
    title: str
    """`Root cause`."""
    rows: tuple[ShareRow, ...]
    unknown: int
    exclusive: bool
    """Whether an incident counts once; if not, the percentages add up to more than 100."""


def tabulate_shares(
    identifier: str,
    title: str,
    kind: str,
    breakdown: Breakdown,
    library: Library,
    *,
    exclusive: bool = True,
    by_id: bool = False,
) -> ShareTable:
    """A table of a breakdown; `by_id` where people know the values by their ids."""
    return ShareTable(
        id=identifier,
        title=title,
        rows=tuple(
            _share_row(identifier, kind, share, library, by_id=by_id) for share in breakdown.shares
        ),
        unknown=breakdown.unknown,
        exclusive=exclusive,
    )


def _share_row(table: str, kind: str, share: Share, library: Library, *, by_id: bool) -> ShareRow:
    behind = tuple(library.by_id[identifier] for identifier in share.postmortems)
    return ShareRow(
        term=Ref(
            kind=kind, key=share.id, title=with_id(share.id, share.title) if by_id else share.title
        ),
        count=share.count,
        percent=share.percent,
        incidents=tuple(row.incident for row in list_incidents(behind, library)),
        anchor=share_anchor(table, share.id),
    )


def share_anchor(table: str, identifier: str) -> str:
    """Id, on the page that shows a table, of the list of incidents behind one of its rows."""
    return f"{table}-{_NOT_IN_ANCHORS.sub('-', identifier.lower())}"
