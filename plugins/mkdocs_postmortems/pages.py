"""The kinds of page: which view, which address, which template. The only place that makes URLs."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .core.library import Library
from .core.open_questions import OpenQuestion
from .core.review import review_months
from .rules import ALL_RULES
from .views.actions import view_actions
from .views.box_entry import BoxEntry, describe_page, share_letters, view_box_entry
from .views.brief import view_brief
from .views.closed_actions import view_closed_actions
from .views.find import view_find
from .views.health import view_health
from .views.home import view_home
from .views.incident import view_incident
from .views.incidents import view_incidents
from .views.meeting import view_meeting
from .views.onboarding import view_onboarding
from .views.onboarding_teams import view_onboarding_teams
from .views.owed import view_owed
from .views.quarter import view_quarter
from .views.quarters import view_quarters
from .views.recurring import view_recurring
from .views.reference import Ref, refer_to_review
from .views.review import view_review
from .views.reviews import view_reviews
from .views.rule import view_rule
from .views.rules import view_rules
from .views.team import view_team
from .views.teams import all_teams, view_teams
from .views.term import view_term
from .views.unfolding import Unfolding, unfold_page, unfold_postmortem
from .views.vocabulary import AXES, terms_of, view_vocabulary

API = "api/v1/"
SCHEMA = "schema/postmortem.schema.json"
CALENDAR = "actions.ics"
INVENTORY = "objects.inv"
FEED = "feed.atom"
JSON_FEED = "feed.json"
FEED_OF_ALL = Ref(kind="file", key=FEED, title="Postmortems")
"""The feed of the whole library."""
RECURRING = f"{API}recurring.json"
OPEN_ACTIONS = "actions/open-{number}.json"
"""Files of open action items beside their page, which reads them when it needs them."""
REDIRECT_SCRIPT = "postmortems/redirect.js"
HANDBOOK = Ref(kind="authored", key="handbook/index.md", title="Handbook")
ANTI_PATTERNS = Ref(
    kind="authored", key="handbook/anti-patterns.md", title="The handbook about this anti-pattern"
)

_PAGES = {
    "home": "",
    "find": "find/",
    "incidents": "incidents/",
    "incident": "incidents/{key}",
    "meeting": "incidents/{key}/meeting",
    "categories": "categories/",
    "category": "categories/{key}",
    "services": "services/",
    "service": "services/{key}",
    "factors": "factors/",
    "factor": "factors/{key}",
    "teams": "teams/",
    "team": "teams/{key}",
    "onboarding_teams": "onboarding/",
    "onboarding": "onboarding/{key}",
    "actions": "actions/",
    "closed_actions": "actions/closed",
    "reviews": "actions/review/",
    "review": "actions/review/{key}",
    "owed": "owed/",
    "health": "health/",
    "quarters": "patterns/",
    "quarter": "patterns/{key}",
    "brief": "patterns/{key}/brief",
    "recurring": "recurring/",
    "rules": "rules/",
    "rule": "rules/{key}",
}
"""Where each kind of page lies; what ends with `/` is the index of its folder."""
_IN_MENU = ("home", "find", "incidents", "actions", "quarters")
"""The lists that a menu made from the files alone shows; they lead to the others."""
_FEED_KINDS = {"team": "Postmortems of {title}", "category": "Postmortems: {title}"}
"""The kinds of page with a feed of their own, and its title."""
_NOT_SEARCHED = ("find", "review", "brief")
"""Beside the scripts of meetings, what says in other words what another page says, is for a few people and a day, or is a search itself."""
_TEMPLATES = {
    "categories": "vocabulary",
    "services": "vocabulary",
    "factors": "vocabulary",
    "category": "term",
    "service": "term",
    "factor": "term",
}


def page_path(ref: Ref) -> str:
    """Where a generated page lies, without a file's ending."""
    return _PAGES[ref.kind].format(key=ref.key)


