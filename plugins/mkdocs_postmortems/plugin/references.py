"""What references in a page of the site lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from mkdocs.structure.files import Files

from ..core.diagnostics import Diagnostic
from ..core.facets import vocabularies_of
from ..core.live_list import UnreadableListError, read_live_list
from ..core.postmortem import Postmortem
from ..core.referred import Referred
from ..core.vocabulary import slugify
from ..reference_links import Link, ListPlace
from ..rules import check_sections
from ..views.card import view_card
from ..views.live_list import view_live_list
from ..views.reference import refer_to_incident
from ..views.wording import count_of
from .pages import Site


@dataclass(frozen=True, kw_only=True)
class SiteReferences:
    """What the references of all pages lead to, and what of it has been rendered."""

    site: Site
    referred: Referred
    cards: dict[tuple[str, str], str] = field(default_factory=dict)
    """By the way to the site's root, and the id."""
    lists: dict[tuple[str, str, str], ListPlace | None] = field(default_factory=dict)
    """By the way to the site's root, what it asks for, and its title."""

    def of(self, destination: str) -> PageReferences:
        """Those of one page, by its file in the built site."""
        way = self.site.planned.addresses.way_to_root(destination)
        return PageReferences(of_site=self, page=destination, root=way)

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """Of the pages of postmortems, from the site's root, by id."""
        planned = self.site.planned
        return {
            p.id: planned.addresses.url(refer_to_incident(p)) for p in planned.library.postmortems
        }

    @cached_property
    def search(self) -> str | None:
        """The address of the page that searches; None where the site has none of ours."""
        pages = self.site.planned.generated.values()
        found = (page.ref for page in pages if page.ref.kind == "find")
        return next(map(self.site.planned.addresses.url, found), None)

    def check_sections(self, files: Files) -> Iterator[Diagnostic]:
        """References to sections that the pages do not have, once all are rendered."""
        planned = self.site.planned

        def anchors_of(name: str) -> frozenset[str] | None:
            postmortem = self.referred.find(name)
            file = files.get_file_from_path(postmortem.uri) if postmortem else None
            return frozenset(file.page.present_anchor_ids or ()) if file and file.page else None

        for text in planned.library.texts:
            reading = planned.readings.get(text.uri)
            yield from check_sections(
                text,
                planned.paths[text.uri],
                anchors_of,
                planned.library.settings,
                first_line=reading.document.body_line if reading else 1,
                ignores=reading.document.ignores if reading else (),
            )


@dataclass(frozen=True, kw_only=True)
class PageReferences:
    """What the references of one page lead to."""

    of_site: SiteReferences
    page: str
    """Its file in the built site."""
    root: str
    """The way to the site's root."""

    def link(self, name: str, anchor: str) -> Link | None:
        """To a postmortem; to nothing, where there may be one that readers may not see."""
        postmortem = self.of_site.referred.find(name)
        if postmortem is None:
            is_withheld = self.of_site.referred.is_withheld(name)
            return Link(href="", title=name) if is_withheld else None
        place = f" ({found})" if (found := self._name_place(postmortem, anchor)) else ""
        address = f"{self.root}{self.of_site.addresses[postmortem.id]}"
        return Link(
            href=f"{address}#{quote(anchor)}" if anchor else address,
            title=postmortem.title + place,
        )

    def _name_place(self, postmortem: Postmortem, anchor: str) -> str:
        """What a place on a postmortem's page is called; empty where we do not know it."""
        if not anchor:
            return ""
        item = next((a.short_id for a in postmortem.actions if a.anchor == anchor), "")
        document = self.of_site.site.planned.readings[postmortem.uri].document
        titles = (section.title for section in document.sections)
        return item or next((title for title in titles if slugify(title) == anchor), "")

    def card(self, name: str) -> str | None:
        """The card of a postmortem."""
        site, postmortem = self.of_site.site, self.of_site.referred.find(name)
        if postmortem is None:
            return None
        key = (self.root, postmortem.id)
        if key not in self.of_site.cards:
            view = view_card(postmortem, site.planned.library)
            self.of_site.cards[key] = self._render("card", view)
        return self.of_site.cards[key]

    def live_list(self, query: str, title: str) -> ListPlace | None:
        """The list that a query asks for; None where it cannot be read."""
        key = (self.root, query, title)
        if key not in self.of_site.lists:
            self.of_site.lists[key] = self._list(query, title)
        return self.of_site.lists[key]

    def _list(self, query: str, title: str) -> ListPlace | None:
        library = self.of_site.site.planned.library
        try:
            wanted = read_live_list(query, vocabularies_of(library.settings))
        except UnreadableListError:
            return None
        view = view_live_list(wanted, title, library)
        search = self.of_site.search
        return ListPlace(
            html=self._render("live_list", view),
            link=Link(
                href=f"{self.root}{search}?{view.address}" if search is not None else "",
                title=title or count_of(view.total, "postmortem"),
            ),
        )

    def _render(self, template: str, view: object) -> str:
        renderer = self.of_site.site.renderer
        return renderer.render_template(f"postmortems/{template}.html", self.page, view=view)
