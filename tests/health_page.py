"""The page about health, read figure by figure; and how its figures are to be written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from pathlib import Path
from sqlite3 import Connection

from . import sites
from .page_numbers import PageNumbers, numbers_in, table_rows, words_of

RUNNING, LAST, BEFORE = "2026-Q1", "2025-Q4", "2025-Q3"
"""Quarters, as of 16 March 2026."""
AT_LEAST = 5
"""Documents behind a figure about language."""
NOT_SHOWN = "not shown"


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many of how many."""

    count: int = 0
    total: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(count=self.count + other.count, total=self.total + other.total)

    def words(self, between: str = "of") -> str:
        return f"{self.count} {between} {self.total}" if self.total else "none"

    def with_share(self) -> str:
        percent = (200 * self.count + self.total) // (2 * self.total)
        return f"{self.count} of {self.total} ({percent} %)"


Counts = Mapping[str, Count]
"""By quarter."""


def count_by_quarter(found: Iterable[tuple[str, int]]) -> dict[str, Count]:
    """Add up what each document of a quarter has."""
    counts: dict[str, Count] = {}
    for quarter, amount in found:
        counts[quarter] = counts.get(quarter, Count()) + Count(count=amount, total=1)
    return counts


def sum_of(counts: Counts) -> Count:
    return sum(counts.values(), Count())


def compare(counts: Counts) -> tuple[str, list[str]]:
    """What is said of the last two complete quarters: in the table at the top, and in full."""
    before, now = counts.get(BEFORE, Count()), counts.get(LAST, Count())
    if min(before.total, now.total) < 10:
        short, long = "too few to tell", "too few to call it a change"
    else:
        # No test library has a change that Fisher's test takes for more than chance.
        assert chance(before, now) >= Fraction(5, 100)
        short, long = "no more than chance", "no more of a change than chance would bring"
    if not (before.total and now.total):
        return short, []
    return short, [f"{before.words()} in {BEFORE}, {now.words()} in {LAST}: {long}."]


