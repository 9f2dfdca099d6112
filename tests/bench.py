"""`make bench`: the time to check and to build libraries of growing size.

Each size is built twice from the same files with the same settings: by plain
MkDocs + Material, and with the plugin beside it; incidents are out of the menu
in both, and a handbook of eleven pages, as the example library has, is in it.
Every figure is the wall-clock time of a whole process, the smallest of
the runs; builds of a pair alternate, so that both meet the same machine.

The list of open action items is measured in a browser, if there is one, with
40,000 items in 1,000 documents.

The pages of patterns are measured in this process, in a library of ten years, and in
one of half as many documents.

The index of the site's own search box is made of as many postmortems in this process.

What references to postmortems cost is the time of the processor that a build with ten in
each document takes, beside one with the same words and no link.

A check is measured cold, with all rules but the scan for secrets, and again with
nothing changed since; a search in the terminal with nothing changed since the last one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .box_index import MAX_COMPRESSED, measure_generated, measure_real
from .browsers import NO_BROWSER, find_chromium, launched, served
from .documents import generated
from .long_lists import build_long_list, measure_list
from .pattern_pages import measure_growth
from .reference_bench import measure_references
from .search_bench import measure_search
from .sites import run, write_site

MATERIAL: dict[str, Any] = {"theme": "material", "validation": {"nav": {"omitted_files": "ignore"}}}
HANDBOOK = (
    "index", "due", "writing", "model", "meeting", "facilitator",
    "actions", "sharing", "leaders", "patterns", "glossary",
)  # fmt: skip
MAX_RATIO = 1.5
_PAIRS = 5
"""Builds with and without references, in turn: their difference is small."""
MAX_CHECK_MS = 5.0
MAX_UNCHANGED_MS = 0.5
MAX_SEARCH = 0.5
MAX_FIRST_BYTES = 500_000
MAX_FILTER_MS = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; exit status 1 where a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000, 5000])
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--items", type=int, default=40_000, help="0: leave the list out")
    parser.add_argument("--patterns", type=int, default=10_000, help="0: leave those pages out")
    parser.add_argument("--box", type=int, default=10_000, help="0: leave the search box out")
    parser.add_argument("--search", type=int, default=10_000, help="0: leave the search page out")
    parser.add_argument("--references", type=int, default=1000, help="0: leave them out")
    options = parser.parse_args(arguments)
    print(
        "documents   check      ms each   unchanged   find       plain      with plugin   ratio   "
        "ms more each"
    )
    missed = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            took = measure(Path(folder), size, options.runs)
        each, ratio = took.check / size * 1000, took.ours / took.plain
        unchanged = took.again / size * 1000
        more = (took.ours - took.plain) / size * 1000
        print(
            f"{size:9,}   {took.check:6.2f} s   {each:7.2f}   {unchanged:9.2f}   {took.find:6.2f} s   "
            f"{took.plain:6.2f} s   {took.ours:8.2f} s   {ratio:7.2f}   {more:12.2f}",
            flush=True,
        )
        limits = (
            (ratio, MAX_RATIO), (each, MAX_CHECK_MS), (unchanged, MAX_UNCHANGED_MS),
            (took.find, MAX_SEARCH),
        )  # fmt: skip
        if size == 1000:
            missed += [
                f"at {size}: {value:.2f} of {limit:g}" for value, limit in limits if value > limit
            ]
    if options.items:
        missed += measure_open_list(options.items)
    if options.patterns:
        missed += measure_growth(options.patterns)
    if options.box:
        missed += measure_box(options.box)
    if options.search:
        missed += measure_searching(options.search)
    if options.references:
        with tempfile.TemporaryDirectory() as folder:
            missed += measure_references(Path(folder), options.references, _PAIRS, MATERIAL)
    print(
        "\n".join(missed)
        or f"At 1,000: within {MAX_RATIO} times, {MAX_CHECK_MS:g} ms and "
        f"{MAX_UNCHANGED_MS:g} ms each, and {MAX_SEARCH:g} s for a search."
    )
    return int(bool(missed))


def measure_open_list(items: int) -> list[str]:
    """Print how quick the list of that many open items is; give the limits that it misses."""
    path = find_chromium()
    if path is None:
        print(f"The list of open items is not measured: {NO_BROWSER}")
        return []
    with tempfile.TemporaryDirectory() as folder:
        built = build_long_list(Path(folder), items, each=4)
        if built.status:
            sys.exit(built.output)
        with launched(path) as browser, served(built.site) as address:
            found = measure_list(browser, address)
    slowest = max(found.filters_ms)
    print(
        f"{items:,} open items in {items // 4:,} documents: {found.transferred / 1000:.0f} kB at first "
        f"({found.compressed / 1000:.0f} kB compressed; the theme's search index has "
        f"{found.search_index / 1000:,.0f} kB on top); first filter {found.first_filter_ms:.0f} ms, "
        f"later ones up to {slowest:.0f} ms; longest task while scrolling to row {found.rows:,} "
        f"{found.longest_task_ms:.0f} ms"
    )
    limits = ((found.transferred, MAX_FIRST_BYTES), (slowest, MAX_FILTER_MS))
    return [f"open items: {value:.0f} of {limit:g}" for value, limit in limits if value > limit]


def measure_searching(size: int) -> list[str]:
    """Print what a search over that many postmortems costs; give the limits that it misses."""
    path = find_chromium()
    if path is None:
        print(f"The search page is not measured: {NO_BROWSER}")
        return []
    with launched(path) as browser:
        return measure_search(size, browser)


def measure_box(size: int) -> list[str]:
    """Print how large the search box's index is; give the limits that it misses."""
    generated_ones, real_ones = measure_generated(size), measure_real(size)
    print(
        f"The search box's index of {size:,} postmortems: generated ones "
        f"{generated_ones.raw / 1000:,.0f} kB ({generated_ones.compressed / 1000:,.0f} kB compressed); "
        f"with texts as varied as the example's {real_ones.raw / 1000:,.0f} kB "
        f"({real_ones.compressed / 1000:,.0f} kB compressed)"
    )
    largest = max(generated_ones.compressed, real_ones.compressed)
    return [f"search box: {largest:,} of {MAX_COMPRESSED:,}"] if largest > MAX_COMPRESSED else []


