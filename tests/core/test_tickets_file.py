from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.core.tickets import Ticket
from mkdocs_postmortems.core.tickets_file import TicketsReading, read_tickets


def read(text: str | bytes, zone: str = "UTC") -> TicketsReading:
    data = text.encode() if isinstance(text, str) else text
    return read_tickets(data, Settings(timezone=zone))


def findings(reading: TicketsReading) -> list[str]:
    assert {problem.code for problem in reading.problems} <= {"PM901"}
    found = (problem.finding for problem in reading.problems)
    return [f"{f.line}: {f.message}{f' ({f.hint})' if f.hint else ''}" for f in found]


def test_tickets_are_found_by_their_number_as_written() -> None:
    reading = read("ticket,state,closed\n GH-412 ,Closed,2026-03-10\ngh-412,In Progress,\n")
    assert findings(reading) == []
    assert reading.tickets == {
        "GH-412": Ticket(
            number="GH-412", state="Closed", is_closed=True, closed=date(2026, 3, 10), line=2
        ),
        "gh-412": Ticket(
            number="gh-412", state="In Progress", is_closed=False, closed=None, line=3
        ),
    }


@pytest.mark.parametrize(
    "state",
    [
        "closed", "CLOSED", "Done", "resolved", "Complete", "completed", "merged", "Won't do",
        "wont-do", "Won’t Do", "cancelled", "Canceled", "declined", "Duplicate",
    ],
)  # fmt: skip
def test_these_states_mean_closed(state: str) -> None:
    assert read(f"ticket,state\nT-1,{state}\n").tickets["T-1"].is_closed


@pytest.mark.parametrize(
    "state", ["Open", "opened", "Reopened", "To do", "In Progress", "in review"]
)
def test_these_states_mean_open_whatever_day_was_left_behind(state: str) -> None:
    ticket = read(f"ticket,state,closed\nT-1,{state},2026-03-10\n").tickets["T-1"]
    assert not ticket.is_closed


@pytest.mark.parametrize("state", ["", "not done", "closing", "Abgenommen"])
def test_any_other_means_open_but_with_a_day(state: str) -> None:
    assert not read(f"ticket,state\nT-1,{state}\n").tickets["T-1"].is_closed
    assert read(f"ticket,state,closed\nT-1,{state},2026-03-10\n").tickets["T-1"].is_closed


def test_a_time_is_the_day_that_it_was_in_the_librarys_zone() -> None:
    reading = read("ticket,closed\nT-1,2026-03-10T23:30:00Z\n", zone="Europe/Berlin")
    assert reading.tickets["T-1"].closed == date(2026, 3, 11)


def test_of_a_row_with_a_fault_the_rest_is_used() -> None:
    reading = read(
        "ticket,state,closed,assignee\nT-1,Done,soon,Ada\n,open,,\nT-1,open,,\nT-2,,2026-02-30,\n"
    )
    assert [(t.number, t.is_closed, t.closed) for t in reading.tickets.values()] == [
        ("T-1", True, None), ("T-2", False, None),
    ]  # fmt: skip
    assert findings(reading) == [
        "1: `assignee` is no column of this file "
        "(there are ticket, state, closed; one of your own begins with `x-`)",
        "2: `closed`: `soon` is no date (write it as 2026-03-04)",
        "3: no `ticket`; the row is left out (its number as action items name it, such as GH-412)",
        "4: `T-1` stands on line 2 already (a ticket has one row; the first is used)",
        "5: `closed`: `2026-02-30` is no day of the calendar",
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "1: the file is empty"),
        (b"key,state\nT-1,open\n", "1: there is no column `ticket`"),
        (b"ticket\nT\0\n", "2: a NUL byte"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data: bytes, expected: str) -> None:
    reading = read(data)
    assert reading.tickets == {}
    assert findings(reading)[-1].startswith(expected)


@given(st.binary())
def test_no_bytes_are_too_much_for_the_reader(data: bytes) -> None:
    read(data)
    read(b"ticket,state,closed\n" + data)
