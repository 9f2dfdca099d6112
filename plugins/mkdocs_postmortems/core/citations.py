"""Which postmortems other documents and pages lead to: by their id, their file, or a field."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from .citing_text import CitingText
from .library import Library
from .postmortem import Postmortem
from .unread_text import find_unread
from .vocabulary import fold

_ENDINGS = r"\.(?:md|markdown|mdown|mkdn|mkd)(?=[\s<>()\"'#?]|\Z)"
_PATH = rf"(?P<path>[^\s<>()\"'#?]{{1,300}}?{_ENDINGS})"
_LINKS = tuple(
    re.compile(begin + _PATH) for begin in (r"\]\([ \t\n]*<?", r"\]:[ \t]*<?", r"href=[\"']?")
)
"""Each begins with a fixed text, to which the search leaps."""


@dataclass(frozen=True, kw_only=True)
class Citations:
    """What leads to each postmortem."""

    by_postmortem: Mapping[str, tuple[str, ...]]
    """URIs of the other documents and of pages, by the id of the postmortem, in their order."""

    def lead_to(self, postmortem: Postmortem) -> bool:
        """Whether anything does."""
        return postmortem.id in self.by_postmortem


@lru_cache(maxsize=2)
def find_citations(library: Library) -> Citations:
    """What leads to each postmortem of a library.

    That is an id in a text, in `code` too; a link to the document's file; and the
    fields `related` and `recurrence_of`. Fenced blocks and comments are no part of
    what is read, and a link in `code` is none.
    """
    aliases = {fold(alias): p.id for p in library.postmortems for alias in p.aliases}
    by_uri = {p.uri: p.id for p in library.postmortems}
    found: dict[str, dict[str, None]] = {}
    for p in library.postmortems:
        for name in (*p.related, *p.recurrence_of):
            cited = name if name in library.by_id else aliases.get(fold(name))
            if cited and cited != p.id:
                found.setdefault(cited, {})[p.uri] = None
    form = re.compile(rf"{library.settings.id_prefix}-\d{{4}}-\d{{3,}}(?!\w)")
    for page in library.texts:
        for cited in _cited_in(page, form, library.by_id, by_uri):
            if cited != by_uri.get(page.uri):
                found.setdefault(cited, {})[page.uri] = None
    return Citations(by_postmortem={cited: tuple(uris) for cited, uris in found.items()})


def _cited_in(
    page: CitingText,
    form: re.Pattern[str],
    by_id: Mapping[str, Postmortem],
    by_uri: Mapping[str, str],
) -> Iterator[str]:
    named = [(m.start(), m[0]) for m in form.finditer(page.markdown) if m[0] in by_id]
    linked = list(_links_in(page, by_uri))
    if not (named or linked):
        return
    unread, code = find_unread(page.markdown)
    for place, cited in named:
        # A look behind within the pattern would keep it from leaping to the prefix.
        is_part = place > 0 and (
            page.markdown[place - 1].isalnum() or page.markdown[place - 1] in "-_"
        )
        if not (is_part or unread.hold(place)):
            yield cited
    for place, cited in linked:
        if not (unread.hold(place) or code.hold(place)):
            yield cited


def _links_in(page: CitingText, by_uri: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Place and id of what links to the file of a postmortem."""
    for pattern in _LINKS:
        for match in pattern.finditer(page.markdown):
            path = unquote(match["path"])
            place = (
                path.lstrip("/")
                if path.startswith("/")
                else posixpath.join(posixpath.dirname(page.uri), path)
            )
            if cited := by_uri.get(posixpath.normpath(place)):
                yield match.start(), cited
