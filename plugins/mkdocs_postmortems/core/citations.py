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
from .vocabulary import fold

_FENCE = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}|~{3,}).*?(?:^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_CODE = re.compile(r"(?P<ticks>`+)(?!`).{1,300}?(?<!`)(?P=ticks)(?!`)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINK = re.compile(
    r"(?:\]\(\s*<?|\]:[ \t]*<?|\bhref\s*=\s*[\"']?)"
    r"(?P<path>[^\s<>()\"'#?]{1,300}\.(?:md|markdown|mdown|mkdn|mkd))(?=[\s<>()\"'#?]|$)"
)
_BEFORE_ID = re.compile(r"[\w-]")


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

    That is an id in a text, in `code` too; a Markdown link to the document's file;
    and the fields `related` and `recurrence_of`. Fenced blocks and comments are no
    part of what is read, and a link in `code` is none.
    """
    names = {fold(alias): p.id for p in library.postmortems for alias in p.aliases}
    names |= {fold(p.id): p.id for p in library.postmortems}
    by_uri = {p.uri: p.id for p in library.postmortems}
    found: dict[str, dict[str, None]] = {}
    for p in library.postmortems:
        for name in (*p.related, *p.recurrence_of):
            if (cited := names.get(fold(name))) and cited != p.id:
                found.setdefault(cited, {})[p.uri] = None
    form = re.compile(re.escape(f"{library.settings.id_prefix}-") + r"\d{4}-\d{3,}(?!\w)")
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
    # Most texts name no other postmortem, and these two looks are quick.
    has_ids, has_links = form.search(page.markdown), ".m" in page.markdown
    if not (has_ids or has_links):
        return
    text = _COMMENT.sub(" ", _FENCE.sub("\n", page.markdown))
    for match in form.finditer(text) if has_ids else ():
        # A look behind within the pattern would keep it from leaping to the prefix.
        if match[0] in by_id and not _BEFORE_ID.match(
            text, max(match.start() - 1, 0), match.start()
        ):
            yield match[0]
    folder = posixpath.dirname(page.uri)
    for match in _LINK.finditer(_CODE.sub(" ", text)) if has_links else ():
        path = unquote(match["path"])
        place = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
        if cited := by_uri.get(posixpath.normpath(place)):
            yield cited
