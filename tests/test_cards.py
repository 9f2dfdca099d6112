"""Cards and lists of postmortems in pages that somebody wrote, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .browsers import assert_accessible, served
from .documents import postmortem
from .sites import Built, build, write_site

LONG = "Outage" * 40
"""A word that no line has room for."""
GUIDE = """\
# Where to begin

See [[PM-2026-001]] and [the same](incidents/a.md).

[[PM-2026-001]]{card}

[[find: kind=incident|What happened]]
"""
LINKS = {
    "onboarding/checkout-first-weeks/": (".pm-card a", ".pm-live a", "article p > a:not([class])"),
    "runbooks/pgbouncer-pool-exhausted/": (
        "a.pm-reference", ".pm-live a", "article li > a:not([class])",
    ),
}  # fmt: skip
"""Pages of the example, and the kinds of links that each has."""


@pytest.fixture(scope="module")
def address(example: Built) -> Iterator[str]:
    with served(example.site) as found:
        yield found


def luminance(colour: str) -> float:
    """Relative luminance of `rgb(r, g, b)`, as WCAG 2 defines it."""
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour)[:3])
    return sum(
        share * (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
        for share, value in ((0.2126, red), (0.7152, green), (0.0722, blue))
    )


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_links_on_a_page_have_one_legible_colour_also_under_the_pointer(
    browser: Browser, address: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    for name, kinds in LINKS.items():
        page.goto(address + name)
        page.add_style_tag(content="* { transition: none !important }")
        colours = set()
        for kind in kinds:
            link = page.locator(kind).first
            for _ in range(2):
                colours.add(link.evaluate("link => getComputedStyle(link).color"))
                link.hover()
        assert len(colours) == 1, colours
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert contrast(colours.pop(), paper) >= 4.5
    context.close()


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_a_long_word_widens_no_page_under_another_theme(
    browser: Browser, folder: Path, theme: str
) -> None:
    files = {
        "guide.md": GUIDE,
        "incidents/a.md": postmortem({"Impact": f"{LONG} as in [[PM-2026-002]]."}, title=LONG),
        "incidents/b.md": postmortem(id="PM-2026-002"),
    }
    built = build(write_site(folder, files, theme=theme))
    assert built.status == 0, built.output
    with served(built.site) as address:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        for name, parts in (
            ("guide/", (".pm-card", ".pm-live")),
            ("incidents/PM-2026-002/", (".pm-cited-by",)),
        ):
            page.goto(address + name)
            for part in parts:
                assert LONG in page.locator(part).inner_text()
                box = page.locator(part).bounding_box()
                assert box is not None
                assert box["x"] + box["width"] <= 390
                assert page.locator(part).evaluate("part => part.scrollWidth <= part.clientWidth")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.goto(f"{address}guide/")
        for link in page.locator(".pm-card a, .pm-live a").all():
            colour = link.evaluate("link => getComputedStyle(link).color")
            assert contrast(colour, "rgb(252, 252, 252)") >= 4.5
        page.close()


def test_a_list_has_its_title_above_what_it_lists(page: Page, address: str) -> None:
    page.goto(f"{address}runbooks/pgbouncer-pool-exhausted/")
    title, wish = page.locator(".pm-live > p").all()[:2]
    assert title.inner_text() == "Orders and cart, out of room"
    assert wish.inner_text() == (
        "Root cause: Capacity limit; Service: Orders or Cart; 2 postmortems"
    )
    page.goto(f"{address}onboarding/checkout-first-weeks/")
    assert page.locator(".pm-live > p").first.inner_text().startswith("Team: Checkout; ")
    assert_accessible(page)