def feeds_of(ref: Ref) -> tuple[Ref, ...]:
    """The feeds of what a page lists, Atom first; a folder whatever the form of addresses."""
    if ref.kind in ("home", "incidents"):
        return FEED_OF_ALL, replace(FEED_OF_ALL, key=JSON_FEED)
    if title := _FEED_KINDS.get(ref.kind):
        key = f"{page_path(ref)}/{FEED}"
        return (Ref(kind="file", key=key, title=title.format(title=ref.title)),)
    return ()


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where pages lie, in the site's way of writing addresses."""

    directory_urls: bool
    """`incidents/PM-2026-007/` rather than `incidents/PM-2026-007.html`."""
    site_url: str = ""
    """Where the site is published, on http or https; empty where nobody says."""

    def destination(self, ref: Ref) -> str:
        """The page's file, relative to the built site."""
        if ref.kind == "file":
            return ref.key
        if ref.kind == "authored":
            stem = ref.key.removesuffix(".md")
            is_index = posixpath.basename(stem).lower() in ("index", "readme")
            return self._file(posixpath.dirname(stem) if is_index else stem, is_index=is_index)
        path = page_path(ref)
        return self._file(path, is_index=path.endswith("/") or not path)

    def _file(self, path: str, *, is_index: bool) -> str:
        if is_index or self.directory_urls:
            return posixpath.join(path, "index.html")
        return f"{path}.html"

    def url(self, ref: Ref) -> str:
        """The page's address, relative to the site's root; the home page's is empty."""
        destination = self.destination(ref)
        if self.directory_urls:
            destination = destination.removesuffix("index.html")
        return f"{destination}#{ref.anchor}" if ref.anchor else destination

    def absolute(self, ref: Ref) -> str | None:
        """The page's address for those who are not on the site; None where that is unknown."""
        if not self.site_url.lower().startswith(("http://", "https://")):
            return None
        return f"{self.site_url.rstrip('/')}/{self.url(ref)}"

    def way_to_root(self, page: str) -> str:
        """How a page, named by its address, leads to the site's root: `../../`, or nothing."""
        return "../" * page.partition("#")[0].count("/")


@dataclass(frozen=True, kw_only=True)
class PlannedPage:
    """A page of the site before it is rendered."""

    ref: Ref
    """Its kind and key."""
    title: str
    view: object
    template: str
    source_uri: str
    """The Markdown file that it is made of, or the one that it stands for."""
    destination: str
    """File in the built site."""
    in_menu: bool
    """Whether a menu made from the files alone shows it."""
    box_entry: BoxEntry | None
    """What the site's search box knows of it; None where the box does not find it."""
    unfolding: Unfolding
    """What a link to it says where it is pasted."""


def plan_pages(
    library: Library,
    addresses: Addresses,
    authored: frozenset[str] = frozenset(),
    questions_about: Callable[[str], tuple[OpenQuestion, ...]] = lambda _uri: (),
) -> Iterator[PlannedPage]:
    """Every page that the library has; `authored` are the URIs of the site's own Markdown.

    `questions_about` gives what the rules leave open in the document of a URI.
    """
    handbook = HANDBOOK if HANDBOOK.key in authored else None
    anti_patterns = ANTI_PATTERNS if ANTI_PATTERNS.key in authored else None
    own = _own_guides(library, addresses, authored)
    for ref, view in _views(library, handbook, anti_patterns, own):
        is_found = ref.kind not in _NOT_SEARCHED
        entry = describe_page(ref.title, ref.key, view) if is_found else None
        yield _plan(ref, view, addresses, unfold_page(ref.title, view), entry)
    letters = share_letters(len(library.postmortems))
    for postmortem in library.postmortems:
        ref = Ref(kind="incident", key=postmortem.id, title=postmortem.title)
        entry = view_box_entry(postmortem, letters)
        view, unfolding = view_incident(postmortem, library), unfold_postmortem(postmortem, library)
        yield _plan(ref, view, addresses, unfolding, entry, postmortem.uri)
        if postmortem.status != "final":
            meeting = view_meeting(postmortem, library, questions_about(postmortem.uri))
            ref = Ref(kind="meeting", key=postmortem.id, title=meeting.title)
            yield _plan(ref, meeting, addresses, unfold_page(ref.title, meeting))


