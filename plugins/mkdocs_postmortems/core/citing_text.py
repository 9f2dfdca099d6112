"""The text of a page as its author wrote it: what may name a postmortem."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class CitingText:
    """A postmortem's document, or a page of the site's own."""

    uri: str
    """Its Markdown file, relative to the folder of the site's documents."""
    markdown: str
    """Without front matter, where it is a postmortem's."""
