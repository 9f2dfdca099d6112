"""What leads to a postmortem, as its page tells it: who, and in which sentence."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.citations import Citation, find_citations
from ..core.excerpt import Excerpt
from ..core.library import Library
from ..core.postmortem import Postmortem
from .reference import Ref, refer_to_incident, refer_to_page

_SHOWN = 5
_SAID_OF_FIELDS = {
    "recurrence_of": "names it as an earlier occurrence of its cause",
    "related": "names it as related",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class CitedByRow:
    """A page or postmortem that leads here."""

    page: Ref
    id: str
    """Of a postmortem; empty for a page."""
    excerpts: tuple[Excerpt, ...]
    """Sentences that lead here; plain text."""
    note: str
    """Where there is no sentence: under which heading, or in which field; may be empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CitedBy:
    """All that leads to a postmortem: pages by title, then postmortems, the newest first."""

    first: tuple[CitedByRow, ...]
    """Up to five."""
    rest: tuple[CitedByRow, ...]

    @property
    def total(self) -> int:
        """How many pages and postmortems."""
        return len(self.first) + len(self.rest)


def list_cited_by(postmortem: Postmortem, library: Library) -> CitedBy:
    """What leads to a postmortem.

    A postmortem that only its field `recurrence_of` connects is left out, as the page
    says so of both already.
    """
    rows = tuple(
        _row(citation)
        for citation in find_citations(library).of(postmortem)
        if not citation.is_recurrence_alone
    )
    return CitedBy(first=rows[:_SHOWN], rest=rows[_SHOWN:])


def _row(citation: Citation) -> CitedByRow:
    fields = (_SAID_OF_FIELDS[name] for name in citation.fields)
    note = f"under “{citation.heading}”" if citation.heading else next(fields, "")
    citing = citation.citing
    return CitedByRow(
        page=refer_to_incident(citing) if citing else refer_to_page(citation.text),
        id=citing.id if citing else "",
        excerpts=citation.excerpts,
        note="" if citation.excerpts else note,
    )
