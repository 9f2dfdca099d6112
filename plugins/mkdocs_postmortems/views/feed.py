"""`/feed.atom` and its kin: the postmortems that are final, as readers of feeds get them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from heapq import nlargest
from uuid import UUID, uuid5

from ..core.library import Library
from ..core.plain_text import cut_at_word
from ..core.postmortem import Postmortem
from ..core.referred import Referred
from .reference import Ref, refer_to_incident
from .rows import mark_severity
from .teams import all_teams
from .unfolding import list_tags, tell_what_happened
from .vocabulary import CATEGORIES, terms_of
from .wording import length, long_date, utc_instant

MAX_ENTRIES = 50
"""A reader that looks once a week misses none unless as many are published within it, and
a feed stays below 100 kB, which is fetched whole each time. All others are on the site."""
_TEXT_LETTERS = 2_000
"""Of a summary or a cause; a feed tells of a postmortem, the page holds it."""
_LEAST_LETTERS = 100
"""Of a paragraph that is cut."""
_TITLES = {
    "home": "Postmortems",
    "team": "Postmortems of {title}",
    "category": "Postmortems: {title}",
}
_NEVER = "1970-01-01T00:00:00Z"
"""Atom wants an instant, also where nothing was published; one of the clock would be new each day."""
_NAMESPACE = UUID("7a70e89e-b171-42e5-af84-5cd1ebeaa4c5")
"""Ours alone: with a name it makes the same UUID (version 5 of RFC 9562) in each build."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEntry:
    """One postmortem in a feed, in plain text."""

    id: str
    """A `urn:uuid:` that neither another address of the site nor a rename changes."""
    incident: Ref
    title: str
    """With its severity."""
    published: str
    """`2026-03-05T16:00:00Z`."""
    description: str
    facts: tuple[str, ...]
    """Id, day, length and root-cause category, as far as they are known."""
    summary: tuple[str, ...]
    """Paragraphs."""
    cause: str
    """The root cause in a sentence or two; may be empty."""
    tags: tuple[str, ...]
    authors: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FeedView:
    """A feed: of the whole library, of a team or of a root-cause category."""

    id: str
    about: Ref
    """The page that it goes with."""
    title: str
    author: str
    """Who publishes it."""
    updated: str
    """When the newest entry was published; without entries, always `_NEVER`."""
    entries: tuple[FeedEntry, ...]
    """The newest first."""


def pages_with_feed(library: Library) -> Iterator[Ref]:
    """Home, each team and each root-cause category.

    Retired ones, and those without postmortems, have a feed too: a subscription outlives both.
    """
    yield Ref(kind="home")
    for team in all_teams(library):
        yield Ref(kind="team", key=team.id, title=team.name)
    for term in terms_of(CATEGORIES, library):
        yield Ref(kind=CATEGORIES.kind, key=term.id, title=term.title)


def view_feeds(library: Library) -> Iterator[FeedView]:
    """The feeds of these pages."""
    entries = _Entries(library)
    groups = {"team": library.by_team, CATEGORIES.kind: library.by_category}
    for page in pages_with_feed(library):
        group = groups.get(page.kind)
        found = group.get(page.key, ()) if group is not None else library.postmortems
        yield _view(page, entries.newest(found), library)


def _view(about: Ref, newest: tuple[FeedEntry, ...], library: Library) -> FeedView:
    title = _TITLES[about.kind].format(title=about.title)
    organisation = library.settings.organisation
    name = f"{organisation}\n{library.settings.id_prefix}\n{about.kind}\n{about.key}"
    return FeedView(
        id=_urn(name),
        about=about,
        title=f"{title}, {organisation}" if organisation else title,
        author=organisation or "Postmortems",
        updated=newest[0].published if newest else _NEVER,
        entries=newest,
    )


class _Entries:
    """The entries of a library, each made once for all feeds that it is in."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._instants = {p.id: _published(p) for p in library.postmortems if p.status == "final"}
        self._referred = Referred(library)
        self._made: dict[str, FeedEntry] = {}

    def newest(self, found: Iterable[Postmortem]) -> tuple[FeedEntry, ...]:
        """Those of some postmortems that are final, the one published last first."""
        final = (p for p in found if p.id in self._instants)
        newest = nlargest(
            MAX_ENTRIES, final, key=lambda p: (self._instants[p.id], p.date or date.min, p.id)
        )
        return tuple(self._made.get(p.id) or self._make(p) for p in newest)

    def _make(self, postmortem: Postmortem) -> FeedEntry:
        p, library = postmortem, self._library
        severity = mark_severity(p, library)
        mark = "Near miss" if p.is_near_miss else severity.id if severity else None
        category = library.settings.categories.title_of(p.category) if p.category else None
        day = long_date(p.date) if p.date else None
        lasted = length(p.duration) if p.duration is not None else None
        entry = self._made[p.id] = FeedEntry(
            id=_urn(self._referred.first_id_of(p)),
            incident=refer_to_incident(p),
            title=f"{mark}: {p.title}" if mark else p.title,
            published=utc_instant(self._instants[p.id]) or "",
            description=tell_what_happened(p),
            facts=tuple(fact for fact in (p.id, day, lasted, category) if fact),
            summary=tuple(_shorten((p.summary or "").splitlines())),
            cause=cut_at_word(p.short_cause or "", _TEXT_LETTERS),
            tags=tuple(filter(None, (category, *list_tags(p, library)))),
            authors=p.authors,
        )
        return entry


def _published(postmortem: Postmortem) -> datetime:
    """When it was published; where nobody says, its day, or the beginning of its id's year."""
    p = postmortem
    if p.published:
        return p.published
    day = p.date or date(max(int(p.id.split("-")[1]), 1), 1, 1)
    return datetime.combine(day, time(), UTC)


def _shorten(paragraphs: Iterable[str]) -> Iterator[str]:
    """As many paragraphs as there is room for, the last one cut."""
    room = _TEXT_LETTERS
    for paragraph in paragraphs:
        yield cut_at_word(paragraph, room)
        room -= len(paragraph)
        if room < _LEAST_LETTERS:
            return


def _urn(name: str) -> str:
    return uuid5(_NAMESPACE, name).urn
