"""Which postmortems other documents and pages lead to, by their name, their file, or a field."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from urllib.parse import unquote

from markdown_it.common.utils import normalizeReference

from .citing_text import CitingText
from .excerpt import Excerpt, Leads, PassageReader
from .library import Library
from .passages import Headings, find_passages
from .postmortem import Postmortem
from .referred import Referred
from .unread_text import UnreadText, without_comments

_FILE = re.compile(r"\.(?:md|markdown|mdown|mkdn|mkd)(?![\w.-])")
_DEFINITION = re.compile(
    r"^[ \t>]{0,9}\[(?!\^)([^\]\n]+)\]:[ \t]*(?:<([^<>\n]*)>|(\S+))", re.MULTILINE
)
_MAX_EXCERPTS = 3
"""Of one page about one postmortem."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A document or page that leads to a postmortem."""

    text: CitingText
    citing: Postmortem | None
    """The postmortem whose document it is; None for a page."""
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
    """By the id of the postmortem: pages by title, then postmortems, the newest first."""

    def of(self, postmortem: Postmortem) -> tuple[Citation, ...]:
        """Those of one postmortem."""
        return self.by_postmortem.get(postmortem.id, ())

    def lead_to(self, postmortem: Postmortem) -> bool:
        """Whether anything does."""
        return postmortem.id in self.by_postmortem


@dataclass
class _Gathered:
    """What one text says of one postmortem."""

    excerpts: list[Excerpt] = field(default_factory=list)
    first: int | None = None
    """The first place that leads there."""
    fields: list[str] = field(default_factory=list)


@lru_cache(maxsize=2)
def find_citations(library: Library) -> Citations:
    """What leads to each postmortem of a library.

    That is a reference; an id, also a former one, in a text, in `code` too; a link to the
    document's file; and the fields `related` and `recurrence_of`. Blocks of code and
    comments are no part of what is read, and a link in `code` is none.
    """
    finder = _Finder(library)
    order = {p.uri: place for place, p in enumerate(library.postmortems)}
    found: dict[str, list[tuple[tuple[int, str], Citation]]] = {}
    for text in library.texts:
        citing = finder.by_uri.get(text.uri)
        rank = (order[text.uri], "") if citing else (-1, text.title.casefold())
        for cited, citation in finder.cite(text, citing):
            found.setdefault(cited, []).append((rank, citation))
    return Citations(
        by_postmortem={
            cited: tuple(citation for _, citation in sorted(ranked, key=lambda pair: pair[0]))
            for cited, ranked in found.items()
        }
    )


class _Finder:
    """Finds what texts lead to."""

    def __init__(self, library: Library) -> None:
        self._referred = Referred(library)
        self.by_uri = {p.uri: p for p in library.postmortems}
        prefix = library.settings.id_prefix
        self._id = re.compile(rf"{prefix}-\d{{4}}-\d{{3,}}(?!\w)")

    def cite(self, text: CitingText, citing: Postmortem | None) -> Iterator[tuple[str, Citation]]:
        """The postmortems that one text leads to, by id; none to its own."""
        found: dict[str, _Gathered] = {}
        for name, cited in self._named_in_fields(citing):
            found.setdefault(cited, _Gathered()).fields.append(name)
        read = _ReadText(text)
        for begin, source in read.passages_around(self._places_in(read)):
            for one in PassageReader(self._leads_from(text), read.definitions).read(source):
                gathered = found.setdefault(one.postmortem.id, _Gathered())
                gathered.first = begin if gathered.first is None else gathered.first
                if len(gathered.excerpts) < _MAX_EXCERPTS and one.excerpt.says_something:
                    gathered.excerpts.append(one.excerpt)
        for cited, gathered in found.items():
            if citing is None or cited != citing.id:
                yield cited, _cite(text, citing, gathered, read)

    def _named_in_fields(self, citing: Postmortem | None) -> Iterator[tuple[str, str]]:
        if citing is None:
            return
        for name, identifiers in (
            ("recurrence_of", citing.recurrence_of), ("related", citing.related),
        ):  # fmt: skip
            for identifier in identifiers:
                if cited := self._referred.find(identifier):
                    yield name, cited.id

    def _places_in(self, read: _ReadText) -> list[int]:
        """Where a text may lead to a postmortem, in its order."""
        markdown = read.markdown
        places = [m.start() for m in re.finditer(r"\[\[", markdown)]
        places += (m.start() for m in self._id.finditer(markdown))
        places += (m.start() for m in _FILE.finditer(markdown))
        leads = self._leads_from(read.text)
        for label, definition in read.definitions.items():
            if leads.address(definition["href"]):
                used = re.compile(rf"\[{re.escape(label)}\](?!:)", re.IGNORECASE)
                places += (m.start() for m in used.finditer(markdown))
        if not places:
            return []
        defined = read.defined
        return sorted(
            place
            for place in set(places)
            if place not in defined and not read.unread.holds_in_block(place)
        )

    def _leads_from(self, text: CitingText) -> Leads:
        def lead(address: str) -> Postmortem | None:
            path = unquote(re.split("[?#]", address, maxsplit=1)[0])
            place = (
                path.lstrip("/")
                if path.startswith("/")
                else posixpath.join(posixpath.dirname(text.uri), path)
            )
            named = (postmortem for _, _, postmortem in self._ids_in(unquote(address)))
            return self.by_uri.get(posixpath.normpath(place)) or next(named, None)

        return Leads(name=self._referred.find, address=lead, ids=self._ids_in)

    def _ids_in(self, text: str) -> Iterator[tuple[int, int, Postmortem]]:
        for match in self._id.finditer(text):
            begin = match.start()
            # A look behind within the pattern would keep it from leaping to the prefix.
            is_part = begin > 0 and (text[begin - 1].isalnum() or text[begin - 1] in "-_")
            if not is_part and (postmortem := self._referred.find(match[0])):
                yield begin, match.end(), postmortem


class _ReadText:
    """A text without its comments, and what is known of it once somebody asks."""

    def __init__(self, text: CitingText) -> None:
        self.text = text
        self.markdown = without_comments(text.markdown)

    @cached_property
    def unread(self) -> UnreadText:
        return UnreadText(self.markdown)

    @cached_property
    def headings(self) -> Headings:
        return Headings(self.markdown, self.unread)

    @cached_property
    def _definitions(self) -> tuple[re.Match[str], ...]:
        return tuple(_DEFINITION.finditer(self.markdown)) if "]:" in self.markdown else ()

    @cached_property
    def definitions(self) -> Mapping[str, Mapping[str, str]]:
        """Addresses of links by their label, as the reader of Markdown wants them."""
        return {
            normalizeReference(match[1]): {"href": match[2] or match[3] or "", "title": ""}
            for match in reversed(self._definitions)
        }

    @cached_property
    def defined(self) -> frozenset[int]:
        """The places in definitions, which readers do not see."""
        return frozenset(
            place for match in self._definitions for place in range(match.start(), match.end())
        )

    def passages_around(self, places: list[int]) -> Iterator[tuple[int, str]]:
        """What stands around these places: where it begins, and its Markdown."""
        for passage in find_passages(self.markdown, places):
            yield passage.begin, self.markdown[passage.begin : passage.end]


def _cite(
    text: CitingText, citing: Postmortem | None, gathered: _Gathered, read: _ReadText
) -> Citation:
    is_bare = gathered.first is not None and not gathered.excerpts
    return Citation(
        text=text,
        citing=citing,
        excerpts=tuple(gathered.excerpts),
        heading=read.headings.above(gathered.first or 0) if is_bare else "",
        fields=tuple(gathered.fields),
    )
