from __future__ import annotations

import html

from markdown_it import MarkdownIt

from mkdocs_postmortems.views.copying import offer_copies

from ..documents import postmortem
from ..libraries import load


def written(library_yml: str = "organisation: Lindgrove", **fields: str | None) -> dict[str, str]:
    """Each text with its address, by its label."""
    library = load([postmortem(None, **fields)], library_yml).library
    (one,) = library.postmortems
    offered = offer_copies(one, library)
    assert (offered.page.kind, offered.page.key) == ("incident", one.id)
    address = "https://pm.example/"
    return {
        c.label: f"{c.before}{address if c.has_address else ''}{c.after}" for c in offered.copies
    }


def test_a_link_is_offered_as_an_address_in_markdown_as_a_citation_and_as_a_reference() -> None:
    assert written() == {
        "Address": "https://pm.example/",
        "Markdown": "[Search answered with errors](https://pm.example/)",
        "Citation": "PM-2026-001: “Search answered with errors”. Lindgrove, 8 January 2026. "
        "https://pm.example/",
        "In this library": "[[PM-2026-001]]",
    }


def test_a_citation_leaves_out_what_is_not_known() -> None:
    title = "PM-2026-001: “Search answered with errors”."
    assert written("", date=None)["Citation"] == f"{title} https://pm.example/"
    assert written("")["Citation"] == f"{title} 8 January 2026. https://pm.example/"
    assert written(date=None)["Citation"] == f"{title} Lindgrove. https://pm.example/"


def test_a_title_means_nothing_in_markdown_but_itself() -> None:
    title = r"Orders [EU] lost: `tax_region` *was* \0 <b> _here_, R&D saw &amp;"
    link = written(title=f"'{title}'")["Markdown"]
    assert "R&D" in link  # nor has it more strokes than it needs
    assert "tax_region" in link
    rendered = MarkdownIt("commonmark").renderInline(link)
    assert rendered == f'<a href="https://pm.example/">{html.escape(title)}</a>'
