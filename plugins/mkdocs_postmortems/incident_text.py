"""The author's text on its way through the site's own Markdown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from .core.postmortem import PostmortemReading
from .core.sections import ACTION_ITEMS

ACTIONS_SLOT = '<div class="pm-actions-slot"></div>'
"""Stands in the text where the action items were."""

_TARGETS = re.compile(r"""\]\(\s*<?([^)\s>]+)|(?:src|href)\s*=\s*["']([^"']+)["']""")


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


def local_targets(reading: PostmortemReading) -> Iterator[str]:
    """The files that the text links or shows, relative to the folder of the site's documents."""
    document = reading.document
    folder = posixpath.dirname(document.source.uri)
    text = document.source.data.decode("utf-8", errors="replace")
    for match in _TARGETS.finditer(text):
        target = (match[1] or match[2]).partition("#")[0]
        if target and "://" not in target and not target.startswith("/"):
            yield posixpath.normpath(posixpath.join(folder, target))
