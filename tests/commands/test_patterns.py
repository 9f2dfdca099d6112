"""`postmortems patterns`, over two quarters and a running one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mkdocs_postmortems.cli import main

from ..documents import postmortem
from ..sites import write_site

LIBRARY = """\
categories:
  - {id: capacity, title: Capacity limit}
  - {id: configuration, title: Configuration that nobody reads before it reaches everything at once}
contributing_factors:
  - {id: unbounded-growth, title: Growth without a limit}
"""


def documents() -> Mapping[str, str]:
    """Two incidents and a near miss in 2025-Q4, one incident in 2025-Q3, one in 2026-Q1."""
    near_miss = {"kind": "near-miss", "severity": None, "potential_severity": "SEV-1"}
    fields: tuple[Mapping[str, str | None], ...] = (
        {"date": "2025-08-01", "customer_impact": None},
        {
            "date": "2025-10-01",
            "detection": "customer-report",
            "impact": "{requests: 2300, cost: 12.50 EUR}",
        },
        {"date": "2025-12-31", "category": "configuration", "customer_impact": "1 h 5 min",
         "status": "draft", "impact": "{requests: 200}", "detection": None},
        {"date": "2025-11-11", **near_miss},
        {"date": "2026-03-01"},
    )  # fmt: skip
    return {
        f"incidents/{number}.md": postmortem(None, id=f"PM-2025-00{number}", **own)
        for number, own in enumerate(fields, start=1)
    }


def patterns(folder: Path, *options: str) -> Result:
    """The command in this process, as a process of its own takes most of a second to begin."""
    return CliRunner().invoke(main, ["patterns", "-f", str(folder / "mkdocs.yml"), *options])


@pytest.fixture
def library(folder: Path) -> Path:
    return write_site(folder, {"library.yml": LIBRARY, **documents()})


def test_the_last_complete_quarter_is_printed_with_the_one_before(library: Path) -> None:
    done = patterns(library)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.replace("\u00a0", " ").startswith(
        """\
2025-Q4, 1 October to 31 December 2025
2 incidents, 1 of them not final; 1 near miss beside them, in no other figure.
Before it: 2025-Q3, 1 July to 30 September 2025, 1 incident.
One of the two has fewer than 10 incidents: too few to call any difference a
change.
More postmortems are not worse: more is written down.

Root cause                                         of 2      before: of 1
  Capacity limit                                1  50 %           1 100 %
  Configuration that nobody reads before        1  50 %           0   0 %
  it reaches everything at once

Detected by                                        of 1      before: of 1
  Customer report                               1 100 %           0   0 %
  Automated alerting                            0   0 %           1 100 %
  1 not yet known, in no figure above
"""
    )
    assert done.stdout.endswith(
        """\
Durations: no measure of severity, and not compared with the period before
  Time to detect (started to detected)
    median 3 min, n = 2, from 3 min to 3 min; 0 unknown
  Time to acknowledge (detected to acknowledged)
    median 2 min, n = 2, from 2 min to 2 min; 0 unknown
  Time to mitigate (started to first mitigated)
    median 15 min, n = 2, from 15 min to 15 min; 0 unknown
  Time to resolve (started to resolved)
    median 22 min, n = 2, from 22 min to 22 min; 0 unknown

Customers: incident time, not multiplied by customers
  1 h 25 min in 2 incidents; 0 not felt by customers, 0 unknown
  cost: 12.50 EUR in 1 incident
  requests: 2,500 in 2 incidents
