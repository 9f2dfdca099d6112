from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from mkdocs_postmortems.core.citations import find_citations
from mkdocs_postmortems.core.citing_text import CitingText, read_citing_page
from mkdocs_postmortems.core.library import Library

from ..documents import postmortem
from ..libraries import load

CITED = "PM-2026-002"
BY_LINK = (
    "See [the other](1.md).",
    "See [the other](<1.md>).",
    "See [the other](./1.md#root-cause).",
    "See [the other](../incidents/1.md 'Again').",
    "See [the other](/incidents/1.md?plain).",
    "See [the other](%31.md).",
    "See [the other][2].\n\n[2]: 1.md",
    '<a href="1.md">the other</a>',
)


def library(text: str, **fields: str | None) -> Library:
    """Two postmortems, the first of which says something about the second, or does not."""
    one = postmortem({"Summary": text}, **fields)
    return load([one, postmortem(id=CITED, title="Again")]).library


def cited(found: Library) -> dict[str, tuple[str, ...]]:
    """URIs of what leads to each postmortem."""
    return {
        identifier: tuple(citation.text.uri for citation in citations)
        for identifier, citations in find_citations(found).by_postmortem.items()
    }


@pytest.mark.parametrize(
    "text",
    [
        f"As in {CITED}.",
        f"As in `{CITED}`, and {CITED} again.",
        f"Item {CITED}-A1 was open.",
        f"https://postmortems.example/incidents/{CITED}/#timeline",
        *BY_LINK,
    ],
)
def test_a_text_that_names_or_links_a_postmortem_leads_to_it(text: str) -> None:
    assert cited(library(text)) == {CITED: ("incidents/0.md",)}


def test_so_does_a_former_id_in_a_text() -> None:
    texts = [
        postmortem({"Summary": "As in `PM-2024-007`."}),
        postmortem(id=CITED, title="Again", aliases="[PM-2024-007]"),
    ]
    assert cited(load(texts).library) == {CITED: ("incidents/0.md",)}


@pytest.mark.parametrize("field", ["related", "recurrence_of"])
def test_so_does_a_field_also_by_an_alias(field: str) -> None:
    by_alias: Mapping[str, Any] = {field: "[PM-2024-007]"}
    assert cited(library("No word.", **{field: f"[{CITED}]"})) == {CITED: ("incidents/0.md",)}
    texts = [
        postmortem(**by_alias),
        postmortem(id=CITED, title="Again", aliases="[PM-2024-007]"),
    ]
    assert cited(load(texts).library) == {CITED: ("incidents/0.md",)}


@pytest.mark.parametrize(
    "text",
    [
        "As in PM-2026-003.",  # nobody's
        "As in PM-2026-0021.",
        "As in PM-2026-002b.",
        "As in XPM-2026-002 and X-PM-2026-002.",
        "As in PM-2026-001, which is this one.",
        "See [this one](0.md) and [nothing](2.md) and [elsewhere](notes/1.md).",
        "See [another site](https://example.org/incidents/1.md).",
        f"```yaml\nrecurrence_of: [{CITED}]\n```",
        f"~~~~\n[{CITED}](1.md)\n~~~\n~~~~",
        f"<!-- as in {CITED}, [here](1.md) -->",
        "Write `[the other](1.md)`, or ``[a `b`](1.md)``.",
    ],
)
def test_nothing_else_does(text: str) -> None:
    assert cited(library(text)) == {}


@pytest.mark.parametrize("text", [f"```\na\n```\n{CITED}", f"A ` and {CITED} and <!-- a --> it."])
def test_what_stands_after_code_and_comments_is_read(text: str) -> None:
    assert cited(library(text)) == {CITED: ("incidents/0.md",)}


def test_a_page_of_the_sites_own_leads_to_what_it_names() -> None:
    found = library("No word.")
    page = CITING_PAGE
    assert cited(replace(found, texts=(*found.texts, page))) == {
        CITED: ("handbook/index.md",), "PM-2026-001": ("handbook/index.md",),
    }  # fmt: skip


