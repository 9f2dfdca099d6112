"""Views to HTML fragments, through Jinja with autoescape on."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from .cells import render_cell
from .core.postmortem import Postmortem
from .core.referred import Referred
from .pages import (
    API,
    CALENDAR,
    FEED_OF_ALL,
    OPEN_ACTIONS,
    RECURRING,
    REDIRECT_SCRIPT,
    Addresses,
    PlannedPage,
    feeds_of,
)
from .views.action_list import RECORD_FIELDS, ListedAction, record_of
from .views.reference import Ref, refer_to_incident
from .views.search_entry import SearchEntry
from .views.unfolding import Unfolding

_TICKED = re.compile(r"`([^`]+)`")
_FILES = {
    "calendar": CALENDAR,
    "actions data": f"{API}actions.json",
    "patterns data": f"{API}patterns.json",
    "postmortems data": f"{API}postmortems.json",
    "open actions": OPEN_ACTIONS,
    "redirect script": REDIRECT_SCRIPT,
    "recurring data": RECURRING,
}
"""Files that pages lead to, by what the templates call them."""
_ITEM = RECORD_FIELDS.index("item")


def find_overrides() -> Path:
    """The folder of templates and assets: in the package, or at the repository's root."""
    here = Path(__file__).resolve()
    for folder in (here.parent / "overrides", here.parents[2] / "overrides"):
        if (folder / "postmortems").is_dir():
            return folder
    raise FileNotFoundError("the package is damaged: its folder overrides/ is missing")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """A rendered row, and the values that it is known by, which it keeps alive."""

    values: object
    html: Markup


class Renderer:
    """Renders planned pages with the templates of the first folder that has them.

    `referred` knows the postmortems that references in cells name.
    """

    def __init__(
        self,
        folders: Iterable[Path],
        addresses: Addresses,
        referred: Referred | None = None,
        site_name: str = "",
    ) -> None:
        self._addresses = addresses
        self._referred = referred
        self._root = ""
        self._environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            undefined=StrictUndefined,
        )
        self._environment.filters["inline"] = self._inline
        self._environment.filters["markdown"] = render_markdown
        self._environment.globals["href"] = self._href
        self._environment.filters["ticked"] = render_ticks
        self._environment.globals["href_of"] = lambda kind, key="": self._href(
            Ref(kind=kind, key=key)
        )
        self._environment.globals["address_of"] = addresses.absolute
        self._environment.globals["site_name"] = site_name
        self._environment.globals["href_of_file"] = lambda name: self._root + _FILES[name]
        self._environment.globals["render_row"] = self._row
        self._environment.globals["render_rows"] = self._all_rows
        self._environment.filters["records"] = self._records_in_page
        self._rows: dict[tuple[str, int, str, str], _Row] = {}
        self._urls: dict[Ref, str] = {}

    def render(self, page: PlannedPage, **context: object) -> str:
        """The HTML fragment of a page; `context` is what is not the view's to say."""
        return self.render_template(
            page.template,
            self._addresses.url(page.ref),
            view=page.view,
            feeds=feeds_of(page.ref),
            **context,
        )

    def render_head(
        self, ref: Ref, unfolding: Unfolding | None, present: Container[str] = ()
    ) -> str:
        """What the head of a page says of it; `present` are the names that it has already."""
        return self.render_template(
            "postmortems/head.html",
            self._addresses.url(ref),
            target=ref,
            unfolding=unfolding,
            feeds=feeds_of(ref) or (FEED_OF_ALL,),
            present=present,
        )

    def render_not_found(self, root: str) -> str:
        """What leads on from an address that is nobody's; it stands at any depth, so `root` is absolute."""
        self._root = root
        return self._environment.get_template("postmortems/not_found.html").render()

    def render_template(self, template: str, page_url: str, **context: object) -> str:
        """Render any template as the page at that address."""
        self._root = self._addresses.way_to_root(page_url)
        return self._environment.get_template(template).render(context)

    def render_search_entry(self, entry: SearchEntry, language: str) -> str:
        """What the search reads of a postmortem, a whole page; it has no links."""
        return self._environment.get_template("postmortems/search_entry.html").render(
            view=entry, language=language
        )

    def render_records(self, listed: Iterable[ListedAction]) -> str:
        """Open items as JSON for the script of their page: the names of the fields, then a row each."""
        self._root = self._addresses.way_to_root(self._addresses.url(Ref(kind="actions")))
        rows = []
        for one in listed:
            record: list[str] = list(record_of(one))
            record[_ITEM] = str(self._inline(record[_ITEM]))
            rows.append(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
        head = json.dumps(RECORD_FIELDS, separators=(",", ":"))
        return "\n".join((f'{{"fields":{head},"rows":[', ",\n".join(rows), "]}\n"))

    def _records_in_page(self, listed: Iterable[ListedAction]) -> Markup:
        """The same as the text of an element; quotation marks, of which there are many, may stay."""
        return Markup(self.render_records(listed).replace("&", "&amp;").replace("<", "&lt;"))

    def _inline(self, text: str | None) -> Markup:
        return render_cell(text, self._referred, self._href_of_postmortem)

    def _href_of_postmortem(self, postmortem: Postmortem, anchor: str) -> str:
        return self._href(refer_to_incident(postmortem, anchor))

    def _href(self, ref: Ref) -> str:
        """The address of a page, from the one that is being rendered."""
        url = self._urls.get(ref)
        if url is None:
            url = self._urls[ref] = self._addresses.url(ref)
        return self._root + url or "./"

    def _row(self, template: str, values: object, variant: str = "") -> Markup:
        """A row of a list.

        Every address begins with the way to the site's root, so a row is the
        same on all pages of one depth, and is rendered once for them.
        """
        key = (template, id(values), variant, self._root)
        known = self._rows.get(key)
        if known is None:
            found = self._environment.get_template(f"postmortems/{template}.html")
            html = Markup(found.render(row=values, variant=variant))
            known = self._rows[key] = _Row(values=values, html=html)
        return known.html

    def _all_rows(self, template: str, rows: Iterable[object], variant: str = "") -> Markup:
        """Rows of a list, one after another."""
        return Markup("\n".join([self._row(template, values, variant) for values in rows]))


@lru_cache(maxsize=1)
def _block_markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def render_ticks(text: str) -> Markup:
    """A message as HTML: what stands between backticks as code, everything else as text."""
    return Markup(_TICKED.sub(r"<code>\1</code>", str(escape(text))))


def render_markdown(text: str) -> Markup:
    """Markdown of the package's own documentation as HTML."""
    return Markup(_block_markdown().render(text))
