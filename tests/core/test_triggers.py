"""What calls for a postmortem, in the words of the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mkdocs_postmortems.core.incident_facts import IncidentFacts, facts_of_registered
from mkdocs_postmortems.core.policy import Policy
from mkdocs_postmortems.core.recurrence import Occurrence, number_occurrences
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.core.triggers import (
    NOT_LINKED,
    Verdict,
    deadline_of,
    due_hours,
    judge,
    ordinal,
)

from ..libraries import REGISTERED, on_day

SETTINGS = Settings()


def facts(**fields: Any) -> IncidentFacts:
    return facts_of_registered(replace(REGISTERED, **fields), ZoneInfo("UTC"))


def verdict(policy: Policy | None = None, **fields: Any) -> Verdict:
    settings = replace(SETTINGS, policy=policy) if policy else SETTINGS
    return judge(facts(**fields), NOT_LINKED, settings)


def test_a_sev_1_is_owed_one_however_short_and_within_48_hours() -> None:
    found = verdict(severity="SEV-1", customer_impact=timedelta(0))
    assert (found.met, found.due_hours) == (("SEV-1: always",), 48)


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (39, "SEV-2, customers affected for 39 min; more than 15 min are enough"),
        (15.5, "SEV-2, customers affected for 15 min 30 s; more than 15 min are enough"),
    ],
)
def test_a_sev_2_is_owed_one_when_customers_were_affected_for_longer(
    minutes: float, sentence: str
) -> None:
    found = verdict(customer_impact=timedelta(minutes=minutes))
    assert (found.met, found.due_hours) == ((sentence,), 120)


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (15, "exactly the 15 min that have to be exceeded"),
        (9, "6 min below the 15 min that have to be exceeded"),
        (14.5, "30 s below the 15 min that have to be exceeded"),
    ],
)
def test_a_sev_2_of_15_minutes_or_fewer_says_by_how_much_it_missed(
    minutes: float, sentence: str
) -> None:
    found = verdict(customer_impact=timedelta(minutes=minutes))
    assert found.met == ()
    assert found.missed[0].endswith(f": {sentence}")
    assert not found.is_open


def test_a_sev_2_of_unknown_impact_cannot_be_told() -> None:
    found = verdict(customer_impact=None)
    assert found.unknown == ("SEV-2, and how long customers were affected is not recorded",)
    assert found.is_open


def test_a_lesser_severity_says_how_far_below_it_lies() -> None:
    assert verdict(severity="SEV-3").missed[0] == "SEV-3, 1 step below SEV-2"
    assert verdict(severity="SEV-4").missed[0] == "SEV-4, 2 steps below SEV-2"
    nothing = Policy(owed_always=(), owed_if_customers_affected=())
    assert verdict(nothing, severity="SEV-3").missed[0] == "SEV-3, which is owed none"


def test_an_unknown_severity_cannot_be_told_unless_the_policy_asks_for_none() -> None:
    assert verdict(severity=None).unknown == ("its severity is not recorded",)
    nothing = Policy(owed_always=(), owed_if_customers_affected=())
    assert verdict(nothing, severity=None).unknown == ()


def test_a_near_miss_is_owed_one_by_what_it_would_have_been() -> None:
    severe = verdict(is_near_miss=True, severity=None, potential_severity="SEV-1")
    assert severe.met == ("a near miss that would have been SEV-1",)
    light = verdict(is_near_miss=True, severity=None, potential_severity="SEV-3")
    assert light.missed[0] == "a near miss that would have been SEV-3, 1 step below SEV-2"
    open_one = verdict(is_near_miss=True, severity=None, potential_severity=None)
    assert open_one.unknown == ("what the near miss would have been is not recorded",)


def test_hours_are_those_of_the_kind_and_of_several_the_fewest() -> None:
    policy = Policy(near_miss_due_hours=100, recurrence_due_hours=72)
    hours = [
        due_hours(policy, severity="SEV-1", is_near_miss=False),
        due_hours(policy, severity="SEV-1", is_near_miss=True),
        due_hours(policy, severity="SEV-3", is_near_miss=False),
        due_hours(policy, severity="SEV-3", is_near_miss=False, recurs=True),
        due_hours(policy, severity="SEV-2", is_near_miss=False, recurs=True),
        due_hours(policy, severity="SEV-1", is_near_miss=False, recurs=True),
    ]
    assert hours == [48, 100, None, 72, 72, 48]


def test_a_deadline_beyond_the_calendar_is_none() -> None:
    end = datetime(2026, 3, 4, 14, 47, tzinfo=UTC)
    assert deadline_of(end, 48) == datetime(2026, 3, 6, 14, 47, tzinfo=UTC)
    assert deadline_of(datetime.max.replace(tzinfo=UTC), 1) is None
    assert deadline_of(None, 48) is None
    assert deadline_of(end, None) is None


def occurrences(*incidents: IncidentFacts, policy: Policy | None = None) -> dict[str, Occurrence]:
    return dict(number_occurrences(incidents, policy or Policy()))


def month(number: int, **fields: Any) -> IncidentFacts:
    """An incident on the first day of a month, with that month's number."""
    day = date(2024 + (number - 1) // 12, (number - 1) % 12 + 1, 1)
    incident = on_day(day, **{"id": f"INC-{number}", "category": None, "services": (), **fields})
    return facts_of_registered(incident, ZoneInfo("UTC"))


def test_linked_incidents_are_numbered_by_date_whatever_lies_between() -> None:
    """INC-40 names INC-20, INC-20 names INC-1; they stand in the register in another order."""
    found = occurrences(
        month(40, recurrence_of=("INC-20",)), month(1), month(20, recurrence_of=("inc 1",))
    )
    assert {name: (one.number, one.first) for name, one in found.items()} == {
        "INC-1": (1, "INC-1"), "INC-20": (2, "INC-1"), "INC-40": (3, "INC-1"),
    }  # fmt: skip
    third = judge(month(40), found["INC-40"], SETTINGS)
    assert "the 3rd occurrence of the cause of INC-1" in third.met
    second = judge(month(20), found["INC-20"], SETTINGS)
    assert second.missed[-1] == "the 2nd known occurrence of the cause of INC-1, 1 short of the 3rd"


def test_the_third_occurrence_of_a_small_one_has_the_hours_of_a_recurrence() -> None:
    third = Occurrence(number=3, first="INC-1", is_dated=True, possible=())
    found = judge(facts(severity="SEV-4"), third, SETTINGS)
    assert (found.met, found.due_hours) == (("the 3rd occurrence of the cause of INC-1",), 120)
    fourth = replace(third, number=4)
    assert judge(facts(severity="SEV-4"), fourth, SETTINGS).met != ()


def test_a_circle_of_links_and_a_link_to_nothing_are_no_harm() -> None:
    found = occurrences(
        month(1, recurrence_of=("INC-3",)),
        month(2, recurrence_of=("INC-1",)),
        month(3, recurrence_of=("INC-2", "INC-3", "gone")),
        month(4, recurrence_of=("nowhere",)),
    )
    assert [found[f"INC-{n}"].number for n in (1, 2, 3, 4)] == [1, 2, 3, 1]


def test_two_that_name_the_same_unknown_one_have_one_cause() -> None:
    found = occurrences(
        month(1, recurrence_of=("PM-2019-004",)), month(2, recurrence_of=("PM-2019-004",))
    )
    assert found["INC-2"].number == 2


def test_an_incident_without_a_day_is_not_counted_before_the_others() -> None:
    links = {"recurrence_of": ("INC-1",)}
    undated = month(2, start=None, **links)
    found = occurrences(month(1), undated, month(3, **links))
    assert found["INC-3"].number == 2
    assert judge(undated, found["INC-2"], SETTINGS).unknown == (
        "when it began is not recorded, so neither is which occurrence it is",
    )


CAUSE = {"category": "capacity", "services": ("search-api",)}


def test_a_possible_third_occurrence_names_the_earlier_ones_and_counts_none() -> None:
    found = occurrences(month(1, **CAUSE), month(2, **CAUSE), month(3, **CAUSE))
    assert found["INC-3"].possible == ("INC-1", "INC-2")
    assert [one.number for one in found.values()] == [1, 1, 1]
    assert [found[f"INC-{n}"].possible for n in (1, 2)] == [(), ()]
    assert judge(month(3, severity="SEV-3"), found["INC-3"], SETTINGS).is_open


def test_only_the_latest_three_of_many_are_named() -> None:
    found = occurrences(*(month(n, **CAUSE) for n in range(1, 7)))
    assert found["INC-6"].possible == ("INC-3", "INC-4", "INC-5")


def test_confirmed_and_possible_ones_together_make_the_third() -> None:
    found = occurrences(
        month(1, **CAUSE), month(2), month(3, recurrence_of=("INC-2",), category="capacity")
    )
    assert (found["INC-3"].number, found["INC-3"].possible) == (2, ())
    found = occurrences(
        month(1, **CAUSE), month(2, **CAUSE), month(3, **CAUSE), month(4, recurrence_of=("INC-3",))
    )
    assert found["INC-3"].possible == ("INC-1", "INC-2")


@pytest.mark.parametrize(
    "fields",
    [
        {"recurrence_of": ()},
        {"recurrence_of": ("INC-1",)},
        {"category": "data"},
        {"category": "undetermined"},
        {"category": None},
        {"services": ("cart-api",)},
        {"start": None},
    ],
)
def test_a_decision_or_another_cause_leaves_no_question(fields: dict[str, Any]) -> None:
    incidents = (month(1, **CAUSE), month(2, **CAUSE), month(3, **{**CAUSE, **fields}))
    assert occurrences(*incidents)["INC-3"].possible == ()


def test_what_lies_before_the_window_is_no_possible_occurrence() -> None:
    """1 January 2024 lies 366 days before 1 January 2025, and 1 February 2024 fewer."""
    incidents = (month(1, **CAUSE), month(2, **CAUSE), month(13, **CAUSE))
    assert occurrences(*incidents)["INC-13"].possible == ()
    wider = Policy(recurrence_window_days=366)
    assert occurrences(*incidents, policy=wider)["INC-13"].possible == ("INC-1", "INC-2")


def test_a_policy_may_ask_never_or_from_the_second_occurrence_on() -> None:
    linked = (month(1), month(2, recurrence_of=("INC-1",)))
    never = replace(SETTINGS, policy=Policy(owed_occurrence=0))
    second = replace(SETTINGS, policy=Policy(owed_occurrence=2))
    found = occurrences(*linked)
    small = replace(linked[1], severity="SEV-4")
    assert judge(small, found["INC-2"], never).met == ()
    assert judge(small, found["INC-2"], second).met == ("the 2nd occurrence of the cause of INC-1",)


def test_a_shared_factor_and_a_shared_service_are_the_same_earlier_incident_once() -> None:
    both = {**CAUSE, "contributing_factors": ("unbounded-growth",)}
    found = occurrences(month(1, **both), month(2, **both))
    assert found["INC-2"].possible == ()


def test_ordinals_are_english() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
    ]  # fmt: skip
