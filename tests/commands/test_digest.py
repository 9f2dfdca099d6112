from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from ..documents import postmortem
from ..libraries import SETTINGS
from ..sites import postmortems, write_site

SEARCH = """\
| ID | Item | Owner | Priority | Due Date | First Due | Status | Closed | Note |
|---|---|---|---|---|---|---|---|---|
| A1 | Bound the queue | Discovery Team | P1 | 2026-03-10 | 2026-02-08 | open | | |
| A2 | Alert on the queue | Discovery Team | P1 | 2026-02-08 | | verified | 2026-03-02 | |
| A3 | Second queue | Discovery Team | P2 | 2026-02-08 | | wont-do | 2026-02-20 | One is enough |
"""
CART = """\
| ID | Item | Owner | Priority | Due Date | Status |
|---|---|---|---|---|---|
| A1 | Reject an empty cart | Checkout | P1 | 2026-04-15 | open |
| A2 | Count empty carts | | P1 | | proposed |
"""

MARKDOWN = """\
## Lindgrove postmortems, 1 to 16 March 2026

1 overdue, 1 undecided and 1 without an owner; 1 closed since 1 March 2026.

### Closed: 1

Worth reading out, with thanks to those who did it.

- [PM-2026-001-A2](https://postmortems.example/incidents/PM-2026-001/#a2) Alert on the queue (Discovery Team, closed 2026-03-02, verified)

### Overdue: 1

Done by when, handed to whom, or declined for what reason?

- [PM-2026-001-A1](https://postmortems.example/incidents/PM-2026-001/#a1) Bound the queue (Discovery Team, due 2026-03-10, overdue by 6 days)

### Slipped: 1

Is it the date that does not fit, or the item?

- [PM-2026-001-A1](https://postmortems.example/incidents/PM-2026-001/#a1) Bound the queue (Discovery Team, due 2026-03-10, slipped by 30 days; first due 2026-02-08)

### Undecided: 1

Taken on, by whom and until when; or declined for what reason?

- [PM-2026-002-A2](https://postmortems.example/incidents/PM-2026-002/#a2) Count empty carts (no owner, proposed 2026-03-08, for 8 days)

### Without an owner: 1

Who takes it?

- [PM-2026-002-A2](https://postmortems.example/incidents/PM-2026-002/#a2) Count empty carts (no owner, proposed)

### New: 2

- [PM-2026-002-A1](https://postmortems.example/incidents/PM-2026-002/#a1) Reject an empty cart (Checkout, since 2026-03-08, open)
- [PM-2026-002-A2](https://postmortems.example/incidents/PM-2026-002/#a2) Count empty carts (no owner, since 2026-03-08, proposed)

### Published, and what others can learn: 1

- [PM-2026-002](https://postmortems.example/incidents/PM-2026-002/) Carts were emptied (2026-03-08, Checkout). A flag was read before it was set. What stopped it: Flag set by hand. Also concerns Search and Discovery.

More: [Review of March 2026](https://postmortems.example/actions/review/2026-03/)
"""

TO_CHECKOUT = """\
*Lindgrove postmortems, Checkout, 1 to 16 March 2026*

1 undecided and 1 without an owner; none closed since 1 March 2026.

*Undecided: 1* Taken on, by whom and until when; or declined for what reason?
• <https://postmortems.example/incidents/PM-2026-002/#a2|PM-2026-002-A2> Count empty carts (no owner, proposed 2026-03-08, for 8 days)

*Without an owner: 1* Who takes it?
• <https://postmortems.example/incidents/PM-2026-002/#a2|PM-2026-002-A2> Count empty carts (no owner, proposed)

*New: 2*
• <https://postmortems.example/incidents/PM-2026-002/#a1|PM-2026-002-A1> Reject an empty cart (Checkout, since 2026-03-08, open)
• <https://postmortems.example/incidents/PM-2026-002/#a2|PM-2026-002-A2> Count empty carts (no owner, since 2026-03-08, proposed)

*Published, and what others can learn: 1*
• <https://postmortems.example/incidents/PM-2026-002/|PM-2026-002> Carts were emptied (2026-03-08, Checkout). A flag was read before it was set. What stopped it: Flag set by hand. Also concerns Search and Discovery.

More: <https://postmortems.example/actions/review/2026-03/|Review of March 2026>
"""


