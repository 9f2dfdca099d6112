from __future__ import annotations

from datetime import date

from mkdocs_postmortems.views.home import view_home
from mkdocs_postmortems.views.leading import text_of

from ..documents import postmortem
from ..libraries import four, load, on_day, with_register


def test_home_tells_what_needs_attention() -> None:
    view = view_home(four())
    assert (view.overdue, view.due_soon, view.open_actions) == (2, 1, 4)
    assert [row.id for row in view.urgent] == ["PM-2025-001-A2", "PM-2026-001-A2"]
    assert [row.incident.key for row in view.unfinished] == ["PM-2026-002"]
    assert view.counts == "3 incidents and 1 near miss"


def test_home_shows_the_newest_first_and_the_current_quarter() -> None:
    view = view_home(four())
    assert [row.incident.key for row in view.latest] == [
        "PM-2026-003", "PM-2026-002", "PM-2026-001", "PM-2025-001",
    ]  # fmt: skip
    running, before = view.quarters
    assert running.ref is not None
    assert before.ref is not None
    assert (running.ref.key, before.ref.key) == ("2026-Q1", "2025-Q4")
    assert (running.is_running, before.is_running) == (True, False)
    assert running.counts == "2 incidents and 1 near miss"
    assert text_of(running.sentence).startswith(
        "Growth without a limit contributed to 2 of 2 incidents (100\u00a0%)"
    )


def test_home_says_which_documents_are_missing_and_why() -> None:
    view = view_home(load([postmortem(), "---\ntitle: Open\n"]).library)
    assert [row.path for row in view.left_out] == ["incidents/1.md"]
    assert view.left_out[0].reasons == ("line 1: the front matter is not closed",)


def test_home_of_an_empty_library_has_no_quarter() -> None:
    view = view_home(load([]).library)
    assert (view.quarters, view.latest, view.counts) == ((), (), "no incidents")


def test_this_quarter_is_the_one_of_today_whatever_the_dates_of_incidents() -> None:
    """An incident of 2026-Q1 and one whose year is a slip, seen in 2026-Q3."""
    documents = [postmortem(), postmortem(id="PM-2026-002", date="2062-01-08")]
    view = view_home(load(documents, as_of=date(2026, 7, 1)).library)
    assert [(line.name, line.ref, line.counts) for line in view.quarters] == [
        ("2026-Q3", None, "no incidents"),
        ("2026-Q2", None, "no incidents"),
    ]
    view = view_home(load(documents, as_of=date(2026, 4, 1)).library)
    assert [(line.name, line.counts) for line in view.quarters] == [
        ("2026-Q2", "no incidents"),
        ("2026-Q1", "1 incident"),
    ]


def test_home_counts_what_is_owed_a_postmortem_and_what_of_it_is_late() -> None:
    """Of the four, the draft of 3 February is late; INC-1 ended yesterday."""
    library = with_register(four(), on_day(date(2026, 3, 15), id="INC-1", severity="SEV-1"))
    view = view_home(library)
    assert (view.owed, view.owed_late) == (2, 1)
