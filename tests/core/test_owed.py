"""Which incidents are owed a postmortem, by when, and whose they are."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mkdocs_postmortems.build_process import without_garbage_collection
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.owed import Obligation, State, find_obligations

from ..documents import postmortem
from ..libraries import REGISTERED, four, load, on_day, with_register

DAY = date(2026, 3, 4)


def only(library: Library) -> Obligation:
    (one,) = find_obligations(library).all
    return one


def states(library: Library) -> dict[str, str]:
    return {one.facts.id: one.state.value for one in find_obligations(library).all}


def test_an_incident_without_a_document_is_owed_one_from_its_end_on() -> None:
    one = only(with_register(load([]).library, REGISTERED))
    assert (one.state, one.is_owed, one.team) == (State.OWED, True, "discovery")
    assert one.deadline == datetime(2026, 3, 9, 14, 47, tzinfo=UTC)
    assert (one.is_late, one.overdue_days) == (True, 7)


def test_what_is_due_today_is_not_late_before_the_day_has_passed() -> None:
    """Ended on 4 March at 14:47; with 120 hours, it is due on 9 March."""
    due, after = (
        only(with_register(load([], as_of=date(2026, 3, day)).library, REGISTERED))
        for day in (9, 10)
    )
    assert (due.is_late, after.is_late, after.overdue_days) == (False, True, 1)


def test_the_day_of_the_deadline_is_the_one_of_the_librarys_time_zone() -> None:
    """Due on 9 March at 20:00 UTC, which is 10 March, 05:00, in Tokyo."""
    incident = replace(REGISTERED, end=datetime(2026, 3, 4, 20, 0, tzinfo=UTC))
    late = [
        only(
            with_register(
                load([], settings=f"timezone: {zone}\n", as_of=date(2026, 3, 10)).library, incident
            )
        ).is_late
        for zone in ("UTC", "Asia/Tokyo")
    ]
    assert late == [True, False]


def test_an_incident_that_goes_on_is_owed_one_and_never_late() -> None:
    one = only(with_register(load([]).library, replace(REGISTERED, end=None)))
    assert (one.is_owed, one.deadline, one.is_late, one.verdict.due_hours) == (
        True, None, False, 120,
    )  # fmt: skip


def test_a_document_takes_an_incident_off_the_list_once_it_is_final() -> None:
    texts = {
        status: postmortem(incidents="[inc-4500]", status=status)
        for status in ("draft", "in-review", "final")
    }
    found = {
        status: only(with_register(load([text]).library, REGISTERED))
        for status, text in texts.items()
    }
    assert {status: (one.state.value, one.is_owed) for status, one in found.items()} == {
        "draft": ("begun", True), "in-review": ("begun", True), "final": ("published", False),
    }  # fmt: skip
    assert [p.id for p in found["draft"].documents] == ["PM-2026-001"]


def test_what_the_document_says_goes_before_the_register() -> None:
    """The register has SEV-2 on 4 March; the document SEV-1, resolved on 8 January at 10:22."""
    text = postmortem(incidents="[INC-4500]", status="draft", severity="SEV-1", teams="[checkout]")
    one = only(with_register(load([text]).library, REGISTERED))
    assert one.verdict.met == ("SEV-1: always",)
    assert one.deadline == datetime(2026, 1, 10, 10, 22, tzinfo=UTC)
    assert (one.team, one.title) == ("checkout", "Search answered with errors")


def test_the_register_fills_what_the_document_leaves_open() -> None:
    text = postmortem(
        {"Timeline": None},
        incidents="[INC-4500]", status="draft", severity=None, customer_impact=None, teams=None,
    )  # fmt: skip
    one = only(with_register(load([text]).library, REGISTERED))
    assert one.verdict.met == ("SEV-2, customers affected for 20 min; more than 15 min are enough",)
    assert one.deadline == datetime(2026, 3, 9, 14, 47, tzinfo=UTC)
    assert one.team == "discovery"


def test_a_document_without_a_number_counts_by_its_own_front_matter() -> None:
    assert states(four()) == {
        "PM-2025-001": "published",
        "PM-2026-001": "published",
        "PM-2026-002": "begun",
        "PM-2026-003": "published",
    }
    (begun,) = find_obligations(four()).owed
    assert (begun.facts.id, begun.is_late) == ("PM-2026-002", True)


def test_a_draft_that_nothing_calls_for_is_neither_owed_nor_late() -> None:
    text = postmortem(status="draft", customer_impact="9 minutes")
    one = only(load([text]).library)
    assert (one.state, one.is_owed, one.is_late) == (State.BEGUN, False, False)


def test_one_document_may_cover_several_incidents_and_several_one() -> None:
    covering = postmortem(incidents="[INC-1, INC-2]")
    library = with_register(
        load([covering, postmortem(id="PM-2026-002", incidents="[INC-1]", status="draft")]).library,
        on_day(DAY, id="INC-1"),
        on_day(DAY, id="INC-2"),
        on_day(DAY, id="INC-3", severity="SEV-1"),
    )
    found = find_obligations(library)
    assert {one.facts.id: len(one.documents) for one in found.all} == {
        "INC-1": 2, "INC-2": 1, "INC-3": 0,
    }  # fmt: skip
    assert states(library) == {"INC-1": "published", "INC-2": "published", "INC-3": "owed"}
    covered = {one.facts.id for one in found.by_document["PM-2026-001"]}
    assert covered == {"INC-1", "INC-2"}


def test_incidents_that_share_a_document_keep_their_own_times() -> None:
    covering = postmortem(incidents="[INC-1, INC-2]", status="draft")
    library = with_register(
        load([covering]).library,
        on_day(DAY, id="INC-1"),
        on_day(DAY + timedelta(days=3), id="INC-2"),
    )
    deadlines = [one.deadline for one in find_obligations(library).all]
    assert [due.date() for due in deadlines if due] == [date(2026, 3, 9), date(2026, 3, 12)]


def test_an_incident_and_its_document_are_one_occurrence() -> None:
    """The document of INC-1 is named by its id, by its alias and by the number."""
    library = with_register(
        load([postmortem(incidents="[INC-1]", aliases="[search-down]")]).library,
        on_day(date(2026, 1, 8), id="INC-1", severity="SEV-4"),
        on_day(DAY, id="INC-2", severity="SEV-4", recurrence_of=("search-down",)),
        on_day(DAY, id="INC-3", severity="SEV-4", recurrence_of=("PM-2026-001",)),
    )
    third = next(one for one in find_obligations(library).all if one.facts.id == "INC-3")
    assert third.verdict.met == ("the 3rd occurrence of the cause of PM-2026-001",)
    assert states(library)["INC-2"] == "none-needed"


def test_a_possible_third_occurrence_is_for_people_to_decide() -> None:
    rows = [on_day(date(2026, 1, n), id=f"INC-{n}", severity="SEV-3") for n in (1, 2, 3)]
    library = with_register(load([]).library, *rows)
    assert states(library) == {
        "INC-1": "none-needed", "INC-2": "none-needed", "INC-3": "for-decision",
    }  # fmt: skip
    settled = with_register(library, *rows[:2], replace(rows[2], recurrence_of=()))
    assert states(settled)["INC-3"] == "none-needed"
    linked = (replace(row, recurrence_of=("INC-1",)) for row in rows[1:])
    assert states(with_register(library, rows[0], *linked))["INC-3"] == "owed"


def test_a_document_that_names_an_earlier_one_as_related_has_decided() -> None:
    texts = [
        postmortem(id=f"PM-2026-00{n}", date=f"2026-01-0{n}", severity="SEV-3", status=status)
        for n, status in ((1, "final"), (2, "final"), (3, "draft"))
    ]
    words = "severities: [SEV-1, SEV-2, SEV-3]\n"
    asked = find_obligations(load(texts, settings=words).library).in_state(State.BEGUN)
    assert [one.verdict.possible for one in asked] == [("PM-2026-001", "PM-2026-002")]
    texts[2] = texts[2].replace("teams:", "related: [PM-2026-001]\nteams:")
    asked = find_obligations(load(texts, settings=words).library).in_state(State.BEGUN)
    assert [one.verdict.possible for one in asked] == [()]


def test_an_unknown_value_is_for_people_to_fill_in() -> None:
    one = only(with_register(load([]).library, replace(REGISTERED, customer_impact=None)))
    assert (one.state, one.is_owed) == (State.UNDECIDED, False)


def test_it_falls_to_the_first_team_else_to_the_one_that_runs_the_service() -> None:
    library = load([]).library
    teams = [
        only(with_register(library, replace(REGISTERED, **fields))).team
        for fields in (
            {"teams": ("checkout", "discovery")},
            {"teams": ()},
            {"teams": ("storefront",)},
            {"teams": (), "services": ("edge",)},
        )
    ]
    assert teams == ["checkout", "discovery", "checkout", None]


def test_the_longest_overdue_stand_first_and_those_that_go_on_last() -> None:
    library = with_register(
        load([]).library,
        on_day(date(2026, 3, 14), id="INC-3", severity="SEV-1"),
        on_day(date(2026, 3, 15), id="INC-4", severity="SEV-1", end=None),
        on_day(date(2026, 3, 1), id="INC-1", severity="SEV-1"),
        on_day(date(2026, 3, 2), id="INC-2", severity="SEV-1"),
        replace(REGISTERED, id="INC-1", title="The same number again"),
    )
    found = find_obligations(library)
    assert [one.facts.id for one in found.owed] == ["INC-1", "INC-2", "INC-3", "INC-4"]
    assert [one.facts.id for one in found.late] == ["INC-1", "INC-2"]


def test_a_restricted_incident_is_in_no_count_of_a_wider_audience() -> None:
    secret = postmortem(id="PM-2026-009", incidents="[INC-2]", visibility="restricted")
    library = with_register(
        load([secret]).library,
        on_day(DAY, id="INC-1", severity="SEV-1", visibility="restricted"),
        on_day(DAY, id="INC-2", severity="SEV-1"),
        on_day(DAY, id="INC-3", severity="SEV-1"),
    )
    assert states(library.visible_to("internal")) == {"INC-3": "owed"}


def test_incidents_are_not_compared_in_pairs() -> None:
    """Twenty thousand of one category and service; a third of them linked to one before."""
    rows = [
        on_day(
            date(2024, 1, 1) + timedelta(days=n // 50),
            id=f"INC-{n}",
            severity="SEV-3",
            recurrence_of=(f"INC-{n - 30}",) if n % 3 == 0 and n > 30 else None,
        )
        for n in range(20_000)
    ]
    library = with_register(load([]).library, *rows)
    begun = time.process_time()
    with without_garbage_collection():
        found = find_obligations(library)
    assert len(found.all) == 20_000
    # Takes less than a second; looking at all those of the year before would take a minute.
    assert time.process_time() - begun < 15


def test_what_happened_before_the_policy_began_is_owed_nothing() -> None:
    """It began on 4 March 2026."""
    found = [
        only(with_register(load([], f"policy: {{owed_since: {day}}}\n").library, REGISTERED))
        for day in ("2026-03-04", "2026-03-05")
    ]
    assert [one.state for one in found] == [State.OWED, State.NOT_NEEDED]
    assert found[1].verdict.missed == ("before 2026-03-05, since which postmortems are owed",)
