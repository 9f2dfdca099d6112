from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.outputs.calendar import calendar_file
from mkdocs_postmortems.pages import Addresses

from ..documents import postmortem
from ..libraries import AS_OF, four, load

HERE = Addresses(directory_urls=True, site_url="https://postmortems.example/team/")
NOWHERE = Addresses(directory_urls=True)

TABLE = """\
| ID | Item | Owner | Priority | Due Date | Status | Closed |
|---|---|---|---|---|---|---|
| A1 | {item} | Checkout | P1 | {due} | {status} | |
"""


def one(
    item: str = "Bound the queue",
    due: str = "2026-03-20",
    status: str = "open",
    as_of: date = AS_OF,
    **fields: str,
) -> Library:
    table = TABLE.format(item=item, due=due, status=status)
    return load([postmortem({"Action Items": table}, **fields)], as_of=as_of).library


def events(library: Library, addresses: Addresses = HERE) -> list[dict[str, Any]]:
    """The entries as another program reads them."""
    calendar = Calendar.from_ical(calendar_file(library, addresses))
    found = []
    for event in calendar.walk("VEVENT"):
        assert event.errors == []
        entry: dict[str, Any] = {name: str(event[name]) for name in event}
        entry |= {name: event.decoded(name) for name in ("DTSTART", "DTSTAMP")}
        if "CATEGORIES" in event:
            categories: Any = event["CATEGORIES"]
            entry["CATEGORIES"] = [str(word) for word in categories.cats]
        found.append(entry)
    return found


def read_strictly(text: str) -> list[tuple[str, str]]:
    """Name with parameters, and value, of each line: by the letter of RFC 5545, 3.1 and 3.3.11."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")
    for line in text.split("\r\n"):
        assert len(line.encode("utf-8")) <= 75
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    for line in lines:
        assert re.match(r"[A-Z-]+(;[A-Z-]+=[A-Z-]+)*:", line)
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line)
    return [(name, value) for name, _, value in (line.partition(":") for line in lines)]


def unescaped(value: str) -> str:
    plain = {"\\n": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), "a comma or semicolon stands bare"
    return re.sub(r"\\[n,;\\]", lambda found: plain[found[0]], value)


def test_an_item_is_an_all_day_entry_that_takes_nobodys_time() -> None:
    assert events(one()) == [
        {
            "UID": "pm-2026-001-a1@action.mkdocs-postmortems",
            "DTSTAMP": datetime(2026, 3, 16, tzinfo=UTC),
            "DTSTART": date(2026, 3, 20),
            "SUMMARY": "PM-2026-001-A1: Bound the queue (Checkout)",
            "DESCRIPTION": "Owner: Checkout\nPriority: P1\n"
            "Incident: PM-2026-001, Search answered with errors\n"
            "https://postmortems.example/team/incidents/PM-2026-001/#a1",
            "URL": "https://postmortems.example/team/incidents/PM-2026-001/#a1",
            "CATEGORIES": ["Checkout", "P1"],
            "STATUS": "CONFIRMED",
            "TRANSP": "TRANSPARENT",
        }
    ]
    assert "DTSTART;VALUE=DATE:20260320\r\n" in calendar_file(one(), HERE)


def test_the_calendar_says_what_it_is_and_how_often_to_ask_for_it() -> None:
    lines = read_strictly(calendar_file(one(), HERE))
    assert lines[:7] == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//mkdocs-postmortems//Action items//EN"),
        ("NAME", "Action items: Lindgrove"),
        ("X-WR-CALNAME", "Action items: Lindgrove"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
        ("X-PUBLISHED-TTL", "P1D"),
    ]
    assert lines[-1] == ("END", "VCALENDAR")


def test_items_that_are_promised_for_a_day_are_in_it_in_the_order_of_their_days() -> None:
    """PM-2026-002 has a declined item, and a proposal without a date."""
    assert [event["UID"] for event in events(four())] == [
        "pm-2025-001-a2@action.mkdocs-postmortems",
        "pm-2026-001-a2@action.mkdocs-postmortems",
        "pm-2026-002-a1@action.mkdocs-postmortems",
    ]


@pytest.mark.parametrize(
    ("status", "number"),
    [
        ("open", 1),
        ("in-progress", 1),
        ("proposed", 0),
        ("done", 0),
        ("verified", 0),
        ("wont-do", 0),
    ],
)
def test_an_item_is_in_it_from_when_it_is_promised_until_it_is_closed(
    status: str, number: int
) -> None:
    assert len(events(one(status=status))) == number


def test_a_moved_date_and_another_address_keep_the_uid() -> None:
    elsewhere = Addresses(directory_urls=False, site_url="https://elsewhere.example")
    (before,), (after,) = events(one()), events(one(due="2026-04-30"), elsewhere)
    assert before["UID"] == after["UID"]
    assert (before["DTSTART"], after["DTSTART"]) == (date(2026, 3, 20), date(2026, 4, 30))
    assert after["URL"] == "https://elsewhere.example/incidents/PM-2026-001.html#a1"


def test_another_id_of_the_postmortem_keeps_the_uid() -> None:
    (before,) = events(one())
    (after,) = events(one(id="PM-2026-009", aliases="[search-outage, PM-2026-001, PM-2026-005]"))
    (back,) = events(one(aliases="[PM-2026-001, PM-2026-009]"))
    uids = {event["UID"] for event in (before, after, back)}
    assert uids == {"pm-2026-001-a1@action.mkdocs-postmortems"}


def test_without_the_sites_address_an_entry_names_none() -> None:
    (event,) = events(one(), NOWHERE)
    assert "URL" not in event
    assert "http" not in event["DESCRIPTION"]


def test_the_same_library_and_day_give_the_same_calendar() -> None:
    assert calendar_file(four(), HERE) == calendar_file(four(), HERE)
    assert calendar_file(one(as_of=AS_OF + timedelta(days=1)), HERE) != calendar_file(one(), HERE)


def test_an_empty_library_has_a_calendar_without_entries() -> None:
    text = calendar_file(load([]).library, HERE)
    assert read_strictly(text)[-1] == ("END", "VCALENDAR")
    assert "VEVENT" not in text


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="|"), min_size=1)


@given(WORDS.filter(lambda text: "<!--" not in text), st.text('é\\;,:"^ 语🙂a', max_size=120))
def test_whatever_is_written_stays_in_its_line_and_reads_the_same(item: str, title: str) -> None:
    quoted = "'" + ("x" + title).replace("'", "''") + "'"
    library = one(item=f"Bound {item}", title=quoted)
    lines = read_strictly(calendar_file(library, HERE))
    ours = {name: unescaped(value) for name, value in lines if name in ("SUMMARY", "DESCRIPTION")}
    (event,) = events(library)
    assert ours == {name: event[name] for name in ours}
    assert "Bound" in ours["SUMMARY"]
    assert [name for name, _ in lines].count("BEGIN") == 2
