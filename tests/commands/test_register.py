from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.register_file import REGISTER_COLUMNS, read_register
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.importing.exports import UnusableExportError, read_export
from mkdocs_postmortems.importing.register_exports import recognise_source

from ..libraries import SETTINGS
from ..sites import postmortems, write_site

HEADER = ",".join(REGISTER_COLUMNS)
PAGERDUTY = """\
Id,Incident Number,Description,Service Name,Priority,Urgency,Created On,Resolved On
Q1,1234,Search was slow,search-api,P1,high,2026-03-04T14:25:10-05:00,2026-03-04T15:05:00-05:00
Q2,1235,"Disk, full",Cart,SEV-2,low,2026-02-04 10:00,
"""


@pytest.fixture
def library(folder: Path) -> Path:
    return write_site(folder, {"library.yml": SETTINGS})


def run(
    library: Path, export: str | bytes, *arguments: str, name: str = "export.csv"
) -> tuple[int, str, str]:
    """The exit status, standard output and standard error of an import."""
    (library / name).write_bytes(export.encode() if isinstance(export, str) else export)
    done = postmortems("register", "import", name, *arguments, folder=library)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def register_of(library: Path) -> list[str]:
    lines = (library / "docs/incidents.csv").read_text("utf-8").splitlines()
    assert lines[0] == HEADER
    return lines[1:]


def test_an_export_of_pagerduty_becomes_the_register(library: Path) -> None:
    status, out, err = run(library, PAGERDUTY, "--map", "severity.P1=sev1", "--prefix", "PD-")
    assert status == 0
    assert out == (
        "export.csv: pagerduty; id from Incident Number, title from Description, "
        "start from Created On, end from Resolved On, severity from Priority, "
        "services from Service Name\n"
    )
    assert err == "docs/incidents.csv: 2 new, 0 updated, 0 unchanged\n"
    assert register_of(library) == [
        'PD-1235,"Disk, full",2026-02-04T10:00Z,,SEV-2,,,,,,cart-api,,,',
        "PD-1234,Search was slow,2026-03-04T19:25:10Z,2026-03-04T20:05Z,sev1,,,,,,search-api,,,"
        .replace("sev1", "SEV-1"),
    ]  # fmt: skip
    assert postmortems("check", "--select", "PM901", folder=library).returncode == 2  # no folder
    before = (library / "docs/incidents.csv").read_bytes()
    status, _, err = run(library, PAGERDUTY, "--map", "severity.P1=SEV-1", "--prefix", "PD-")
    assert (status, err) == (0, "docs/incidents.csv: 0 new, 0 updated, 2 unchanged\n")
    assert (library / "docs/incidents.csv").read_bytes() == before


JSONS = {
    "pagerduty": {
        "incidents": [
            {
                "id": "PT4KHLK",
                "incident_number": 1234,
                "title": "Search was slow",
                "created_at": "2026-03-04T14:25:00Z",
                "resolved_at": "2026-03-04T15:05:00Z",
                "priority": {"id": "P53ZZH5", "summary": "SEV-1"},
                "service": {"id": "PIJ90N7", "summary": "Search"},
                "teams": [{"id": "PQ9K7I8", "summary": "Discovery Team"}, {"summary": "Checkout"}],
            }
        ]
    },
    "opsgenie": {
        "data": [
            {
                "id": "70413a06-38d6-4c85-92b8-5ebc900d42e2",
                "tinyId": "1234",
                "message": "Search was slow",
                "priority": "SEV-1",
                "createdAt": "2026-03-04T14:30:00.123Z",
                "impactStartDate": 1772634300000,
                "impactEndDate": "2026-03-04T15:05:00Z",
                "impactedServices": ["search-api"],
                "ownerTeam": "Discovery Team; Checkout",
                "resolvedAt": None,
            }
        ]
    },
    "incident.io": [
        {
            "id": "01FDAG4SAP5TYPT98WGR2N7W91",
            "reference": "1234",
            "name": "Search was slow",
            "severity": {"id": "01F", "name": "SEV-1", "rank": 1},
            "created_at": "2026-03-04T14:40:00Z",
            "visibility": "public",
            "incident_timestamp_values": [
                {
                    "incident_timestamp": {"id": "1", "name": "Reported at"},
                    "value": {"value": "2026-03-04T14:25:00Z"},
                },
                {
                    "incident_timestamp": {"id": "2", "name": "Resolved at"},
                    "value": {"value": "2026-03-04T15:05:00Z"},
                },
                {"incident_timestamp": {"id": "3", "name": "Fixed at"}},
            ],
            "custom_field_entries": [
                {
                    "custom_field": {"name": "Affected Teams"},
                    "values": [
                        {"value_option": {"value": "Discovery Team"}},
                        {"value_catalog_entry": {"name": "Checkout", "id": "7"}},
                    ],
                },
                {
                    "custom_field": {"name": "Affected services"},
                    "values": [{"value_text": "Search"}],
                },
            ],
        }
    ],
}