def _own_guides(library: Library, addresses: Addresses, authored: frozenset[str]) -> frozenset[str]:
    """The teams, by id, that have written a page for newcomers at the address of ours."""
    written = {
        addresses.destination(Ref(kind="authored", key=uri)).lower()
        for uri in authored
        if uri.lower().startswith(_PAGES["onboarding_teams"])
    }
    teams = (team.id for team in all_teams(library))
    return frozenset(
        team
        for team in teams
        if addresses.destination(Ref(kind="onboarding", key=team)).lower() in written
    )


def _plan(
    ref: Ref,
    view: object,
    addresses: Addresses,
    unfolding: Unfolding,
    entry: BoxEntry | None = None,
    source_uri: str = "",
) -> PlannedPage:
    path = page_path(ref)
    stands_for = f"{path}index.md" if path.endswith("/") or not path else f"{path}.md"
    return PlannedPage(
        ref=ref,
        title=ref.title,
        view=view,
        template=f"postmortems/{_TEMPLATES.get(ref.kind, ref.kind)}.html",
        source_uri=source_uri or stands_for,
        destination=addresses.destination(ref),
        in_menu=ref.kind in _IN_MENU,
        box_entry=entry,
        unfolding=unfolding,
    )


def _views(
    library: Library,
    handbook: Ref | None,
    anti_patterns: Ref | None,
    own_guides: frozenset[str],
) -> Iterator[tuple[Ref, object]]:
    home = view_home(library, handbook)
    yield Ref(kind="home", title=home.title), home
    find = view_find(library)
    yield Ref(kind="find", title=find.title), find
    incidents = view_incidents(library)
    yield Ref(kind="incidents", title=incidents.title), incidents
    for axis in AXES:
        vocabulary = view_vocabulary(axis, library)
        yield Ref(kind=axis.kind_of_list, title=vocabulary.title), vocabulary
        for term in terms_of(axis, library):
            yield (
                Ref(kind=axis.kind, key=term.id, title=term.title),
                view_term(axis, term, library),
            )
    teams = view_teams(library)
    yield Ref(kind="teams", title=teams.title), teams
    for team in all_teams(library):
        yield Ref(kind="team", key=team.id, title=team.name), view_team(team, library)
    onboarding = view_onboarding_teams(library, handbook, own_guides)
    yield Ref(kind="onboarding_teams", title=onboarding.title), onboarding
    for team in all_teams(library):
        guide = view_onboarding(team, library, handbook)
        yield Ref(kind="onboarding", key=team.id, title=guide.title), guide
    actions = view_actions(library)
    yield Ref(kind="actions", title=actions.title), actions
    yield from _reviews(library)
    owed = view_owed(library)
    yield Ref(kind="owed", title=owed.title), owed
    closed = view_closed_actions(library)
    yield Ref(kind="closed_actions", title=closed.title), closed
    quarters = view_quarters(library)
    yield Ref(kind="quarters", title=quarters.title), quarters
    for quarter in library.patterns:
        review = view_quarter(quarter, library)
        yield Ref(kind="quarter", key=quarter, title=review.title), review
        brief = view_brief(review, library)
        yield Ref(kind="brief", key=quarter, title=brief.title), brief
    health = view_health(library, anti_patterns)
    yield Ref(kind="health", title=health.title), health
    recurring = view_recurring(library)
    yield Ref(kind="recurring", title=recurring.title), recurring
    rules = view_rules(library.settings)
    yield Ref(kind="rules", title=rules.title), rules
    for rule in ALL_RULES:
        explained = view_rule(rule, library.settings)
        yield Ref(kind="rule", key=rule.code, title=explained.title), explained


def _reviews(library: Library) -> Iterator[tuple[Ref, object]]:
    found = review_months(library)
    reviews = view_reviews(found, library)
    yield Ref(kind="reviews", title=reviews.title), reviews
    for month in found:
        review = view_review(month, found, library)
        yield refer_to_review(month, review.title), review
