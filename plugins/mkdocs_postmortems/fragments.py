"""Pages as HTML fragments, with the headings and anchors that a site needs to know of."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from .core.diagnostics import Diagnostic
from .incident_text import split_at_actions
from .pages import PlannedPage
from .rendering import Renderer
from .views.box_entry import BoxEntry
from .views.incident import IncidentView

_HEADING = re.compile(r'<h([1-6])\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_ANCHOR = re.compile(r' id="([^"]+)"')
_TAG = re.compile(r"<[^>]+>")
_TEXT_MARK = f"<!--pm:text-{secrets.token_hex(16)}-->"
"""Stands for the author's text while the rest is rendered; no author can guess it."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading of a fragment."""

    level: int
    anchor: str
    title: str
    """HTML without tags."""


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A page's content."""

    html: str
    title: str
    """HTML, safe wherever a theme prints it."""
    description: str
    """HTML, safe in an attribute; may be empty."""
    before: tuple[Heading, ...]
    """Headings before the author's text; of a page without any, all."""
    after: tuple[Heading, ...]
    """Headings after the author's text."""
    anchors: frozenset[str]
    """Ids of all elements but those of the author's text."""


def render_generated(page: PlannedPage, renderer: Renderer) -> Fragment:
    """A page that has no document of its own."""
    content = renderer.render(page)
    return _fragment(page.title, page.unfolding.description, content)


def render_incident(
    page: PlannedPage,
    text: str,
    renderer: Renderer,
    *,
    edit_url: str | None,
    findings: tuple[Diagnostic, ...] = (),
) -> Fragment:
    """A postmortem's page around its rendered text; `findings` are its author's to see."""
    view = page.view
    assert isinstance(view, IncidentView), "incident pages have an IncidentView"
    head, tail = split_at_actions(text)
    context = {"edit_url": edit_url, "findings": findings, "has_slot": text != head}
    content = renderer.render(
        page, body=Markup(_TEXT_MARK), body_rest=Markup(_TEXT_MARK), **context
    )
    before, actions, after = content.split(_TEXT_MARK)
    return _fragment(view.title, page.unfolding.description, before, head, actions, tail, after)


def render_left_out(
    title: str, page_url: str, renderer: Renderer, findings: tuple[Diagnostic, ...]
) -> Fragment:
    """The page of a document that cannot be published: its findings and nothing else."""
    content = renderer.render_template(
        "postmortems/left_out.html", page_url, title=title, findings=findings
    )
    return _fragment(title, "", content)


def render_box_entry(entry: BoxEntry) -> str:
    """A page as the site's search plugin reads it.

    The heading has an id so that plugins take it for the page's title, and one that is
    in no table of contents, so that they make one entry and not another for the heading.
    """
    title, text = html.escape(entry.title, quote=False), html.escape(entry.text, quote=False)
    return f'<h1 id="">{title}</h1>' + (f"<p>{text}</p>" if text else "")


def _fragment(title: str, description: str, *pieces: str) -> Fragment:
    """Pieces are ours and the author's in turn, ours first."""
    ours = pieces[::2]
    return Fragment(
        html="".join(pieces),
        title=html.escape(title),
        description=html.escape(description),
        before=tuple(_headings(ours[0])),
        after=tuple(_headings("".join(ours[1:]))),
        anchors=frozenset(_ANCHOR.findall("".join(ours))),
    )


def _headings(content: str) -> Iterator[Heading]:
    for match in _HEADING.finditer(content):
        title = " ".join(_TAG.sub("", match[3]).split())
        yield Heading(level=int(match[1]), anchor=match[2], title=title)