@pytest.mark.parametrize("source", list(JSONS))
def test_json_of_each_pager_is_recognised_and_says_the_same(library: Path, source: str) -> None:
    status, out, err = run(library, json.dumps(JSONS[source]), name="export.json")
    assert (status, err) == (0, "docs/incidents.csv: 1 new, 0 updated, 0 unchanged\n")
    assert out.startswith(f"export.json: {source}; id from ")
    assert "to check" not in out
    assert register_of(library) == [
        "1234,Search was slow,2026-03-04T14:25Z,2026-03-04T15:05Z,SEV-1,,,,,,search-api,"
        "discovery; checkout,,"
    ]


def test_what_incident_io_calls_private_is_for_the_narrowest_audience(library: Path) -> None:
    export = "Reference,Name,Visibility\nINC-1,A,Private\nINC-2,B,Public\n"
    assert run(library, export)[0] == 0
    assert register_of(library) == ["INC-1,A,,,,,,,,,,,,restricted", "INC-2,B,,,,,,,,,,,,"]


def test_what_people_have_written_stays_and_what_the_pager_knows_follows(library: Path) -> None:
    written = (
        "\ufeffid;x-note;title;start;end;severity;category;recurrence_of;services\r\n"
        "INC-3;ours;Later;2026-03-09 08:00;;SEV-2;;;\r\n"
        'INC-1;"a;b";Old title;2026-03-04 14:25;2026-03-04T15:00Z;sev1;capacity;none;Cart\r\n'
    )
    (library / "docs/incidents.csv").write_bytes(written.encode())
    export = (
        "id,title,start,end,severity,category,recurrence_of,services,teams,visibility\n"
        "inc-1,New title,2026-03-04T14:25Z,,Critical,configuration,INC-3,search-api,checkout,restricted\n"
        "INC-2,Between,2026-03-05T10:00Z,,,,,,,\n"
        "INC-3,Later,2026-03-09T08:00Z,2026-03-09T09:00Z,SEV-2,,,,,\n"
    )
    status, out, err = run(library, export)
    assert (status, err) == (0, "docs/incidents.csv: 1 new, 2 updated, 0 unchanged\n")
    assert "    replaced: inc-1: title Old title is now New title" in out.splitlines()
    assert (library / "docs/incidents.csv").read_bytes().decode() == (
        "\ufeffid;x-note;title;start;end;severity;category;recurrence_of;services;teams;visibility\r\n"
        'INC-1;"a;b";New title;2026-03-04 14:25;2026-03-04T15:00Z;sev1;capacity;none;Cart;checkout;restricted\r\n'
        "INC-2;;Between;2026-03-05T10:00Z;;;;;;;\r\n"
        "INC-3;ours;Later;2026-03-09 08:00;2026-03-09T09:00Z;SEV-2;;;;;\r\n"
    )


