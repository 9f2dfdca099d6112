"""A postmortem as a card, for pages that point to it."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.plain_text import first_sentences
from ..core.postmortem import Postmortem
from .reference import Ref, refer_to_category, refer_to_incident
from .rows import SeverityMark, mark_severity
from .wording import count_of, long_date, sentence_case

_SUMMARY = 240
"""Letters of the summary; its first sentence stays whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What somebody wants to know before they follow a link."""

    incident: Ref
    id: str
    kind: str
    severity: SeverityMark | None
    category: Ref | None
    date: str
    """`4 March 2026`; empty where it is not known."""
    summary: str
    """Plain text; empty where there is none yet."""
    state: str
    """Its status, and how many action items are open: `Final; 2 of 5 action items open`."""


def view_card(postmortem: Postmortem, library: Library) -> Card:
    """The card of one postmortem."""
    return Card(
        incident=refer_to_incident(postmortem),
        id=postmortem.id,
        kind=postmortem.kind,
        severity=mark_severity(postmortem, library),
        category=refer_to_category(postmortem.category, library),
        date=long_date(postmortem.date) if postmortem.date else "",
        summary=first_sentences(postmortem.summary or "", _SUMMARY),
        state=f"{sentence_case(postmortem.status)}; {_count_items(postmortem, library)}",
    )


def _count_items(postmortem: Postmortem, library: Library) -> str:
    total, opened = len(postmortem.actions), len(postmortem.open_actions)
    if not postmortem.actions_complete:
        return "not all action items can be read"
    if not total:
        return "no action items"
    if not opened:
        return (
            f"all {count_of(total, 'action item')} closed"
            if total > 1
            else "its action item is closed"
        )
    overdue = sum(action.is_overdue(library.as_of) for action in postmortem.actions)
    late = f", {overdue} overdue" if overdue else ""
    return f"{opened} of {count_of(total, 'action item')} open{late}"
