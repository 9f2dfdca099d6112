from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.quarter_impact import ImpactView, tell_durations, tell_impact

from ..documents import TIMELINE, postmortem
from ..libraries import four, load

Q = "2026-Q1"


def impact_of(library: Library) -> ImpactView:
    return tell_impact(library.patterns[Q].impact, library.by_quarter[Q], library)


def test_what_customers_felt_is_added_up_with_its_incidents() -> None:
    """50 and 20 minutes; one nobody felt, one that does not say, and two units of cost."""
    documents = [
        postmortem(customer_impact="50 minutes", impact="{requests: 2300, cost: 10.50 USD}"),
        postmortem(id="PM-2026-002", impact="{requests: 7000, cost: 2 EUR, orders: many}"),
        postmortem(id="PM-2026-003", customer_impact="0 minutes", duration="3 minutes"),
        postmortem(id="PM-2026-004", customer_impact=None),
    ]
    found = impact_of(load(documents).library)
    assert [(row.label, row.total, row.incidents) for row in found.rows] == [
        ("Customers affected for", "70 minutes (1 h 10 min)", 2),
        ("Requests", "9,300", 2),
        ("Cost", "2 EUR", 1),
        ("Cost", "10.5 USD", 1),
    ]
    assert [row.label for row in found.remarks] == [
        "1 incident was not felt by customers",
        "1 incident does not say how long customers were affected",
        "1 incident has a value under impact that is no number with a unit",
    ]
    lists = {row.anchor: [i.key for i in row.incidents] for row in found.behind.rows}
    assert lists["impact-customer-time"] == ["PM-2026-002", "PM-2026-001"]
    assert lists["impact-unreadable"] == ["PM-2026-002"]
    for row in (*found.rows, *found.remarks):
        assert len(lists[row.anchor]) == row.incidents


def test_what_nobody_wrote_down_is_no_zero() -> None:
    found = impact_of(load([postmortem(customer_impact=None)]).library)
    assert [(row.total, row.anchor) for row in found.rows] == [("no time that is written down", "")]


def test_durations_have_their_ends_the_median_n_and_the_unknown() -> None:
    documents = [
        postmortem(),
        postmortem({"Timeline": "It is being written."}, id="PM-2026-002", status="draft"),
    ]
    library = load(documents).library
    rows, behind = tell_durations(library.patterns[Q], library.by_quarter[Q], library)
    first = rows[0]
    assert (first.short, first.ends, first.median, first.measured, first.unknown) == (
        "TTD", "started to detected", "3 min", 1, 1,
    )  # fmt: skip
    lists = {row.anchor: [i.key for i in row.incidents] for row in behind.rows}
    assert (lists[first.anchor], lists[first.unknown_anchor]) == (["PM-2026-001"], ["PM-2026-002"])


def test_the_shortest_and_the_longest_lead_to_their_incidents() -> None:
    """Detected after 3 minutes, and after an hour; of nothing measured, neither is known."""
    slow = TIMELINE.replace("10:03", "11:00").replace("10:05", "11:00")
    documents = [
        postmortem(),
        postmortem({"Timeline": slow.replace("10:15", "11:15").replace("10:22", "11:22")},
                   id="PM-2026-002"),
    ]  # fmt: skip
    library = load(documents).library
    (first, *_), _ = tell_durations(library.patterns[Q], library.by_quarter[Q], library)
    shown = [
        (cell.text, cell.ref.key if cell.ref else "") for cell in (first.shortest, first.longest)
    ]
    assert shown == [("3 min", "PM-2026-001"), ("1 h", "PM-2026-002")]
    blank = load([postmortem({"Timeline": "It is being written."}, status="draft")]).library
    (first, *_), _ = tell_durations(blank.patterns[Q], blank.by_quarter[Q], blank)
    assert [(cell.text, cell.ref) for cell in (first.shortest, first.longest)] == [
        ("unknown", None)
    ] * 2


def test_near_misses_are_in_no_duration() -> None:
    library = four()
    incidents = tuple(p for p in library.by_quarter[Q] if not p.is_near_miss)
    rows, _ = tell_durations(library.patterns[Q], incidents, library)
    assert [(row.measured, row.unknown) for row in rows] == [(2, 0)] * 4
