"""What the example site says of follow-through, recounted from its files in another way."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest
from icalendar import Calendar

from .recount import AS_OF, Item, documents, instant, items, quarter, register, teams
from .sites import Built

NAMES = {team["id"]: team["name"] for team in teams()}
Row = list[str]


def text_of(markup: str) -> str:
    """What a reader sees of a piece of HTML, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def article(page: str) -> str:
    return page.partition("<article")[2].partition("</article>")[0]


def table(page: str, caption: str) -> list[Row]:
    """The rows of the table whose caption begins so, the head left out."""
    tables = re.findall(r"<table\b.*?</table>", page, re.DOTALL)
    for found in tables:
        title = re.search(r"<caption>(.*?)</caption>", found, re.DOTALL)
        if title and text_of(title[1]).startswith(caption):
            rows = re.findall(r"<tr\b.*?</tr>", found.partition("</thead>")[2], re.DOTALL)
            cells = [re.findall(r"<t[dh]\b.*?</t[dh]>", row, re.DOTALL) for row in rows]
            return [[text_of(cell) for cell in row] for row in cells]
    raise AssertionError(f"no table {caption}")


def lead(page: str) -> str:
    found = re.search(r'<p class="pm-lead">(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return text_of(found[1])


def outcome(item: Item) -> str:
    if item.is_open:
        return "open"
    if item.status == "wont-do":
        return "declined"
    assert item.closed is not None
    assert item.first_due is not None
    return "on time" if item.closed <= item.first_due else "late"


OPEN = [item for item in items() if item.is_open]
DONE = [item for item in items() if item.status in ("done", "verified")]


def test_the_open_items_and_whose_they_are(example: Built) -> None:
    page = example.text("actions/index.html")
    overdue = [item for item in OPEN if item.is_overdue]
    assert lead(page) == f"{len(overdue)} overdue of {len(OPEN)} open, as of 16 March 2026."
    late, every = Counter(i.team for i in overdue), Counter(i.team for i in OPEN)
    expected = [[NAMES[t] if t else "No team", str(late[t]), str(every[t])] for t in every]
    assert sorted(table(page, f"{len(OPEN)} items by the team that owns them")) == sorted(expected)


def test_open_items_stand_in_the_order_of_their_urgency(example: Built) -> None:
    page = article(example.text("actions/index.html"))
    listed = page.partition('data-group="overdue"')[2]
    found = re.findall(r'<a class="pm-id" href="[^"]*#a\d+">(PM-[^<]+)</a>', listed)

    def urgency(item: Item) -> tuple[int, date, str]:
        due = item.due or date.max
        if due < AS_OF:
            group = 0 if item.is_overdue else 1
        else:
            group = 4 if item.due is None else 2 if due <= AS_OF + timedelta(days=7) else 3
        return group, due, item.id

    assert found[: len(OPEN)] == [item.id for item in sorted(OPEN, key=urgency)]


def test_follow_through_by_the_quarter_of_the_first_due_date(example: Built) -> None:
    counts = Counter((quarter(i.first_due), outcome(i)) for i in items() if i.first_due)
    kinds = ("on time", "late", "open", "declined")
    expected = []
    for name in ("2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1"):
        numbers = [counts[name, kind] for kind in kinds]
        expected.append([name, str(sum(numbers)), *map(str, numbers)])
    page = example.text("actions/index.html")
    assert table(page, "What became of the items") == expected
    # A date that was moved on does not leave its quarter.
    assert ["2025-Q4", "51", "45", "3", "3", "0"] in expected


@pytest.mark.parametrize("team", ["platform", "identity"])
def test_a_teams_page_has_its_own_share(example: Built, team: str) -> None:
    own = [item for item in items() if item.team == team]
    page = example.text(f"teams/{team}/index.html")
    counts = Counter(outcome(i) for i in own if i.first_due and quarter(i.first_due) == "2025-Q4")
    kinds = ("on time", "late", "open", "declined")
    expected = ["2025-Q4", str(counts.total()), *(str(counts[kind]) for kind in kinds)]
    assert expected in table(page, "What became of our items")
    opened = sum(item.is_open for item in own)
    late = sum(item.is_overdue for item in own)
    assert f"{opened} open action items, {late} overdue" in text_of(article(page))


def test_closures_their_months_and_the_time_to_close(example: Built) -> None:
    page = article(example.text("actions/closed/index.html"))
    text = text_of(page)
    for month, words in (("2026-03", "March 2026 so far"), ("2026-02", "February 2026")):
        number = sum(str(item.closed).startswith(month) for item in DONE)
        assert f"{number} items were done in {words}" in text
    days = [max((i.closed - i.agreed).days, 0) for i in DONE if i.closed]
    assert f"Half of what was done took {median(days):g} days or less" in text
    assert f"n = {len(days)})" in text
    by_team = Counter(item.team for item in DONE)
    shown = {row[0]: row[1] for row in table(page, f"{len(DONE)} items by the team")}
    assert shown == {NAMES[str(team)]: str(count) for team, count in by_team.items()}


def test_decisions_stand_with_their_reasons(example: Built) -> None:
    declined = [item for item in items() if item.status == "wont-do"]
    page = article(example.text("actions/index.html"))
    text = text_of(page.partition('id="pm-decisions"')[2])
    assert len(declined) == 9
    for item in declined:
        reason = item.cells["Note"].replace("`", "")
        assert item.id in text
        assert reason[:60] in text


def test_what_was_done_long_ago_and_not_verified_is_asked_about(example: Built) -> None:
    # The policy of library.yml: P0 after 30 days; others of a SEV-1 after 45.
    def limit(item: Item) -> int | None:
        if item.cells["Priority"] == "P0":
            return 30
        severity = item.postmortem.get("severity") or item.postmortem.get("potential_severity")
        return 45 if severity == "SEV-1" else None

    expected = {}
    for item in items():
        days = (AS_OF - item.closed).days if item.status == "done" and item.closed else 0
        if (allowed := limit(item)) is not None and days > allowed:
            expected[item.id] = days
    page = article(example.text("actions/closed/index.html"))
    text = text_of(page.partition('id="pm-unverified"')[2].partition("<h2")[0])
    found = re.findall(r"(PM-\S+) has been done for (\d+) days: was it seen to work\?", text)
    assert {identifier: int(days) for identifier, days in found} == expected
    assert len(expected) > 10


def test_items_open_when_their_incident_may_have_come_back(example: Built) -> None:
    """Every pair of documents is looked at."""
    for later in documents():
        expected = set()
        day = date.fromisoformat(later["date"])
        for item in items():
            earlier = item.postmortem
            gap = day - item.incident_day
            confirmed = earlier["id"] in later.get("recurrence_of", [])
            shared = {
                word
                for field in ("contributing_factors", "services")
                for word in set(later.get(field, [])) & set(earlier.get(field, []))
            }
            possible = (
                timedelta() < gap <= timedelta(days=365)
                and later.get("category") not in (None, "undetermined")
                and later.get("category") == earlier.get("category")
                and shared
                and earlier["id"] not in later.get("related", [])
                and later["id"] not in earlier.get("related", [])
            )
            is_open = item.is_open or (item.closed is not None and item.closed > day)
            if (confirmed or possible) and is_open and item.agreed < day:
                expected.add((item.id, str((day - item.agreed).days)))
        page = text_of(article(example.text(f"incidents/{later['id']}/index.html")))
        asked = re.findall(r"(PM-\S+) was open at the time, for (\d+) days?: would it", page)
        assert set(asked) == expected, later["id"]


def test_the_recurrence_of_the_missing_column_asks_of_both_incidents(example: Built) -> None:
    later = text_of(article(example.text("incidents/PM-2026-007/index.html")))
    earlier = text_of(article(example.text("incidents/PM-2025-031/index.html")))
    # Published on 21 November 2025, 103 days before 4 March 2026.
    assert "PM-2025-031-A2 was open at the time, for 103 days: would it have mattered?" in later
    assert "PM-2025-031-A2 was open when PM-2026-007 happened, for 103 days" in earlier
    assert (
        "PM-2025-031-A1 was done on 2 December 2025 and verified, before its cause came back"
        in later
    )
    assert "and its cause came back as PM-2026-007 : does it hold?" in earlier


@pytest.mark.parametrize(("month", "last"), [("2026-02", date(2026, 2, 28)), ("2026-03", AS_OF)])
def test_a_months_review(example: Built, month: str, last: date) -> None:
    def was_open(item: Item) -> bool:
        if item.agreed > last:
            return False
        return item.is_open or (item.closed is not None and item.closed > last)

    at_end = [item for item in items() if was_open(item)]
    promised = [item for item in at_end if item.status != "proposed"]
    of_month = [item for item in items() if str(item.closed).startswith(month)]
    expected = {
        "New action items": sum(str(i.agreed).startswith(month) for i in items()),
        "Done": sum(i.status != "wont-do" for i in of_month),
        "Of these verified": sum(i.status == "verified" for i in of_month),
        "Declined": sum(i.status == "wont-do" for i in of_month),
        "Postmortems published": sum(
            str(d.get("published")).startswith(month) for d in documents()
        ),
        "Open at the end": len(at_end),
        "Overdue at the end": sum(i.due is not None and i.due < last for i in promised),
        "Slipped and open at the end": sum(i.due != i.first_due for i in at_end),
        "Undecided at the end": sum(i.status == "proposed" for i in at_end),
        "Without an owner at the end": sum(not i.cells.get("Owner") for i in at_end),
    }
    page = example.text(f"actions/review/{month}/index.html")
    shown = {row[0]: int(row[2]) for row in table(page, "Two months side by side")}
    assert shown == expected


def test_the_calendar_has_every_promised_item_with_a_date(example: Built) -> None:
    calendar = Calendar.from_ical(example.text("actions.ics"))
    found = {
        str(event["SUMMARY"]).partition(":")[0]: event.decoded("DTSTART")
        for event in calendar.walk("VEVENT")
    }
    assert found == {i.id: i.due for i in OPEN if i.status != "proposed" and i.due}


def test_a_date_by_policy_and_a_ticket_that_disagrees_are_marked(example: Built) -> None:
    page = text_of(article(example.text("actions/index.html")))
    assert "2026-04-11 by policy" in page  # P1, 30 days after 12 March
    assert "2026-03-16 first due 2026-02-16" in page
    assert "ticket closed, item open" in page


def owed() -> dict[str, date]:
    """Incidents that are owed a postmortem and have no final one, with the day it is due."""
    by_number = {number: d for d in documents() for number in d.get("incidents", [])}
    found = {}
    for row in register():
        document = by_number.get(row["id"])
        if (document and document["status"] == "final") or not row["end"]:
            continue
        minutes = int(row["customer_impact_minutes"] or 0)
        hours = []
        if row["severity"] == "SEV-1":
            hours.append(48)
        if row["severity"] == "SEV-2" and minutes > 15:
            hours.append(120)
        if row["near_miss"] and row["potential_severity"] in ("SEV-1", "SEV-2"):
            hours.append(120)
        if row["id"] == "INC-4422":  # after PM-2025-021 and INC-4363: the third
            hours.append(120)
        if hours:
            found[row["id"]] = (instant(row["end"]) + timedelta(hours=min(hours))).date()
    return found


def test_what_is_owed_and_what_is_late(example: Built) -> None:
    expected = owed()
    late = [number for number, due in expected.items() if due < AS_OF]
    page = example.text("owed/index.html")
    assert f"{len(expected)} incidents are owed a postmortem" in lead(page)
    assert f"{len(late)} late" in lead(page)
    late_ones, owed_ones, begun_ones = (
        table(page.partition(f'<h2 id="pm-{section}"')[2], "")
        for section in ("late", "owed", "begun")
    )
    rows = [*late_ones, *owed_ones]
    begun = [row for row in begun_ones if "no deadline" not in row[3]]
    assert f"{len(rows)} have no document yet, {len(begun)} is begun" in lead(page)
    numbers = {re.search(r"INC-\d+", row[0])[0]: row for row in (*rows, *begun)}  # type: ignore[index]
    assert numbers.keys() == expected.keys()
    assert [number for number, row in numbers.items() if "Overdue" in row[3]] == late
    home = text_of(article(example.text("index.html")))
    assert f"{len(expected)} owed a postmortem, {len(late)} late" in home


def test_incidents_that_need_none_say_what_they_missed(example: Built) -> None:
    page = text_of(article(example.text("owed/index.html")))
    needing = set(owed()) | {number for d in documents() for number in d.get("incidents", [])}
    for_decision = {"INC-4401", "INC-4415"}
    others = [row["id"] for row in register() if row["id"] not in needing | for_decision]
    assert f"None needed {len(others)}" in page
    assert "3 min below" in page  # INC-3876: SEV-2 for 12 minutes


def test_each_document_says_what_called_for_it_and_whether_it_was_in_time(
    example: Built,
) -> None:
    page = text_of(article(example.text("incidents/PM-2026-007/index.html")))
    # Over at 14:47 on 4 March, published at 16:00 on the 5th: 25 h 13 min of 48 h.
    assert "SEV-1: always" in page
    assert "published 25 h 13 min after the end, 22 h 47 min before the deadline" in page