"""
    )
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("options", "begin", "end", "total"),
    [
        (("--from", "2025-Q3", "--to", "2025-Q3"), "2025-07-01", "2025-09-30", 1),
        (("--from", "2025", "--to", "2025"), "2025-01-01", "2025-12-31", 3),
        (("--from", "2025-10-02", "--to", "2025-12-31"), "2025-10-02", "2025-12-31", 1),
        (("--from", "2025-11", "--to", "2025-11"), "2025-11-01", "2025-11-30", 0),
        (("--from", "2025-08", "--to", "2025-10"), "2025-08-01", "2025-10-31", 2),
        (("--from", "2025-q4"), "2025-10-01", "2026-03-16", 3),
        (("--to", "2025-10-01"), "2025-08-01", "2025-10-01", 2),
        (("--to", "2024"), "2024-01-01", "2024-12-31", 0),
    ],
)
def test_a_period_is_given_by_days_months_quarters_or_years(
    library: Path, options: tuple[str, ...], begin: str, end: str, total: int
) -> None:
    done = patterns(library, *options, "--format", "json")
    found = json.loads(done.stdout)
    assert (found["from"], found["to"], found["total"]) == (begin, end, total)


@pytest.mark.parametrize("end", [(), ("--to", "2026-03-16"), ("--to", "2026-Q1")])
def test_a_period_that_is_not_over_is_compared_with_nothing(
    library: Path, end: tuple[str, ...]
) -> None:
    """Today is not over either, so that the running quarter is never compared."""
    done = patterns(library, "--from", "2026-Q1", *end)
    assert "It is not over yet, and so is not compared." in done.stdout
    assert "before" not in done.stdout.partition("Durations")[0]


def test_the_json_has_the_figures_and_what_changed(library: Path) -> None:
    found = json.loads(patterns(library, "--format", "json").stdout)
    assert (found["schema_version"], found["as_of"]) == (1, "2026-03-16")
    assert (found["period"], found["running"]) == ("2025-Q4", False)
    assert (found["total"], found["near_misses"], found["drafts"]) == (2, 1, 1)
    assert found["customer_impact"] == {
        "minutes": 85,
        "postmortems": ["PM-2025-003", "PM-2025-002"],
        "unfelt": 0,
        "unknown": 0,
    }
    assert found["before"]["period"] == "2025-Q3"
    assert found["before"]["customer_impact"]["unknown"] == 1
    assert {
        "id": "capacity", "before": 1, "before_of": 1, "now": 1, "now_of": 2,
        "verdict": "too few incidents to tell",
    } in found["before"]["changes"]["root_causes"]  # fmt: skip
    assert "teams" not in found["before"]["changes"]


def test_the_csv_has_a_row_for_each_figure(library: Path) -> None:
    done = patterns(library, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    cells = {(row["field"], row["id"]): row for row in rows}
    assert list(rows[0]) == [
        "period", "field", "id", "title", "count", "unit", "percent", "of", "before", "before_of",
        "verdict", "postmortems",
    ]  # fmt: skip
    assert {row["period"] for row in rows} == {"2025-Q4"}
    total, near = cells["total", ""], cells["near_misses", ""]
    assert (total["count"], total["unit"], total["before"]) == ("2", "incidents", "1")
    assert total["postmortems"] == "PM-2025-003 PM-2025-002"
    assert (near["count"], near["before"], near["postmortems"]) == ("1", "0", "PM-2025-004")
    cause = cells["root_causes", "capacity"]
    assert (cause["title"], cause["count"], cause["percent"], cause["of"]) == (
        "Capacity limit", "1", "50", "2",
    )  # fmt: skip
    assert cause["postmortems"] == "PM-2025-002"
    unknown = cells["detection", ""]
    assert (unknown["count"], unknown["of"], unknown["postmortems"]) == ("1", "2", "PM-2025-003")
    assert cells["contributing_factors", "unbounded-growth"]["percent"] == "100"
    resolved = cells["median_minutes", "TTR"]
    assert (resolved["count"], resolved["unit"], resolved["of"]) == ("22", "minutes", "2")
    assert (cells["impact", "cost"]["count"], cells["impact", "cost"]["unit"]) == ("12.50", "EUR")
    assert cells["impact", "requests"]["postmortems"] == "PM-2025-003 PM-2025-002"


def test_the_csv_has_the_period_before_and_what_is_said_of_the_change(library: Path) -> None:
    done = patterns(library, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    compared = {
        row["id"]: (row["count"], row["before"], row["before_of"], row["verdict"])
        for row in rows
        if row["field"] == "detection" and row["id"]
    }
    assert compared == {
        "customer-report": ("1", "0", "1", "too few incidents to tell"),
        "automated-alerting": ("0", "1", "1", "too few incidents to tell"),
    }
    running = patterns(library, "--from", "2026-Q1", "--format", "csv")
    for row in csv.DictReader(io.StringIO(running.stdout)):
        assert (row["before"], row["before_of"], row["verdict"]) == ("", "", "")


def test_the_csv_has_teams_by_name_and_compares_none(folder: Path) -> None:
    """Search was in two incidents of the quarter, Ledger in one of it and in one before it."""
    owned = {
        "incidents/1.md": postmortem(id="PM-2025-001", date="2025-10-01", teams="[search]"),
        "incidents/2.md": postmortem(id="PM-2025-002", date="2025-10-02", teams="[search, ledger]"),
        "incidents/3.md": postmortem(id="PM-2025-003", date="2025-09-02", teams="[ledger]"),
    }
    write_site(folder, {"library.yml": "{}\n", **owned})
    done = patterns(folder, "--format", "csv")
    teams = [r for r in csv.DictReader(io.StringIO(done.stdout)) if r["field"] == "teams"]
    assert [(row["id"], row["count"], row["before"], row["verdict"]) for row in teams] == [
        ("ledger", "1", "", ""),
        ("search", "2", "", ""),
    ]


@pytest.mark.parametrize("text", ["2025-13-01", "2025-13", "2025-Q5", "soon", "2025-02-30"])
def test_what_is_no_day_month_quarter_or_year_is_wrong_usage(library: Path, text: str) -> None:
    done = patterns(library, "--from", text)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"`{text}` is no day, month, quarter or year" in done.stderr


def test_a_period_ends_after_it_begins(library: Path) -> None:
    done = patterns(library, "--from", "2025-Q4", "--to", "2025-Q3")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--from 2025-10-01 is after --to, which is 2025-09-30" in done.stderr
    late = patterns(library, "--from", "2027")
    assert late.exit_code == 2
    assert "--from 2027-01-01 is after today, which is 2026-03-16" in late.stderr


def test_an_empty_period_is_said_in_a_sentence(library: Path) -> None:
    done = patterns(library, "--from", "2019", "--to", "2019")
    assert (done.exit_code, done.stdout) == (
        0, "No postmortem of an incident or a near miss: 1 January to 31 December 2019.\n",
    )  # fmt: skip
    assert done.stderr == (
        "The last quarter with a postmortem is 2026-Q1: "
        "postmortems patterns --from 2026-Q1 --to 2026-Q1\n"
    )


def test_what_the_audience_may_not_see_is_in_no_figure(folder: Path) -> None:
    hidden = postmortem(id="PM-2025-009", date="2025-12-01", visibility="restricted")
    write_site(folder, {"library.yml": LIBRARY, **documents(), "incidents/h.md": hidden})
    found = json.loads(patterns(folder, "--format", "json").stdout)
    assert found["total"] == 2
    assert "PM-2025-009" not in json.dumps(found)


def test_postmortems_without_a_date_are_mentioned(folder: Path) -> None:
    undated = postmortem(id="PM-2025-009", date=None, status="draft")
    write_site(folder, {"library.yml": LIBRARY, **documents(), "incidents/u.md": undated})
    done = patterns(folder)
    assert done.stderr == "1 postmortem has no date, and no period.\n"
