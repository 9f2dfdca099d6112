"""The charts in a real browser: legible on a phone, in both schemes and on paper, and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from mkdocs_postmortems.views.strip import lay_strip

from .browsers import assert_accessible, served
from .chart_gallery import TIMELINES, bars, dots, lines, stacked, timeline, write_gallery
from .documents import postmortem
from .sites import build, write_site

MARKS = ".pm-mark, .pm-chart__median, .pm-part"
SCHEMES = ("default", "slate")

CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true})
  const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  const paper = getComputedStyle(document.body).backgroundColor
  const luminance = (...colours) => {
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1) }
    const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
  }
  const contrast = (one, other) => (Math.max(one, other) + .05) / (Math.min(one, other) + .05)
  const found = []
  for (const text of document.querySelectorAll(".pm-chart text, .pm-strip text")) {
    const mark = text.closest(".pm-mark, .pm-key, .pm-part")
    const style = mark && getComputedStyle(mark)
    let under = [paper]
    if (mark && mark.matches(".pm-part")) {
      const fill = getComputedStyle(mark.querySelector("rect"))
      const [r, g, b] = fill.fill.match(/[\\d.]+/g)
      under.push(`rgba(${r}, ${g}, ${b}, ${fill.fillOpacity})`)
    } else if (mark) under.push(getComputedStyle(text).stroke)
    const ink = getComputedStyle(text).fill
    found.push([text.textContent, contrast(luminance(...under, ink), luminance(...under))])
  }
  for (const mark of document.querySelectorAll(".pm-mark")) {
    const tone = getComputedStyle(mark).fill
    found.push([mark.getAttribute("aria-label") + " against the page",
                contrast(luminance(paper, tone), luminance(paper)) * 1.5])
  }
  return found
}"""
"""Text against what it stands on, of which 4.5 is wanted; a mark against the page, of which 3 is."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("charts")
    palettes = {"palette": [{"scheme": s, "toggle": {"icon": "material/circle", "name": s}}
                            for s in SCHEMES]}  # fmt: skip
    theme = {"name": "material", "font": False, **palettes}
    site = write_site(folder / "site", {"incidents/a.md": postmortem()}, theme="material")
    config = site / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(re.sub(r"theme:\n(  .*\n)+", f"theme: {theme}\n", text), encoding="utf-8")
    built = build(site)
    assert built.status == 0, built.output
    for number, strip in enumerate(TIMELINES.values()):
        write_gallery(built.site, folder, f"gallery-{number}", strip)
    with served(built.site) as found:
        yield found


def show(page: Page, address: str, scheme: str, number: int = 0) -> None:
    """Open a gallery in a scheme, without the colours' slow change."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}gallery-{number}/")
    page.add_style_tag(content="*, ::before, ::after { transition: none !important }")
    page.evaluate("s => document.body.setAttribute('data-md-color-scheme', s)", scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("number", range(len(TIMELINES)))
def test_charts_break_no_accessibility_rule(
    page: Page, address: str, scheme: str, number: int
) -> None:
    show(page, address, scheme, number)
    for table in page.locator(".pm-chart__table > summary").all():
        table.click()
    assert_accessible(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_and_marks_stand_out_from_what_they_are_on(
    page: Page, address: str, scheme: str
) -> None:
    for number in range(len(TIMELINES)):
        show(page, address, scheme, number)
        contrasts = page.evaluate(CONTRASTS)
        assert len(contrasts) > 100
        assert [(what, round(ratio, 2)) for what, ratio in contrasts if ratio < 4.5] == []


@pytest.mark.parametrize("number", range(len(TIMELINES)))
def test_on_a_phone_nothing_is_too_wide_or_too_small(page: Page, address: str, number: int) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    show(page, address, "default", number)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    sizes = page.evaluate(
        "[...document.querySelectorAll('.pm-chart *, .pm-phases *')].filter(e => e.checkVisibility()"
        " && [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim())"
        " && !e.matches('title, desc')).map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert len(sizes) > 50
    assert min(sizes) >= 11


def test_the_text_of_a_mark_ends_before_the_mark_does(page: Page, address: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for number in range(len(TIMELINES)):
            show(page, address, "default", number)
            spilled = page.evaluate(
                "[...document.querySelectorAll('.pm-mark text, .pm-part text')].filter(t =>"
                " t.checkVisibility() && t.getBoundingClientRect().right >"
                " t.parentNode.querySelector('rect').getBoundingClientRect().right)"
                ".map(t => t.textContent)"
            )
            assert spilled == [], width


def test_every_mark_is_a_stop_of_the_keyboard_that_says_its_value(page: Page, address: str) -> None:
    strip = [*page_parts()]
    expected = [
        *(mark.says for chart in (bars(), stacked(), dots()) for row in chart.rows
          for mark in (*row.marks, *((row.median,) if row.median else ()))),
        *(mark.says for line in lines().lines for mark in line.points),
        *strip,
    ]  # fmt: skip
    show(page, address, "default")
    found = []
    page.locator("article h1").evaluate("e => { e.tabIndex = -1; e.focus() }")
    for _ in range(3 * len(expected)):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            f"(e => e.matches({MARKS!r}) ? [e.getAttribute('aria-label'),"
            " e.querySelector('title').textContent,"
            " parseFloat(getComputedStyle(e.querySelector('rect, circle, line:last-child')).strokeWidth)]"
            " : e.closest('article') ? [] : null)(document.activeElement)"
        )
        if stop is None:
            break
        if stop:
            found.append(stop)
    assert [name for name, _, _ in found] == expected
    assert [title for _, title, _ in found] == expected
    assert min(stroke for _, _, stroke in found) >= 3, "a focus that cannot be seen"


def page_parts() -> Iterator[str]:
    """What the parts of the first gallery's strip say."""
    strip = lay_strip(timeline(next(iter(TIMELINES.values()))))
    assert strip is not None
    yield from (part.says for part in strip.parts)


def test_drawings_have_a_title_and_a_description_of_their_own(page: Page, address: str) -> None:
    show(page, address, "default")
    ids = page.evaluate("[...document.querySelectorAll('article [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    drawings = page.evaluate(
        "[...document.querySelectorAll('article .pm svg')].filter(e => !e.closest('[aria-hidden]'))"
        ".map(e => ['labelledby', 'describedby'].map(a =>"
        " document.getElementById(e.getAttribute('aria-' + a))?.textContent))"
    )
    assert len(drawings) == len(bars().rows) + len(stacked().rows) + len(dots().rows) + 2
    assert all(title and description for title, description in drawings)
    assert len({title for title, _ in drawings}) == len(drawings)


def test_on_paper_charts_are_as_on_a_light_page_and_have_no_folded_table(
    page: Page, address: str
) -> None:
    tone = "e => getComputedStyle(e).fill"
    show(page, address, "default")
    mark = page.locator("#pm-stacked .pm-mark.pm-tone--1").first
    light = mark.evaluate(tone)
    show(page, address, "slate")
    assert mark.evaluate(tone) != light
    page.emulate_media(media="print")
    assert mark.evaluate(tone) == light
    assert not page.locator(".pm-chart__table").first.is_visible()


def test_in_grey_each_tone_has_a_hatching_of_its_own(page: Page, address: str) -> None:
    show(page, address, "default")
    patterns = page.locator("#pm-stacked pattern").evaluate_all(
        "all => all.map(p => (p.querySelector('path')?.getAttribute('d') ?? '')"
        " + getComputedStyle(p.querySelector('rect')).fill.replace(/^rgb\\(([0-9]+), ([0-9]+), "
        "([0-9]+)\\)$/, (m, r, g, b) => r > 250 && g > 250 && b > 250 ? 'white' : ''))"
    )
    assert len(patterns) == 8
    assert len(set(patterns)) == 8


def test_narrow_and_wide_pages_label_lines_in_one_place_each(
    browser: Browser, address: str
) -> None:
    for width, beside, above in ((1280, True, False), (390, False, True)):
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        show(page, address, "default")
        assert page.locator(".pm-chart__ends").is_visible() is beside
        assert page.locator(".pm-keys--lines").is_visible() is above
        context.close()
