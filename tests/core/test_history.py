"""Histories of action items from versions written by hand."""

from __future__ import annotations

from datetime import date

from mkdocs_postmortems.core.actions import ActionStatus
from mkdocs_postmortems.core.history import (
    DocumentVersion,
    ItemHistory,
    ItemVersion,
    StateChange,
    follow_renames,
    trace_items,
)

LATER = date(2026, 12, 31)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def version(on: str, *items: str, of: str = "PM-2026-001") -> DocumentVersion:
    """A version of a postmortem; an item is written as `A1 open 04-01`, or without a due date."""
    read = []
    for item in items:
        short, status, *due = item.split()
        read.append(
            ItemVersion(
                id=f"{of}-{short}",
                status=ActionStatus(status),
                due=day(due[0]) if due else None,
            )
        )
    return DocumentVersion(day=day(on), postmortem=of, items=tuple(read))


def trace(*versions: DocumentVersion, as_of: date = LATER) -> ItemHistory:
    """The history of the only item."""
    (item,) = trace_items(versions, as_of).values()
    return item


def changes(item: ItemHistory) -> list[tuple[str, str]]:
    return [(f"{change.day:%m-%d}", change.status.value) for change in item.changes]


def moves(item: ItemHistory) -> list[tuple[str, str, str, int]]:
    return [(f"{m.day:%m-%d}", f"{m.before:%m-%d}", f"{m.after:%m-%d}", m.days) for m in item.moves]


def test_an_item_appears_with_its_first_version_and_changes_with_later_ones() -> None:
    item = trace(
        version("02-01", "A1 proposed"),
        version("02-03", "A1 proposed"),
        version("02-10", "A1 in-progress"),
        version("03-02", "A1 done"),
    )
    assert item.id == "PM-2026-001-A1"
    assert item.appeared == day("02-01")
    assert changes(item) == [("02-01", "proposed"), ("02-10", "in-progress"), ("03-02", "done")]
    assert item.changes[0] == StateChange(day=day("02-01"), status=ActionStatus.PROPOSED)


def test_the_state_of_a_day_is_the_one_at_its_end() -> None:
    item = trace(
        version("02-01", "A1 proposed"),
        version("02-01", "A1 open"),
        version("02-10", "A1 done"),
    )
    shown = [item.status_on(day(text)) for text in ("01-31", "02-01", "02-09", "02-10", "03-01")]
    assert shown == [None, "open", "open", "done", "done"]


def test_a_due_date_moved_three_times_slipped_64_days_in_all() -> None:
    """By 28, 14 and 22 days; in between it was brought forward by 7, which takes nothing off."""
    item = trace(
        version("02-01", "A1 open 03-01"),
        version("02-20", "A1 open 03-29"),
        version("03-20", "A1 open 04-12"),
        version("03-25", "A1 in-progress 04-05"),
        version("04-04", "A1 in-progress 04-27"),
    )
    assert item.slips_by(date.max) == 3
    assert item.first_due == day("03-01")
    assert moves(item) == [
        ("02-20", "03-01", "03-29", 28),
        ("03-20", "03-29", "04-12", 14),
        ("03-25", "04-12", "04-05", -7),
        ("04-04", "04-05", "04-27", 22),
    ]
    shown = [item.due_on(day(text)) for text in ("01-31", "02-01", "03-24", "03-25", "04-04")]
    assert shown == [None, day("03-01"), day("04-12"), day("04-05"), day("04-27")]


def test_a_due_date_that_was_never_moved_has_not_slipped() -> None:
    item = trace(version("02-01", "A1 open 03-01"), version("04-01", "A1 open 03-01"))
    assert (item.moves, item.slips_by(date.max)) == ((), 0)


def test_a_first_due_date_given_later_is_no_move() -> None:
    item = trace(version("02-01", "A1 open"), version("02-10", "A1 open 03-01"))
    assert (item.first_due, item.moves) == (day("03-01"), ())
    assert [item.due_on(day(text)) for text in ("02-09", "02-10")] == [None, day("03-01")]
    assert trace(version("02-01", "A1 open")).first_due is None


def test_a_due_date_taken_out_and_given_anew_is_moved_from_the_one_before() -> None:
    item = trace(
        version("02-01", "A1 open 03-01"),
        version("02-10", "A1 open"),
        version("02-20", "A1 open 03-11"),
        version("02-21", "A1 open"),
        version("02-22", "A1 open 03-11"),
    )
    assert moves(item) == [("02-20", "03-01", "03-11", 10)]
    shown = [item.due_on(day(text)) for text in ("02-09", "02-10", "02-20", "02-21", "02-22")]
    assert shown == [day("03-01"), None, day("03-11"), None, day("03-11")]


