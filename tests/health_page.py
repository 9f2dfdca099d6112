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

from bs4 import Tag

from . import sites
from .chart_reading import check_scale
from .page_numbers import PageNumbers, numbers_in, numbers_of, table_rows, words_of

RUNNING, LAST, BEFORE = "2026-Q1", "2025-Q4", "2025-Q3"
"""Quarters, as of 16 March 2026."""
AT_LEAST = 5
"""Documents behind a figure about language."""
FEW = 3
"""Of fewer causes that name a system, no number is told."""
MAX_LISTED = 20
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


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list behind a cell of a table."""

    title: str
    count: int
    rows: list[str]


@dataclass(frozen=True, kw_only=True)
class ChartLine:
    """A line of a chart; quarters that have no point are not among the counts."""

    title: str
    counts: Counts
    percent_of: int = 100
    between: str = "of"


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

    def lists(self, section: str) -> dict[str, Listed]:
        """The lists behind the tables of a section, by their anchors."""
        (panel,) = self.take(f"details:has(#pm-{section}-by-quarter)")
        found: dict[str, Listed] = {}
        for head in panel.select("dt"):
            title, _, count = words_of(head).rpartition(" ")
            rows, more = [], 0
            for row in head.find_next_siblings():
                if row.name != "dd":
                    break
                if row.a:
                    rows.append(words_of(row))
                else:
                    (more,) = numbers_of(row)
            assert int(count) == len(rows) + more
            assert len(rows) == min(int(count), MAX_LISTED)
            found[str(head["id"])] = Listed(title=title, count=int(count), rows=rows)
        return found

    def chart(self, identifier: str, first: str, *lines: ChartLine) -> None:
        """Each line has a point for each quarter that is told, at its place, which says it."""
        (chart,) = self.take(f"#pm-{identifier}-chart")
        most = check_scale(chart, ".pm-chart__up", "y")
        bottom, top = (
            float(str(chart.select(f".pm-chart__up text:nth-of-type({n})")[0]["y"]))
            for n in (1, len(chart.select(".pm-chart__up text")))
        )
        expected, across = [], quarters_down_to(first)[::-1]
        for line in lines:
            for quarter, count in sorted(line.counts.items()):
                left = round(100 * across.index(quarter) / (len(across) - 1), 2)
                place = bottom - (bottom - top) * line.percent_of * count.count / count.total / most
                said = count.words(line.between) if line.between == "in" else count.with_share()
                expected.append((f"{label(quarter)}, {line.title}: {said}", left, round(place)))
        assert [
            (says(mark), float(str(dot["cx"]).rstrip("%")), int(str(dot["cy"])))
            for mark in chart.select(".pm-mark")
            for dot in mark.select("circle")
        ] == expected
        assert [words_of(text) for text in chart.select(".pm-chart__across text")] == across
        keys = chart.select(".pm-keys li")
        assert [words_of(key) for key in keys] == [line.title for line in lines]


def says(mark: Tag) -> str:
    """What a mark says; its title says the same."""
    said = " ".join(str(mark["aria-label"]).split())
    assert said == words_of(mark.select("title")[0])
    return said


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
    systems_told, findings_told = tell(systems, FEW), tell(findings)
    assert systems_told.hidden >= findings_told.hidden
    cause, words = page.measure("systems"), page.measure("findings")
    assert cause.value == systems_told.whole.with_share()
    assert cause.links == ["PM501", "PM502"]
    assert words.links == [f"PM50{number}" for number in range(1, 6)]
    assert words.value == findings_told.whole.words("in")
    causes = page.table("Causes that name a system, by quarter")
    assert causes == systems_told.cells(first, "of")
    assert page.table("Findings about language, by quarter") == findings_told.cells(first, "in")
    short, comparison = compare(systems_told.quarters)
    if systems_told.below.keys() & {LAST, BEFORE}:
        short, comparison = "not compared", []
    page.chart("systems", first, ChartLine(title="Name a system", counts=systems_told.quarters))
    every_ten = ChartLine(
        title="Findings", counts=findings_told.quarters, percent_of=10, between="in"
    )
    assert numbers_in(words_of(page.root.select("#pm-findings-chart figcaption")[0])) == [
        "Findings in every 10 final postmortems"
    ]
    page.chart("findings", first, every_ten)
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
    """Those with enough documents, and a count that is not too small."""
    below: Counts
    """Those of which only is said that the count is small."""
    hidden: frozenset[str]
    """Those with too few documents."""
    whole: Count
    untold: int
    """Documents that are not in the whole."""

    def cells(self, first: str, between: str) -> dict[str, list[str]]:
        return {
            label(quarter): [self._cell(quarter, between)] for quarter in quarters_down_to(first)
        }

    def _cell(self, quarter: str, between: str) -> str:
        if quarter in self.hidden:
            return NOT_SHOWN
        if quarter in self.below:
            return f"fewer than {FEW} of {self.below[quarter].total}"
        return self.quarters.get(quarter, Count()).words(between)

    @property
    def remarks(self) -> list[str]:
        found = []
        if self.hidden:
            found.append(
                f"Quarters with fewer than {AT_LEAST} such postmortems are not shown: a figure "
                "would point at one document."
            )
        if self.below:
            found.append(
                f"Of a quarter in which fewer than {FEW} name a system, only that is told, and it "
                "is not compared: none would say of each document that its cause does not."
            )
        if self.untold:
            found.append(
                f"The whole is without {postmortems(self.untold)}, which would otherwise be what "
                "is left when the quarters are taken from it."
            )
        return found


def tell(counts: Counts, few: int = 0) -> Told:
    """All quarters are on the page, so that no older ones are in the rest."""
    enough = {q: count for q, count in counts.items() if count.total >= AT_LEAST}
    quarters = {q: count for q, count in enough.items() if count.count >= few}
    below = {q: count for q, count in enough.items() if q not in quarters}
    rest = sum_of({q: count for q, count in counts.items() if q not in quarters})
    is_apart = bool(below) or rest.total < AT_LEAST or rest.count < few
    return Told(
        quarters=quarters,
        below=below,
        hidden=frozenset(counts.keys() - enough.keys()),
        whole=sum_of(quarters if is_apart else counts),
        untold=rest.total if is_apart else 0,
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
