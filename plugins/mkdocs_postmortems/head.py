"""The head of a page, whatever theme it is from: what a pasted link says, and where feeds are."""

from __future__ import annotations

import re

from .pages import PlannedPage
from .rendering import Renderer
from .views.reference import Ref

_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)
_NAME = re.compile(r"<meta\b[^>]*?\s(?:name|property)\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)
_HOME = Ref(kind="home")


def complete_head(html: str, page: PlannedPage, renderer: Renderer) -> str:
    """One of our pages as the theme made it, with what its head does not say yet."""
    end = _END.search(html)
    if end is None:
        return html
    head, rest = html[: end.start()], html[end.start() :]
    present = frozenset(name.lower() for name in _NAME.findall(head))
    return f"{head}{renderer.render_head(page.ref, page.unfolding, present)}{rest}"


def add_feeds(html: str, renderer: Renderer) -> str:
    """A home page of the author's own, with the feeds of the library in its head."""
    end = _END.search(html)
    if end is None:
        return html
    return f"{html[: end.start()]}{renderer.render_head(_HOME, None)}{html[end.start() :]}"
