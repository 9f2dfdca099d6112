from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.brief import BriefView, view_brief
from mkdocs_postmortems.views.leading import text_of
from mkdocs_postmortems.views.quarter import view_quarter

from ..documents import postmortem
from ..libraries import four, load

DECLINED = """\
| ID | Item | Owner | Priority | Due Date | Status | Closed | Note |
|---|---|---|---|---|---|---|---|
""" + "".join(
    f"| A{n} | Item {n} | Discovery Team | P1 | 2026-02-08 | wont-do | 2026-02-{n:02d} | Why {n} |\n"
    for n in range(1, 8)
)


def brief_of(library: Library) -> BriefView:
    return view_brief(view_quarter("2026-Q1", library), library)


def test_the_investment_has_its_incidents_and_what_is_open_against_it() -> None:
    """Growth led 2026-Q1; the draft has A1 and A3 open, January its A2, overdue."""
    view = brief_of(four())
    found = view.investment
    assert found is not None
    assert [ref.title for ref in found.leaders] == ["Growth without a limit"]
    assert [row.incident.key for row in found.incidents] == ["PM-2026-002", "PM-2026-001"]
    assert [item.id for item in found.open] == [
        "PM-2026-001-A2", "PM-2026-002-A1", "PM-2026-002-A3",
    ]  # fmt: skip
    assert found.open[0].note == "Overdue by 8 days"
    assert found.state == "5 action items of these incidents: 1 done, 3 open, 1 declined."


def test_what_was_declined_stands_with_its_reason_the_newest_five() -> None:
    view = brief_of(load([postmortem({"Action Items": DECLINED})]).library)
    assert [(item.id, item.note) for item in view.declined] == [
        (f"PM-2026-001-A{n}", f"Why {n}") for n in (7, 6, 5, 4, 3)
    ]
    assert view.more_declined == 2


def test_fewer_postmortems_are_no_better_and_both_numbers_are_there() -> None:
    view = brief_of(four())
    assert view.published == "2 incidents of 2026-Q1 were written up, 1 of 2025-Q4."
    assert view.days == "1 January to 31 March 2026"
    assert view.is_running


def test_nothing_is_named_where_nothing_came_back() -> None:
    view = brief_of(load([postmortem()]).library)
    assert view.investment is None
    assert text_of(view.sentence).startswith("With 1 incident nothing can have come back")
