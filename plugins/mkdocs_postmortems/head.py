"""The head of a page, whatever theme it is from: what a pasted link says, and where feeds are."""

from __future__ import annotations

import re

from .rendering import Renderer
from .views.reference import Ref
from .views.unfolding import Unfolding

_PART = re.compile(
    r"<!--.*?-->"
    r"|<(?P<text>script|style|title)\b.*?</(?P=text)\s*>"
    r"|<meta\b[^>]*?\s(?:name|property)\s*=\s*[\"']?(?P<name>[\w:.-]+)"
    r"|(?P<end></head\s*>|<body\b)",
    re.IGNORECASE | re.DOTALL,
)
"""In comments and texts, what looks like an element is none."""


def complete_head(html: str, ref: Ref, unfolding: Unfolding | None, renderer: Renderer) -> str:
    """A page as the theme made it, with what its head does not say yet.

    Of a page without an unfolding that is where its feeds are.
    """
    present: set[str] = set()
    for part in _PART.finditer(html):
        if part["name"]:
            present.add(part["name"].lower())
        elif part["end"]:
            ours = renderer.render_head(ref, unfolding, present)
            return f"{html[: part.start()]}{ours}{html[part.start() :]}"
    return html
