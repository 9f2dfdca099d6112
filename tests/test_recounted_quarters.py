"""Every number on the page of a quarter, counted once more with SQL over the published data."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from datetime import date
from statistics import median

import pytest
from bs4 import Tag

from .chart_reading import chart_rows, check_scale, check_width, marks, value
from .deadlines import Delivery, deliveries
from .page_numbers import PageNumbers, numbers_of, table_rows, words_of
from .pattern_counts import (
    EXCLUSIVE,
    FIELDS,
    INTERVALS,
    QUARTERS,
    Counts,
    ids,
    last_day,
    length,
    percent,
    quarter_before,
    share,
    titles,
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
from .recount import AS_OF, register
from .sites import Built

MIN_INCIDENTS = 10
"""Of fewer in either quarter no change is claimed."""
LISTED = 20
"""Incidents in the list behind a figure."""
TIMINGS = {
    "in time": "in-time",
    "late and not published yet": "overdue",
    "not due yet": "not-due",
    "without a deadline": "no-deadline",
    "not called for": "not-called-for",
}
"""The lists of postmortems by their deadline; none was published late."""


@pytest.fixture(scope="module")
def counts(example: Built) -> Counts:
    return Counts(example)


@pytest.fixture(scope="module")
def delivered(counts: Counts) -> tuple[Delivery, ...]:
    """Every postmortem that is there or owed."""
    query = "SELECT postmortem, at FROM phase WHERE name = 'resolved'"
    return deliveries(dict(map(tuple, counts.rows(query))))


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_number_on_the_page_of_a_quarter_is_right(
    example: Built, counts: Counts, delivered: tuple[Delivery, ...], quarter: str
) -> None:
    page = PageNumbers(example.text(f"patterns/{quarter}/index.html"))
    own = tuple(one for one in delivered if one.quarter == quarter)
    check_links_between_figures_and_lists(page)
    parts = (
        check_shares(page.section("pm-shares"), counts, quarter),
        check_durations(page.section("pm-durations-of-phases"), counts, quarter),
        check_felt(page.section("pm-felt"), counts, quarter),
        check_near_misses(page.section("pm-near-misses"), counts, quarter),
        check_action_items(page.section("pm-action-items"), counts, quarter),
        check_lateness(page.section("pm-lateness"), own),
        check_agenda(page.section("pm-agenda"), counts, own, quarter),
        check_incidents(page.section("pm-incidents"), counts, quarter),
        check_lists(page.section("pm-behind"), counts, own, quarter),
    )
    check_head(page, counts, own, quarter)
    assert [part.rest() for part in (*parts, page)] == [[]] * (len(parts) + 1)


def figures(found: Tag) -> list[str]:
    return [words_of(figure) for figure in found.select(".pm-figure")]


def check_links_between_figures_and_lists(page: PageNumbers) -> None:
    """A number that leads to a list of the page is the number of the list."""
    lists = {
        str(term["id"]): numbers_of(number)[0]
        for term in page.root.select("#pm-behind ~ * dt")
        if (number := term.select_one(".pm-count"))
    }
    links = [link for link in page.root.select('a[href^="#"]') if str(link["href"])[1:] in lists]
    assert len(links) > 50
    (overdue,) = page.root.select('.pm-figure[href="#actions-overdue"]') or [None]
    assert (numbers_of(overdue)[0] if overdue else 0) == len(
        page.root.select("#actions-overdue li")
    )
    for link in links:
        if "promised" not in str(link["href"]):
            assert numbers_of(link)[0] == lists[str(link["href"])[1:]], link
    for link in page.root.select("td a[aria-label]"):
        assert numbers_of(str(link["aria-label"]))[0] == numbers_of(link)[0]


def check_head(page: PageNumbers, counts: Counts, own: tuple[Delivery, ...], quarter: str) -> None:
    (lead,) = page.take("p.pm-lead")
    assert numbers_of(lead) == expected_lead(counts, quarter)
    shares = counts.shares("factors", quarter)
    if len(shares.leaders()) <= MAX_NAMED:
        assert {words_of(link) for link in lead.select("a")} >= set(shares.leaders())
    expected = expected_again([*counts.incidents(quarter), *counts.near_misses(quarter)])
    again = page.take("p.pm-again") if expected else page.root.select("p.pm-again")
    assert [words_of(link) for found in again for link in found.select("a")] == expected
    (shown,) = page.take(".pm-figures")
    late, drafts = sum("late" in one.timing for one in own), len(counts.drafts(quarter))
    assert figures(shown) == [
        plural(len(counts.incidents(quarter)), "incident"),
        plural(len(counts.near_misses(quarter)), "near miss"),
        *([f"{drafts} not final"] if drafts else []),
        plural(late, "late postmortem"),
    ]


def check_shares(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    now, before = (len(counts.incidents(q)) for q in (quarter, quarter_before(quarter)))
    (changes,) = part.take("#pm-shares + p")
    assert min(now, before) < MIN_INCIDENTS, "Fisher's test is needed here"
    assert numbers_of(changes) == ([now, before, MIN_INCIDENTS] if before else [])
    assert ("No change is claimed" if before else "Nothing is compared") in words_of(changes)
    (test,) = part.take(".pm-grid + p.pm-note")
    assert numbers_of(test) == [MIN_INCIDENTS, 1935, 1979, 5]
    for field, table in zip(FIELDS, part.take(".pm-grid > .pm-table-wrap"), strict=True):
        check_compared(table, counts, field, quarter)
    check_factor_chart(part.take("#pm-factor-ranking")[0], counts, quarter)
    check_unnamed(part, counts, quarter)
    check_detection_chart(part.take("#pm-detection-chart")[0], counts, quarter)
    return part


def check_compared(table: Tag, counts: Counts, field: str, quarter: str) -> None:
    earlier = quarter_before(quarter)
    now, before = counts.shares(field, quarter), counts.shares(field, earlier)
    caption = table.select_one("caption")
    assert caption is not None
    assert words_of(caption).startswith(FIELDS[field])
    assert numbers_of(caption) == [now.total, *([before.total] if before.total else [])]
    expected = {}
    for title in {*now.members, *before.members}:
        number = before.count(title)
        was = f"{number} ({before.share(title)} %)" if number else "0"
        own = now.count(title)
        cells = [f"{own} ({now.share(title)} %)" if own else "0", was]
        expected[title] = cells if before.total else cells[:1]
    # The title stands alone in its cell: no change is marked.
    assert {row[0]: row[1:] for row in table_rows(table)} == expected
    for link in table.select("td a[aria-label]"):
        number, says = numbers_of(link)[0], str(link["aria-label"])
        title = says.partition(": ")[2]
        same = f"{plural(number, 'incident')} ({now.share(title)} %)"
        of = f"{number} of {before.total} in {earlier}"
        assert says.replace("\u00a0", " ") in (f"{same}: {title}", f"{of}: {title}")
    for cell in table.select("td[data-value]"):
        assert [int(str(cell["data-value"]))] == numbers_of(cell)[:1]
    note = table.select_one(".pm-note")
    expected_note = [len(now.unknown)] if now.unknown else []
    if drafts := [] if field in EXCLUSIVE else unnamed_drafts(counts, field, quarter):
        expected_note.append(len(drafts))
    assert (numbers_of(note) if note else []) == expected_note


def unnamed_drafts(counts: Counts, field: str, quarter: str) -> list[str]:
    """Incidents that are not final and have no value of a field that may have several."""
    return counts.incidents(
        quarter,
        f"status <> 'final' AND id NOT IN (SELECT postmortem FROM said WHERE field = '{field}')",
    )


def check_factor_chart(chart: Tag, counts: Counts, quarter: str) -> None:
    earlier = quarter_before(quarter)
    now, before = counts.shares("factors", quarter), counts.shares("factors", earlier)
    named = len(now.members)
    title = words_of(chart.select("figcaption")[0])
    assert numbers_of(title) == ([10, named] if named > 10 else [])
    rows = chart_rows(chart)
    order = sorted((len(m) for m in now.members.values()), reverse=True)[:10]
    assert [now.count(title) for title in rows] == order
    table = []
    for title, row in rows.items():
        number, was = now.count(title), before.count(title)
        says = f"{title}: {share(number, now.total)} incidents in {quarter}"
        then = share(was, before.total) if before.total else ""
        assert marks(row) == (
            [f"{says}; {then} in {earlier}", f"{earlier}: {then}"] if then else [says]
        )
        assert numbers_of(value(row)) == ([number, was] if then else [number])
        table.append([title, share(number, now.total), *([then] if then else [])])
        check_width(chart, row, 100 * number / now.total)
    assert table_rows(chart) == table


def check_unnamed(part: PageNumbers, counts: Counts, quarter: str) -> None:
    """How many incidents name no factor, and how many of these are not final."""
    factors = counts.shares("factors", quarter)
    if not factors.unknown:
        return
    (note,) = part.take("p.pm-note")
    drafts = unnamed_drafts(counts, "factors", quarter)
    numbers = [factors.total, len(factors.unknown), *([len(drafts)] if drafts else [])]
    assert numbers_of(note) == numbers


def check_detection_chart(chart: Tag, counts: Counts, quarter: str) -> None:
    found = {q: counts.shares("detection", q) for q in (quarter, quarter_before(quarter))}
    found = {q: shares for q, shares in found.items() if shares.total}
    rows = chart_rows(chart)
    so_far = {q: f"{q} so far" if last_day(q) == AS_OF.isoformat() else q for q in found}
    assert list(rows) == list(so_far.values())
    table = {}
    for name, shares in found.items():
        row = rows[so_far[name]]
        expected = {
            f"{name}, {title}: {len(members)} of {plural(shares.total, 'incident')}"
            f" ({percent(len(members), shares.total)} %)"
            for title, members in shares.members.items()
        }
        assert set(marks(row)) == expected
        assert value(row) == str(shares.total)
        table[so_far[name]] = {
            **{
                title: f"{len(members)} ({percent(len(members), shares.total)} %)"
                for title, members in shares.members.items()
            },
            "Not yet known": str(len(shares.unknown)),
            "Incidents": str(len(counts.incidents(name))),
        }
    heads = [words_of(head) for head in chart.select("thead th")]
    shown = {
        row[0]: {head: cell for head, cell in zip(heads[1:], row[1:], strict=True) if cell != "0"}
        for row in table_rows(chart)
    }
    known = {
        name: {head: cell for head, cell in cells.items() if cell != "0"}
        for name, cells in table.items()
    }
    assert shown == known
    assert check_scale(chart) == 100


def check_durations(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    total = len(counts.incidents(quarter))
    (table,) = part.take("#pm-durations-of-phases ~ .pm-table-wrap")
    assert numbers_of(table.select("caption")[0]) == [total]
    (chart,) = part.take("#pm-duration-dots")
    check_scale(chart)
    rows = {label[:3]: row for label, row in chart_rows(chart).items()}
    expected = []
    lengths = {short: counts.lengths(short, quarter) for short in INTERVALS}
    for short, measured in lengths.items():
        minutes = list(measured.values())
        middle = length(median(minutes))
        ends = [length(minutes[0]), length(minutes[-1])]
        expected.append([middle, *ends, str(len(minutes)), str(total - len(minutes))])
        dots = {f"{one}, {short}: {length(number)}" for one, number in measured.items()}
        *shown, line = marks(rows[short])
        assert len(shown) == len(measured)
        assert (set(shown), line) == (dots, f"Median of {short}: {middle}")
        assert value(rows[short]) == f"{middle}, n = {len(minutes)}"
    assert [row[1:] for row in table_rows(table)] == expected
    assert table_rows(chart) == [
        [one, *(length(lengths[short][one]) for short in INTERVALS)]
        for one in counts.incidents(quarter)
    ]
    assert numbers_of(chart.select("summary")[0]) == [total]
    return part


def check_felt(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    (found,) = part.take("ul.pm-plain")
    assert [words_of(row) for row in found.select("li")] == felt_rows(counts, quarter)
    remarks = felt_remarks(counts, quarter)
    shown = part.take("p.pm-note") if remarks else []
    assert [number for note in shown for number in numbers_of(note)] == remarks
    return part


def check_near_misses(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    (table,) = part.take("table")
    query = "SELECT * FROM near_miss WHERE period = ? ORDER BY id DESC"
    found = counts.rows(query, quarter)
    assert numbers_of(table.select("caption")[0]) == [len(found)]
    assert table_rows(table) == [
        [
            f"{row['title']} {row['id']}",
            row["date"],
            f"would be {row['potential_severity']}",
            row["mitigation"] or "not written down",
        ]
        for row in found
    ]
    return part


def check_action_items(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    items = counts.items_of(quarter)
    numbers = {name: len(found) for name, found in items.items()}
    (shown,) = part.take(".pm-figures")
    is_today = last_day(quarter) == AS_OF.isoformat()
    at_end = "today" if is_today else "at the quarter’s end"
    check_overdue(part, items["overdue"], is_today=is_today)
    assert figures(shown) == [
        f"{numbers['agreed']} agreed",
        f"{numbers['done']} done",
        f"{numbers['declined']} declined",
        f"{numbers['overdue']} overdue {at_end}",
    ]
    (note,) = part.take("p.pm-note")
    some_day = counts.closed_some_day(quarter)
    assert numbers_of(note) == ([some_day] if some_day else [])
    were = "was" if some_day == 1 else "were"
    # Nobody knows that they were closed by then.
    told_of = f"{plural(some_day, 'item')} agreed by then {were} closed on a day that nobody says"
    assert (told_of in words_of(note)) == bool(some_day)
    (promise,) = part.take('p:has(> a[href="#actions-promised"])')
    assert words_of(promise) == told(quarter, counts)
    (months,) = part.take("p.pm-more")
    year, first = quarter[:4], 3 * int(quarter[-1]) - 2
    names = [date(2000, month, 1).strftime("%B") for month in range(first, first + 3)]
    assert [words_of(link) for link in months.select("a")] == [f"{name} {year}" for name in names]
    return part


def check_overdue(part: PageNumbers, items: list[sqlite3.Row], *, is_today: bool) -> None:
    """Each item that was overdue, with how it stands today."""
    if not items:
        return
    (listed,) = part.take("#actions-overdue")
    shown = {words_of(row.select("a")[0]): words_of(row.select(".pm-under")[0])
             for row in listed.select("li")}  # fmt: skip
    expected = {}
    for item in items:
        if item["overdue"]:
            days = plural((AS_OF - date.fromisoformat(item["due"])).days, "day")
            expected[item["id"]] = ("" if is_today else "still overdue today, ") + f"by {days}"
        else:
            assert not item["open"]
            expected[item["id"]] = f"{item['status']} on {item['closed']}"
    assert shown == expected


def check_lateness(part: PageNumbers, own: tuple[Delivery, ...]) -> PageNumbers:
    (summary,) = part.take("h2 + p")
    timings = [one.timing for one in own]
    shown = re.findall(r"(\d+) ([a-z ]+?) [,.]", words_of(summary))
    assert {words: int(number) for number, words in shown} == Counter(timings)
    assert len(numbers_of(summary)) == len(shown)
    late = [one for one in own if "late" in one.timing]
    if not late:
        return part
    (table,) = part.take("table")
    assert numbers_of(table.select("caption")[0]) == [len(late)]
    rows = table_rows(table)
    names = {row["id"]: row["title"] for row in register()}
    for one, row in zip(late, rows, strict=True):
        assert one.due is not None
        assert row[0] == f"{one.id} {names[one.id]} {one.id}"
        assert row[2:] == [str(one.due), "not written yet", f"{(AS_OF - one.due).days} days late"]
    return part


def check_agenda(
    part: PageNumbers, counts: Counts, own: tuple[Delivery, ...], quarter: str
) -> PageNumbers:
    (agenda,) = part.take("ul")
    factors, detection = counts.shares("factors", quarter), counts.shares("detection", quarter)
    behind = set().union(*(factors.members[leader] for leader in factors.leaders()))
    not_alerted = detection.total - detection.count("Automated alerting")
    expected = [
        [len(behind)],
        *(
            [[]]
            if expected_again([*counts.incidents(quarter), *counts.near_misses(quarter)])
            else []
        ),
        [not_alerted],
        [len(counts.items_of(quarter)["overdue"])],
        [sum("late" in one.timing for one in own)],
        [len(counts.near_misses(quarter))],
    ]
    expected = [numbers for numbers in expected if numbers != [0]]
    unknown = [len(counts.shares(field, quarter).unknown) for field in EXCLUSIVE]
    if any(unknown):
        expected.append([len(counts.incidents(quarter)), *(n for n in unknown if n)])
    assert [numbers_of(question) for question in agenda.select("li")] == expected
    return part


def check_incidents(part: PageNumbers, counts: Counts, quarter: str) -> PageNumbers:
    (table,) = part.take("table")
    found = counts.rows("SELECT * FROM incident WHERE period = ? ORDER BY id DESC", quarter)
    assert numbers_of(table.select("caption")[0]) == [len(found)]
    for row, shown in zip(found, table_rows(table), strict=True):
        opened = len(counts.items("open AND postmortem = ?", row["id"]))
        assert shown[0].startswith(f"{row['title']} {row['id']}")
        assert shown[1] == row["date"]
        assert shown[2] == row["severity"]
        assert shown[3] == titles("root-causes").get(row["category"], "")
        teams = counts.column("SELECT id FROM team WHERE postmortem = ? ORDER BY rowid", row["id"])
        assert shown[4] == " , ".join(titles("teams")[team] for team in teams)
        assert shown[5:] == [length(row["duration_minutes"]), str(opened)]
    return part


def check_lists(
    part: PageNumbers, counts: Counts, own: tuple[Delivery, ...], quarter: str
) -> PageNumbers:
    """The lists that the figures lead to have the number of the figure, and its incidents."""
    expected = expected_lists(counts, own, quarter)
    names = dict(map(tuple, counts.rows("SELECT id, title FROM postmortem")))
    names |= {row["id"]: row["title"] for row in register()}
    for described in part.take("dl.pm-behind"):
        for term in described.select("dt"):
            number, members = expected.pop(str(term["id"]))
            of = [len(members)] if str(term["id"]).startswith("actions-") else []
            assert numbers_of(term.select(".pm-count")[0]) == [number, *of], term
            shown = []
            for element in term.find_next_siblings():
                if element.name != "dd" or not element.select(".pm-id"):
                    break
                identifier, _, title = words_of(element).partition(" ")
                assert title == names[identifier]
                shown.append(identifier)
            assert len(shown) == len(set(shown)) == min(len(members), LISTED), term
            assert set(shown) <= set(members), term
    assert expected == {}
    return part


def expected_lists(
    counts: Counts, own: tuple[Delivery, ...], quarter: str
) -> dict[str, tuple[int, set[str]]]:
    """The number and the incidents of each list, by its anchor."""
    found: dict[str, set[str]] = {}
    for field in FIELDS:
        shares = counts.shares(field, quarter)
        for title, having in shares.members.items():
            found[f"{field}-{ids(field)[title].lower()}"] = set(having)
        found[f"{field}-unknown-value"] = set(shares.unknown)
        if field not in EXCLUSIVE:
            found[f"{field}-unknown-in-drafts"] = set(unnamed_drafts(counts, field, quarter))
    for number, ((key, _), (_, giving)) in enumerate(counts.impact(quarter).items()):
        found[f"impact-{number}-{key}"] = set(giving)
    for name, which in (
        ("customer-time", "customer_impact_minutes > 0"),
        ("unfelt", "customer_impact_minutes = 0"),
        ("unknown", "customer_impact_minutes IS NULL"),
    ):
        members = set(counts.incidents(quarter, which))
        # What is true of all leads to the table of incidents.
        found[f"impact-{name}"] = (
            members if len(members) < len(counts.incidents(quarter)) else set()
        )
    found["not-final"] = set(counts.drafts(quarter))
    for one in own:
        found.setdefault(f"timing-{TIMINGS[one.timing]}", set()).add(one.id)
    lists = {anchor: (len(members), members) for anchor, members in found.items() if members}
    for name, items in counts.items_of(quarter).items():
        if items and name != "overdue":  # its items are listed themselves
            lists[f"actions-{name}"] = (len(items), {item["postmortem"] for item in items})
    return lists
