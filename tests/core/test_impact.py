from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.impact import Impact, add_impact, join_impacts
from mkdocs_postmortems.core.postmortem import Postmortem

from ..documents import postmortem
from ..libraries import load


def test_what_customers_felt_is_added_up_and_what_is_not_known_is_counted() -> None:
    library = load(
        [
            postmortem(id="PM-2026-001", customer_impact="22 minutes"),
            postmortem(id="PM-2026-002", customer_impact="1 h 8 min"),
            postmortem(id="PM-2026-003", customer_impact="0 minutes"),
            postmortem(id="PM-2026-004", customer_impact=None),
        ]
    ).library
    time = add_impact(library.incidents).customer_time
    assert time.total == timedelta(minutes=90)
    assert time.postmortems == ("PM-2026-002", "PM-2026-001")
    assert (time.unfelt, time.unknown) == (1, 1)


def test_counts_are_added_up_by_their_unit() -> None:
    library = load(
        [
            postmortem(id="PM-2026-001", impact="{cost: 3200 USD, requests: 2300}"),
            postmortem(id="PM-2026-002", impact="{cost: 12.50 EUR, requests: 200}"),
            postmortem(id="PM-2026-003", impact="{cost: 99.5 USD, requests: many}"),
        ]
    ).library
    impact = add_impact(library.incidents)
    assert [(c.key, c.unit, c.total, len(c.postmortems)) for c in impact.counts] == [
        ("cost", "EUR", Decimal("12.50"), 1),
        ("cost", "USD", Decimal("3299.5"), 2),
        ("requests", "", Decimal(2500), 2),
    ]
    assert impact.unreadable == ("PM-2026-003",)


def test_a_number_longer_than_anybody_counts_is_not_added() -> None:
    text = postmortem(impact="{requests: " + "9" * 5000 + "}")
    impact = add_impact(load([text]).library.incidents)
    assert (impact.counts, impact.unreadable) == ((), ("PM-2026-001",))


BASE = load([postmortem()]).library.postmortems[0]


def hit(*impacts: Mapping[str, str], first: int = 1) -> list[Postmortem]:
    """Incidents that say what was hit, the newest first."""
    numbers = range(first + len(impacts) - 1, first - 1, -1)
    return [
        replace(BASE, id=f"PM-2026-{number:03d}", impact=impact)
        for number, impact in zip(numbers, impacts, strict=True)
    ]


def sums(impact: Impact) -> dict[tuple[str, str], Decimal]:
    return {(one.key, one.unit): one.total for one in impact.counts}


def test_small_and_capital_letters_are_added_and_shown_as_most_write_them() -> None:
    incidents = hit({"cost": "1 usd"}, {"Cost": "2 USD"}, {"Cost": "3 USD"})
    assert sums(add_impact(incidents)) == {("Cost", "USD"): 6}
    assert sums(add_impact(incidents[:2])) == {("cost", "usd"): 3}  # as often: the newest
    twice = add_impact(hit({"Orders": "5 lost", "orders": "6  lost"}))
    assert sums(twice) == {("Orders", "lost"): 11}
    assert twice.counts[0].postmortems == ("PM-2026-001",)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,200 USD", "3200"),
        ("3 200 USD", "3200"),
        ("3\u00a0200\u00a0USD", "3200"),
        ("3\u2009200 USD", "3200"),
        ("1\u202f234\u202f567.5 USD", "1234567.5"),
        ("1,234,567 USD", "1234567"),
        ("3.200 USD", "3.2"),  # a lone point is the decimal one
    ],
)
def test_groups_of_three_digits_are_one_number(text: str, number: str) -> None:
    found = add_impact(hit({"cost": text}))
    assert (sums(found), found.unreadable) == ({("cost", "USD"): Decimal(number)}, ())


@pytest.mark.parametrize(
    "text",
    ["3,20 EUR", "0,200 EUR", "12,34", "1 234,567", "1,234 567", "3 2000 EUR", "3 20", ",200"],
)
def test_what_could_be_another_number_is_not_added(text: str) -> None:
    found = add_impact(hit({"cost": text}))
    assert (found.counts, found.unreadable) == ((), ("PM-2026-001",))


def test_a_unit_may_begin_with_a_digit() -> None:
    found = add_impact(hit({"responses": "1 200 5xx errors"}, {"responses": "40 5XX errors"}))
    assert sums(found) == {("responses", "5xx errors"): 1240}


WRITTEN = st.dictionaries(
    st.sampled_from(["requests", "Requests", "REQUESTS", "cost"]),
    st.sampled_from(["1,200", "7", "2 USD", "3 usd", "4  Usd", "1 000 USD", "0.5 usd", "many"]),
)


@given(st.lists(st.lists(WRITTEN, max_size=4), min_size=1, max_size=4))
def test_periods_joined_are_what_their_incidents_add_up_to(
    periods: list[list[dict[str, str]]],
) -> None:
    """The newest period first, as the incidents within each."""
    incidents = hit(*(impact for period in periods for impact in period))
    parts, begin = [], 0
    for period in periods:
        parts.append(incidents[begin : begin + len(period)])
        begin += len(period)
    assert join_impacts(map(add_impact, parts)) == add_impact(incidents)
