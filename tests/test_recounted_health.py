"""Every number of the page about health, counted again from the files and the published data."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from sqlite3 import Connection
from typing import Any

import pytest
import yaml
from bs4 import Tag

from .health_page import (
    LAST,
    MAX_LISTED,
    RUNNING,
    ChartLine,
    Count,
    HealthPage,
    Listed,
    check_language,
    compare,
    count_by_quarter,
    count_language,
    label,
    quarters_down_to,
    sum_of,
)
from .page_numbers import PageNumbers, numbers_in, words_of
from .published_data import open_data
from .recount import AS_OF, LIBRARY, Item, documents, instant, items, quarter, register
from .sites import ROOT, Built

FIRST = "2025-Q1"
QUARTERS = quarters_down_to(FIRST)
Glance = dict[str, list[str]]


@pytest.fixture(scope="module")
def data(example: Built) -> Iterator[Connection]:
    found = open_data(example)
    yield found
    found.close()


def test_every_number_of_the_page(example: Built, data: Connection) -> None:
    page = HealthPage(example.text("health/index.html"))
    check_links(page, example)
    systems, findings = count_language(data, ROOT / "postmortems")
    glance: Glance = {
        **check_language(page, systems, findings, FIRST),
        **check_follow_through(page),
        **check_coverage(page, data),
        **check_reading(page, data),
    }
    assert page.table("The five at a glance") == glance
    for words, numbers in (
        ("at least 10 to count, and Fisher’s exact test", 3),
        ("Administrative Science Quarterly 44, 1999", 2),
        ("groups of 5 answers or more", 1),
    ):
        (place,) = (p.extract() for p in page.root.select("p") if words in words_of(p))
        assert len(numbers_in(words_of(place))) == numbers
    assert page.rest() == []


def check_follow_through(page: HealthPage) -> Glance:
    followed = [
        (quarter(item.first_due), item)
        for item in items()
        if item.first_due and quarter(item.first_due) < RUNNING
    ]
    counts = count_by_quarter(
        (
            name,
            not item.is_open
            and bool(item.closed and item.first_due and item.closed <= item.first_due),
        )
        for name, item in followed
        if item.is_open or (item.status in ("done", "verified") and item.closed)
    )
    short, remarks = compare(counts)
    measure = page.measure("on-time")
    assert (measure.value, measure.remarks) == (sum_of(counts).with_share(), remarks)
    opened = [item for item in items() if item.is_open]
    overdue = sum(item.is_overdue for item in opened)
    measured = page.measure("overdue")
    assert measured.value == f"{overdue} of {len(opened)} open items"
    assert measured.remarks == [
        "Quarters are not compared: an item that waits is in several of them, which no test of "
        "shares allows for."
    ]
    moved = count_by_quarter(
        (quarter(item.first_due), has_moved(item))
        for item in items()
        if item.first_due and quarter(item.first_due) <= RUNNING
    )
    measured = page.measure("slipped")
    slipped = sum(map(has_moved, opened))
    assert measured.value == f"{slipped} of {len(opened)} open items"
    assert measured.remarks == [
        "Of all items first due by the end of this quarter, closed ones too: "
        f"{sum_of(moved).with_share()}.",
        *compare(moved)[1],
    ]
    waiting = {name: count_overdue(last_day(name)) for name in QUARTERS}
    came_back = check_open_at_a_recurrence(page)
    assert page.table("Action items by quarter") == {
        label(name): [
            found.get(name, Count()).words() for found in (counts, waiting, moved, came_back)
        ]
        for name in QUARTERS
    }
    page.chart(
        "follow-through",
        FIRST,
        ChartLine(title="Done on time", counts=counts),
        ChartLine(title="Overdue", counts=waiting),
        ChartLine(title="Moved later", counts=moved),
    )
    check_cohorts(page)
    check_items(page)
    return {
        "Items done by the day on which they were first due No follow-through; more is better": [
            measure.value, counts[LAST].words(), short,
        ]
    }  # fmt: skip


def has_moved(item: Item) -> bool:
    return bool(item.due and item.first_due and item.due > item.first_due)


def last_day(name: str) -> date:
    """Of a quarter; of the running one, today."""
    year, month = int(name[:4]), 3 * int(name[-1])
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(following - timedelta(days=1), AS_OF)


def count_overdue(day: date) -> Count:
    """What was open at the end of a day, and of it what was overdue, by what the files say now."""
    found = [
        item
        for item in items()
        if item.agreed <= day and (item.is_open or (item.closed and item.closed > day))
    ]
    late = [item for item in found if item.status != "proposed" and item.due and item.due < day]
    return Count(count=len(late), total=len(found))


def check_items(page: HealthPage) -> None:
    """The lists behind the two tables: what became of the items, and what was moved."""
    said = {
        "on time": ("on-time", "done by the day first due"),
        "late": ("late", "done later"),
        "declined": ("declined", "declined"),
    }
    expected = {}
    newest_first = sorted(
        items(), key=lambda item: (item.incident_day, item.postmortem["id"]), reverse=True
    )
    for name in QUARTERS:
        found = [
            item for item in newest_first if item.first_due and quarter(item.first_due) == name
        ]
        for kind, (anchor, words) in said.items():
            if name < RUNNING:
                expected[f"pm-items-{anchor}-{name}"] = (
                    f"{name}: {words}", [item for item in found if outcome(item) == kind],
                )  # fmt: skip
        expected[f"pm-items-slipped-{name}"] = (
            f"{name}: moved to a later day", [*filter(has_moved, found)],
        )  # fmt: skip
    lists = page.lists("follow-through")
    recurrences = {anchor: lists.pop(anchor) for anchor in [*lists] if "recurrences" in anchor}
    assert {anchor: (one.title, one.count) for anchor, one in lists.items()} == {
        anchor: (title, len(found)) for anchor, (title, found) in expected.items() if found
    }
    for anchor, one in lists.items():
        _, found = expected[anchor]
        begins = [f"{item.postmortem['id']} {item.cells['ID']}: " for item in found[:MAX_LISTED]]
        assert all(map(str.startswith, one.rows, begins))
    assert {anchor[-7:]: [row[:11] for row in one.rows] for anchor, one in recurrences.items()} == {
        name: [later for _, later in found]
        for name, found in open_at_recurrences().items()
        if found
    }


def check_cohorts(page: HealthPage) -> None:
    """What became of all items that were first due in a quarter."""
    kinds = ("on time", "late", "open", "declined")
    expected = {}
    for name in QUARTERS[1:]:
        found = [outcome(i) for i in items() if i.first_due and quarter(i.first_due) == name]
        expected[name] = [str(len(found)), *(str(found.count(kind)) for kind in kinds)]
    assert (
        page.table(f"What became of the items first due in each of the last {len(expected)}")
        == expected
    )


def open_at_recurrences() -> dict[str, list[tuple[str, str]]]:
    """Items that were open when their cause came back, each with what came, by the quarter.

    Every quarter with a recurrence is there.
    """
    by_id = {d["id"]: d for d in documents()}
    found: dict[str, list[tuple[str, str]]] = {}
    for later in documents():
        causes, day = list(later.get("recurrence_of", [])), date.fromisoformat(later["date"])
        for cause in causes:  # grows by what those that it names have said
            causes += by_id[cause].get("recurrence_of", [])
        if causes:
            found.setdefault(quarter(day), []).extend(
                (item.id, later["id"])
                for item in items()
                if item.postmortem["id"] in causes
                and item.agreed < day
                and (item.is_open or (item.closed and item.closed > day))
            )
    return found


def check_open_at_a_recurrence(page: HealthPage) -> Mapping[str, Count]:
    """Gives how many recurrences met an open item, by quarter."""
    found = open_at_recurrences()
    expected = [pair for pairs in found.values() for pair in pairs]
    days = [quarter(date.fromisoformat(d["date"])) for d in documents() if d.get("recurrence_of")]
    counts = {
        name: Count(count=len({later for _, later in pairs}), total=days.count(name))
        for name, pairs in found.items()
    }
    measure = page.measure("recurred")
    assert measure.value == ("1 item" if len(expected) == 1 else f"{len(expected)} items")
    assert measure.links == [
        text for item, later in expected for text in (item, f"open at {later}")
    ]
    assert measure.remarks == [
        f"Recurrences at which one was open: {sum_of(counts).with_share()}.",
        *compare(counts)[1],
    ]
    return counts


def check_coverage(page: HealthPage, data: Connection) -> Glance:
    rows = data.execute(
        "SELECT quarter, severity = 'SEV-1' FROM postmortem WHERE kind = 'incident' AND severity IS NOT NULL"
    )
    share = count_by_quarter(tuple(row) for row in rows)
    short, remarks = compare(share)
    measure = page.measure("severest-share")
    assert (measure.value, measure.remarks) == (sum_of(share).with_share(), remarks)
    assert measure.links == [f"{sum_of(share).count} that are SEV-1"]
    near = data.execute("SELECT quarter FROM postmortem WHERE kind = 'near-miss'").fetchall()
    incidents = data.execute("SELECT count(*) FROM postmortem WHERE kind = 'incident'").fetchone()[
        0
    ]
    near_miss = page.measure("near-miss-count")
    assert near_miss.value == f"{len(near)} beside {incidents} incidents"
    assert near_miss.links == [f"{len(near)} that are written up"]
    milder = count_by_quarter(
        (day_quarter, is_written)
        for day_quarter, severity, is_written in registered()
        if severity not in ("SEV-1", "near miss")
    )
    _, milder_remarks = compare(milder)
    milder_measure = page.measure("milder")
    assert milder_measure.value == sum_of(milder).with_share()
    assert milder_measure.remarks == milder_remarks
    near_by_quarter = [row["quarter"] for row in near]
    of_quarter = "SELECT count(*) FROM postmortem WHERE kind = 'incident' AND quarter = ?"
    assert page.table("What was written up, by quarter") == {
        label(name): [
            share[name].words(),
            f"{near_by_quarter.count(name)} beside {data.execute(of_quarter, [name]).fetchone()[0]}",
            milder[name].words(),
        ]
        for name in QUARTERS
    }
    page.chart(
        "coverage",
        FIRST,
        ChartLine(title="SEV-1", counts=share),
        ChartLine(title="Milder, of the register", counts=milder),
    )
    check_register(page)
    check_documents(page, data)
    assert page.panel("severest") == listed(data, "kind = 'incident' AND severity = 'SEV-1'")
    milder_ids = {
        d["id"] for d in documents() if d.get("severity") not in (None, "SEV-1") and d["incidents"]
    }
    shown = page.panel("milder-written")
    assert [row[0] for row in shown] == [
        row[0] for row in listed(data, "kind = 'incident'") if row[0] in milder_ids
    ]
    assert milder_measure.links[0] == f"{len(shown)} that are written up"
    assert page.panel("near-misses") == listed(data, "kind = 'near-miss'")
    return {
        "Share of SEV-1 among postmortems of incidents Only SEV-1s are written up; less is better": [
            measure.value, share[LAST].words(), short,
        ]
    }  # fmt: skip


def check_documents(page: HealthPage, data: Connection) -> None:
    """The lists behind the tables of what is written up."""
    registered_ids = {d["id"] for d in documents() if d["incidents"]}
    expected = {}
    for name in QUARTERS:
        rows = listed(data, f"quarter = '{name}' AND kind = 'incident' AND severity = 'SEV-1'")
        expected[f"pm-severest-{name}"] = (f"{name}: postmortems of SEV-1", rows)
        rows = listed(data, f"quarter = '{name}' AND kind = 'incident' AND severity != 'SEV-1'")
        expected[f"pm-milder-{name}"] = (f"{name}: milder than SEV-1, written up", rows)
    severities = (
        ("SEV-1, critical", "kind = 'incident' AND severity = 'SEV-1'"),
        ("SEV-2, major", "kind = 'incident' AND severity = 'SEV-2'"),
        ("SEV-3, minor", "kind = 'incident' AND severity = 'SEV-3'"),
        ("Near misses", "kind = 'near-miss'"),
    )
    for number, (title, where) in enumerate(severities):
        expected[f"pm-registered-{number}"] = (f"{title}: written up", listed(data, where))
    assert all(row[0] in registered_ids for _, rows in expected.values() for row in rows)
    check_lists(page, "coverage", expected)


def check_lists(
    page: HealthPage, section: str, expected: Mapping[str, tuple[str, list[tuple[str, str, str]]]]
) -> None:
    """The lists of a section are these; those of nothing are left out."""
    assert page.lists(section) == {
        anchor: Listed(
            title=title,
            count=len(rows),
            rows=[f"{identifier} {name}" for identifier, name, _ in rows[:MAX_LISTED]],
        )
        for anchor, (title, rows) in expected.items()
        if rows
    }


def check_links(page: HealthPage, site: Built) -> None:
    """Where a number of a table leads, there is a list of so many; else there is nothing behind it."""
    checked = 0
    for link in page.root.select("table a[href*='#']"):
        text = words_of(link)
        place, _, anchor = str(link["href"]).partition("#")
        other = place.removeprefix("../") + "index.html"
        root = page.root if not place or other == "health/index.html" else open_page(site, other)
        (target,) = root.select(f'[id="{anchor}"]')
        if not link.find_parent("table", class_="pm-glance"):
            assert count_listed(target) == int(re.findall(r"[\d,]+", text)[0]), (text, anchor)
            checked += 1
    assert checked > 50
    for cell in page.root.select("table td.pm-number"):
        found = re.match(r"(\d+) (?:of|beside) ", words_of(cell))
        if found and int(found[1]) and not is_of_language(cell):
            assert cell.a, words_of(cell)


def is_of_language(cell: Tag) -> bool:
    caption = words_of(cell.find_parent("table").select("caption")[0])  # type: ignore[union-attr]
    return caption.startswith(("Causes that", "Findings about"))


def open_page(site: Built, path: str) -> Tag:
    return PageNumbers(site.text(path)).root


def count_listed(target: Tag) -> int:
    """How many a list has, by what it says or by its rows."""
    if target.name == "h2":  # of the near misses of a quarter
        return len(target.find_next("tbody").select("tr"))  # type: ignore[union-attr]
    counts = target.select(".pm-count")
    return int(words_of(counts[0])) if counts else len(target.select("li"))


def check_register(page: HealthPage) -> None:
    counts = count_by_quarter((severity, is_written) for _, severity, is_written in registered())
    names = {
        "SEV-1": "SEV-1, critical", "SEV-2": "SEV-2, major", "SEV-3": "SEV-3, minor",
        "near miss": "Near misses",
    }  # fmt: skip
    assert page.table("The register by severity") == {
        name: [str(n) for n in (c.count, c.total - c.count, c.total)]
        for name, c in ((name, counts[severity]) for severity, name in names.items())
    }
    assert counts.keys() == names.keys()


def registered() -> Iterator[tuple[str, str, bool]]:
    """Quarter, severity and whether there is a document, of each incident of the register."""
    by_number = numbered()
    for row in register():
        found = by_number.get(row["id"])
        severity = "near miss" if row["near_miss"] else row["severity"]
        day = row["start"][:10]
        if found:
            severity = "near miss" if found.get("kind") == "near-miss" else found["severity"]
            day = found["date"]
        yield quarter(date.fromisoformat(day)), severity, found is not None


def numbered() -> Mapping[str, Mapping[str, Any]]:
    """The document of each incident of the register that has one; no document has two."""
    found = {number: d for d in documents() for number in d["incidents"]}
    assert len(found) == len(documents())
    return found


def listed(data: Connection, where: str) -> list[tuple[str, str, str]]:
    rows = data.execute(f"SELECT id, title, date FROM postmortem WHERE {where} ORDER BY date DESC")
    return [tuple(row) for row in rows]


def outcome(item: Any) -> str:
    if item.is_open:
        return "open"
    if item.status == "wont-do":
        return "declined"
    return "on time" if item.closed <= item.first_due else "late"


def check_reading(page: HealthPage, data: Connection) -> Glance:
    final = data.execute("SELECT id, quarter FROM postmortem WHERE status = 'final'").fetchall()
    cited, opened = find_cited(), find_opened()
    linked = count_by_quarter((quarter, identifier in cited) for identifier, quarter in final)
    viewed = count_by_quarter((quarter, identifier in opened) for identifier, quarter in final)
    outcomes = list(published(data))
    in_time = count_by_quarter(
        (name, said == "in time") for name, said, _ in outcomes if said != "not due"
    )
    texts = {}
    for identifier, counts in (("linked", linked), ("opened", viewed), ("published", in_time)):
        texts[identifier] = page.measure(identifier)
        assert texts[identifier].value == sum_of(counts).with_share()
    assert texts["linked"].remarks == compare(linked)[1]
    assert texts["opened"].remarks == compare(viewed)[1]
    said = [said for _, said, _ in outcomes]
    assert (said.count("late"), said.count("waiting")) == (0, 1)
    assert texts["published"].remarks == [
        "1 whose deadline is over is still to come.",
        f"In no figure: {said.count('not due')} are not due yet.",
        *compare(in_time)[1],
    ]
    reviews = check_reviews(page)
    assert page.table("Linked, there in time and reviewed") == {
        label(name): [
            linked[name].words(),
            viewed[name].words(),
            in_time[name].words(),
            reviews[name],
        ]
        for name in QUARTERS
    }
    for identifier, known, measure in (
        ("never-linked", cited, texts["linked"]),
        ("never-opened", opened, texts["opened"]),
    ):
        rows = [row for row in listed(data, "status = 'final'") if row[0] not in known]
        assert page.panel(identifier) == rows
        assert measure.links[0].startswith(f"{len(rows)} that ")
    page.chart(
        "reading",
        FIRST,
        ChartLine(title="Linked", counts=linked),
        ChartLine(title="Opened", counts=viewed),
        ChartLine(title="In time", counts=in_time),
    )
    expected = {}
    for name in QUARTERS:
        rows = listed(data, f"quarter = '{name}' AND status = 'final'")
        for key, title, known in (
            ("linked", "something leads to them", cited), ("opened", "opened", opened),
        ):  # fmt: skip
            expected[f"pm-{key}-{name}"] = (
                f"{name}: {title}", [row for row in rows if row[0] in known],
            )  # fmt: skip
    check_lists(page, "reading", expected)
    there = {identifier for _, timing, identifier in outcomes if timing == "in time"}
    assert page.panel("published-in-time") == [
        row for row in listed(data, "status = 'final'") if row[0] in there
    ]
    assert page.panel("opened-documents") == [
        row for row in listed(data, "status = 'final'") if row[0] in opened
    ]
    assert texts["opened"].links[1:] == [f"{sum_of(viewed).count} that somebody opened"]
    assert texts["published"].links[1:] == [
        f"{len(there)} that came in time", "What is owed and late",
    ]  # fmt: skip
    check_sources(page, cited)
    rows = [row for row in listed(data, "status = 'final'") if row[0] in cited]
    assert page.panel("linked-documents") == rows
    assert texts["linked"].links[1:] == [f"{len(rows)} that something leads to"]
    assert [row[0] for row in page.panel("still-to-come")] == [
        identifier for _, timing, identifier in outcomes if timing == "waiting"
    ]
    assert texts["published"].links[0] == "1 that is still to come"
    return {
        "Postmortems that something leads to Written, but never read; more is better": [
            texts["linked"].value, linked[LAST].words(), compare(linked)[0],
        ]
    }  # fmt: skip


def check_sources(page: HealthPage, cited: Mapping[str, set[str]]) -> None:
    """What leads to each postmortem, up to five of it."""
    for row in page.root.select("#pm-linked-documents li"):
        sources = row.select(".pm-under")[0]
        names = {words_of(link) for link in sources.select("a")}
        everything = cited[words_of(row.select(".pm-id")[0])]
        assert names <= everything
        assert len(names) == min(len(everything), 5)
        more = f" and {len(everything) - 5} more" if len(everything) > 5 else ""
        assert words_of(sources).endswith(more or str(sources.select("a")[-1].get_text()))


def check_reviews(page: HealthPage) -> Mapping[str, str]:
    settings = yaml.safe_load((LIBRARY / "library.yml").read_text("utf-8"))
    days: dict[str, date] = settings["quarterly_reviews"]
    last = max(days.values())
    measure = page.measure("reviewed")
    assert measure.value == f"{(AS_OF - last).days} days ago, {last.day} {last:%B %Y}"
    assert list(days) == QUARTERS[:0:-1]
    assert measure.remarks == [f"Reviewed: {len(days)} of {len(days)} complete quarters."]
    return {RUNNING: "not over", **{name: str(day) for name, day in days.items()}}


def find_cited() -> Mapping[str, set[str]]:
    """The documents that another file or field names, by id or by the name of their file; each
    with the ids of documents and the titles of pages that name it."""
    files = {path: path.read_text("utf-8") for path in LIBRARY.rglob("*.md")}
    ids = {path: re.search(r"^id: (\S+)", text, re.MULTILINE) for path, text in files.items()}
    own = {match[1]: path for path, match in ids.items() if match}
    found: dict[str, set[str]] = {}
    for d in documents():
        for name in (*d.get("related", []), *d.get("recurrence_of", [])):
            found.setdefault(name, set()).add(d["id"])
    names = {path: identifier for identifier, path in own.items()}
    for path, text in files.items():
        body = text.split("---\n", 2)[2] if text.startswith("---\n") else text
        read = re.sub(r"^```.*?^```|<!--.*?-->", "", body, flags=re.MULTILINE | re.DOTALL)
        linking = re.sub(r"`[^`\n]+`", "", read)
        for identifier, place in own.items():
            if place != path and (re.search(rf"\b{identifier}\b", read) or place.name in linking):
                heading = re.search(r"^# (.+)$", body, re.MULTILINE)
                source = names.get(path) or (heading[1] if heading else "")
                found.setdefault(identifier, set()).add(source)
    return found


def find_opened() -> set[str]:
    with (LIBRARY / "page-views.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (re.sub(r"[?#].*", "", row["page"]), int(row["views"])) for row in csv.DictReader(file)
        ]
    pages = ((re.fullmatch(r"/incidents/([^/]+)/", path), views) for path, views in rows)
    now: dict[str, str] = {alias: d["id"] for d in documents() for alias in d.get("aliases", [])}
    return {str(now.get(match[1], match[1])) for match, views in pages if match and views}


def published(data: Connection) -> Iterator[tuple[str, str, str]]:
    """For each incident that is owed a postmortem: the quarter, whether it was in time, its id."""
    by_number, earlier = numbered(), occurrences()
    rows = data.execute(
        "SELECT p.*, f.at AS resolved FROM postmortem p JOIN phase f ON f.postmortem = p.id "
        "WHERE f.name = 'resolved'"
    )
    records = {row["id"]: row for row in rows}
    for row in register():
        written = by_number.get(row["id"])
        record = records[written["id"]] if written else None
        hours = hours_allowed(row, record, earlier)
        end = (record and record["resolved"]) or row["end"]
        if not (hours and end):
            continue
        deadline = instant(end) + timedelta(hours=hours)
        day = date.fromisoformat(written["date"] if written else row["start"][:10])
        if written and written["status"] == "final":
            said = "in time" if instant(written["published"]) <= deadline else "late"
        else:
            said = "waiting" if deadline.date() < AS_OF else "not due"
        yield quarter(day), said, written["id"] if written else row["id"]


def hours_allowed(row: Mapping[str, str], record: Any, earlier: Mapping[str, str]) -> int | None:
    """The fewest hours of all that calls for a postmortem, by the policy of library.yml."""
    severity = record["severity"] if record else row["severity"]
    potential = record["potential_severity"] if record else row["potential_severity"]
    minutes = record["customer_impact_minutes"] if record else None
    if minutes is None:
        minutes = int(row["customer_impact_minutes"] or 0)
    is_third = row["id"] in earlier and earlier[row["id"]] in earlier
    calls = (
        (48, severity == "SEV-1"),
        (120, severity == "SEV-2" and minutes > 15),
        (120, potential in ("SEV-1", "SEV-2")),
        (120, is_third),
    )
    return min((hours for hours, is_met in calls if is_met), default=None)


def occurrences() -> Mapping[str, str]:
    """The number of the incident before, of those whose cause came back."""
    numbers = {d["id"]: d["incidents"][0] for d in documents()}
    found = {
        row["id"]: numbers.get(row["recurrence_of"], row["recurrence_of"])
        for row in register()
        if row["recurrence_of"] not in ("", "none")
    }
    for d in documents():
        for name in d.get("recurrence_of", []):
            found[numbers[d["id"]]] = numbers[name]
    return found
