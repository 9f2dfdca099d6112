"""How quick the page of open action items is with many of them, in a real browser."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Response

from .documents import generated_with_items
from .sites import Built, build, write_site

ITEMS_EACH = 40
SEARCH_INDEX = "search/search_index.json"
"""The theme reads it on every page; how large it is says nothing about the list."""

_WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) longTasks.push(entry.duration);
}).observe({ type: "longtask", buffered: true });
"""
_FILTER = """(selector) => new Promise((done) => {
  const input = document.querySelector(selector);
  const status = document.getElementById("pm-status");
  let start = 0;
  const painted = () => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done({ ms: performance.now() - start, said: status.textContent });
    channel.port2.postMessage(0);
  };
  new MutationObserver((_, observer) => {
    if (!/open items$/.test(status.textContent)) return;
    observer.disconnect();
    requestAnimationFrame(painted);
  }).observe(status, { childList: true, characterData: true, subtree: true });
  start = performance.now();
  input.click();
})"""


@dataclass(frozen=True, kw_only=True)
class ListMeasurement:
    """What a reader of the list waits for."""

    transferred: int
    """Bytes of all answers until the page is quiet, the theme's search index left out."""
    compressed: int
    """The same, each answer through gzip."""
    search_index: int
    """Bytes of the theme's search index, which comes on top."""
    first_filter_ms: float
    """From the first click on a filter to the painted result, all files fetched."""
    filters_ms: tuple[float, ...]
    """The same for the clicks after it."""
    longest_task_ms: float
    """Longest task of the page's script while somebody scrolls; 0 where none takes 50 ms."""
    rows: int
    """Rows in the page after scrolling."""
    said: str
    """What the page says was found in the end."""


def build_long_list(folder: Path, items: int, each: int = ITEMS_EACH) -> Built:
    """A site of that many open action items under Material, so many in each document."""
    total = items // each
    files: dict[str, str | bytes] = {
        f"incidents/{n // 200}/{n:05}.md": generated_with_items(n, total, each)
        for n in range(total)
    }
    files["library.yml"] = "rules: {PM801: off}\n"
    quiet = {"nav": {"omitted_files": "ignore"}}
    return build(write_site(folder, files, theme="material", validation=quiet))


def measure_list(browser: Browser, address: str, screens: int = 40) -> ListMeasurement:
    """Open the list, scroll it for that many screens, and filter it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(_WATCH)
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(f"{address}actions/")
    page.wait_for_load_state("networkidle")
    bodies = {answer.url.removeprefix(address): answer.body() for answer in answers}
    index = bodies.pop(SEARCH_INDEX, b"")
    page.evaluate("longTasks.length = 0")
    for _ in range(screens):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(100)
    longest = float(page.evaluate("Math.max(0, ...longTasks)"))
    rows = page.locator(".pm-group tbody tr").count()
    found = [
        page.evaluate(_FILTER, f'#pm-filter input[name="{name}"][value="{value}"]')
        for name, value in (
            ("team", "platform"), ("due", "overdue"), ("team", "checkout"), ("priority", "P1"),
        )
    ]  # fmt: skip
    context.close()
    return ListMeasurement(
        transferred=sum(map(len, bodies.values())),
        compressed=sum(len(gzip.compress(body)) for body in bodies.values()),
        search_index=len(index),
        first_filter_ms=found[0]["ms"],
        filters_ms=tuple(one["ms"] for one in found[1:]),
        longest_task_ms=longest,
        rows=rows,
        said=found[-1]["said"],
    )
