"""The example library: what it promises to show."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import jsonschema
import pytest
import yaml

from .sites import ROOT, Built, postmortems

INCIDENTS = ROOT / "postmortems" / "incidents"


@pytest.fixture(scope="module")
def records(example: Built) -> list[dict[str, Any]]:
    return list(json.loads(example.text("api/v1/postmortems.json"))["postmortems"])


@pytest.fixture(scope="module")
def actions(example: Built) -> list[dict[str, Any]]:
    return list(json.loads(example.text("api/v1/actions.json"))["actions"])


@pytest.fixture(scope="module")
def quarter(example: Built) -> dict[str, Any]:
    quarters = json.loads(example.text("api/v1/patterns.json"))["quarters"]
    return dict(next(q for q in quarters if q["quarter"] == "2025-Q4"))


def shares(quarter: dict[str, Any], field: str) -> list[tuple[str, int, int]]:
    return [(row["title"], row["count"], row["percent"]) for row in quarter[field]]


def test_the_library_is_clean_under_its_own_rules() -> None:
    done = postmortems("check", "--format", "json")
    found = json.loads(done.stdout)
    assert [f for f in found if f["level"] != "info"] == []
    drafts = ("2026-03-09", "2026-03-12", "2026-03-14")
    of_finals = [f for f in found if not f["path"].rsplit("/", 1)[-1].startswith(drafts)]
    assert {f["code"] for f in of_finals} <= {"PM601", "PM602", "PM605"}


def test_the_fourth_quarter_has_twelve_incidents_by_cause_and_detection(
    quarter: dict[str, Any],
) -> None:
    assert quarter["total"] == 12
    assert shares(quarter, "root_causes") == [
        ("Configuration error", 5, 42),
        ("Missing or inadequate tests", 3, 25),
        ("Capacity limit", 2, 17),
        ("Third-party outage", 2, 17),
    ]
    assert shares(quarter, "detection") == [
        ("Automated alerting", 8, 67),
        ("Customer report", 3, 25),
        ("Internal report", 1, 8),
    ]
    first, second, *_rest = shares(quarter, "contributing_factors")
    assert first == ("Staging did not match production", 4, 33)
    assert second[1] < 4


def test_every_figure_of_the_quarter_has_its_incidents_behind_it(quarter: dict[str, Any]) -> None:
    for field in ("root_causes", "detection", "contributing_factors"):
        for row in quarter[field]:
            assert len(set(row["postmortems"])) == row["count"]


def test_there_is_an_example_of_each_kind(records: list[dict[str, Any]]) -> None:
    assert len(records) >= 40
    assert sum(r["kind"] == "near-miss" for r in records) >= 4
    assert sum(r["status"] == "draft" for r in records) == 2
    assert any(r["category"] == "undetermined" for r in records)
    assert any(r["recurrence_of"] for r in records)
    assert any(
        r["phases"]["introduced"] and r["phases"]["introduced"][:10] < r["date"][:8]
        for r in records
    )
    assert any(r["phases"]["relapsed"] for r in records)
    assert {r["quarter"] for r in records} == {
        "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1",
    }  # fmt: skip


def test_action_items_are_in_every_state_and_belong_to_teams(actions: list[dict[str, Any]]) -> None:
    assert {a["status"] for a in actions} >= {"open", "in-progress", "done", "verified", "wont-do"}
    assert any(a["overdue"] for a in actions)
    drafts = ("PM-2026-009", "PM-2026-010")
    without_team = [a["id"] for a in actions if not a["team"] and a["postmortem"] not in drafts]
    assert without_team == []


def test_tickets_are_given_once(actions: list[dict[str, Any]]) -> None:
    tickets = [a["ticket"] for a in actions if a["ticket"]]
    assert len(tickets) == len(set(tickets))


def test_stated_durations_are_those_of_the_timelines(records: list[dict[str, Any]]) -> None:
    for record in records:
        measured = record["time_to_resolve_minutes"]
        if measured is not None and record["duration_minutes"] is not None:
            assert record["duration_minutes"] == measured, record["id"]


def test_the_checkout_outage_is_told_with_its_phases(records: list[dict[str, Any]]) -> None:
    (outage,) = (r for r in records if r["id"] == "PM-2026-007")
    assert outage["date"] == "2026-03-04"
    assert outage["severity"] == "SEV-1"
    assert outage["phases"]["started"] == "2026-03-04T14:25:00Z"
    assert outage["time_to_detect_minutes"] == 2
    assert outage["time_to_acknowledge_minutes"] == 3
    assert outage["time_to_mitigate_minutes"] == 22
    assert outage["duration_minutes"] == 22
    assert outage["recurrence_of"] == ["PM-2025-031"]


def test_every_front_matter_fits_the_published_schema(example: Built) -> None:
    schema = json.loads(example.text("schema/postmortem.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in INCIDENTS.rglob("*.md"):
        head = path.read_text("utf-8").split("---\n")[1]
        values = yaml.load(head, Loader=yaml.BaseLoader)
        errors = [error.message for error in validator.iter_errors(values)]
        assert errors == [], path


def test_the_schema_refuses_what_the_rules_refuse(example: Built) -> None:
    schema = json.loads(example.text("schema/postmortem.schema.json"))
    validator = jsonschema.Draft202012Validator(schema)
    head = {"id": "PM-2026-001", "title": "A title"}
    assert validator.is_valid(head)
    for wrong in (
        {"id": "7"}, {"severity": "huge"}, {"kind": "accident"}, {"category": "gremlins"},
        {"colour": "red"}, {"published": "soon"},
    ):  # fmt: skip
        assert not validator.is_valid(head | wrong), wrong


def test_the_fourth_quarter_begins_with_what_leads_it(example: Built) -> None:
    told = (
        "Staging did not match production contributed to 4 of 12 incidents (33\u00a0%), more than "
        "any other factor; automated alerting already found 67\u00a0% (8 of 12), 3 of these 4 "
        "among them."
    )
    change = (
        " In 2025-Q3 it was in none of 7, and automated alerting found 4 of 7 (57\u00a0%): too few "
        "to call either a change."
    )
    lead = re.search(r'<p class="pm-lead">(.*?)</p>', example.text("patterns/2025-Q4/index.html"))
    assert lead
    assert html.unescape(re.sub(r"<[^>]+>", "", lead[1])) == told + change
    assert told in html.unescape(re.sub(r"<[^>]+>", "", example.text("index.html")))
