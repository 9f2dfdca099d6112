from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.register import RegisteredIncident
from mkdocs_postmortems.core.register_file import REGISTER_COLUMNS, RegisterReading, read_register
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.pipeline import load_settings

from ..libraries import SETTINGS

WORDS = load_settings(SETTINGS.encode()).settings
FULL = """\
id,title,start,end,severity,customer_impact_minutes,near_miss,potential_severity,category,\
contributing_factors,services,teams,recurrence_of,visibility
INC-4412,"Search, slow",2026-03-04T14:25Z,2026-03-04 15:05,sev1,12.5,no,,Capacity limit,\
unbounded-growth; staging-parity,Search,Discovery Team,PM-2026-001; INC-7,restricted
"""
INCIDENT = RegisteredIncident(
    id="INC-4412",
    title="Search, slow",
    start=datetime(2026, 3, 4, 14, 25, tzinfo=UTC),
    end=datetime(2026, 3, 4, 15, 5, tzinfo=UTC),
    severity="SEV-1",
    customer_impact=timedelta(minutes=12, seconds=30),
    is_near_miss=False,
    potential_severity=None,
    category="capacity",
    contributing_factors=("unbounded-growth", "staging-parity"),
    services=("search-api",),
    teams=("discovery",),
    recurrence_of=("PM-2026-001", "INC-7"),
    visibility="restricted",
    line=2,
)


def read(
    text: str | bytes, name: str = "incidents.csv", settings: Settings = WORDS
) -> RegisterReading:
    return read_register(text.encode() if isinstance(text, str) else text, name, settings)


def ids(reading: RegisterReading) -> list[str]:
    return [incident.id for incident in reading.incidents]


def findings(reading: RegisterReading) -> list[str]:
    """Each as `line: message (hint)`; all have the code PM901."""
    assert {problem.code for problem in reading.problems} <= {"PM901"}
    found = (problem.finding for problem in reading.problems)
    return [f"{f.line}: {f.message}{f' ({f.hint})' if f.hint else ''}" for f in found]


@pytest.mark.parametrize(
    "data",
    [
        FULL.encode(),
        FULL.encode("utf-8-sig"),
        FULL.replace("\n", "\r\n").encode(),
        FULL.encode() + b"\n,,,\n",
        FULL.replace("id,", "ID ,", 1).replace("near_miss", "Near miss").encode(),
    ],
)
def test_a_row_is_an_incident_in_the_words_of_the_library(data: bytes) -> None:
    reading = read(data)
    assert findings(reading) == []
    assert reading.incidents == (INCIDENT,)


def test_semicolons_may_separate_cells() -> None:
    reading = read("id;title;services\nINC-1;Slow, then down;search-api,cart-api\n")
    assert (reading.problems, len(reading.incidents)) == ((), 1)
    assert reading.incidents[0].title == "Slow, then down"
    assert reading.incidents[0].services == ("search-api", "cart-api")


def test_yaml_says_the_same() -> None:
    text = """\
# The register
- id: INC-4412
  title: Search, slow
  start: 2026-03-04T14:25Z
  end: 2026-03-04 15:05
  severity: sev1
  customer impact minutes: 12.5
  near_miss: false
  category: Capacity limit
  contributing_factors: [unbounded-growth, staging-parity]
  services: Search
  teams:
    - Discovery Team
  recurrence_of: [PM-2026-001, INC-7]
  visibility: restricted
- {id: INC-2, near_miss: yes, potential_severity: SEV-2, x-pager: P1}
"""
    reading = read(text, "incidents.yml")
    assert findings(reading) == []
    assert reading.incidents[0] == INCIDENT
    assert reading.incidents[1].is_near_miss
    assert reading.incidents[1].potential_severity == "SEV-2"


