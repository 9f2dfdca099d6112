"""What references in a page of the site lead to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
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
from ..views.wording import count_of
from .pages import Site

_IN_ADDRESS = "/:@!$&'()*+,;=~"
"""Signs that need no escape in a path."""


@dataclass(frozen=True, kw_only=True)
class SiteReferences:
    """What the references of all pages lead to, and what of it has been rendered."""

    site: Site
    referred: Referred
    cards: dict[tuple[str, str], str] = field(default_factory=dict)
    """By the way to the site's root, and the id."""
    lists: dict[tuple[str, str, str], ListPlace | None] = field(default_factory=dict)
    """By the folder of the page, what it asks for, and its title."""

    def of(self, uri: str, destination: str) -> PageReferences:
        """Those of one page: its Markdown file, and its file in the built site."""
        return PageReferences(of_site=self, folder=posixpath.dirname(uri), page=destination)

    @cached_property
    def find_page(self) -> str | None:
        """The URI of the page that searches; None where the site has none of ours."""
        pages = self.site.planned.generated.items()
        return next((uri for uri, page in pages if page.ref.kind == "find"), None)

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
    """What the references of one page lead to.

    A link leads to the file of the postmortem: the site's builder knows its address.
    """

    of_site: SiteReferences
    folder: str
    page: str

    def link(self, name: str, anchor: str) -> Link | None:
        """To a postmortem; to nothing, where there may be one that readers may not see."""
        postmortem = self.of_site.referred.find(name)
        if postmortem is None:
            is_withheld = self.of_site.referred.is_withheld(name)
            return Link(href="", title=name) if is_withheld else None
        place = f" ({found})" if (found := self._name_place(postmortem, anchor)) else ""
        return Link(
            href=self._address(postmortem.uri) + (f"#{quote(anchor)}" if anchor else ""),
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

    def _address(self, uri: str) -> str:
        # From the root, so that the folder of the process is not asked for.
        return quote(posixpath.relpath(f"/{uri}", f"/{self.folder}"), safe=_IN_ADDRESS)

    def card(self, name: str) -> str | None:
        """The card of a postmortem."""
        site, postmortem = self.of_site.site, self.of_site.referred.find(name)
        if postmortem is None:
            return None
        key = (site.planned.addresses.way_to_root(self.page), postmortem.id)
        if key not in self.of_site.cards:
            view = view_card(postmortem, site.planned.library)
            self.of_site.cards[key] = self._render("card", view)
        return self.of_site.cards[key]

    def live_list(self, query: str, title: str) -> ListPlace | None:
        """The list that a query asks for; None where it cannot be read."""
        key = (self.folder, query, title)
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
        search = self.of_site.find_page
        return ListPlace(
            html=self._render("live_list", view),
            link=Link(
                href=f"{self._address(search)}?{view.address}" if search else "",
                title=title or count_of(view.total, "postmortem"),
            ),
        )

    def _render(self, template: str, view: object) -> str:
        renderer = self.of_site.site.renderer
        return renderer.render_template(f"postmortems/{template}.html", self.page, view=view)
