"""What references in a page of the site lead to."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from ..core.facets import vocabularies_of
from ..core.live_list import UnreadableListError, read_live_list
from ..core.referred import Referred
from ..reference_links import Link
from ..views.card import view_card
from ..views.live_list import view_live_list
from .pages import Site


@dataclass(frozen=True, kw_only=True)
class SiteReferences:
    """What the references of all pages lead to."""

    site: Site
    referred: Referred
    cards: dict[tuple[str, str], str] = field(default_factory=dict)
    """By the way to the site's root and the id."""

    def of(self, uri: str, destination: str) -> PageReferences:
        """Those of one page: its Markdown file, and its file in the built site."""
        return PageReferences(of_site=self, folder=posixpath.dirname(uri), page=destination)


@dataclass(frozen=True, kw_only=True)
class PageReferences:
    """What the references of one page lead to.

    A link leads to the file of the postmortem: the site's builder knows its address, and
    whether the anchor is there.
    """

    of_site: SiteReferences
    folder: str
    page: str

    def link(self, name: str, anchor: str) -> Link | None:
        """To a postmortem; to nothing, where there may be one that readers may not see."""
        planned = self.of_site.site.planned
        postmortem = self.of_site.referred.find(name)
        if postmortem is None:
            is_withheld = name.casefold() in planned.withheld_names
            return Link(href="", title=name) if is_withheld else None
        path = posixpath.relpath(postmortem.uri, self.folder or ".")
        return Link(href=f"{path}#{anchor}" if anchor else path, title=postmortem.title)

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

    def live_list(self, query: str, title: str) -> str | None:
        """The list that a query asks for; None where it cannot be read."""
        library = self.of_site.site.planned.library
        try:
            wanted = read_live_list(query, vocabularies_of(library.settings))
        except UnreadableListError:
            return None
        return self._render("live_list", view_live_list(wanted, title, library))

    def _render(self, template: str, view: object) -> str:
        renderer = self.of_site.site.renderer
        return renderer.render_template(f"postmortems/{template}.html", self.page, view=view)