def test_rows_that_cannot_be_used_are_named_and_the_others_are_used(library: Path) -> None:
    export = (
        "id,title,start,end,severity,near_miss\n"
        ",Nameless,,,,\n"
        "INC-1,Good,2026-03-04T14:25Z,2026-03-04T14:00Z,P1,perhaps\n"
        "INC-2,One,more,cell,SEV-1,no,!\n"
        "inc-1,Twice,,,,\n"
        'INC-3,"Open,,,,\n'
        "INC-4,Later,soon,,P1,\n"
    )
    status, out, err = run(library, export)
    assert status == 1
    assert out.splitlines()[1:] == [
        "    to check: severity: `P1` of 2 rows is not in library.yml, so the cell stays empty; "
        'map it with --map "severity.P1=…"',
        "    to check: line 3: near_miss: `perhaps` is neither yes nor no; the cell stays empty",
        "    to check: line 3: the end is before the start, and is left out",
        "    to check: line 7: start: `soon` is no time; write it as 2026-03-04T14:25Z; "
        "the cell stays empty",
    ]
    assert err.splitlines() == [
        "    not used: line 6: a quote is not closed where its cell ends; the row is left out",
        "    not used: line 4: more cells than the header has columns",
        "    not used: line 2: no number",
        "    not used: line 5: `inc-1` stands in a row above already",
        "docs/incidents.csv: 2 new, 0 updated, 0 unchanged, 4 not used",
    ]
    assert register_of(library) == [
        "INC-1,Good,2026-03-04T14:25Z,,,,,,,,,,,",
        "INC-4,Later,,,,,,,,,,,,",
    ]


def test_a_time_out_of_the_years_that_are_read_is_named_and_the_rest_of_its_row_is_used(
    library: Path,
) -> None:
    """In UTC, the first ends in 1969, the second in 2106, the third in 2286."""
    export = (
        "id,start,end\n1,1970-01-01T02:00Z,1970-01-01T00:30+02:00\n"
        "2,2105-12-31T20:00Z,2105-12-31T23:00-02:00\n3,9999999999,9999-12-31T23:59-05:00\n"
        "4,2026-03-04T10:00Z,0001-01-01T00:00+02:00\n"
    )
    status, out, err = run(library, export)
    assert (status, err) == (0, "docs/incidents.csv: 4 new, 0 updated, 0 unchanged\n")
    assert [
        line.strip().removeprefix("to check: ") for line in out.splitlines() if "1970 to" in line
    ] == [
        f"line {line}: {column}: `{text}` is not from 1970 to 2105; the cell stays empty"
        for line, column, text in (
            (2, "end", "1970-01-01T00:30+02:00"),
            (3, "end", "2105-12-31T23:00-02:00"),
            (4, "start", "9999999999"),
            (4, "end", "9999-12-31T23:59-05:00"),
            (5, "end", "0001-01-01T00:00+02:00"),
        )
    ]
    data = (library / "docs/incidents.csv").read_bytes()
    assert read_register(data, "incidents.csv", Settings()).problems == ()


def test_a_text_that_a_spreadsheet_would_run_is_guarded_and_read_without_the_guard(
    library: Path,
) -> None:
    titles = ['=HYPERLINK("http://x")', "+1", "-2", "@SUM(A1)", "'quoted'"]
    export = json.dumps([{"id": f"INC-{n}", "title": t} for n, t in enumerate(titles)])
    assert run(library, export)[0] == 0
    written = (library / "docs/incidents.csv").read_bytes()
    for title in titles[:4]:
        assert f"'{title}".replace('"', '""').encode() in written
    incidents = read_register(written, "incidents.csv", Settings()).incidents
    assert [incident.title for incident in incidents] == titles
    assert "5 unchanged" in run(library, export)[2]


def test_columns_and_values_are_mapped_by_hand(library: Path) -> None:
    export = "Nr,Opened,What,Prio,Squad,id\n7,2026-03-04 14:25,Slow,Hoch,Suche,x\n"
    status, out, _ = run(
        library, export, "--map", "id=nr", "--map", "start=Opened", "--map", "title=What",
        "--map", "severity=Prio", "--map", "severity.hoch=Critical", "--map", "teams=Squad",
        "--map", "teams.Suche=", "--prefix", "INC-",
    )  # fmt: skip
    assert (status, out.count("\n")) == (0, 1)
    assert register_of(library) == ["INC-7,Slow,2026-03-04T14:25Z,,SEV-1,,,,,,,,,"]


