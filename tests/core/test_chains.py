"""Chains of incidents with the same cause, and what was agreed between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mkdocs_postmortems.core.actions import ActionStatus
from mkdocs_postmortems.core.chains import Chain, StateThen, find_chains, state_on
from mkdocs_postmortems.core.history import ItemHistory, StateChange
from mkdocs_postmortems.core.library import Library

from ..documents import postmortem
from ..libraries import load

ACTIONS = """\
| ID | Item | Owner | Priority | Due Date | Status | Closed | Note |
|---|---|---|---|---|---|---|---|
| A1 | Bound the queue | Discovery | P1 | 2026-03-10 | open | | |
| A2 | Alert on the queue | Discovery | P0 | 2026-02-08 | done | 2026-02-20 | |
| A3 | Cap the batch | Discovery | P2 | 2026-02-08 | verified | 2026-01-20 | |
| A4 | Second queue | Discovery | P2 | 2026-02-08 | wont-do | 2026-01-22 | One is enough |
| A5 | Show the queue | Discovery | P2 | 2026-02-08 | done | | |
"""
NONE = {"Action Items": "None needed."}


def short(number: int, day: str | None, **fields: str | None) -> str:
    """A postmortem without action items."""
    return postmortem(NONE, id=f"PM-2026-{number:03}", date=day, **fields)


def members(library: Library) -> list[list[str]]:
    return [[p.id for p in chain.members] for chain in find_chains(library).all]


def only_chain(library: Library) -> Chain:
    (chain,) = find_chains(library).all
    return chain


def test_incidents_linked_over_several_steps_are_one_chain_the_oldest_first() -> None:
    library = load(
        [
            short(3, "2026-02-20", recurrence_of="[PM-2026-002]"),
            short(1, "2026-01-08"),
            short(2, "2026-02-01", recurrence_of="[PM-2026-001]"),
            short(4, "2026-02-21"),
        ]
    ).library
    assert members(library) == [["PM-2026-001", "PM-2026-002", "PM-2026-003"]]
    (chain,) = find_chains(library).all
    assert chain.numbers == {"PM-2026-001": 1, "PM-2026-002": 2, "PM-2026-003": 3}
    rows = chain.recurrences({}, 20)
    # 8 January to 1 February, and from there to the 20th.
    assert [(one.number, one.days) for one in rows] == [(1, None), (2, 24), (3, 19)]
    assert [one.number for one in chain.recurrences({}, 2)] == [2, 3]


def test_the_chain_that_came_back_last_comes_first() -> None:
    library = load(
        [
            short(1, "2026-01-01"),
            short(2, "2026-01-02"),
            short(3, "2026-01-09", recurrence_of="[PM-2026-001]"),
            short(4, "2026-01-10", recurrence_of="[PM-2026-002]"),
        ]
    ).library
    assert members(library) == [["PM-2026-002", "PM-2026-004"], ["PM-2026-001", "PM-2026-003"]]


def test_a_circle_and_a_link_to_several_earlier_ones_are_one_chain() -> None:
    library = load(
        [
            short(1, "2026-01-01", recurrence_of="[PM-2026-002]"),
            short(2, "2026-01-02", recurrence_of="[PM-2026-001]"),
            short(3, "2026-01-03", recurrence_of="[PM-2026-001, PM-2026-002]"),
        ]
    ).library
    assert members(library) == [["PM-2026-001", "PM-2026-002", "PM-2026-003"]]


def test_nothing_is_a_recurrence_of_itself_or_of_what_is_not_there() -> None:
    library = load(
        [
            short(1, "2026-01-01", recurrence_of="[PM-2026-001]"),
            short(2, "2026-01-02", recurrence_of="[PM-2019-001]"),
        ]
    ).library
    assert members(library) == []


def test_an_older_id_links_as_well() -> None:
    library = load(
        [
            short(1, "2026-01-01", aliases="[PM-2019-001]"),
            short(2, "2026-01-02", recurrence_of="[PM-2019-001]"),
        ]
    ).library
    assert members(library) == [["PM-2026-001", "PM-2026-002"]]


def test_without_a_date_an_incident_stands_last_and_in_no_place() -> None:
    library = load([short(1, "2026-01-01"), short(2, None, recurrence_of="[PM-2026-001]")]).library
    rows = only_chain(library).recurrences({}, 20)
    assert [(one.postmortem.id, one.number, one.days) for one in rows] == [
        ("PM-2026-001", 1, None), ("PM-2026-002", None, None),
    ]  # fmt: skip


def test_a_document_that_the_audience_may_not_see_is_in_no_chain() -> None:
    settings = "audiences: [internal, restricted]\n"
    library = load(
        [
            short(1, "2026-01-01", visibility="restricted"),
            short(2, "2026-01-02", recurrence_of="[PM-2026-001]"),
        ],
        settings,
    ).library
    assert members(library) == [["PM-2026-001", "PM-2026-002"]]
    assert members(library.visible_to("internal")) == []


def test_a_chain_has_the_factors_of_all_and_the_categories_of_each() -> None:
    chain = only_chain(
        load(
            [
                short(1, "2026-01-01", contributing_factors="[staging-parity, unbounded-growth]"),
                short(
                    2,
                    "2026-01-02",
                    recurrence_of="[PM-2026-001]",
                    category="configuration",
                    contributing_factors="[unbounded-growth]",
                    services="[cart-api]",
                ),
            ]
        ).library
    )
    assert chain.categories == ("capacity", "configuration")
    assert (chain.shared_factors, chain.shared_services) == (("unbounded-growth",), ())


def test_what_was_agreed_before_is_told_as_it_was_when_the_cause_came_back() -> None:
    library = load(
        [
            postmortem({"Action Items": ACTIONS}, published="2026-01-10T10:00Z"),
            short(2, "2026-02-10", recurrence_of="[PM-2026-001]"),
        ]
    ).library
    rows = only_chain(library).recurrences(library.courses, 20)
    assert rows[0].items == ()
    # A2 was closed ten days later; that A3 was verified by then nobody says; A5 has no day.
    assert [(m.item.short_id, m.then, m.open_days) for m in rows[1].items] == [
        ("A1", StateThen.OPEN, 31), ("A2", StateThen.OPEN, 31), ("A3", StateThen.DONE, None),
        ("A4", StateThen.DECLINED, None), ("A5", StateThen.UNKNOWN, None),
    ]  # fmt: skip


def test_an_item_agreed_after_the_cause_came_back_could_not_have_prevented_that() -> None:
    library = load(
        [
            postmortem({"Action Items": ACTIONS}, published="2026-01-20T10:00Z"),
            short(2, "2026-01-12", recurrence_of="[PM-2026-001]"),
        ]
    ).library
    rows = only_chain(library).recurrences(library.courses, 20)
    assert {m.then for m in rows[1].items} == {StateThen.NOT_AGREED}


def test_the_items_of_the_ten_occurrences_before_are_looked_at_the_nearest_first() -> None:
    texts = [
        postmortem(
            id=f"PM-2026-{n:03}",
            date=f"2026-01-{n:02}",
            recurrence_of=f"[PM-2026-{n - 1:03}]" if n > 1 else None,
        )
        for n in range(1, 13)
    ]
    library = load(texts).library
    last = only_chain(library).recurrences(library.courses, 1)[0]
    earlier = list(dict.fromkeys(m.earlier.id for m in last.items))
    assert earlier == [f"PM-2026-{n:03}" for n in range(11, 1, -1)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 15), StateThen.OPEN),
        (date(2026, 1, 25), StateThen.DONE),
        (date(2026, 2, 5), StateThen.VERIFIED),
    ],
)
def test_git_says_when_an_item_was_verified(day: date, expected: StateThen) -> None:
    changes = (
        StateChange(day=date(2026, 1, 10), status=ActionStatus.OPEN),
        StateChange(day=date(2026, 1, 20), status=ActionStatus.DONE),
        StateChange(day=date(2026, 2, 1), status=ActionStatus.VERIFIED),
    )
    history = ItemHistory(id="PM-2026-001-A3", changes=changes, dues=())
    library = load([postmortem({"Action Items": ACTIONS}, published="2026-01-10T10:00Z")]).library
    library = replace(library, histories={"PM-2026-001-A3": history})
    assert state_on(library.courses["PM-2026-001-A3"], day) is expected
