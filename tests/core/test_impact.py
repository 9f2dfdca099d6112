from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from mkdocs_postmortems.core.impact import add_impact

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
