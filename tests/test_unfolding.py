"""What chats and wikis read of a built page; the reader here is `linkpreview`, and lxml for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from linkpreview import Link, LinkPreview

from .documents import postmortem
from .heads import feeds_in_head, metas
from .sites import Built, build, write_site

SLACK_READS = 32_768
"""Bytes of a page, of which Slack takes the first only."""
ODD = {
    "PM-2026-001": "Quotes \" and ' and </head><script>alert(1)</script>",
    "PM-2026-002": "🔥 Umlaute und שלום עולם, &amp; <b>bold</b>",
    "PM-2026-003": "long " * 99 + "end",
}


def preview(text: str, address: str = "https://postmortems.example/") -> LinkPreview:
    return LinkPreview(Link(address, text), parser="lxml")


def test_a_link_to_an_incident_unfolds(example: Built) -> None:
    address = "https://postmortems.lindgrove.example/incidents/PM-2026-007/"
    text = example.text("incidents/PM-2026-007/index.html")
    found = preview(text, address)
    assert found.site_name == "Lindgrove postmortems"
    assert found.title == "PM-2026-007 Checkout failed after the schema migration ran late"
    assert found.description == (
        "On 4 March 2026 up to 15 % of requests to the orders service failed for 22 minutes, and "
        "180 customers with a delivery abroad could not complete their purchase."
    )
    said = metas(text)
    assert {name: said[name] for name in said if name.startswith(("og:url", "og:type", "article:", "twitter:"))} == {
        "og:type": ["article"],
        "og:url": [address],
        "article:published_time": ["2026-03-05T16:00:00Z"],
        "article:section": ["Deployment process"],
        "article:tag": [
            "Staging did not match production",
            "Migration and release out of order",
            "Health check did not see the fault",
            "Orders",
        ],
        "twitter:card": ["summary"],
        "twitter:label1": ["Severity"],
        "twitter:data1": ["SEV-1"],
        "twitter:label2": ["Duration"],
        "twitter:data2": ["22 min"],
    }  # fmt: skip


def test_every_page_of_ours_unfolds_within_what_slack_reads(example: Built) -> None:
    names = (
        "incidents/*/index.html",
        "teams/*/index.html",
        "categories/*/index.html",
        "rules/*/index.html",
    )
    pages = [path for name in names for path in example.site.glob(name)]
    assert len(pages) > 100
    for path in pages:
        text = path.read_text("utf-8")
        said = metas(text)
        for name in (
            "description",
            "og:title",
            "og:description",
            "og:url",
            "og:site_name",
            "og:type",
        ):
            assert len(said[name]) == 1, (path, name)
        assert len(said["og:description"][0]) <= 200
        assert len(text.encode().partition(b"</head>")[0]) < SLACK_READS


def test_an_old_address_unfolds_as_the_page_that_it_leads_to(example: Built) -> None:
    old, new = (
        metas(example.text(f"factors/{name}/index.html"))
        for name in ("staging-drift", "staging-parity")
    )
    shared = {
        name for name in new if name.startswith(("og:", "twitter:", "article:", "description"))
    }
    assert "og:title" in shared
    assert {name: old[name] for name in shared} == {name: new[name] for name in shared}


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_odd_titles_are_texts_under_every_theme(folder: Path, theme: str) -> None:
    quoted = {one: "'" + title.replace("'", "''") + "'" for one, title in ODD.items()}
    files: dict[str, str | bytes] = {
        f"incidents/{one}.md": postmortem({"Summary": f"Said: {ODD[one]}"}, id=one, title=title)
        for one, title in quoted.items()
    }
    files["incidents/hidden.md"] = postmortem(
        {"Summary": "Nobody may read this."},
        id="PM-2026-004",
        title="Secret",
        visibility="restricted",
    )
    files["index.md"] = "# A home page of our own\n"
    built = build(write_site(folder, files, theme=theme))
    assert built.status == 0, built.output
    for one, title in ODD.items():
        text = built.text(f"incidents/{one}/index.html")
        assert "<script>alert(1)" not in text.partition("<body")[0]
        shown = preview(text).title
        assert shown.startswith(f"{one} {title}"[:120])
        assert shown == f"{one} {title}" or (shown.endswith("long…") and len(shown) <= 150)
        assert preview(text).description.startswith("Said: ")
        assert len(metas(text)["description"]) == 1
    everything = b"".join(built.files().values())
    assert b"Nobody may read this" not in everything
    home = built.text("index.html")
    assert feeds_in_head(home) == {
        "application/atom+xml": "feed.atom", "application/feed+json": "feed.json",
    }  # fmt: skip
    assert "og:title" not in metas(home)


def test_what_a_theme_says_already_is_not_said_twice(folder: Path) -> None:
    write_site(
        folder,
        {"incidents/a.md": postmortem()},
        theme="material",
    )
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(
        settings.replace("name: material", "name: material\n  custom_dir: ours")
        + "hooks: [hook.py]\n",
        "utf-8",
    )
    (folder / "hook.py").write_text(
        "def on_post_page(output, page, config):\n"
        "    meta = '<meta property=og:site_name content=Hooked>'\n"
        "    return output.replace('</head>\\n', f'{meta}</head>\\n')\n"
    )
    (folder / "ours").mkdir()
    (folder / "ours" / "main.html").write_text(
        '{% extends "base.html" %}{% block extrahead %}'
        "<meta content='Ours' property='og:title'><META NAME=twitter:card content=player>"
        "<script>const page = '</head><body><meta name=\"og:type\">';</script>"
        '<!-- </head> <meta name="twitter:label1" content="No"> -->'
        "{% endblock %}",
        "utf-8",
    )
    built = build(folder)
    assert built.status == 0, built.output
    page = built.text("incidents/PM-2026-001/index.html")
    assert "const page = '</head><body><meta name=\"og:type\">';" in page
    said = metas(page)
    assert said["og:title"] == ["Ours"]
    assert said["og:site_name"] == ["Hooked"]
    assert (said["og:type"], said["twitter:label1"]) == (["article"], ["Severity"])
    assert said["twitter:card"] == ["player"]
    assert said["og:description"] == [
        "Search answered with errors for 22 minutes. Then the limit was raised."
    ]
    assert said["twitter:data1"] == ["SEV-2"]