@dataclass(frozen=True, kw_only=True)
class Times:
    """Seconds of whole processes."""

    check: float
    again: float
    """To check with nothing changed since."""
    find: float
    """To search with nothing changed since."""
    plain: float
    """To build without the plugin."""
    ours: float


def measure(folder: Path, size: int, runs: int) -> Times:
    """Check, search and build a library of that size."""
    documents = {f"incidents/{n // 200}/{n:05}.md": generated(n, size) for n in range(size)}
    handbook = {f"handbook/{name}.md": f"# {name.capitalize()}\n\nText.\n" for name in HANDBOOK}
    files = {**documents, **handbook, "library.yml": "rules: {PM801: off}\n"}
    ours = write_site(folder / "ours", files, **MATERIAL)
    plain = write_site(
        folder / "plain", files, **{**MATERIAL, "plugins": ["search"], "not_in_nav": "incidents/*"}
    )
    program = [sys.executable, "-c", "from mkdocs_postmortems.cli import main; main()"]
    command = [*program, "check"]
    search = [*program, "find", "search timeout pool exhausted after deploy"]
    cold = [*command, "--no-cache"]
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    checks = [seconds(cold, ours) for _ in range(runs)]
    seconds(command, ours)
    again = [seconds(command, ours) for _ in range(runs)]
    seconds(search, ours)
    searches = [seconds(search, ours) for _ in range(runs)]
    pairs = [(seconds(build, plain), seconds(build, ours)) for _ in range(runs)]
    return Times(
        check=min(checks),
        again=min(again),
        find=min(searches),
        plain=min(pair[0] for pair in pairs),
        ours=min(pair[1] for pair in pairs),
    )


def seconds(command: list[str], folder: Path) -> float:
    """Wall-clock time of a command, which has to succeed."""
    start = time.perf_counter()
    done = run(command, folder)
    elapsed = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return elapsed


if __name__ == "__main__":
    sys.exit(main())
