"""Inline Markdown of cells, such as those of action items, as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup, escape

from .core.postmortem import Postmortem
from .core.references import PATTERN, query_of

Find = Callable[[str], Postmortem | None]
"""The postmortem of a name; None where readers have none."""

_PLAIN = re.compile(r"[\w ,.;:/()%+'-]*", re.ASCII)
"""Texts without anything that inline Markdown could mean."""
_KEPT_LINKS = ("http://", "https://", "mailto:")
_REFERENCE = re.compile(PATTERN)
_RULE = "postmortem_reference"
_PLACE = re.compile(r'<a data-pm-name="([^"]*)" data-pm-anchor="([^"]*)">([^<]*)</a>')
"""No author can write one: quotation marks of a cell's text are escaped."""


def render_cell(text: str | None, find: Find, href: Callable[[Postmortem, str], str]) -> Markup:
    """Inline Markdown as HTML; raw HTML is shown as text.

    A reference is a link to where `href` says that a postmortem and an anchor of its page
    are; of a postmortem that readers do not have, its words stay.
    """
    if text is None or _PLAIN.fullmatch(text):
        return escape(text or "")
    html = _render(text)
    if "[[" not in text:
        return html

    def link(match: re.Match[str]) -> str:
        name, anchor, words = map(unescape, match.groups())
        postmortem = find(name)
        if postmortem is None:
            return str(escape(words or name))
        shown = escape(words or postmortem.title)
        return f'<a class="pm-reference" href="{escape(href(postmortem, anchor))}">{shown}</a>'

    return Markup(_PLACE.sub(link, html))


@lru_cache(maxsize=65536)
def _render(text: str) -> Markup:
    return Markup(_inline_markdown().renderInline(text).strip())


@lru_cache(maxsize=1)
def _inline_markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_CellRenderer)
    parser.inline.ruler.before("link", _RULE, _read_reference)
    return parser.disable("image")


def _read_reference(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos):
        return False
    match = _REFERENCE.match(state.src, state.pos)
    if match is None or query_of(match["name"].strip()) is not None:
        return False
    if not silent:
        token = state.push(_RULE, "", 0)
        token.meta = {name: (match[name] or "").strip() for name in ("name", "anchor", "text")}
    state.pos = match.end()
    return True


class _CellRenderer(RendererHTML):
    """Keeps links to other hosts; a relative one would lead elsewhere from another page."""

    def link_open(self, tokens: list[Token], idx: int, options: object, env: object) -> str:
        kept = _is_kept(tokens[idx])
        return self.renderToken(tokens, idx, options, env) if kept else ""  # type: ignore[arg-type]

    def link_close(self, tokens: list[Token], idx: int, options: object, env: object) -> str:
        depth = tokens[idx].level
        opening = next(
            t for t in reversed(tokens[:idx]) if t.type == "link_open" and t.level == depth
        )
        return "</a>" if _is_kept(opening) else ""

    def postmortem_reference(
        self, tokens: list[Token], idx: int, options: object, env: object
    ) -> str:
        meta = tokens[idx].meta
        name, anchor, words = (escape(meta[key]) for key in ("name", "anchor", "text"))
        return f'<a data-pm-name="{name}" data-pm-anchor="{anchor}">{words}</a>'


def _is_kept(token: Token) -> bool:
    return str(token.attrGet("href") or "").lower().startswith(_KEPT_LINKS)
