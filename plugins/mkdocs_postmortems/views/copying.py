"""What a reader can copy to lead others to a postmortem."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..core.library import Library
from ..core.postmortem import Postmortem
from .reference import Ref, refer_to_incident
from .wording import long_date

_MARKED = re.compile(r"([\\\[\]`*<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;))")
"""What could end a link's text in Markdown, or be read as a mark in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """A text that leads to the page."""

    label: str
    name: str
    """In a sentence: `Copied the address.`"""
    before: str
    """What comes before the address."""
    after: str = ""
    has_address: bool = True
    """Where not, `before` is the whole text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyLink:
    """The ways to write a link to a page."""

    page: Ref
    copies: tuple[Copy, ...]


def offer_copies(postmortem: Postmortem, library: Library) -> CopyLink:
    """The address, a link in Markdown, a citation of a postmortem, and a reference to it."""
    title = _MARKED.sub(r"\\\1", postmortem.title)
    return CopyLink(
        page=refer_to_incident(postmortem),
        copies=(
            Copy(label="Address", name="the address", before=""),
            Copy(label="Markdown", name="the link in Markdown", before=f"[{title}](", after=")"),
            Copy(
                label="Citation",
                name="the citation",
                before=f"{_cite(postmortem, library.settings.organisation)} ",
            ),
            Copy(
                label="In this library",
                name="the reference for this library",
                before=f"[[{postmortem.id}]]",
                has_address=False,
            ),
        ),
    )


def _cite(postmortem: Postmortem, organisation: str) -> str:
    """`PM-2026-007: “Checkout failed”. Lindgrove, 4 March 2026.`"""
    day = long_date(postmortem.date) if postmortem.date else ""
    source = ", ".join(filter(None, (organisation, day)))
    cited = f"{postmortem.id}: “{postmortem.title}”."
    return f"{cited} {source}." if source else cited