def cart(**fields: str) -> str:
    values = {
        "id": "PM-2026-002",
        "title": "Carts were emptied",
        "date": "2026-03-05",
        "published": "2026-03-08T10:00Z",
        "teams": "[checkout]",
        "services": "[cart-api]",
        "mitigation": "Flag set by hand.",
        **fields,
    }
    sections = {"Action Items": CART, "Root Cause": "A flag was read before it was set."}
    return postmortem(sections, **values)


@pytest.fixture
def library(folder: Path) -> Path:
    search = postmortem({"Action Items": SEARCH}, published="2026-01-12T10:00Z")
    files = {"library.yml": SETTINGS, "incidents/a.md": search, "incidents/b.md": cart()}
    return write_site(folder, files)


def digest(*arguments: str, folder: Path) -> str:
    done = postmortems("digest", *arguments, folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_digest_is_of_the_running_month_and_in_markdown(library: Path) -> None:
    assert digest(folder=library) == MARKDOWN


def test_a_digest_of_a_team_for_slack_has_its_items_and_its_postmortems(library: Path) -> None:
    for name in ("checkout", "Checkout"):
        assert digest("--team", name, "--format", "slack", folder=library) == TO_CHECKOUT


def test_a_digest_may_begin_on_any_day_up_to_today(library: Path) -> None:
    text = digest("--since", "2026-02-20", folder=library)
    assert "## Lindgrove postmortems, 20 February to 16 March 2026" in text
    assert (
        "Second queue (Discovery Team, closed 2026-02-20, declined). Reason: One is enough" in text
    )
    assert "### New: 2" in text
    done = postmortems("digest", "--since", "2026-03-17", folder=library)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--since 2026-03-17 is after today, which is 2026-03-16" in done.stderr


def test_a_team_that_there_is_not_is_answered_with_the_nearest(library: Path) -> None:
    done = postmortems("digest", "--team", "chekout", folder=library)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no team `chekout`; did you mean `checkout`?" in done.stderr
    done = postmortems("digest", "--team", "Search and Recovery", folder=library)
    assert "did you mean `discovery`?" in done.stderr
    done = postmortems("digest", "--team", "zzz", folder=library)
    assert "there is no team `zzz`; there are discovery, checkout, storefront" in done.stderr


def test_where_nobody_says_where_the_site_is_ids_stand_without_links(library: Path) -> None:
    config = (library / "mkdocs.yml").read_text()
    (library / "mkdocs.yml").write_text(
        config.replace("site_url: https://postmortems.example/\n", "")
    )
    for form in ("markdown", "slack", "html"):
        text = digest("--format", form, folder=library)
        assert "PM-2026-001-A1 Bound the queue" in text
        assert "http" not in text
        assert "More:" not in text


def test_addresses_are_the_sites(library: Path) -> None:
    with (library / "mkdocs.yml").open("a") as file:
        file.write("use_directory_urls: false\n")
    assert "(https://postmortems.example/incidents/PM-2026-002.html#a2)" in digest(folder=library)


def test_nothing_to_tell_is_said_in_a_line(folder: Path) -> None:
    text = digest("--format", "slack", folder=write_site(folder, {"incidents/index.md": ""}))
    assert text.splitlines()[2] == (
        "Nothing to tell: no item is waiting, new or closed, and no postmortem was published."
    )


def test_what_the_audience_may_not_see_is_in_no_digest(library: Path) -> None:
    (library / "docs/incidents/b.md").write_text(cart(visibility="restricted"))
    for form in ("markdown", "slack", "html"):
        text = digest("--format", form, folder=library)
        assert "PM-2026-001" in text
        assert "PM-2026-002" not in text
        assert "cart" not in text.lower()
    config = (library / "mkdocs.yml").read_text()
    (library / "mkdocs.yml").write_text(
        config.replace("as_of:", "audience: restricted\n    as_of:")
    )
    assert "PM-2026-002" in digest(folder=library)
    (library / "mkdocs.yml").write_text(config.replace("as_of:", "audience: everyone\n    as_of:"))
    done = postmortems("digest", folder=library)
    assert done.returncode == 2
    assert "there is no audience `everyone`; there are public, internal, restricted" in done.stderr


def test_a_long_list_is_cut_and_says_where_the_rest_is(folder: Path) -> None:
    rows = "\n".join(f"| A{n} | Bound queue {n} | Checkout | 2026-03-01 |" for n in range(1, 13))
    table = f"| ID | Item | Owner | Due Date |\n|---|---|---|---|\n{rows}\n"
    text = digest(
        folder=write_site(
            folder, {"a.md": "", "incidents/a.md": postmortem({"Action Items": table})}
        )
    )
    overdue = text.partition("### Overdue: 12")[2].partition("###")[0]
    assert overdue.count("Bound queue") == 10
    assert "- and 2 more: [All open action items](https://postmortems.example/actions/)" in overdue


TRICKY = "x](http://a.example) <b>B</b> & `c` *d* [e](f) ``` <!channel> @here <http://g.example|h>"


@pytest.fixture
def tricky(folder: Path) -> Path:
    title = "'" + TRICKY.replace("'", "''") + "'"
    return write_site(folder, {"library.yml": SETTINGS, "incidents/b.md": cart(title=title)})


def test_no_title_breaks_out_of_markdown(tricky: Path) -> None:
    text = digest("--format", "markdown", folder=tricky)
    tokens = MarkdownIt("commonmark").parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    links = {token.attrGet("href") for token in inline if token.type == "link_open"}
    assert links == {
        "https://postmortems.example/incidents/PM-2026-002/#a1",
        "https://postmortems.example/incidents/PM-2026-002/#a2",
        "https://postmortems.example/incidents/PM-2026-002/",
        "https://postmortems.example/actions/review/2026-03/",
    }
    assert {token.type for token in inline} == {"text", "link_open", "link_close"}
    shown = "".join(t.content for t in inline)
    assert TRICKY.replace("@here", "@\u200bhere") in shown


def test_no_title_breaks_out_of_slack(tricky: Path) -> None:
    text = digest("--format", "slack", folder=tricky)
    assert (
        "x](http://a.example) &lt;b&gt;B&lt;/b&gt; &amp; 'c' *d* [e](f) ''' &lt;!channel&gt; "
        "@\u200bhere &lt;http://g.example|h&gt; (2026-03-08, Checkout)"
    ) in text
    assert text.count("<") == text.count(">") == text.count("<https://postmortems.example/")


class Reader(HTMLParser):
    """The elements and words of a page whose links are the site's and which fetches nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes that could fetch or run anything are refused."""
        self.tags.add(tag)
        for name, value in attrs:
            assert name in {"lang", "charset", "name", "content", "style", "href"}
            assert name != "style" or "url(" not in (value or "")
            assert name != "href" or (value or "").startswith("https://postmortems.example/")

    def handle_data(self, data: str) -> None:
        """Collect the words."""
        self.words += data


def test_no_title_breaks_out_of_an_e_mail_and_nothing_in_it_is_fetched(tricky: Path) -> None:
    reader = Reader()
    reader.feed(digest("--format", "html", folder=tricky))
    assert reader.tags == {
        "html", "head", "meta", "title", "body", "div", "h1", "h2", "p", "ul", "li", "a", "span", "br",
    }  # fmt: skip
    assert TRICKY in reader.words


@pytest.mark.parametrize("form", ["markdown", "slack"])
def test_nobody_is_called_by_name_and_addresses_of_e_mails_stay(folder: Path, form: str) -> None:
    title = "'@ada (@ops-team) _@lin_ [@x] @Channel ops@here ada@lindgrove.example'"
    site = write_site(folder, {"library.yml": SETTINGS, "incidents/b.md": cart(title=title)})
    text = digest("--format", form, folder=site).replace("\\", "")
    gap = "\u200b"
    assert (
        f"@{gap}ada (@{gap}ops-team) _@{gap}lin_ [@{gap}x] @{gap}Channel ops@{gap}here "
        "ada@lindgrove.example"
    ) in text
