"""The text of a page as its author wrote it: what may name a postmortem."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from .plain_text import plain_text

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t#]*(?:\{[^{}\n]*\})?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class CitingText:
    """A postmortem's document, or a page of the site's own."""

    uri: str
    """Its Markdown file, relative to the folder of the site's documents."""
    markdown: str
    """Front matter is blank, or not there."""
    title: str
    """Plain text."""
    destination: str = ""
    """A page's file in the built site; empty for a postmortem."""


def read_citing_page(uri: str, destination: str, text: str) -> CitingText:
    """A page of the site's own; in the place of its front matter are empty lines.

    Its title is that of its front matter, else its first heading, else its file's name.
    """
    text = text.replace("\r\n", "\n")
    match = _FRONT_MATTER.match(text)
    head = match[1] if match else ""
    markdown = "\n" * match[0].count("\n") + text[match.end() :] if match else text
    name = posixpath.basename(uri).rpartition(".")[0].replace("-", " ").replace("_", " ")
    if title := _TITLE.search(head):
        found = title[1].strip("\"'")
    else:
        heading = _HEADING.match(markdown.removeprefix("\ufeff"))
        found = plain_text(heading[1]) if heading else ""
    return CitingText(
        uri=uri, markdown=markdown, title=found or name.capitalize(), destination=destination
    )
