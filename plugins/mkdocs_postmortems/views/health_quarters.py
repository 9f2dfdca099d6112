"""What is behind the figures of each quarter: lists on the page about health, and the ways there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..core.grouping import group_by
from ..core.library import Library, OwnedAction
from ..core.plain_text import plain_text
from ..core.postmortem import Postmortem
from .behind import MAX_LISTED, BehindList, BehindRow
from .reference import Ref
from .rows import refer_to_listed

Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Lists:
    """The lists behind one column of a table."""

    rows: tuple[BehindRow, ...] = ()
    """The newest quarter first."""
    refs: Mapping[str, Ref]
    """The way to the list of each quarter that has one."""


def list_documents(
    identifier: str,
    said: str,
    documents: Mapping[str, Sequence[Postmortem]],
    quarters: Iterable[str],
    library: Library,
) -> Lists:
    """Documents, which come by quarter; `said` is what is true of them."""
    return _list(
        identifier,
        said,
        documents,
        quarters,
        lambda shown: refer_to_listed((p.id for p in shown), library),
    )


def by_quarter(documents: Iterable[Postmortem]) -> Mapping[str, Sequence[Postmortem]]:
    """Documents by the quarter in which their incident began."""
    return group_by(documents, lambda p: (p.quarter,) if p.quarter else ())


def list_items(
    identifier: str,
    said: str,
    items: Mapping[str, Sequence[OwnedAction]],
    quarters: Iterable[str],
) -> Lists:
    """Action items, which come by quarter."""
    return _list(identifier, said, items, quarters, lambda shown: tuple(map(_refer_to_item, shown)))


def gather(title: str, lists: Iterable[Lists], others: Iterable[BehindRow] = ()) -> BehindList:
    """All lists of a section."""
    rows = (*(row for one in lists for row in one.rows), *others)
    return BehindList(id="by-quarter", title=title, rows=rows)


def list_row(anchor: str, title: str, found: Sequence[Postmortem], library: Library) -> BehindRow:
    """A list that is of no quarter."""
    shown = refer_to_listed((p.id for p in found[:MAX_LISTED]), library)
    return _row(anchor, title, len(found), shown)


def _list(
    identifier: str,
    said: str,
    found: Mapping[str, Sequence[Found]],
    quarters: Iterable[str],
    refer: Callable[[Sequence[Found]], tuple[Ref, ...]],
) -> Lists:
    anchors = {q: f"pm-{identifier}-{q}" for q in quarters if found.get(q)}
    return Lists(
        rows=tuple(
            _row(anchor, f"{q}: {said}", len(found[q]), refer(found[q][:MAX_LISTED]))
            for q, anchor in anchors.items()
        ),
        refs={q: Ref(kind="health", anchor=anchor) for q, anchor in anchors.items()},
    )


def _row(anchor: str, title: str, count: int, incidents: tuple[Ref, ...]) -> BehindRow:
    return BehindRow(
        term=Ref(kind="", title=title),
        count=count,
        incidents=incidents,
        anchor=anchor,
        more=count - len(incidents),
    )


def _refer_to_item(owned: OwnedAction) -> Ref:
    item = owned.action
    title = f"{item.short_id}: {plain_text(item.item)}"
    return Ref(kind="incident", key=owned.postmortem.id, title=title, anchor=item.anchor)
