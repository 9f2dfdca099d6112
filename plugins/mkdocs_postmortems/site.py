"""The whole site before MkDocs renders it: what is published where, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from .attachments import PageText, named_attachments
from .core.citing_text import read_citing_page
from .core.diagnostics import Diagnostic, Level, in_reading_order
from .core.library import Library
from .core.postmortem import PostmortemReading
from .core.settings import Settings
from .outputs.data import DATA_FILES
from .outputs.feeds import feed_paths
from .outputs.open_actions import is_open_action_file
from .outputs.redirects import Redirect, plan_redirects
from .outputs.search_table import is_search_file
from .pages import INVENTORY, Addresses, PlannedPage, plan_pages
from .pipeline import LoadedLibrary
from .plan import settle_addresses
from .rules import AddressCollision, check_addresses, check_page, check_team_pages
from .views.box_entry import BoxEntry
from .views.reference import Ref
from .views.unfolding import Unfolding

_OFTEN_WRITTEN = ("home", "onboarding_teams", "onboarding")
"""Kinds of page that a site may have had before ours, so that its own are meant."""


@dataclass(frozen=True, kw_only=True)
class PlannedSite:
    """What MkDocs is asked to publish."""

    library: Library
    """As the audience sees it."""
    addresses: Addresses
    generated: Mapping[str, PlannedPage]
    """Pages without a file of their own, by the URI that they stand for."""
    incidents: Mapping[str, PlannedPage]
    """Pages of postmortems, by the URI of the document."""
    redirects: tuple[Redirect, ...]
    """Addresses that lead to pages of other names."""
    readings: Mapping[str, PostmortemReading]
    """By the URI of the document, those of `incidents` only."""
    hidden: frozenset[str]
    """URIs of documents that the audience may not see, and of files that may be theirs."""
    left_out: frozenset[str]
    """URIs of documents without a readable record."""
    withheld_names: frozenset[str]
    """Ids and aliases of documents that have no page, in lower case."""
    own_data: frozenset[str]
    """Paths in the site where a file of the author's keeps ours away."""
    has_search: bool
    """Whether the search has its page, and its files keep none of the author's away."""
    paths: Mapping[str, str]
    """How findings name the documents, by URI."""
    diagnostics: tuple[Diagnostic, ...]

    def is_ours(self, uri: str) -> bool:
        """Whether a page is generated, or stands for a postmortem."""
        return uri in self.generated or uri in self.incidents or uri in self.left_out

    def box_entry(self, uri: str) -> BoxEntry | None:
        """What the site's search box knows of one of our pages; None where it does not find it."""
        page = self.page_of(uri)
        return page.box_entry if page else None

    def page_of(self, uri: str) -> PlannedPage | None:
        """The page that a file stands for; None where it is an author's own, or left out."""
        return self.generated.get(uri) or self.incidents.get(uri)

    def findings_in(self, uri: str) -> tuple[Diagnostic, ...]:
        """What was found in one document."""
        return self._findings_by_path.get(self.paths.get(uri, ""), ())

    def unfolding_of(self, ref: Ref) -> Unfolding | None:
        """What a link to a page says; None where the page is not ours."""
        return self._unfoldings.get((ref.kind, ref.key))

    @cached_property
    def _unfoldings(self) -> Mapping[tuple[str, str], Unfolding]:
        pages = (*self.generated.values(), *self.incidents.values())
        return {(page.ref.kind, page.ref.key): page.unfolding for page in pages}

    @cached_property
    def _findings_by_path(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        found: dict[str, list[Diagnostic]] = {}
        for diagnostic in self.diagnostics:
            found.setdefault(diagnostic.path, []).append(diagnostic)
        return {path: tuple(diagnostics) for path, diagnostics in found.items()}


def plan_site(
    loaded: LoadedLibrary,
    *,
    audience: str,
    addresses: Addresses,
    authored: Mapping[str, str],
    paths: Mapping[str, str],
    settings_path: str,
    static: Mapping[str, str],
    attachments: frozenset[str],
    published: frozenset[str],
    text_of: Callable[[str], str],
) -> PlannedSite:
    """Plan all pages.

    `authored` holds the destination of each Markdown file of the site's own by
    its URI, `static` that of its other files; `paths` how findings name all of
    them; `attachments` those of the latter that lie among the postmortems.
    `published` are the destinations of all files that the site has without ours.
    `text_of` reads an authored page.
    """
    readings = {reading.document.source.uri: reading for reading in loaded.readings}
    own = {uri: file for uri, file in authored.items() if uri not in readings}
    seen = loaded.library.visible_to(audience)
    pages = tuple(read_citing_page(uri, file, text_of(uri)) for uri, file in own.items())
    library = replace(seen, texts=(*seen.texts, *pages), settings=seen.settings.with_pages(own))
    visible = {postmortem.uri for postmortem in library.postmortems}
    records = {postmortem.uri for postmortem in loaded.library.postmortems}
    plan = settle_addresses(
        plan_pages(library, addresses, frozenset(own), loaded.questions_about),
        {destination: uri for uri, destination in (*own.items(), *static.items())},
        readings,
    )
    generated = {p.source_uri: p for p in plan.pages if p.source_uri not in visible}
    incidents = {p.source_uri: p for p in plan.pages if p.source_uri in visible}
    hidden = frozenset(
        uri
        for uri, reading in readings.items()
        if not library.settings.is_visible(reading.visibility, audience)
    )
    # Whose a file is cannot be told from what hidden documents say, so among
    # them only what a published page names is published.
    shown = _published_texts(incidents, readings, own, text_of)
    withheld = attachments - named_attachments(attachments, shown) if hidden else frozenset()
    redirects = tuple(
        plan_redirects(library, addresses, (*published, *(page.destination for page in plan.pages)))
    )
    feeds = feed_paths(library, redirects)
    collisions = (
        *_collisions(plan.dropped, paths, library.settings, settings_path),
        *_data_collisions(
            {**static, **{u: f for u, f in own.items() if is_search_file(f)}},
            paths,
            library.settings,
            feeds,
        ),
    )
    references = (
        diagnostic
        for page in pages
        for diagnostic in check_page(page, paths[page.uri], loaded.identities, library.settings)
    )
    missing_pages = check_team_pages(loaded.library.settings, settings_path, own)
    return PlannedSite(
        library=library,
        addresses=addresses,
        generated=generated,
        incidents=incidents,
        redirects=redirects,
        readings={uri: readings[uri] for uri in incidents},
        hidden=hidden | withheld,
        left_out=frozenset(readings.keys() - records) | (visible - incidents.keys()),
        withheld_names=frozenset(
            name.casefold()
            for uri, reading in readings.items()
            if uri not in incidents
            for name in (reading.front_matter.values.id or "", *reading.front_matter.values.aliases)
        ),
        own_data=frozenset(path for path in static.values() if _is_generated(path, feeds)),
        has_search=any(page.ref.kind == "find" for page in generated.values())
        and not any(map(is_search_file, published)),
        paths=paths,
        diagnostics=in_reading_order(
            (*loaded.diagnostics, *collisions, *references, *missing_pages)
        ),
    )


def _published_texts(
    incidents: Mapping[str, PlannedPage],
    readings: Mapping[str, PostmortemReading],
    own: Mapping[str, str],
    text_of: Callable[[str], str],
) -> Iterator[PageText]:
    for uri, page in incidents.items():
        text = readings[uri].document.body
        yield PageText(uri=uri, destination=page.destination, markdown=text)
    for uri, destination in own.items():
        yield PageText(uri=uri, destination=destination, markdown=text_of(uri))


def _collisions(
    dropped: Iterable[tuple[PlannedPage, str]],
    paths: Mapping[str, str],
    settings: Settings,
    settings_path: str,
) -> Iterator[Diagnostic]:
    for page, owner in dropped:
        document = paths.get(page.source_uri) if page.ref.kind == "incident" else None
        collision = AddressCollision(
            address=page.destination.removesuffix("index.html"),
            kept=paths.get(owner, owner),
            dropped=document or f"the generated page {page.title}",
        )
        path = paths.get(owner) or document or settings_path
        is_meant = page.ref.kind in _OFTEN_WRITTEN and owner in paths
        yield from check_addresses([collision], path, settings, Level.INFO if is_meant else None)


def _data_collisions(
    static: Mapping[str, str], paths: Mapping[str, str], settings: Settings, feeds: frozenset[str]
) -> Iterator[Diagnostic]:
    for uri, destination in static.items():
        if _is_generated(destination, feeds):
            path = paths.get(uri, uri)
            collision = AddressCollision(
                address=destination, kept=path, dropped="the generated file"
            )
            yield from check_addresses([collision], path, settings)


def _is_generated(destination: str, feeds: frozenset[str]) -> bool:
    """Whether a file of ours has that path in the site."""
    return (
        destination in (*DATA_FILES, INVENTORY)
        or destination in feeds
        or is_open_action_file(destination)
        or is_search_file(destination)
    )
