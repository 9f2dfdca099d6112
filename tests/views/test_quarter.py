from __future__ import annotations

from dataclasses import replace
from datetime import date

from mkdocs_postmortems.core.library import build_library
from mkdocs_postmortems.views.behind import BehindRow
from mkdocs_postmortems.views.leading import text_of
from mkdocs_postmortems.views.quarter import QuarterView, view_quarter

from ..documents import postmortem
from ..libraries import SETTINGS, four, load


def behind(view: QuarterView) -> dict[str, BehindRow]:
    return {row.anchor: row for found in view.behind for row in found.rows}


def test_figures_have_their_incidents_behind_them() -> None:
    view = view_quarter("2026-Q1", four())
    lists = behind(view)
    assert [i.key for i in lists["root-causes-capacity"].incidents] == ["PM-2026-001"]
    assert [i.key for i in lists["factors-unbounded-growth"].incidents] == [
        "PM-2026-002",
        "PM-2026-001",
    ]
    for table in view.tables:
        for row in table.rows:
            if row.count:
                assert len(lists[row.anchor].incidents) == row.count
        if table.unknown:
            assert len(lists[table.unknown_anchor].incidents) == table.unknown


def test_anchors_are_given_once() -> None:
    for quarter in ("2025-Q4", "2026-Q1"):
        view = view_quarter(quarter, four())
        anchors = [row.anchor for found in view.behind for row in found.rows]
        assert len(anchors) == len(set(anchors))


def test_near_misses_stand_beside_the_incidents_with_what_stopped_them() -> None:
    view = view_quarter("2026-Q1", four())
    assert (view.total, view.near_misses, view.drafts) == (2, 1, 1)
    assert [(row.incident.key, row.stopped_by) for row in view.near_miss_rows] == [
        ("PM-2026-003", "Raised the limit of the thread pool")
    ]
    assert "PM-2026-003" not in [row.incident.key for row in view.rows]


def test_a_quarter_tells_whether_it_was_reviewed() -> None:
    library = four()
    assert view_quarter("2025-Q4", library).reviewed == (
        "Not reviewed yet, or nobody has noted it in library.yml."
    )
    assert view_quarter("2026-Q1", library).reviewed == (
        "The quarter is not over, so nothing here is final."
    )
    noted = "quarterly_reviews: {2025-Q4: 2026-01-15, 2026-Q1: 2026-04-10}\n"
    documents = [postmortem(), postmortem(id="PM-2025-001", date="2025-11-20")]
    library = load(documents, settings=SETTINGS + noted).library
    assert view_quarter("2025-Q4", library).reviewed == "Reviewed on 15 January 2026."
    assert view_quarter("2026-Q1", library).reviewed == "To be reviewed on 10 April 2026."


def test_the_running_quarter_is_marked() -> None:
    library = four()
    assert view_quarter("2026-Q1", library).is_running
    assert not view_quarter("2025-Q4", library).is_running


def test_the_meeting_is_given_what_there_is_to_decide() -> None:
    """Late: the draft of 3 February; not detected as wanted: none; unknown: its detection."""
    told = [text_of(question) for question in view_quarter("2026-Q1", four()).agenda]
    assert told == [
        "What would remove Growth without a limit, which was in 2 incidents? Is it worth more "
        "than what is planned?",
        "The cause of PM-2026-001 came back: is what was agreed against it done, and does it hold?",
        "2 overdue action items: what is in the way of each, and which are no longer worth doing?",
        "1 late postmortem: what took the time, the meeting, the review or the load?",
        "1 near miss: would what stopped it stop it again, and elsewhere?",
        "Not known yet, of 2 incidents: the detection of 1.",
    ]


def test_the_meeting_is_asked_about_several_leaders_in_the_plural() -> None:
    both = "[unbounded-growth, staging-parity]"
    documents = [postmortem(id=f"PM-2026-00{n}", contributing_factors=both) for n in (1, 2)]
    first = text_of(view_quarter("2026-Q1", load(documents).library).agenda[0])
    assert first.startswith(
        "What would remove Growth without a limit and Staging did not match production, which "
        "were in 2 incidents?"
    )


def test_a_quarter_without_incidents_has_its_page() -> None:
    near = postmortem(kind="near-miss", severity=None, potential_severity="SEV-1")
    view = view_quarter("2026-Q1", load([near]).library)
    assert (view.total, view.rows, view.factors, view.detection, view.dots) == (
        0, (), None, None, None,
    )  # fmt: skip
    assert [row.median for row in view.durations] == ["unknown"] * 4


def test_a_quarter_that_has_not_begun_has_no_action_items() -> None:
    library = load([postmortem(date="2062-01-08")]).library
    assert view_quarter("2062-Q1", library).actions is None


def test_quarters_lead_to_their_neighbours_that_have_postmortems() -> None:
    view = view_quarter("2025-Q4", four())
    assert view.next is not None
    assert (view.previous, view.next.key, view.before) == (None, "2026-Q1", None)
    later = view_quarter("2026-Q1", four())
    assert later.before is not None
    assert later.before.key == "2025-Q4"


def test_another_incident_leaves_the_page_of_another_quarter_as_it_was() -> None:
    """Of 2026-Q1, whose items of 2025-Q4 are no others than before."""
    library = four()
    newer = replace(library.postmortems[1], id="PM-2025-009", date=date(2025, 4, 2), actions=())
    more = build_library([*library.postmortems, newer], library.settings, library.as_of)
    assert view_quarter("2026-Q1", more) == view_quarter("2026-Q1", library)
