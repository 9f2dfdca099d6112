"""Which postmortems other documents and pages lead to, by their name, their file, or a field."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from .citing_text import CitingText
from .excerpt import Excerpt, Passage, find_passage, heading_above, take_excerpt
from .library import Library
from .postmortem import Postmortem
from .references import Reference, find_references
from .referred import Referred
from .unread_text import find_unread

_ENDINGS = r"\.(?:md|markdown|mdown|mkdn|mkd)(?=[\s<>()\"'#?]|\Z)"
_PATH = rf"(?P<path>[^\s<>()\"'#?]{{1,300}}?{_ENDINGS})"
_INLINE_LINK = re.compile(r"\]\([ \t\n]*<?" + _PATH)
_LINKS = (
    _INLINE_LINK,
    *(re.compile(begin + _PATH) for begin in (r"\]:[ \t]*<?", r"href=[\"']?")),
)
"""Each begins with a fixed text, to which the search leaps."""
_MAX_EXCERPTS = 3
"""Of one page about one postmortem."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A document or page that leads to a postmortem."""

    text: CitingText
    excerpts: tuple[Excerpt, ...]
    """The sentences that do, without those that say nothing else: one of each of the first
    three paragraphs."""
    heading: str
    """Above the first place that does; empty where there is none, or an excerpt."""
    fields: tuple[str, ...]
    """`related`, `recurrence_of`: those that name it."""

    @property
    def is_recurrence_alone(self) -> bool:
        """Whether nothing but `recurrence_of` leads there, which both pages say anyway."""
        return not self.excerpts and not self.heading and self.fields == ("recurrence_of",)


@dataclass(frozen=True, kw_only=True)
class Citations:
    """What leads to each postmortem."""

    by_postmortem: Mapping[str, tuple[Citation, ...]]
    """Of the other documents and of pages, by the id of the postmortem, in their order."""

    def of(self, postmortem: Postmortem) -> tuple[Citation, ...]:
        """Those of one postmortem."""
        return self.by_postmortem.get(postmortem.id, ())

    def lead_to(self, postmortem: Postmortem) -> bool:
        """Whether anything does."""
        return postmortem.id in self.by_postmortem


@dataclass
class _Gathered:
    """What one text says of one postmortem."""

    text: CitingText
    excerpts: dict[Passage, Excerpt] = field(default_factory=dict)
    first: int | None = None
    fields: list[str] = field(default_factory=list)

    def whole(self) -> Citation:
        markdown, heading = self.text.markdown, ""
        if self.first is not None and not self.excerpts:
            heading = heading_above(markdown, self.first, find_unread(markdown)[0])
        return Citation(
            text=self.text,
            excerpts=tuple(self.excerpts.values()),
            heading=heading,
            fields=tuple(self.fields),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """Where a text leads to a postmortem."""

    cited: str
    begin: int
    end: int
    words: str | None
    """What readers see there; None for the definition of a link, which they do not see."""


@lru_cache(maxsize=2)
def find_citations(library: Library) -> Citations:
    """What leads to each postmortem of a library.

    That is a reference; an id, also a former one, in a text, in `code` too; a link to the document's file;
    and the fields `related` and `recurrence_of`. Fenced blocks and comments are no part
    of what is read, and a link in `code` is none.
    """
    referred = Referred(library)
    by_uri = {p.uri: p for p in library.postmortems}
    form = re.compile(rf"{library.settings.id_prefix}-\d{{4}}-\d{{3,}}(?!\w)")
    found: dict[str, dict[str, _Gathered]] = {}
    for text in library.texts:
        own = by_uri.get(text.uri)
        for name, cited in _named_in_fields(own, referred):
            found.setdefault(cited, {}).setdefault(text.uri, _Gathered(text)).fields.append(name)
        for place in _places_in(text, form, by_uri, referred):
            if own is None or place.cited != own.id:
                of_text = found.setdefault(place.cited, {})
                _gather(place, of_text.setdefault(text.uri, _Gathered(text)))
    return Citations(
        by_postmortem={
            cited: tuple(gathered.whole() for gathered in of_text.values())
            for cited, of_text in found.items()
        }
    )


def _named_in_fields(own: Postmortem | None, referred: Referred) -> Iterator[tuple[str, str]]:
    if own is None:
        return
    for name, identifiers in (("recurrence_of", own.recurrence_of), ("related", own.related)):
        for identifier in identifiers:
            cited = referred.find(identifier)
            if cited and cited.id != own.id:
                yield name, cited.id


def _gather(place: _Place, gathered: _Gathered) -> None:
    markdown = gathered.text.markdown
    if gathered.first is None:
        gathered.first = place.begin
    if place.words is None or len(gathered.excerpts) == _MAX_EXCERPTS:
        return
    passage = find_passage(markdown, place.begin, place.end)
    if passage in gathered.excerpts:
        return
    excerpt = take_excerpt(markdown, place.begin, place.end, place.words, passage)
    if excerpt.says_something:
        gathered.excerpts[passage] = excerpt


def _places_in(
    page: CitingText,
    form: re.Pattern[str],
    by_uri: Mapping[str, Postmortem],
    referred: Referred,
) -> Iterator[_Place]:
    """In the order of the text."""
    references = tuple(find_references(page.markdown))
    named = [(m, cited) for m in form.finditer(page.markdown) if (cited := referred.find(m[0]))]
    linked = list(_links_in(page, by_uri))
    places = [*_refer(references, referred)]
    if named or linked:
        unread, code = find_unread(page.markdown)
        within = {place for one in references for place in range(one.begin, one.end)}
        for match, cited in named:
            place = match.start()
            # A look behind within the pattern would keep it from leaping to the prefix.
            is_part = place > 0 and (
                page.markdown[place - 1].isalnum() or page.markdown[place - 1] in "-_"
            )
            if not (is_part or place in within or unread.hold(place)):
                places.append(_Place(cited=cited.id, begin=place, end=match.end(), words=match[0]))
        places += (
            link for link in linked if not (unread.hold(link.begin) or code.hold(link.begin))
        )
    yield from sorted(places, key=lambda one: one.begin)


def _refer(references: tuple[Reference, ...], referred: Referred) -> Iterator[_Place]:
    for one in references:
        if one.query is None and (cited := referred.find(one.name)):
            words = one.text or cited.title
            yield _Place(cited=cited.id, begin=one.begin, end=one.end, words=words)


def _links_in(page: CitingText, by_uri: Mapping[str, Postmortem]) -> Iterator[_Place]:
    """What links to the file of a postmortem."""
    for pattern in _LINKS:
        for match in pattern.finditer(page.markdown):
            path = unquote(match["path"])
            place = (
                path.lstrip("/")
                if path.startswith("/")
                else posixpath.join(posixpath.dirname(page.uri), path)
            )
            if cited := by_uri.get(posixpath.normpath(place)):
                yield _link(page.markdown, match, cited, is_inline=pattern is _INLINE_LINK)


def _link(markdown: str, match: re.Match[str], cited: Postmortem, *, is_inline: bool) -> _Place:
    begin = markdown.rfind("[", 0, match.start()) if is_inline else match.start()
    end = markdown.find(")", match.end()) + 1 if is_inline else match.end()
    if not is_inline or begin < 0 or end == 0:
        return _Place(cited=cited.id, begin=match.start(), end=match.end(), words=None)
    words = markdown[begin + 1 : match.start()]
    return _Place(cited=cited.id, begin=begin, end=end, words=words)
