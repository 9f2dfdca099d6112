"""The text of a page as its author wrote it: what may name a postmortem."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from .blocks import read_blocks
from .located_yaml import Mapping, Scalar, read_yaml
from .plain_text import plain_text

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}\n]*\}[ \t]*$")


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
    title = _title_in(head) or _first_heading(markdown.removeprefix("\ufeff"))
    return CitingText(
        uri=uri, markdown=markdown, title=title or name.capitalize(), destination=destination
    )


def _title_in(front_matter: str) -> str:
    root = read_yaml(front_matter).root if front_matter else None
    entry = root.get("title") if isinstance(root, Mapping) else None
    value = entry.value if entry else None
    return " ".join(value.text.split()) if isinstance(value, Scalar) and value.text else ""


def _first_heading(markdown: str) -> str:
    headings = (block.text for block, level in read_blocks(markdown, 1, {}) if level == 1)
    return plain_text(_ATTRIBUTES.sub("", next(headings, "")))
