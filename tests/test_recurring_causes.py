"""The recurring causes of the example library, against a count of their own over every pair."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from .recount import documents, items
from .sites import Built

CHAIN = ("PM-2025-019", "PM-2025-031", "PM-2026-007")


@pytest.fixture(scope="module")
def data(example: Built) -> dict[str, Any]:
    return dict(json.loads(example.text("api/v1/recurring.json")))


def day(document: Mapping[str, Any]) -> date:
    return date.fromisoformat(document["date"])


def shared(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    fields = ("contributing_factors", "services")
    return sum(len(set(one.get(field, [])) & set(other.get(field, []))) for field in fields)


def count_shared(question: Mapping[str, Any]) -> int:
    return len(question["contributing_factors"]) + len(question["services"])


def cause(identifier: str) -> tuple[str, ...]:
    """All incidents with the cause of one."""
    return CHAIN if identifier in CHAIN else (identifier,)


def is_settled(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a document names another one, either way, or one with the cause of either."""
    by_id = {d["id"]: d for d in documents()}
    return cause(one["id"]) == cause(other["id"]) or any(
        b in by_id[a].get("related", []) or a in by_id[b].get("related", [])
        for a in cause(one["id"])
        for b in cause(other["id"])
    )


def test_the_only_chain_is_the_one_that_the_documents_link(data: dict[str, Any]) -> None:
    links = {(d["id"], *d["recurrence_of"]) for d in documents() if d.get("recurrence_of")}
    assert links == set(zip(CHAIN[1:], CHAIN, strict=False))
    (chain,) = data["chains"]
    assert tuple(chain["postmortems"]) == CHAIN
    # 7 August to 18 November 2025, and from there to 4 March 2026.
    assert [one["days"] for one in chain["occurrences"]] == [None, 103, 106]
    assert chain["contributing_factors"] == ["staging-parity"]


def test_what_was_agreed_before_is_told_as_the_tables_have_it(data: dict[str, Any]) -> None:
    (chain,) = data["chains"]
    for index, one in enumerate(chain["occurrences"]):
        when = date.fromisoformat(one["date"])
        expected = {
            item.id: "open" if item.is_open or (item.closed and item.closed > when) else "done"
            for item in items()
            if item.postmortem["id"] in CHAIN[:index]
        }
        assert {action["id"]: action["then"] for action in one["actions"]} == expected


def test_the_questions_are_those_of_comparing_every_pair(data: dict[str, Any]) -> None:
    expected = {}
    for later in documents():
        found = [
            earlier
            for earlier in documents()
            if (day(earlier), earlier["id"]) < (day(later), later["id"])
            and day(later) - day(earlier) <= timedelta(days=365)
            and later.get("category") not in (None, "undetermined")
            and later.get("category") == earlier.get("category")
            and shared(later, earlier)
            and not is_settled(later, earlier)
        ]
        if found and not later.get("recurrence_of"):
            found.sort(key=lambda one: (shared(later, one), day(one)), reverse=True)
            expected[later["id"]] = [one["id"] for one in found]
    asked = {q["postmortem"]: [q["earlier"], *q["others"]] for q in data["questions"]}
    assert asked == expected
    assert len(asked) > 10
    assert {q["resemblance"] for q in data["questions"]} == {None}
    dates = [q["date"] for q in data["questions"]]
    assert dates == sorted(dates, reverse=True)


def test_the_page_shows_what_the_data_has(example: Built, data: dict[str, Any]) -> None:
    page = example.text("recurring/index.html")
    likeliest = sorted(data["questions"], key=count_shared, reverse=True)
    lines = [re.sub("<[^>]+>", "", line) for line in re.findall("<code>(.*?)</code>", page)]
    answers = [line for line in lines if line.startswith(("recurrence_of: ", "related: "))]
    assert answers == [line for q in likeliest for line in (q["same"], q["another"])]
    for identifier in CHAIN:
        assert f'id="pm-is-{identifier.lower()}"' in page
        incident = example.text(f"incidents/{identifier}/index.html")
        assert f'href="../../recurring/#pm-is-{identifier.lower()}"' in incident