def test_a_dry_run_writes_nothing(library: Path) -> None:
    status, _, err = run(library, PAGERDUTY, "--dry-run")
    assert status == 0
    assert err == "docs/incidents.csv: 2 new, 0 updated, 0 unchanged; nothing was written\n"
    assert not (library / "docs/incidents.csv").exists()


@pytest.mark.parametrize(
    ("export", "arguments", "expected"),
    [
        ("", (), "the file is empty"),
        ("[1,", (), "it begins as JSON and cannot be read"),
        ('{"a": 1}', (), "a JSON list is expected, or an object with `incidents` or `data`"),
        ("[" * 100_000, (), "it begins as JSON and cannot be read"),
        ("id\nINC-1\n".encode("utf-16"), (), "line 1: a NUL byte"),
        ("Nr,x\n1,2\n", (), "name it with --map id=…; there are Nr, x"),
        ("id\n1\n", ("--map", "id"), "`id` is not of the form OURS=THEIRS"),
        ("id\n1\n", ("--map", "titel=x"), "there is no column `titel`; did you mean `title`?"),
        ("id,Name\n1,\n", ("--map", "title=Nam"), "the export has no column `Nam`; did you mean `Name`?"),
        ("id\n1\n", ("--map", "severity.P1=SEV-9"), "library.yml has no `SEV-9`; it has SEV-1, SEV-2"),
        ("id\n1\n", ("--source", "nagios"), "'nagios' is not one of"),
    ],
)  # fmt: skip
def test_an_export_or_option_that_cannot_be_used_is_wrong_usage(
    library: Path, export: str | bytes, arguments: tuple[str, ...], expected: str
) -> None:
    status, _, err = run(library, export, *arguments)
    assert status == 2
    assert expected in err
    assert not (library / "docs/incidents.csv").exists()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("incidents.csv", 'id,title\nINC-1,"open\n', "line 2: a quote is not closed"),
        ("incidents.csv", "id\nINC-1,2\n", "line 2: more cells than columns"),
        ("incidents.csv", "number\n1\n", "there is no column `id`"),
        ("incidents.csv", b"id,title\nINC-1,\xe9\n", "line 2: a byte that is not UTF-8"),
        ("incidents.yml", "- id: INC-1\n", "an import writes CSV only"),
    ],
)
def test_a_register_that_would_lose_something_is_not_touched(
    library: Path, name: str, content: str | bytes, expected: str
) -> None:
    path = library / "docs" / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    before = path.read_bytes()
    status, _, err = run(library, PAGERDUTY)
    assert status == 2
    assert expected in err
    assert path.read_bytes() == before
    assert sorted(p.name for p in (library / "docs").iterdir()) == sorted(["library.yml", name])


def test_the_register_itself_is_no_export_and_a_missing_one_is_named(library: Path) -> None:
    (library / "docs/incidents.csv").write_text("id\nINC-1\n")
    done = postmortems("register", "import", "docs/incidents.csv", folder=library)
    assert (done.returncode, "is a file of this library" in done.stderr) == (2, True)
    done = postmortems("register", "import", "none.csv", folder=library)
    assert (done.returncode, "none.csv: there is no such file" in done.stderr) == (2, True)


@given(st.binary() | st.binary().map(lambda data: b"[" + data) | st.text().map(str.encode))
def test_no_bytes_are_too_much_for_the_reader_of_exports(data: bytes) -> None:
    with suppress(UnusableExportError):
        assert recognise_source(read_export(data))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.sampled_from(["id", "custom_field", "value"]), _VALUES)))
def test_no_json_is_too_much_for_it(content: list[dict[str, object]]) -> None:
    export = read_export(json.dumps(content).encode())
    assert len(export.rows) == len(content)
    assert all(isinstance(text, str) for row in export.rows for text in row.cells.values())