CITING_PAGE = CitingText(
    uri="handbook/index.md",
    markdown=f"Read {CITED} and [the first](../incidents/0.md).",
    title="Handbook",
    destination="handbook/index.html",
)


def test_what_a_hidden_document_names_counts_for_nobody_who_may_not_see_it() -> None:
    found = library(f"As in {CITED}.", visibility="restricted")
    assert cited(found.visible_to("restricted")) == {CITED: ("incidents/0.md",)}
    assert cited(found.visible_to("internal")) == {}
    hidden = load([postmortem({"Summary": f"As in {CITED}."}),
                   postmortem(id=CITED, title="Again", visibility="restricted")]).library  # fmt: skip
    assert cited(hidden.visible_to("internal")) == {}


def test_many_marks_that_close_nothing_take_no_longer_than_their_number() -> None:
    text = f"{CITED} " + "` `` ~~~ <! [a]( " * 20_000
    assert cited(library(text)) == {CITED: ("incidents/0.md",)}


SENTENCES = {
    "One thing. As in [[PM-2026-002]], the pool was full! Then more.": (
        "As in ", "Again", ", the pool was full!"),
    "It began in PM-2026-002. It is told in [[PM-2026-002]], too.": (
        "It began in ", "PM-2026-002", "."),
    "See [the *other*\none](1.md), which says why.\nIt is short.": (
        "See ", "the other one", ", which says why."),
    "- No.\n- The same as PM-2026-002\n  was seen twice.\n- Nor this.": (
        "The same as ", "PM-2026-002", " was seen twice."),
    "| What | Why |\n|---|---|\n| [[other\\|the other]] | its cause. It came back. |\n"
    "| PM-2026-002 taught us to look here | more |": (
        "", "PM-2026-002", " taught us to look here"),
    "**It is known.** As in [[pm-2026-002#root-cause|*that* one]]<!-- or not --> `max=5` fell.": (
        "As in ", "that one", " max=5 fell."),
    "> Somebody said that [[PM-2026-002]] and [[PM-2026-001|ours]] are alike.\n\nThe end.": (
        "Somebody said that ", "Again", " and ours are alike."),
    "See [the page](https://pm.example/incidents/PM-2026-002/) for more.": (
        "See ", "the page", " for more."),
    "See [![the graph](p.png)](1.md) and [the [big] `[x]` one](1.md \"(more)\").": (
        "See ", "the graph", " and the [big] [x] one."),
    '!!! note "As in [[PM-2026-002]] again"\n    And so on.': ("As in ", "Again", " again"),
    "a | b\n--|--\nmore | as in [[PM-2026-002]] then": ("as in ", "Again", " then"),
    "It is [[PM-2026-002]] over\n---\n\nText.": ("It is ", "Again", " over"),
    "<details><summary>More</summary>As in [[PM-2026-002]] then.</details>": (
        "More As in ", "Again", " then."),
    "<!-- a plan\n\nnobody reads --> As in [[PM-2026-002]] then.": ("As in ", "Again", " then."),
    "<!-- " + "secret " * 99 + "--> As in [[PM-2026-002]] then.": ("As in ", "Again", " then."),
    "As told [there][twice] and\nhere.\n\n[Twice]: 1.md 'Again'": ("As told ", "there", " and here."),
    "!!! tip\n\n    As in [[PM-2026-002]] then.": ("As in ", "Again", " then."),
}  # fmt: skip


@pytest.mark.parametrize("text", SENTENCES)
def test_the_sentence_around_a_link_is_shown_as_its_readers_see_it(text: str) -> None:
    texts = [postmortem({"Summary": text}), postmortem(id=CITED, title="Again", aliases="[other]")]
    (citation,) = find_citations(load(texts).library).by_postmortem[CITED]
    excerpt = citation.excerpts[0]
    assert (excerpt.before, excerpt.cited, excerpt.after) == SENTENCES[text]
    assert len(citation.excerpts) == 1


