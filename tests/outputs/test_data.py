from __future__ import annotations

import json

from mkdocs_postmortems.outputs.data import (
    actions_json,
    patterns_json,
    postmortems_json,
    to_json,
)
from mkdocs_postmortems.pages import Addresses

from ..documents import postmortem
from ..libraries import four, load

ADDRESSES = Addresses(directory_urls=True)


def test_a_postmortem_has_the_fields_of_the_contract() -> None:
    data = postmortems_json(load([postmortem()]).library, ADDRESSES)
    assert (data["schema_version"], data["as_of"]) == (1, "2026-03-16")
    (record,) = data["postmortems"]
    assert record["id"] == "PM-2026-001"
    assert (record["quarter"], record["duration_minutes"], record["customer_impact_minutes"]) == (
        "2026-Q1", 22, 20,
    )  # fmt: skip
    assert record["phases"]["started"] == "2026-01-08T10:00:00Z"
    assert record["phases"]["relapsed"] is None
    assert record["summary"] == (
        "Search answered with errors for 22 minutes. Then the limit was raised."
    )
    assert (record["url"], record["source"]) == ("incidents/PM-2026-001/", "incidents/0.md")


def test_what_is_unknown_is_null_and_instants_are_null_without_a_zone() -> None:
    text = postmortem({"Summary": None}, timezone="unknown", trigger=None, mitigation=None)
    (record,) = postmortems_json(load([text]).library, ADDRESSES)["postmortems"]
    assert (record["trigger"], record["mitigation"], record["summary"]) == (None, None, None)
    assert record["phases"]["started"] is None
    assert record["time_to_detect_minutes"] == 3


def test_an_instant_of_any_year_has_four_digits_for_it() -> None:
    (record,) = postmortems_json(load([postmortem(date="0999-03-04")]).library, ADDRESSES)[
        "postmortems"
    ]
    assert record["phases"]["started"] == "0999-03-04T10:00:00Z"


def test_an_action_item_has_the_fields_of_the_contract() -> None:
    actions = {a["id"]: a for a in actions_json(four(), ADDRESSES)["actions"]}
    overdue = actions["PM-2026-001-A2"]
    assert (overdue["open"], overdue["overdue"], overdue["due"]) == (True, True, "2026-03-08")
    assert (overdue["owner"], overdue["team"]) == ("Discovery Team", "discovery")
    assert overdue["url"] == "incidents/PM-2026-001/#a2"
    declined = actions["PM-2026-002-A2"]
    assert (declined["status"], declined["open"], declined["note"]) == (
        "wont-do", False, "One is enough",
    )  # fmt: skip


def test_a_quarter_has_its_shares_with_their_postmortems() -> None:
    newest, _oldest = patterns_json(four(), ADDRESSES)["quarters"]
    assert (newest["quarter"], newest["total"], newest["near_misses"]) == ("2026-Q1", 2, 1)
    assert newest["root_causes"][0] == {
        "id": "capacity",
        "title": "Capacity limit",
        "count": 1,
        "percent": 50,
        "postmortems": ["PM-2026-001"],
    }
    assert newest["unknown"]["detection"] == 1


def test_a_quarter_has_its_durations_and_what_customers_felt() -> None:
    _newest, oldest = patterns_json(four(), ADDRESSES)["quarters"]
    detected, *_, resolved = oldest["intervals"]
    assert detected == {
        "id": "TTD",
        "name": "Time to detect",
        "start": "started",
        "end": "detected",
        "n": 1,
        "median_minutes": 3,
        "unknown": 0,
        "postmortems": ["PM-2025-001"],
    }
    assert (resolved["id"], resolved["median_minutes"]) == ("TTR", 22)
    assert oldest["customer_impact"] == {
        "minutes": 20, "postmortems": ["PM-2025-001"], "unfelt": 0, "unknown": 0,
    }  # fmt: skip


def test_what_was_hit_is_added_up_by_its_unit() -> None:
    texts = [
        postmortem(id="PM-2026-001", impact="{cost: 3200 USD, requests: many}"),
        postmortem(id="PM-2026-002", impact="{cost: 99.5 USD}"),
    ]
    (quarter,) = patterns_json(load(texts).library, ADDRESSES)["quarters"]
    assert quarter["impact"] == [
        {
            "key": "cost", "unit": "USD", "total": 3299.5,
            "postmortems": ["PM-2026-002", "PM-2026-001"],
        },
    ]  # fmt: skip
    assert quarter["impact_unreadable"] == ["PM-2026-001"]


def test_a_year_has_the_figures_of_its_quarters_and_says_whether_it_is_over() -> None:
    running, before = patterns_json(four(), ADDRESSES)["years"]
    assert (running["year"], running["over"], running["total"]) == ("2026", False, 2)
    assert (before["year"], before["over"], before["total"]) == ("2025", True, 1)
    assert before["root_causes"][0]["postmortems"] == ["PM-2025-001"]
    assert before["url"] == "patterns/#pm-years"


def test_addresses_follow_the_sites_way_of_writing_them() -> None:
    plain = Addresses(directory_urls=False)
    (record,) = postmortems_json(load([postmortem()]).library, plain)["postmortems"]
    assert record["url"] == "incidents/PM-2026-001.html"


def test_the_text_is_json_with_a_record_on_each_line() -> None:
    value = {
        "schema_version": 1,
        "postmortems": [{"title": "“x” </script>"}, {"title": "y"}],
        "e": [],
    }
    assert json.loads(to_json(value)) == value
    assert len(to_json(value).splitlines()) == 8
