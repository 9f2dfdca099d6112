"""Every number on `/patterns/` and on the one-page briefs, counted once more.

The pages of the quarters are in `test_recounted_quarters.py`.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from bs4 import Tag

from .chart_reading import chart_rows, check_scale, check_width, marks, value
from .page_numbers import PageNumbers, numbers_of, table_rows, words_of
from .pattern_counts import (
    QUARTERS,
    Counts,
    Shares,
    full_last_day,
    ids,
    last_day,
    percent,
    quarter_before,
)
from .pattern_words import (
    MAX_NAMED,
    expected_again,
    expected_lead,
    felt_remarks,
    felt_rows,
    plural,
    told,
)
from .recount import AS_OF
from .sites import Built

SHOWN = 5
"""Entries of a list on a brief."""
LISTED = 20
"""Incidents in the list behind a figure."""
OVER = QUARTERS[1:]
"""All quarters but the running one."""
YEARS = ("2026", "2025")
LED = ("root-causes", "factors", "detection")
"""The fields whose most frequent values are named."""
LEADING_PLACES = 3
NAMED_BARS = 7
"""Causes with a tone of their own, where there are more than eight."""
REVIEWED = ("not over", "2026-01-15", "2025-10-16", "2025-07-09", "2025-04-10")
"""As `library.yml` has them."""


@pytest.fixture(scope="module")
def counts(example: Built) -> Counts:
    return Counts(example)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_number_on_a_brief_is_right(example: Built, counts: Counts, quarter: str) -> None:
    page = PageNumbers(example.text(f"patterns/{quarter}/brief/index.html"))
    parts = (
        check_felt(page.section("pm-felt"), counts, quarter),
        check_investment(page.section("pm-investment"), counts, quarter),
        check_declined(page.section("pm-declined"), counts, quarter),
        check_kept(page.section("pm-kept"), counts, quarter),
        check_fewer(page.section("pm-fewer"), counts, quarter),
    )
    (lead,) = page.take("p.pm-lead")
    assert numbers_of(lead) == expected_lead(counts, quarter)
    check_again(page, counts, quarter)
    (days,) = page.take("p.pm-note")
    last = date.fromisoformat(full_last_day(quarter))
    begin = date(last.year, last.month - 2, 1)
    stretch = f"1 {begin:%B} to {last.day} {last:%B} {last.year}"
    assert words_of(days).startswith(f"Lindgrove, {stretch}, as of 16 March 2026.")
    assert words_of(days).endswith(f"https://postmortems.lindgrove.example/patterns/{quarter}/")
    assert [part.rest() for part in (*parts, page)] == [[]] * (len(parts) + 1)


def check_again(page: PageNumbers, counts: Counts, quarter: str) -> None:
    expected = expected_again([*counts.incidents(quarter), *counts.near_misses(quarter)])
    shown = page.take("p.pm-again") if expected else page.root.select("p.pm-again")
    assert [words_of(link) for found in shown for link in found.select("a")] == expected


def check_felt(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    (found,) = part.take("ul")
    shown = [words_of(row) for row in found.select("li")]
    rows = felt_rows(counts, quarter)
    assert shown == rows[:SHOWN]
    if rows[SHOWN:]:
        assert numbers_of(part.take("p.pm-more")[0]) == [len(rows) - SHOWN]
    remarks = felt_remarks(counts, quarter)
    notes = part.take("p.pm-note") if remarks else []
    assert [number for note in notes for number in numbers_of(note)] == remarks
    return part


def check_investment(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    factors = counts.shares("factors", quarter)
    leaders = factors.leaders()
    behind = sorted(set().union(*(factors.members[one] for one in leaders)), reverse=True)
    why, state = part.take("h2 + p, ul + p:not(.pm-more), p.pm-more + p")
    second = max(
        len(m) for m in factors.members.values() if len(m) < len(factors.members[leaders[0]])
    )
    after = sorted(title for title, m in factors.members.items() if len(m) == second)
    named = [*sorted(leaders)[:MAX_NAMED], *(after if len(after) <= MAX_NAMED else [])]
    link = f"{second} of {plural(factors.total, 'incident')}"
    assert [words_of(link) for link in why.select("a")] == [*named, link]
    more = len(leaders) - MAX_NAMED
    others = [len(after)] if len(after) > MAX_NAMED else []
    assert numbers_of(why) == [
        *([more] if more > 0 else []), len(behind), *others, second, factors.total,
    ]  # fmt: skip
    items = [item for item in counts.items("1") if item["postmortem"] in behind]
    opened = [item for item in items if item["open"]]
    done = sum(item["status"] in ("done", "verified") for item in items)
    declined = len(items) - len(opened) - done
    assert numbers_of(state) == [len(items), done, len(opened), declined]
    incidents, *waiting = part.take("ul")
    severities = dict(map(tuple, counts.rows("SELECT id, severity || ' ' || title FROM incident")))
    assert [words_of(row) for row in incidents.select("li")] == [
        f"{one} {severities[one]}" for one in behind[:SHOWN]
    ]
    check_items([row for found in waiting for row in found.select("li")], opened)
    mores = [len(behind) - SHOWN, len(opened) - SHOWN]
    if expected := [number for number in mores if number > 0]:
        assert [n for found in part.take("p.pm-more") for n in numbers_of(found)] == expected
    return part


def check_items(rows: list[Tag], opened: list[sqlite3.Row]) -> None:
    """The first open items: those overdue first, then by the day."""

    def urgency(item: sqlite3.Row) -> tuple[bool, str, str]:
        return (not item["overdue"], item["due"] or "9999", item["id"])

    def note(item: sqlite3.Row) -> str:
        if item["overdue"]:
            return f"Overdue by {plural((AS_OF - date.fromisoformat(item['due'])).days, 'day')}"
        state = item["status"].replace("-", " ").capitalize()
        return f"{state}, due {item['due']}" if item["due"] else state

    first = sorted(opened, key=urgency)[:SHOWN]
    expected = [f"{item['id']} {note(item)}: {item['item']}" for item in first]
    assert [letters(words_of(row)) for row in rows] == [letters(text) for text in expected]


def letters(text: str) -> str:
    """A text without spaces and the marks of code, which pages and data have differently."""
    return re.sub(r"[\s`]", "", text)


def check_declined(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    declined = counts.items_of(quarter)["declined"]
    latest = sorted(declined, key=lambda item: (item["closed"], item["id"]), reverse=True)
    shown = part.take("li") if declined else []
    assert [letters(words_of(row)) for row in shown] == [
        letters(f"{item['id']} {item['item']} {item['note']}") for item in latest[:SHOWN]
    ]
    assert len(declined) <= SHOWN, "and more are counted"
    return part


def check_kept(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    numbers = {name: len(found) for name, found in counts.items_of(quarter).items()}
    (shown,) = part.take("p")
    is_today = last_day(quarter) == AS_OF.isoformat()
    at_end = "today" if is_today else "at the quarter’s end"
    assert words_of(shown).replace(" ,", ",").replace(" . ", ". ") == (
        f"{numbers['agreed']} agreed, {numbers['done']} done, {numbers['declined']} declined, "
        f"{numbers['overdue']} overdue {at_end}. {told(quarter, counts)}"
    )
    return part


def check_fewer(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    shown, *near = part.take("p")
    near_misses = len(counts.near_misses(quarter))
    assert [numbers_of(one) for one in near] == ([[near_misses]] if near_misses else [])
    both = (quarter, quarter_before(quarter))
    assert numbers_of(shown) == [len(counts.incidents(one)) for one in both]
    return part


def test_every_number_on_the_page_of_all_quarters_is_right(example: Built, counts: Counts) -> None:
    page = PageNumbers(example.text("patterns/index.html"))
    parts = (
        check_charts(page.section("pm-charts"), counts),
        check_quarters(page.section("pm-quarters"), counts),
        check_years(page.section("pm-years"), counts),
        check_changes(page.section("pm-changes")),
        check_year_lists(page.section("pm-behind"), counts),
    )
    check_persistence(page.take("p.pm-lead")[0], counts)
    check_leads(page.take("#pm-persistence .pm-table-wrap"), counts)
    assert [part.rest() for part in (*parts, page)] == [[]] * (len(parts) + 1)


def check_persistence(lead: Tag, counts: Counts) -> None:
    """What was in the first three places in most of the quarters that are over."""
    numbers, named = [], []
    for field in ("factors", "root-causes"):
        led = Counter(title for one in OVER for title in leading(counts.shares(field, one)))
        most = max(led.values())
        assert 2 * most <= len(OVER), "another sentence"
        if most == 1:
            numbers.append(len(OVER))
            continue
        those = sorted(title for title in led if led[title] == most)
        assert len(those) <= SHOWN, "and more are counted"
        named += [f"“{title}”" for title in those]
        numbers += [most, len(OVER)]
    assert numbers_of(lead) == numbers
    assert [words_of(link) for link in lead.select("a")] == named


def check_leads(tables: list[Tag], counts: Counts) -> None:
    """Every factor and cause that led in a quarter, with the quarters and their incidents."""
    for table, field in zip(tables, ("factors", "root-causes"), strict=True):
        every = {one: counts.shares(field, one) for one in OVER}
        led: dict[str, list[str]] = {}
        for quarter, shares in every.items():
            for title in leading(shares):
                led.setdefault(title, []).append(f"{quarter}: {shares.count(title)}")
        order = sorted(led, key=lambda title: (-len(led[title]), title))
        assert numbers_of(table.select("caption")[0]) == [len(led), len(OVER)]
        rows = [[cell.replace(" ,", ",") for cell in row] for row in table_rows(table)]
        assert rows == [[title, str(len(led[title])), ", ".join(led[title])] for title in order]


def leading(shares: Shares) -> set[str]:
    """Those in the first three places, which equals share; what occurs once leads nothing."""
    sizes = sorted((len(members) for members in shares.members.values()), reverse=True)
    least = max(sizes[:LEADING_PLACES][-1], 2)
    return {title for title, members in shares.members.items() if len(members) >= least}


def check_charts(part: PageNumbers, counts: Counts) -> PageNumbers:
    (title,) = part.take("#pm-charts")
    assert numbers_of(title) == [len(QUARTERS)]
    notes = part.take("p.pm-note")
    for field in ("root-causes", "detection"):
        chart = part.take(f"#pm-{field}-chart")[0]
        check_bars(chart, counts, field)
        unknown = {one: len(counts.shares(field, one).unknown) for one in QUARTERS}
        if total := sum(unknown.values()):
            each = ", ".join(f"{one}: {number}" for one, number in unknown.items() if number)
            note = notes.pop(0)
            assert words_of(note).endswith(f"of {plural(total, 'incident')} ( {each} ).")
    check_lines(part.take("#pm-items-chart")[0], counts)
    (undated,) = notes
    assert numbers_of(undated) == [len(counts.items("closed IS NULL AND NOT open"))]
    return part


def check_bars(chart: Tag, counts: Counts, field: str) -> None:
    every = {one: counts.shares(field, one) for one in QUARTERS}
    total = Counter[str]()
    for shares in every.values():
        total.update({title: len(members) for title, members in shares.members.items()})
    order = sorted(total, key=lambda title: (-total[title], title))
    named = order if len(order) <= NAMED_BARS + 1 else order[:NAMED_BARS]
    rest = order[len(named) :]
    other = f"Other ({len(rest)} others)"
    columns = [*named, *([other] if rest else [])]
    keys = [words_of(key).partition(" ")[2] for key in chart.select(".pm-keys li")]
    assert keys == columns
    rows = chart_rows(chart)
    assert [label.removesuffix(" so far") for label in rows] == list(QUARTERS)
    table = []
    for (label, row), (quarter, shares) in zip(rows.items(), every.items(), strict=True):
        numbers = {title: shares.count(title) for title in named}
        numbers |= {other: sum(shares.count(title) for title in rest)} if rest else {}
        assert marks(row) == [
            f"{quarter}, {title}: {number} of {plural(shares.total, 'incident')}"
            f" ({percent(number, shares.total)} %)"
            for title, number in numbers.items()
            if number
        ]
        assert value(row) == str(shares.total)
        shown = [
            f"{number} ({percent(number, shares.total)} %)" if number and not rest else str(number)
            for number in numbers.values()
        ]
        known = [str(len(shares.unknown)), str(len(counts.incidents(quarter)))]
        table.append([label, *shown, *known])
        first = next(number for number in numbers.values() if number)
        check_width(chart, row, first if rest else 100 * first / shares.total)
    assert table_rows(chart) == table
    assert numbers_of(chart.select("desc")[0]) == ([] if rest else [100])  # shares fill the width
    heads = [words_of(head) for head in chart.select("thead th")]
    assert heads == ["Quarter", *columns, "Not yet known", "Incidents"]


def check_lines(chart: Tag, counts: Counts) -> None:
    """How many items are open at the end of each quarter, and closed by then."""
    opened = {one: counts.open_at_end(one) for one in QUARTERS}
    closed = {one: len(counts.items("closed <= ?", last_day(one))) for one in QUARTERS}
    expected = []
    for numbers, what in ((opened, "open at the end"), (closed, "done or declined by then")):
        for quarter in reversed(QUARTERS):
            last = date.fromisoformat(last_day(quarter))
            today = "today, " if last == AS_OF else ""
            when = f"{today}{last.day} {last:%B} {last.year}"
            expected.append(f"{quarter}: {numbers[quarter]} items {what} ({when})")
    assert marks(chart) == expected
    assert table_rows(chart) == [
        [one + (" so far" if one == QUARTERS[0] else ""), str(opened[one]), str(closed[one])]
        for one in QUARTERS
    ]
    scale = check_scale(chart, ".pm-chart__up", "y")
    assert max(*opened.values(), *closed.values()) <= scale


def leader_cell(shares: Shares) -> str:
    """What was most frequent: one or two by name, of more how many they are."""
    leaders = sorted(shares.leaders())
    number = shares.count(leaders[0])
    names = f"{len(leaders)} equally" if len(leaders) > 2 else " and ".join(leaders)
    each = " each" if len(leaders) > 1 else ""
    return f"{names} {number}{each} ({percent(number, shares.total)} %)"


def leader_cells(counts: Counts, period: str) -> list[str]:
    return [leader_cell(counts.shares(field, period)) for field in LED]


def year_leader_cells(counts: Counts, year: str, quarters: list[str]) -> list[str]:
    """What was most frequent in a year, and how many of these incidents each quarter has."""
    cells = []
    for field in LED:
        shares = counts.shares(field, year)
        own = {
            quarter: sum(counts.shares(field, quarter).count(one) for one in shares.leaders())
            for quarter in quarters
        }
        told = ", ".join(f"{q[5:]}: {number}" for q, number in own.items() if number)
        cells.append(f"{leader_cell(shares)} {told}")
    return cells


def check_quarters(part: PageNumbers, counts: Counts) -> PageNumbers:
    (table,) = part.take(".pm-table-wrap")
    assert numbers_of(table.select("caption")[0]) == [len(QUARTERS)]
    expected = []
    for quarter, reviewed in zip(QUARTERS, REVIEWED, strict=True):
        so_far = " so far" if quarter == QUARTERS[0] else ""
        numbers = [str(len(found(quarter))) for found in kinds(counts)]
        expected.append([quarter + so_far, *numbers, *leader_cells(counts, quarter), reviewed])
    assert table_rows(table) == expected
    for link in table.select("a[aria-label]"):
        number = numbers_of(link)[0]
        kinds_of = (plural(number, "incident"), plural(number, "near miss"), f"{number} not final")
        assert str(link["aria-label"]).startswith(tuple(f"{kind} in 20" for kind in kinds_of))
    return part


def kinds(counts: Counts) -> tuple[Callable[[str], list[str]], ...]:
    """What is counted of each quarter and year."""
    return (counts.incidents, counts.near_misses, counts.drafts)


def check_years(part: PageNumbers, counts: Counts) -> PageNumbers:
    (table,) = part.take(".pm-table-wrap")
    assert numbers_of(table.select("caption")[0]) == [len(YEARS)]
    expected = []
    for year in YEARS:
        own = [quarter for quarter in reversed(QUARTERS) if quarter.startswith(year)]
        cells = []
        for found in kinds(counts):
            by_quarter = {quarter[5:]: len(found(quarter)) for quarter in own}
            told = ", ".join(f"{q}: {number}" for q, number in by_quarter.items() if number)
            cells.append(f"{len(found(year))} {told}".strip())
        so_far = " so far" if year == YEARS[0] else ""
        expected.append([year + so_far, *cells, *year_leader_cells(counts, year, own)])
    rows = [[cell.replace(" ,", ",") for cell in row] for row in table_rows(table)]
    assert rows == expected
    return part


def check_changes(part: PageNumbers) -> PageNumbers:
    """Only one year is over, so no two years are compared."""
    *_, method = part.take("p")
    assert numbers_of(method) == [10, 1935, 1979, 5]
    assert not part.root.select("details")
    return part


def check_year_lists(part: PageNumbers, counts: Counts) -> PageNumbers:
    """Every list has the number of its incidents, and the first of these."""
    expected: dict[str, list[str]] = {}
    for year in YEARS:
        for name, found in zip(("incidents", "near-misses", "drafts"), kinds(counts), strict=True):
            expected[f"year-{year}-{name}"] = found(year)
        for field in LED:
            for title, having in counts.shares(field, year).members.items():
                anchor = f"year-{year}-{field}-{ids(field)[title].lower()}"
                expected[anchor] = counts.newest_first(having)
    is_cut = any(len(members) > LISTED for members in expected.values())
    if is_cut:
        assert numbers_of(part.take("h2 + p.pm-note")[0]) == [LISTED]
    for described in part.take("dl.pm-behind"):
        for term in described.select("dt"):
            members = expected.pop(str(term["id"]))
            assert numbers_of(term.select(".pm-count")[0]) == [len(members)]
            shown, rest = [], []
            for element in term.find_next_siblings():
                if element.name != "dd":
                    break
                ids_of = element.select(".pm-id")
                shown += [words_of(one) for one in ids_of]
                rest += [] if ids_of else numbers_of(element)
            assert shown == members[:LISTED]
            assert rest == ([len(members) - LISTED] if members[LISTED:] else [])
    assert not any(expected.values())
    assert [numbers_of(heading) for heading in part.take("h3")] == [
        [int(year)] for year in YEARS for _ in range(1 + len(LED))
    ]
    return part