def test_what_a_row_does_not_say_is_unknown_and_its_visibility_is_the_usual_one() -> None:
    (incident,) = read("id\nINC-1\n").incidents
    assert (incident.start, incident.severity, incident.category) == (None, None, None)
    assert (incident.is_near_miss, incident.services) == (False, ())
    assert incident.visibility == "internal"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-04T14:25Z", (3, 4, 14, 25)),
        ("2026-03-04 14:25", (3, 4, 13, 25)),  # Berlin's winter is an hour ahead of UTC
        ("2026-07-04 14:25:00", (7, 4, 12, 25)),
        ("2026-03-04T14:25:00.123+02:00", (3, 4, 12, 25)),
        ("2026-03-04 14:25 UTC", (3, 4, 14, 25)),
        ("2026-03-04T14:25-0530", (3, 4, 19, 55)),
    ],
)
def test_times_are_instants_those_without_an_offset_in_the_librarys_zone(
    written: str, expected: tuple[int, int, int, int]
) -> None:
    (incident,) = read(
        f"id,start\nINC-1,{written}\n", settings=Settings(timezone="Europe/Berlin")
    ).incidents
    assert incident.start == datetime(2026, *expected, tzinfo=UTC)


def test_the_hour_that_a_clock_shows_twice_is_not_taken_back() -> None:
    """On 29 March 2026 Berlin's clocks go from 2 to 3: that incident took ten minutes."""
    text = "id,start,end\nINC-1,2026-03-29 01:55,2026-03-29 03:05\n"
    (incident,) = read(text, settings=Settings(timezone="Europe/Berlin")).incidents
    assert incident.start is not None
    assert incident.end is not None
    assert incident.end - incident.start == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("start", "soon", "`start`: `soon` is no time (write it as 2026-03-04T14:25Z)"),
        ("start", "2026-03-04", "`start`: `2026-03-04` has no time of day (write it as 2026-03-04T14:25Z)"),
        ("start", "04/03/2026 14:25", "`start`: `04/03/2026 14:25` is no time (write it as 2026-03-04T14:25Z)"),
        ("start", "2026-03-04 24:00", "`start`: `2026-03-04 24:00` is no time (write it as 2026-03-04T14:25Z)"),
        ("start", "2026-02-30 10:00", "`start`: `2026-02-30 10:00` is no time of the calendar"),
        ("start", "0001-01-01T00:00Z", "`start`: `0001-01-01T00:00Z` is not from 1970 to 2105"),
        ("end", "2026-03-04T14:25+24:30", "`end`: `2026-03-04T14:25+24:30` is no time of the calendar"),
        ("customer_impact_minutes", "-5", "`customer_impact_minutes`: `-5` is no number of minutes (write it as 22)"),
        ("customer_impact_minutes", "an hour", "`customer_impact_minutes`: `an hour` is no number of minutes (write it as 22)"),
        ("customer_impact_minutes", "9999999", "`customer_impact_minutes`: 9999999 minutes are longer than ten years"),
        ("near_miss", "perhaps", "`near_miss`: `perhaps` is neither yes nor no"),
        ("severity", "SEV", "`severity`: library.yml has no `SEV` (did you mean `SEV-2`?)"),
        ("potential_severity", "P0", "`potential_severity`: library.yml has no `P0` (it has SEV-1, SEV-2)"),
        ("category", "capasity", "`category`: library.yml has no `capasity` (did you mean `capacity`?)"),
        ("contributing_factors", "rain", "`contributing_factors`: library.yml has no `rain` (it has unbounded-growth, staging-parity)"),
        ("services", "moon", "`services`: library.yml has no `moon` (it has search-api, cart-api)"),
        ("teams", "nobody", "`teams`: library.yml has no `nobody` (it has discovery, checkout)"),
        ("recurrence_of", "inc1", "`recurrence_of`: `INC-1` is this incident itself"),
    ],
)  # fmt: skip
def test_of_a_row_with_a_fault_the_rest_is_used(header: str, row: str, expected: str) -> None:
    reading = read(f"id,title,{header}\nINC-1,Search was slow,{row}\nINC-2,,\n")
    assert ids(reading) == ["INC-1", "INC-2"]
    first, second = reading.incidents
    assert first.title == "Search was slow"
    assert (first.start, first.severity, first.category, first.teams) == (None, None, None, ())
    assert (first.recurrence_of, second.visibility) == (None, "internal")
    (found,) = findings(reading)
    assert found.startswith(f"2: {expected}")


def test_the_known_words_of_a_cell_are_used() -> None:
    reading = read("id,services\nINC-1,moon;Cart\n")
    assert reading.incidents[0].services == ("cart-api",)
    assert len(reading.problems) == 1


