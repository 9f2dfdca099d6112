"""Inline Markdown of cells, such as those of action items, as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from .core.inline_references import add_references
from .core.postmortem import Postmortem
from .core.referred import Referred

_PLAIN = re.compile(r"[\w ,.;:/()%+'-]*", re.ASCII)
"""Texts without anything that inline Markdown could mean."""
_KEPT_LINKS = ("http://", "https://", "mailto:")


def render_cell(
    text: str | None, referred: Referred | None, href: Callable[[Postmortem, str], str]
) -> Markup:
    """Inline Markdown as HTML; raw HTML is shown as text.

    A reference is a link to where `href` says that a postmortem and an anchor of its page
    are; of a postmortem that readers do not have, its words stay.
    """
    if text is None or _PLAIN.fullmatch(text):
        return escape(text or "")
    if referred is None or "[[" not in text:
        return _render(text)
    environment = {"referred": referred, "href": href}
    return Markup(_inline_markdown().renderInline(text, environment).strip())


@lru_cache(maxsize=65536)
def _render(text: str) -> Markup:
    return Markup(_inline_markdown().renderInline(text).strip())


@lru_cache(maxsize=1)
def _inline_markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_CellRenderer)
    return add_references(parser.disable("image"), _is_known)


def _is_known(name: str, environment: MutableMapping[str, Any]) -> bool:
    referred: Referred | None = environment.get("referred")
    return referred is not None and (referred.find(name) is not None or referred.is_withheld(name))


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
        self, tokens: Sequence[Token], idx: int, options: Any, env: Mapping[str, Any]
    ) -> str:
        """A link with the author's words, else the title."""
        token = tokens[idx]
        name = token.meta["name"]
        words = self.renderInline(token.children or [], options, dict(env))
        postmortem = env["referred"].find(name)
        if postmortem is None:
            return words or str(escape(name))
        href = escape(env["href"](postmortem, token.meta["anchor"]))
        return f'<a class="pm-reference" href="{href}">{words or escape(postmortem.title)}</a>'


def _is_kept(token: Token) -> bool:
    return str(token.attrGet("href") or "").lower().startswith(_KEPT_LINKS)
