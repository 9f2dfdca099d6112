"""References to postmortems for the reader of inline Markdown that is not the site's own."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from .references import PATTERN

REFERENCE = "postmortem_reference"
"""The type of its tokens: `meta` has the name and the anchor, `children` the words, if any."""
Accept = Callable[[str, MutableMapping[str, Any]], bool]
"""Whether a name, in a text with some environment, is that of a postmortem."""
_REFERENCE = re.compile(PATTERN)


def add_references(parser: MarkdownIt, accept: Accept) -> MarkdownIt:
    """Have a parser read references; what is not accepted stays as it was typed."""

    def read(state: StateInline, silent: bool) -> bool:
        if not state.src.startswith("[[", state.pos):
            return False
        match = _REFERENCE.match(state.src, state.pos)
        if match is None or not accept(match["name"].strip(), state.env):
            return False
        if not silent:
            token = state.push(REFERENCE, "", 0)
            anchor = (match["anchor"] or "").strip()
            token.meta = {"name": match["name"].strip(), "anchor": anchor}
            token.children = []
            if text := (match["text"] or "").strip():
                state.md.inline.parse(text, state.md, state.env, token.children)
        state.pos = match.end()
        return True

    parser.inline.ruler.before("link", REFERENCE, read)
    return parser