def test_an_item_is_closed_on_the_day_after_which_it_stayed_closed() -> None:
    reopened = trace(
        version("02-01", "A1 open"),
        version("02-10", "A1 done"),
        version("02-12", "A1 open"),
        version("03-01", "A1 done"),
        version("03-05", "A1 verified"),
    )
    assert reopened.closed_on == day("03-01")
    is_open = trace(
        version("02-01", "A1 open"), version("02-10", "A1 done"), version("02-12", "A1 open")
    )
    assert is_open.closed_on is None


def test_of_an_item_that_appeared_closed_nobody_saw_when_it_was_closed() -> None:
    item = trace(version("02-01", "A1 done"), version("02-05", "A1 verified"))
    assert item.closed_on is None


def test_an_item_that_vanishes_and_comes_back_has_one_history() -> None:
    item = trace(
        version("02-01", "A1 open 03-01"), version("02-10"), version("02-20", "A1 done 03-01")
    )
    assert changes(item) == [("02-01", "open"), ("02-20", "done")]
    assert item.moves == ()


def test_an_id_in_other_letters_is_the_same_as_it_was_written_last() -> None:
    item = trace(version("02-01", "a1 open"), version("02-10", "A1 done"))
    assert item.id == "PM-2026-001-A1"
    assert item.appeared == day("02-01")


def test_items_have_each_a_history_of_their_own() -> None:
    found = trace_items(
        (version("02-01", "A1 open"), version("02-05", "A1 done", "A2 open")), LATER
    )
    assert {key: item.appeared for key, item in found.items()} == {
        "PM-2026-001-A1": day("02-01"),
        "PM-2026-001-A2": day("02-05"),
    }


def test_what_came_after_the_day_that_counts_as_today_does_not_count() -> None:
    versions = (version("02-01", "A1 open 03-01"), version("02-10", "A1 done 04-01", "A2 open"))
    assert changes(trace(*versions, as_of=day("02-09"))) == [("02-01", "open")]
    assert len(trace_items(versions, day("02-10"))) == 2
    assert trace_items(versions, day("01-31")) == {}


def test_a_clock_that_ran_behind_turns_no_history_round() -> None:
    item = trace(
        version("02-10", "A1 open"), version("02-08", "A1 in-progress"), version("02-20", "A1 done")
    )
    assert changes(item) == [("02-10", "open"), ("02-10", "in-progress"), ("02-20", "done")]


def test_a_clock_far_in_the_future_moves_nothing_of_today() -> None:
    item = trace(
        version("02-10", "A1 open"),
        version("12-24", "A1 in-progress"),
        version("02-20", "A1 done"),
        as_of=day("03-16"),
    )
    assert changes(item) == [("02-10", "open"), ("02-20", "done")]


def test_items_of_a_postmortem_that_got_another_id_keep_what_they_were_before() -> None:
    """It was PM-2026-004 until 10 February, and PM-2026-001 is another postmortem all along."""
    versions = [
        version("02-01", "A1 open 03-01", of="PM-2026-004"),
        version("02-02", "A1 open 05-01"),
        version("02-05", "A1 in-progress 03-08", "A2 open", of="PM-2026-004"),
        version("02-10", "A1 in-progress 03-08", "A2 open", of="PM-2026-012"),
        version("02-20", "A1 done 03-15", of="PM-2026-012"),
    ]
    names = {"PM-2026-012": ("search-outage", "PM-2026-004"), "PM-2026-001": ("PM-2026-012",)}
    found = trace_items(follow_renames(versions, names), LATER)
    assert set(found) == {"PM-2026-001-A1", "PM-2026-012-A1", "PM-2026-012-A2"}
    item = found["PM-2026-012-A1"]
    assert changes(item) == [("02-01", "open"), ("02-05", "in-progress"), ("02-20", "done")]
    assert moves(item) == [("02-05", "03-01", "03-08", 7), ("02-20", "03-08", "03-15", 7)]
    assert found["PM-2026-012-A2"].appeared == day("02-05")
    assert found["PM-2026-001-A1"].appeared == day("02-02")


def test_a_rename_there_and_back_is_one_history_in_the_order_of_its_versions() -> None:
    """In progress twice, with a state between under the other id; moved under it and moved back.

    On the day of the way back it was due on 9 April for a while, which was never in force.
    """
    versions = [
        version("02-01", "A1 in-progress 03-01"),
        version("02-05", "A1 in-progress 03-01", of="PM-2026-009"),
        version("02-10", "A1 open 03-31", of="PM-2026-009"),
        version("02-20", "A1 open 04-09", of="PM-2026-009"),
        version("02-20", "A1 in-progress 03-01"),
    ]
    names = {"PM-2026-001": ("PM-2026-009",)}
    (item,) = trace_items(follow_renames(versions, names), LATER).values()
    assert item.id == "PM-2026-001-A1"
    assert changes(item) == [("02-01", "in-progress"), ("02-10", "open"), ("02-20", "in-progress")]
    assert moves(item) == [("02-10", "03-01", "03-31", 30), ("02-20", "03-31", "03-01", -30)]
    assert item.due_on(day("02-20")) == day("03-01")
