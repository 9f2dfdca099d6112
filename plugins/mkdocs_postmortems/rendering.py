"""Views to HTML fragments, through Jinja with autoescape on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from .pages import Addresses, PlannedPage
from .views.reference import Ref

_KEPT_LINKS = ("http://", "https://", "mailto:")


def find_overrides() -> Path:
    """The folder of templates and assets: in the package, or at the repository's root."""
    here = Path(__file__).resolve()
    for folder in (here.parent / "overrides", here.parents[2] / "overrides"):
        if (folder / "postmortems").is_dir():
            return folder
    raise FileNotFoundError("the package is damaged: its folder overrides/ is missing")


class Renderer:
    """Renders planned pages with the templates of the first folder that has them."""

    def __init__(self, folders: Iterable[Path], addresses: Addresses) -> None:
        self._addresses = addresses
        self._root = ""
        self._environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            undefined=StrictUndefined,
        )
        self._environment.filters["inline"] = render_inline
        self._environment.filters["markdown"] = render_markdown
        self._environment.globals["href"] = self._href
        self._environment.globals["href_of"] = lambda kind: self._href(Ref(kind=kind))
        self._environment.globals["render_row"] = self._row
        self._rows: dict[tuple[str, object, str, str], Markup] = {}

    def render(self, page: PlannedPage, **context: object) -> str:
        """The HTML fragment of a page; `context` is what is not the view's to say."""
        return self.render_template(
            page.template, self._addresses.url(page.ref), view=page.view, **context
        )

    def render_template(self, template: str, page_url: str, **context: object) -> str:
        """Render any template as the page at that address."""
        self._root = self._addresses.way_to_root(page_url)
        return self._environment.get_template(template).render(context)

    def _href(self, ref: Ref) -> str:
        """The address of a page, from the one that is being rendered."""
        return self._root + self._addresses.url(ref) or "./"

    def _row(self, template: str, values: object, variant: str = "") -> Markup:
        """A row of a list.

        Every address begins with the way to the site's root, so a row is the
        same on all pages of one depth, and is rendered once for them.
        """
        key = (template, values, variant, self._root)
        if key not in self._rows:
            found = self._environment.get_template(f"postmortems/{template}.html")
            self._rows[key] = Markup(found.render(row=values, variant=variant))
        return self._rows[key]


@lru_cache(maxsize=1)
def _inline_markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_CellRenderer)
    return parser.disable("image")


@lru_cache(maxsize=1)
def _block_markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


class _CellRenderer(RendererHTML):
    """Keeps links to other hosts; a relative one would lead elsewhere from another page."""

    def link_open(self, tokens: list[Token], idx: int, options: object, env: object) -> str:
        kept = _is_kept(tokens[idx])
        return self.renderToken(tokens, idx, options, env) if kept else ""  # type: ignore[arg-type]

    def link_close(self, tokens: list[Token], idx: int, options: object, env: object) -> str:
        depth = tokens[idx].level
        opening = next(
            t for t in reversed(tokens[:idx]) if t.type == "link_open" and t.level == depth
        )
        return "</a>" if _is_kept(opening) else ""


def _is_kept(token: Token) -> bool:
    return str(token.attrGet("href") or "").lower().startswith(_KEPT_LINKS)


def render_inline(text: str | None) -> Markup:
    """Inline Markdown of a cell as HTML; raw HTML is shown as text."""
    return Markup(_inline_markdown().renderInline(text or "").strip())


def render_markdown(text: str) -> Markup:
    """Markdown of the package's own documentation as HTML."""
    return Markup(_block_markdown().render(text))
