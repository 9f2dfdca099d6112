"""Files that lie among the postmortems, and the pages that name them."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

_LONGEST = 300
"""Letters of a line that are looked at before the end of a name."""
_DELIMITER = re.compile(r"[\s(<\[=\"'|]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, kw_only=True)
class PageText:
    """A page that is published, as its author wrote it."""

    uri: str
    """Its Markdown file, relative to the folder of the site's documents."""
    destination: str
    """Its file in the built site."""
    markdown: str


def named_attachments(attachments: frozenset[str], pages: Iterable[PageText]) -> frozenset[str]:
    """Those of the files, given by their URIs, that some page links, shows or spells out.

    Markdown has many ways to name a file, and a site's extensions add more. So
    the syntax is not looked at: a file counts as named where a path to it, as
    seen from the page, ends in the text.
    """
    if not attachments:
        return frozenset()
    endings = {posixpath.splitext(uri)[1] or posixpath.basename(uri) for uri in attachments}
    ending = re.compile(f"(?:{'|'.join(sorted(map(re.escape, endings)))})(?!\\w)")
    return frozenset(
        found for page in pages for found in _paths_in(page, ending) if found in attachments
    )


def _paths_in(page: PageText, ending: re.Pattern[str]) -> Iterator[str]:
    decoded = unquote(html.unescape(_ESCAPED.sub(r"\1", page.markdown)))
    folder, published = posixpath.dirname(page.uri), posixpath.dirname(page.destination)
    for text in {page.markdown, decoded}:
        for line in text.split("\n"):
            for match in ending.finditer(line):
                before = line[max(0, match.end() - _LONGEST) : match.end()]
                yield _resolve(before, folder)
                for delimiter in _DELIMITER.finditer(before):
                    path = before[delimiter.end() :]
                    yield _resolve(path, folder)
                    if delimiter[0] in "\"'=":  # MkDocs leaves addresses in raw HTML alone
                        yield _resolve(path, published)


def _resolve(path: str, folder: str) -> str:
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(folder, path))