def test_a_title_is_no_markdown_and_ends_no_sentence() -> None:
    title = "Checkout failed. Map<String, *Order*> too"
    texts = [
        postmortem({"Summary": "As in [[PM-2026-002]] we saw it. Then not."}),
        postmortem(id=CITED, title=f'"{title}"'),
    ]
    (citation,) = find_citations(load(texts).library).by_postmortem[CITED]
    (excerpt,) = citation.excerpts
    assert (excerpt.before, excerpt.cited, excerpt.after) == ("As in ", title, " we saw it.")


NO_LINKS = (
    "<pre>\nPM-2026-002\n</pre>",
    "!!! note\n\n        [[PM-2026-002]] in code of the note",
    "!!! note\n\n    ```\n    [[PM-2026-002]]\n    ```",
    "Text.\n\n    [[PM-2026-002]] in code",
    "<!-- [[PM-2026-002]] -->",
)


@pytest.mark.parametrize("text", NO_LINKS)
def test_blocks_of_code_and_comments_lead_nowhere(text: str) -> None:
    assert cited(library(text)) == {}


PAGE_TITLES = {
    "---\ntitle: >-\n  Long\n  one\n---\n# No": "Long one",
    "---\ntitle: 'It''s here' # note\n---\n": "It's here",
    "<!-- badge -->\nText before.\n\n# The `title` {#top}\n": "The title",
    "Set out\n=======\n\nText.": "Set out",
    "Text only.": "My page",
}


@pytest.mark.parametrize("text", PAGE_TITLES)
def test_a_page_goes_by_the_title_that_the_site_gives_it(text: str) -> None:
    assert read_citing_page("a/my-page.md", "a/my-page/index.html", text).title == PAGE_TITLES[text]


LONG_PAGES: Mapping[str, Callable[[int], str]] = {
    "an index with code": lambda n: "[[PM-2026-002]]\n\n```\nx\n```\n\n" * n,
    "a paragraph": lambda n: "As in [[PM-2026-002]] then. " * n,
    "lines": lambda n: "As in [[PM-2026-002]] then.\n" * n,
    "a row": lambda n: "| " + "As in [[PM-2026-002]] | " * n,
    "indented code": lambda n: "    [[PM-2026-002]]\n\ntext\n\n" * n,
    "brackets": lambda n: "[[" * n,
    "bare ids": lambda n: "PM-2026-002 " * n,
}


@pytest.mark.parametrize("kind", LONG_PAGES)
def test_a_long_page_takes_no_longer_than_its_length(kind: str) -> None:
    found = library("No word.")

    def took(number: int) -> float:
        page = read_citing_page("x.md", "x/index.html", LONG_PAGES[kind](number))
        start = time.process_time()
        find_citations(replace(found, texts=(page,)))
        return time.process_time() - start

    took(100)
    assert took(8000) < 10 * took(2000) + 0.1  # sixteen times, if each looked at all others


def test_a_link_that_stands_alone_is_told_by_the_heading_above_it() -> None:
    page = read_citing_page(
        "guide.md",
        "guide/index.html",
        "---\ntitle: 'For newcomers'\n---\n# Welcome\n\n## What to *read*\n\n```sh\n# not this\n```\n\n[[PM-2026-002]]{card}\n",
    )
    found = library("No word.")
    (citation,) = find_citations(replace(found, texts=(page,))).by_postmortem[CITED]
    assert (citation.heading, citation.excerpts, page.title) == (
        "What to read",
        (),
        "For newcomers",
    )


def test_a_long_sentence_is_cut_at_words_and_no_more_than_three_are_shown() -> None:
    long = "word " * 100 + "[[PM-2026-002]]" + " word" * 100 + "."
    (citation,) = find_citations(library(long)).by_postmortem[CITED]
    (excerpt,) = citation.excerpts
    assert excerpt.before == "… " + "word " * 59
    assert excerpt.after == " word" * 59 + " …"
    many = "\n\n".join(f"Reason number {n} is [[PM-2026-002]]." for n in range(5))
    (citation,) = find_citations(library(many)).by_postmortem[CITED]
    assert [e.before for e in citation.excerpts] == [f"Reason number {n} is " for n in range(3)]
