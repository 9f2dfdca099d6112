"""What the course of action items leaves to be asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mkdocs_postmortems.core.library import Library

from ..documents import generated, postmortem
from ..libraries import load

EARLIER = """\
| ID | Item | Owner | Priority | Due Date | Status | Closed | Note |
|---|---|---|---|---|---|---|---|
| A1 | Bound the queue | Discovery | P1 | 2026-03-10 | open | | |
| A2 | Alert on the queue | Discovery | P0 | 2026-02-08 | done | 2026-02-20 | |
| A3 | Cap the batch | Discovery | P2 | 2026-02-08 | verified | 2026-01-20 | |
| A4 | Second queue | Discovery | P2 | 2026-02-08 | wont-do | | One is enough |
| A5 | Show the queue | Discovery | P2 | 2026-02-08 | done | | |
"""
NO_ACTIONS = {"Action Items": "None yet."}


def library(settings: str = "", **later: str) -> Library:
    """An incident of 8 January 2026, published on the 10th, and one of 10 February."""
    fields = {"id": "PM-2026-002", "date": "2026-02-10", **later}
    texts = [
        postmortem({"Action Items": EARLIER}, published="2026-01-10T10:00Z"),
        postmortem(NO_ACTIONS, **fields),
    ]
    return load(texts, settings).library


def open_items(found: Library) -> list[tuple[str, int, bool]]:
    return [(o.item.short_id, o.days, o.is_confirmed) for o in found.follow_up.open_at_the_time]


def test_items_open_when_the_cause_came_back_are_asked_about() -> None:
    # Published on 10 January, 31 days before; A3 was closed by then, A4 and A5 nobody knows when.
    found = library(recurrence_of="[PM-2026-001]", contributing_factors="[]", services="[]")
    assert open_items(found) == [("A1", 31, True), ("A2", 31, True)]


@pytest.mark.parametrize(
    ("fields", "is_asked"),
    [
        ({"services": "[]"}, True),
        ({"contributing_factors": "[]"}, True),
        ({"contributing_factors": "[]", "services": "[]"}, False),
        ({"category": "testing"}, False),
        ({"related": "[PM-2026-001]"}, False),
        ({"kind": "near-miss", "potential_severity": "SEV-1"}, True),
        ({"date": "2027-01-08"}, True),
        ({"date": "2027-01-09"}, False),
    ],
    ids=["factor", "service", "neither", "category", "related", "near miss", "365", "366 days"],
)
def test_a_possible_recurrence_shares_category_and_a_factor_or_service(
    fields: dict[str, str], is_asked: bool
) -> None:
    found = library(**fields)
    assert [one[0] for one in open_items(found)][:1] == (["A1"] if is_asked else [])
    assert not any(is_confirmed for _, _, is_confirmed in open_items(found))


def test_an_undetermined_cause_is_like_no_other() -> None:
    texts = [
        postmortem({"Action Items": EARLIER}, category="undetermined"),
        postmortem(NO_ACTIONS, id="PM-2026-002", date="2026-02-10", category="undetermined"),
    ]
    assert load(texts, "").library.follow_up.open_at_the_time == ()


def test_a_confirmed_recurrence_counts_however_long_before_and_once() -> None:
    found = library(recurrence_of="[PM-2026-001]", date="2027-06-01")
    assert open_items(found) == [("A1", 507, True)]


def test_the_window_is_policy() -> None:
    assert open_items(library("policy: {recurrence_window_days: 32}\n")) == []
    assert len(open_items(library("policy: {recurrence_window_days: 33}\n"))) == 2


def test_both_incidents_have_the_question() -> None:
    by_incident = library().follow_up.open_by_incident
    assert {one.item.short_id for one in by_incident["PM-2026-001"]} == {"A1", "A2"}
    assert by_incident["PM-2026-001"] == by_incident["PM-2026-002"]


def test_the_sweep_finds_what_looking_at_every_pair_finds() -> None:
    texts = [generated(number, 2_000) for number in range(90)]
    found = load(texts, "").library
    expected = set()
    for later in found.postmortems:
        for earlier in found.postmortems:
            assert later.date is not None
            assert earlier.date is not None
            gap = (later.date - earlier.date).days
            shared = {*later.contributing_factors, *later.services} & {
                *earlier.contributing_factors, *earlier.services,
            }  # fmt: skip
            if 0 < gap <= 365 and shared and later.category == earlier.category:
                for item in earlier.actions:
                    agreed = earlier.date + timedelta(days=3)  # the day of publication
                    if agreed < later.date and item.is_open:
                        expected.add((later.id, item.id, (later.date - agreed).days))
    assert len(expected) > 50
    assert {
        (one.later.id, one.item.id, one.days) for one in found.follow_up.open_at_the_time
    } == expected


def unverified(policy: str, as_of: date) -> list[tuple[str, int]]:
    texts = [postmortem({"Action Items": EARLIER})]
    found = load(texts, f"policy: {{verify_after_days: {policy}}}\n", as_of).library
    return [(one.item.short_id, one.days) for one in found.follow_up.unverified]


@pytest.mark.parametrize(
    ("policy", "day", "asked"),
    [
        ("30", date(2026, 3, 22), []),
        ("30", date(2026, 3, 23), [("A2", 31)]),
        ("{P0: 10}", date(2026, 3, 3), [("A2", 11)]),
        ("{P1: 10}", date(2026, 12, 31), []),
        ("{sev-2: 10}", date(2026, 3, 3), [("A2", 11)]),
        ("{P0: 20, SEV-2: 10}", date(2026, 3, 3), []),
        ("{P1: 10, any: 20}", date(2026, 3, 13), [("A2", 21)]),
    ],
)
def test_what_is_done_for_longer_than_the_policy_gives_it_is_asked_about(
    policy: str, day: date, asked: list[tuple[str, int]]
) -> None:
    assert unverified(policy, day) == asked


def test_what_was_verified_before_the_cause_came_back_is_asked_about_again() -> None:
    found = library(recurrence_of="[PM-2026-001]").follow_up
    assert [(one.item.id, one.later.id) for one in found.came_back] == [
        ("PM-2026-001-A3", "PM-2026-002")
    ]
    assert found.came_back_by_incident.keys() == {"PM-2026-001", "PM-2026-002"}


def test_what_was_verified_after_the_recurrence_is_not_asked_about() -> None:
    assert library(recurrence_of="[PM-2026-001]", date="2026-01-19").follow_up.came_back == ()


def test_a_possible_recurrence_reopens_nothing() -> None:
    assert library().follow_up.came_back == ()


def test_an_audience_is_asked_nothing_about_what_it_may_not_see() -> None:
    texts = [
        postmortem({"Action Items": EARLIER}, visibility="restricted"),
        postmortem(NO_ACTIONS, id="PM-2026-002", date="2026-02-10", recurrence_of="[PM-2026-001]"),
    ]
    whole = load(texts, "").library
    assert whole.follow_up.came_back
    seen = whole.visible_to("internal").follow_up
    assert (seen.open_at_the_time, seen.unverified, seen.came_back) == ((), (), ())


def test_of_many_alike_the_ten_before_are_asked_about() -> None:
    texts = [
        postmortem(
            {"Action Items": EARLIER},
            id=f"PM-2026-{number:03}",
            date=f"2026-01-{number:02}",
            published=None,
        )
        for number in range(1, 16)
    ]
    asked = load(texts, "").library.follow_up.open_by_incident["PM-2026-015"]
    assert {one.earlier.id for one in asked} == {f"PM-2026-{n:03}" for n in range(5, 15)}


def test_of_a_long_chain_the_ten_before_are_asked_about() -> None:
    texts = [
        postmortem(
            {"Action Items": EARLIER},
            id=f"PM-2026-{number:03}",
            date=f"2026-02-{number:02}",
            published=None,
            recurrence_of="[PM-2026-001]" if number > 1 else None,
        )
        for number in range(1, 16)
    ]
    found = load(texts, "").library.follow_up
    ten = {f"PM-2026-{n:03}" for n in range(5, 15)}
    asked = [one for one in found.open_by_incident["PM-2026-015"] if one.later.id == "PM-2026-015"]
    assert {one.earlier.id for one in asked} == ten
    assert all(one.is_confirmed for one in asked)
    assert {one.earlier.id for one in found.came_back if one.later.id == "PM-2026-015"} == ten


def test_the_same_cause_over_several_steps_is_confirmed() -> None:
    texts = [
        postmortem({"Action Items": EARLIER}, published="2026-01-10T10:00Z"),
        postmortem(NO_ACTIONS, id="PM-2026-002", date="2026-02-10", recurrence_of="[PM-2026-001]"),
        postmortem(
            NO_ACTIONS,
            id="PM-2026-003",
            date="2026-02-15",
            recurrence_of="[PM-2026-002]",
            contributing_factors="[]",
            services="[]",
        ),
    ]
    found = load(texts, "").library.follow_up
    asked = [one for one in found.open_by_incident["PM-2026-003"] if one.later.id == "PM-2026-003"]
    assert [(one.item.short_id, one.days, one.is_confirmed) for one in asked] == [
        ("A1", 36, True), ("A2", 36, True),
    ]  # fmt: skip
    assert [one.item.short_id for one in found.came_back_by_incident["PM-2026-003"]] == ["A3"]


def test_a_link_written_the_wrong_way_round_asks_of_the_later_incident_alone() -> None:
    table = EARLIER.replace("2026-01-20", "")
    texts = [
        postmortem({"Action Items": table}, recurrence_of="[PM-2026-002]"),
        postmortem({"Action Items": table}, id="PM-2026-002", date="2026-02-10"),
    ]
    found = load(texts, "").library.follow_up.came_back
    assert [(one.item.id, one.later.id) for one in found] == [("PM-2026-001-A3", "PM-2026-002")]