def test_an_end_before_the_start_is_unknown() -> None:
    reading = read("id,start,end\nINC-1,2026-03-04T14:25Z,2026-03-04T15:00+02:00\n")
    assert findings(reading) == [
        "2: `end`: `2026-03-04T15:00+02:00` is before `start`, `2026-03-04T14:25Z` "
        "(until one of the two is right, the end is unknown)"
    ]
    assert (reading.incidents[0].start, reading.incidents[0].end) == (
        datetime(2026, 3, 4, 14, 25, tzinfo=UTC), None,
    )  # fmt: skip


def test_none_is_a_decision_and_an_empty_cell_is_not() -> None:
    reading = read("id,recurrence_of\nINC-1,none\nINC-2,\nINC-3,INC-1\n")
    assert [i.recurrence_of for i in reading.incidents] == [(), None, ("INC-1",)]


def test_without_a_number_a_row_is_left_out_and_of_two_the_first_is_used() -> None:
    reading = read("id,title\n,Nameless\nINC-1,First\ninc 1,Second\n--,x\n")
    assert [(i.id, i.title, i.line) for i in reading.incidents] == [("INC-1", "First", 3)]
    assert findings(reading) == [
        "2: no `id`; the row is left out (such as INC-4412)",
        "4: `inc 1` stands on line 3 already (an incident has one row; the first is used)",
        "5: `--` is no number of an incident; the row is left out (such as INC-4412)",
    ]


def test_a_column_of_your_own_is_passed_over_and_an_unknown_one_is_a_slip() -> None:
    reading = read("id,x-pager,Serverity,\nINC-1,P1,SEV-1,\n")
    assert ids(reading) == ["INC-1"]
    assert findings(reading) == [
        "1: `Serverity` is no column of this file (did you mean `severity`?)"
    ]
    twice = read("id,title,title\nINC-1,One,Two\n")
    assert twice.incidents[0].title == "One"
    assert findings(twice) == ["1: the column `title` stands twice (keep one; the first is used)"]


def test_without_a_column_of_numbers_nothing_can_be_used() -> None:
    reading = read("number,title\nINC-1,One\n")
    assert reading.incidents == ()
    assert "1: there is no column `id`, so nothing of the file can be used" in " ".join(
        findings(reading)
    )


@pytest.mark.parametrize(
    "text",
    [
        "id,visibility\nINC-1,board\n",
        "id,visibilty\nINC-1,public\n",
        "id,visibility,visibility\nINC-1,public,internal\n",
        "id,title,visibility\nINC-1,Slow, then down,public,\nINC-2,,public\n",
        "id,visibility\nINC-1,public\nINC-1,restricted\n",
        b"id,visibility\nINC-1,intern\xe4l\n",
    ],
)
def test_a_visibility_in_doubt_is_the_narrowest(text: str | bytes) -> None:
    reading = read(text)
    assert reading.incidents[0].visibility == "restricted"
    assert len(reading.problems) >= 1
    assert [i.visibility for i in reading.incidents[1:]] == ["public"] * len(reading.incidents[1:])


@pytest.mark.parametrize(
    "text",
    [
        "- {id: INC-1, visibility: public, visibility: restricted}",
        "- {id: INC-1, visibilty: public}",
        "- {id: INC-1, visibility: {for: public}}",
        "- {id: INC-1, visibility: public, Visibility: restricted}",
    ],
)
def test_so_it_is_in_yaml(text: str) -> None:
    reading = read(text, "incidents.yaml")
    assert [i.visibility for i in reading.incidents] == ["restricted"]
    assert len(reading.problems) == 1


def test_a_quote_that_is_never_closed_costs_its_row_alone() -> None:
    reading = read('id,title\nINC-1,"Search\nINC-2,Slow\nINC-3,"Two\nlines"\nINC-4,"a"b\nINC-5,x\n')
    assert ids(reading) == ["INC-2", "INC-3", "INC-5"]
    assert reading.incidents[1].title == "Two lines"
    assert [(i.line) for i in reading.incidents] == [3, 4, 7]
    assert [found.split(" (")[0] for found in findings(reading)] == [
        "2: a quote is not closed where its cell ends; the row is left out",
        "6: a quote is not closed where its cell ends; the row is left out",
    ]