def chance(one: Count, other: Count) -> Fraction:
    """Fisher's exact test: of all ways to share out what both have, those no likelier."""
    both = one.count + other.count
    ways = [comb(one.total, n) * comb(other.total, both - n) for n in range(both + 1)]
    return Fraction(sum(w for w in ways if w <= ways[one.count]), sum(ways))


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure of the page."""

    value: str
    remarks: list[str]
    links: list[str]


class HealthPage(PageNumbers):
    """Each part is taken from the page when it is read."""

    def measure(self, identifier: str) -> Measure:
        (found,) = self.take(f"#pm-{identifier}")
        definition, *remarks = map(words_of, found.select("p.pm-note"))
        assert not numbers_in(definition)
        (value,) = map(words_of, found.select(".pm-measure__value"))
        return Measure(value=value, remarks=remarks, links=[*map(words_of, found.select("a"))])

    def table(self, caption: str) -> dict[str, list[str]]:
        """The cells of each row by the first one."""
        for found in self.root.select("table"):
            if words_of(found.select("caption")[0]).startswith(caption):
                return {first: cells for first, *cells in table_rows(found.extract())}
        raise AssertionError(f"no table {caption}")

    def panel(self, identifier: str) -> list[tuple[str, str, str]]:
        """Id, title and day of the documents of a list; how many it says there are is right."""
        (found,) = self.take(f"details:has(#pm-{identifier})")
        rows = [
            (
                words_of(row.select(".pm-id")[0]),
                words_of(row.select("a")[0]),
                words_of(row.select(".pm-date")[0]),
            )
            for row in found.select("li")
        ]
        assert words_of(found.select(".pm-count")[0]) == str(len(rows))
        return rows


def quarters_down_to(first: str) -> list[str]:
    """The running quarter and the complete ones before it, as the tables have them."""
    found = [RUNNING]
    while found[-1] > first:
        year, number = int(found[-1][:4]), int(found[-1][-1])
        found.append(f"{year}-Q{number - 1}" if number > 1 else f"{year - 1}-Q4")
    return found


def label(quarter: str) -> str:
    return f"{quarter}, so far" if quarter == RUNNING else quarter


def check_language(
    page: HealthPage, systems: Counts, findings: Counts, first: str, unreadable: int = 0
) -> dict[str, list[str]]:
    """The two sections about language; gives their rows of the table at the top.

    Nothing is said of fewer than five documents, nor is it to be found by subtraction.
    """
    systems_told, findings_told = tell(systems), tell(findings)
    cause, words = page.measure("systems"), page.measure("findings")
    assert cause.value == systems_told.whole.with_share()
    assert words.value == findings_told.whole.words("in")
    causes = page.table("Causes that name a system, by quarter")
    assert causes == systems_told.cells(first, "of")
    assert page.table("Findings about language, by quarter") == findings_told.cells(first, "in")
    short, comparison = compare(systems_told.quarters)
    left_out = (
        f"In no figure here: {postmortems(unreadable, 'final ')} without a cause that can be read."
    )
    assert cause.remarks == [*[left_out] * bool(unreadable), *systems_told.remarks, *comparison]
    assert words.remarks == [
        *findings_told.remarks,
        "Quarters are not compared: a document may have several findings, which no test of "
        "shares allows for.",
    ]
    last = label(LAST)
    return {
        "Causes that name a system, not a person Human error as the root cause; more is better": [
            cause.value, *systems_told.cells(first, "of")[last], short,
        ],
        "Findings about language in final postmortems Blame disguised as blamelessness; fewer is better": [
            words.value, *findings_told.cells(first, "in")[last], "not compared",
        ],
    }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Told:
    """What may be said of counts about language."""

    quarters: Counts
    """Those with enough documents."""
    hidden: frozenset[str]
    """Those with too few."""
    whole: Count
    untold: int
    """Documents that are not in the whole."""

    def cells(self, first: str, between: str) -> dict[str, list[str]]:
        return {
            label(quarter): [
                NOT_SHOWN
                if quarter in self.hidden
                else self.quarters.get(quarter, Count()).words(between)
            ]
            for quarter in quarters_down_to(first)
        }

    @property
    def remarks(self) -> list[str]:
        found = []
        if self.hidden:
            found.append(
                f"Quarters with fewer than {AT_LEAST} such postmortems are not shown: a figure "
                "would point at one document."
            )
        if self.untold:
            found.append(
                f"The whole is without {postmortems(self.untold)}, which would otherwise be what "
                "is left when the quarters are taken from it."
            )
        return found


def tell(counts: Counts) -> Told:
    quarters = {q: count for q, count in counts.items() if count.total >= AT_LEAST}
    left = sum_of(counts).total - sum_of(quarters).total
    is_apart = left < AT_LEAST
    return Told(
        quarters=quarters,
        hidden=frozenset(counts.keys() - quarters.keys()),
        whole=sum_of(quarters if is_apart else counts),
        untold=left if is_apart else 0,
    )


def postmortems(number: int, kind: str = "") -> str:
    return f"{number} {kind}postmortem{'' if number == 1 else 's'}"


def count_language(data: Connection, folder: Path) -> tuple[dict[str, Count], dict[str, Count]]:
    """Causes that name a system, and findings; by what the command line finds in each file."""
    done = sites.postmortems("check", "--format", "json", folder=folder.parent)
    data.execute("CREATE TABLE finding (source TEXT, code TEXT, in_cause INTEGER)")
    for found in json.loads(done.stdout):
        if re.fullmatch("PM50[1-5]", found["code"]):
            source = found["path"].removeprefix(f"{folder.name}/")
            lines = (folder / source).read_text("utf-8").splitlines()[: found["line"]]
            heading = [line for line in lines if line.startswith("## ")][-1]
            row = (source, found["code"], heading == "## Root Cause")
            data.execute("INSERT INTO finding VALUES (?, ?, ?)", row)
    blamed = "code = 'PM501' OR (code = 'PM502' AND in_cause)"
    causes = data.execute(
        f"SELECT quarter, source NOT IN (SELECT source FROM finding WHERE {blamed}) "
        "FROM postmortem WHERE status = 'final' AND root_cause IS NOT NULL"
    )
    findings = data.execute(
        "SELECT quarter, (SELECT count(*) FROM finding f WHERE f.source = p.source) "
        "FROM postmortem p WHERE status = 'final'"
    )
    return count_by_quarter(map(tuple, causes)), count_by_quarter(map(tuple, findings))
