"""The author's text on its way through the site's own Markdown."""

from __future__ import annotations

from .core.postmortem import PostmortemReading
from .core.sections import ACTION_ITEMS

ACTIONS_SLOT = '<div class="pm-actions-slot"></div>'
"""Stands in the text where the action items were."""


def body_for_site(reading: PostmortemReading) -> str:
    """The text without its head, the action items cut out for the page's own table.

    Begins with an empty line: without one, a first line such as `Status: done`
    would be taken for metadata.
    """
    document, actions = reading.document, reading.actions
    lines = document.body.split("\n")
    if actions.items and not actions.blocks:
        end = reading.sections[ACTION_ITEMS].end_line - document.body_line
        lines[end:end] = ["", ACTIONS_SLOT, ""]
    first = actions.blocks[0].line if actions.blocks else None
    for block in reversed(actions.blocks):
        start, end = block.line - document.body_line, block.end_line - document.body_line
        lines[start:end] = ["", ACTIONS_SLOT, ""] if block.line == first else [""]
    return "\n" + "\n".join(lines)


def split_at_actions(html: str) -> tuple[str, str]:
    """The rendered text before and after the place of the action items."""
    before, _, after = html.partition(ACTIONS_SLOT)
    return before, after