def test_cells_beyond_the_header_are_reported_with_their_number() -> None:
    reading = read("id,title\nINC-1,Slow, then down\nINC-2,Slow,,\n")
    assert ids(reading) == ["INC-1", "INC-2"]
    assert findings(reading) == [
        "2: 3 cells, and the header has 2 columns "
        "(put quotes around a cell with a comma or semicolon in it)"
    ]


def test_a_byte_that_is_not_utf_8_costs_its_cell_alone() -> None:
    reading = read(b"id,title,severity\nINC-1,Caf\xe9,SEV-1\nINC-2,Caf\xc3\xa9,SEV-2\n")
    assert [(i.title, i.severity) for i in reading.incidents] == [
        ("Caf\ufffd", "SEV-1"), ("Café", "SEV-2"),
    ]  # fmt: skip
    assert findings(reading) == [
        "2: `title`: a byte that is not UTF-8 (save the file as CSV in UTF-8)"
    ]


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "incidents.csv", "1: the file is empty"),
        (b" \n\n", "incidents.csv", "1: the file is empty"),
        (b"\xef\xbb\xbf", "incidents.csv", "1: the file is empty"),
        ("id\nINC-1\n".encode("utf-16"), "incidents.csv", "1: a NUL byte"),
        (b"id\nINC-1\nINC\0-2\n", "incidents.csv", "3: a NUL byte"),
        (b"", "incidents.yml", "1: the file is empty"),
        (b"# nothing\n", "incidents.yml", "1: the file is empty"),
        (b"- id: \xe9\n", "incidents.yml", "1: not UTF-8"),
        (b"id: INC-1\n", "incidents.yml", "1: not a list"),
        (b"- id: INC-1\n  title: [", "incidents.yml", "3: not valid YAML"),
        (b"- INC-1\n", "incidents.yml", "1: an entry is no mapping of keys to values"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_why(data: bytes, name: str, expected: str) -> None:
    reading = read(data, name)
    assert reading.incidents == ()
    (found,) = findings(reading)
    assert found.startswith(expected)


def test_a_register_without_incidents_is_no_fault() -> None:
    assert read(",".join(REGISTER_COLUMNS)) == RegisterReading()


@pytest.mark.parametrize(
    "row",
    [
        'INC-{0},"Search, slow",2026-03-04T14:25Z,SEV-1,"capacity"\n',
        "INC-{0},x,yesterday{0},SEV-{0},capasity{0}\n",
        'INC-{0},"x\n',
        'x","y\n',
        ",\n",
    ],
)
def test_every_row_of_a_long_register_is_read_in_linear_time(row: str) -> None:
    """Twice the rows take about twice the time, and nowhere near four times."""

    def seconds(rows: int) -> float:
        text = "id,title,start,severity,category\n" + "".join(row.format(n) for n in range(rows))
        began = time.process_time()
        read(text)
        return time.process_time() - began

    seconds(1000)
    few, many = (min(seconds(rows) for _ in range(3)) for rows in (2000, 16000))
    assert many < 8 * few * 3 + 0.2


def test_every_faulty_row_has_its_finding() -> None:
    text = "id,severity\n" + "".join(f"INC-{n},P{n}\n" for n in range(5000))
    assert [p.finding.line for p in read(text).problems] == list(range(2, 5002))


@given(st.binary(), st.sampled_from(["incidents.csv", "incidents.yml"]))
def test_no_bytes_are_too_much_for_the_reader(data: bytes, name: str) -> None:
    reading = read(data, name)
    assert reading.incidents or reading.problems or not data.strip(b"id")


@given(
    st.lists(
        st.lists(st.text(alphabet='",;\r\n \x00é-INC1ab', max_size=12), max_size=16), max_size=12
    )
)
def test_no_table_is_too_much_for_the_reader(rows: list[list[str]]) -> None:
    text = ",".join(REGISTER_COLUMNS) + "\n" + "\n".join(",".join(row) for row in rows)
    reading = read(text)
    assert len({incident.id for incident in reading.incidents}) == len(reading.incidents)
    lines = [problem.finding.line for problem in reading.problems]
    assert lines == sorted(lines)
