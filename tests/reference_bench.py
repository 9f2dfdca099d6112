"""What references to postmortems cost a build: one with ten in each document, one without.

Both have the same words. Everything that references bring is in the difference: links,
their check, and the sentences under Cited by, of which each page has some ten.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from statistics import median
from typing import Any

from .documents import generated, place_of, title_of
from .sites import run, write_site

LINKS = 10
MAX_SHARE = 0.05
"""Of the time of a build without them."""
_SENTENCES = (
    "As in {}, requests waited for a connection and the pool drained within a minute.",
    "The same alert had fired in {} and was silenced as noise.",
    "What {} left open would have stopped this one.",
    "The dashboard that {} asked for showed it at once, and nobody had looked.",
    "It differs from {} in that no customer noticed.",
)


def measure_references(folder: Path, size: int, runs: int, config: dict[str, Any]) -> list[str]:
    """Print the share of a build that references take; give the limit where it is missed."""
    documents = {
        linked: {
            f"incidents/{n // 200}/{n:05}.md": _with_references(n, size, linked=linked)
            for n in range(size)
        }
        for linked in (False, True)
    }
    sites = {
        linked: write_site(
            folder / str(linked), {**files, "library.yml": "rules: {PM801: off}\n"}, **config
        )
        for linked, files in documents.items()
    }
    took = [{linked: _processor_time(site) for linked, site in sites.items()} for _ in range(runs)]
    without, having = (median(run[linked] for run in took) for linked in (False, True))
    share = median(run[True] / run[False] for run in took) - 1
    print(
        f"{size:,} documents with {LINKS} references each: {having:.2f} s of the processor for a "
        f"build, {without:.2f} s with the same words without links: {share:.1%} more (median of "
        f"{runs} pairs)"
    )
    return [f"references: {share:.1%} of {MAX_SHARE:.0%}"] if share > MAX_SHARE else []


def _with_references(number: int, total: int, *, linked: bool) -> str:
    text = generated(number, total)
    sentences = []
    for step in range(LINKS):
        other = (number * 31 + step * 97 + 1) % total
        words = f"[[{place_of(other, total)[1]}]]" if linked else title_of(other)
        sentences.append(_SENTENCES[step % len(_SENTENCES)].format(words))
    paragraphs = "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, LINKS, 5))
    return text.replace("## Root Cause\n", f"## Root Cause\n\n{paragraphs}\n", 1)


def _processor_time(site: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"], site)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
