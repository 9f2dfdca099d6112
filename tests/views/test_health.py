from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from mkdocs_postmortems.core.citing_text import CitingText
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.page_views import PageViews, add_up
from mkdocs_postmortems.pages import Addresses, plan_pages
from mkdocs_postmortems.rendering import Renderer, find_overrides
from mkdocs_postmortems.views.health import HealthView, view_health
from mkdocs_postmortems.views.health_figures import Figure, HealthSection
from mkdocs_postmortems.views.reference import Ref

from ..documents import postmortem
from ..libraries import SETTINGS, four, load, on_day, with_register

HUMAN_ERROR = {"Root Cause": "Human error: the wrong flag was passed to the tool."}


def many(count: int, first: int = 1, **fields: Any) -> list[str]:
    return [
        postmortem(id=f"PM-2026-{n:03d}", title=f"Case {n}", **fields)
        for n in range(first, first + count)
    ]


def section(view: HealthView, identifier: str) -> HealthSection:
    return next(one for one in view.sections if one.id == identifier)


def figures(view: HealthView) -> Mapping[str, Figure]:
    return {figure.id: figure for one in view.sections for figure in one.figures}


def values(library: Library) -> dict[str, str]:
    return {name: figure.value for name, figure in figures(view_health(library)).items()}


def rows(found: HealthSection, table: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in found.tables[table].rows]


def render(library: Library, authored: frozenset[str] = frozenset()) -> str:
    addresses = Addresses(directory_urls=True)
    (page,) = (p for p in plan_pages(library, addresses, authored) if p.ref.kind == "health")
    return Renderer([find_overrides()], addresses).render(page)


def test_the_five_stand_in_the_order_of_the_handbook_each_with_its_figure() -> None:
    view = view_health(four())
    assert [(one.title, one.glance.whole, one.glance.last) for one in view.sections] == [
        ("Human error as the root cause", "not shown", "not shown"),
        # A1 and A2 of PM-2025-001 were due in February 2026; that quarter is not over.
        ("No follow-through", "nothing to count yet", "nothing to count yet"),
        ("Only SEV-1s are written up", "1 of 3 (33\u00a0%)", "1 of 1"),
        ("Blame disguised as blamelessness", "not shown", "not shown"),
        ("Written, but never read", "1 of 3 (33\u00a0%)", "1 of 1"),
    ]
    assert [one.glance.change for one in view.sections] == [
        "too few to tell", "nothing to compare", "too few to tell", "not compared",
        "too few to tell",
    ]  # fmt: skip
    assert (view.last_quarter, view.quarter_before) == ("2025-Q4", "2025-Q3")
    assert json.dumps(asdict(view))


def test_an_empty_library_says_what_there_is_not() -> None:
    assert values(load([]).library) == {
        "systems": "no final postmortem yet",
        "on-time": "none was due yet",
        "overdue": "no open items",
        "slipped": "no open items",
        "recurred": "none",
        "severest-share": "no postmortem yet",
        "near-miss-count": "0 beside no incidents",
        "milder": "unknown",
        "findings": "no final postmortem yet",
        "linked": "no final postmortem yet",
        "opened": "unknown",
        "published": "none was due yet",
        "reviewed": "none yet",
    }
    assert render(load([]).library)


def test_causes_are_told_by_quarter_and_small_quarters_kept_back() -> None:
    texts = [
        *many(4, date="2025-11-20"),
        *many(3, 5),
        *(postmortem(HUMAN_ERROR, id=f"PM-2026-{n:03d}", title=f"Case {n}") for n in (8, 9)),
    ]
    view = view_health(load(texts).library)
    found = section(view, "human-error")
    assert rows(found) == [["2026-Q1, so far", "3 of 5"], ["2025-Q4", "not shown"]]
    (figure,) = found.figures
    assert figure.value == "3 of 5 (60\u00a0%)"
    assert figure.remarks == (
        "Quarters with fewer than 5 such postmortems are not shown: a figure would point at one "
        "document.",
        "The whole is without 4 postmortems, which would otherwise be what is left when the "
        "quarters are taken from it.",
    )
    assert rows(section(view, "blame")) == [["2026-Q1, so far", "2 in 5"], ["2025-Q4", "not shown"]]


def test_that_no_cause_of_a_quarter_names_a_system_is_never_told_nor_drawn() -> None:
    texts = [
        *many(6, date="2025-05-20"),
        *many(6, 11, date="2025-08-20"),
        *(
            postmortem(HUMAN_ERROR, id=f"PM-2026-{n:03d}", title=f"Case {n}", date="2025-11-20")
            for n in range(21, 26)
        ),
    ]
    found = section(view_health(load(texts).library), "human-error")
    assert rows(found) == [
        ["2026-Q1, so far", "none"], ["2025-Q4", "fewer than 3 of 5"], ["2025-Q3", "6 of 6"],
        ["2025-Q2", "6 of 6"],
    ]  # fmt: skip
    (figure,) = found.figures
    # 12 of 17 would tell that it is none of the five.
    assert (figure.value, found.glance.whole) == ("12 of 12 (100\u00a0%)",) * 2
    assert (found.glance.last, found.glance.change) == ("fewer than 3 of 5", "not compared")
    assert figure.remarks == (
        "Of a quarter in which fewer than 3 name a system, only that is told, and it is not "
        "compared: none would say of each document that its cause does not.",
        "The whole is without 5 postmortems, which would otherwise be what is left when the "
        "quarters are taken from it.",
    )
    assert found.chart is not None
    (line,) = found.chart.lines
    assert [(mark.left, mark.top, mark.says, mark.ref) for mark in line.points] == [
        (0.0, 0, "2025-Q2, Name a system: 6 of 6 (100\u00a0%)", None),
        (33.33, 0, "2025-Q3, Name a system: 6 of 6 (100\u00a0%)", None),
    ]
    only = section(view_health(load(texts[-5:]).library), "human-error")
    assert (only.figures[0].value, only.chart) == ("not shown", None)
    assert rows(only)[1] == ["2025-Q4", "fewer than 3 of 5"]


def test_findings_are_drawn_for_every_ten_postmortems_as_quarters_have_not_equally_many() -> None:
    texts = [
        *many(10, date="2025-08-20"),
        *many(16, 11, date="2025-11-20"),
        *(postmortem(HUMAN_ERROR, id=f"PM-2026-{n:03d}", title=f"Case {n}", date="2025-11-20")
          for n in range(31, 35)),
    ]  # fmt: skip
    chart = section(view_health(load(texts).library), "blame").chart
    assert chart is not None
    (line,) = chart.lines
    # 4 in 20 are 2 in every 10, at the top of a scale from 0 to 2.
    assert [tick.label for tick in chart.up] == ["0", "1", "2"]
    assert [(mark.top, mark.says) for mark in line.points] == [
        (chart.height, "2025-Q3, Findings: 0 in 10"), (0, "2025-Q4, Findings: 4 in 20"),
    ]  # fmt: skip


def test_no_document_is_named_with_what_it_says_about_language() -> None:
    texts = [
        postmortem(HUMAN_ERROR, id=f"PM-2026-{n:03d}", title=f"Case {n}") for n in range(1, 13)
    ]
    view = view_health(load(texts).library)
    for name in ("human-error", "blame"):
        said = json.dumps(asdict(section(view, name)))
        assert "PM-2026" not in said
        assert "Case" not in said


def test_a_rule_that_is_off_and_causes_that_cannot_be_read_are_said() -> None:
    off = load(many(5), settings=f"{SETTINGS}rules: {{PM501: off}}\n").library
    assert values(off)["systems"] == "unknown"
    assert figures(view_health(off))["systems"].remarks == (
        "Nobody can tell, as PM501 is switched off in library.yml.",
    )
    assert figures(view_health(off))["findings"].remarks[0] == (
        "Without what PM501 would find, as PM501 is switched off in library.yml."
    )
    mute = [*many(5), postmortem({"Root Cause": None}, id="PM-2026-006", title="Case 6")]
    assert figures(view_health(load(mute).library))["systems"].remarks[0] == (
        "In no figure here: 1 final postmortem without a cause that can be read."
    )


def test_two_quarters_are_compared_with_their_counts_and_the_verdict() -> None:
    texts = [
        *many(10, date="2025-08-20", severity="SEV-2"),
        *many(5, 11, date="2025-11-20", severity="SEV-1"),
        *many(5, 16, date="2025-11-20", severity="SEV-2"),
    ]
    found = section(view_health(load(texts).library), "coverage")
    assert found.glance.change == "more than chance would bring"
    assert found.figures[0].remarks == (
        "0 of 10 in 2025-Q3, 5 of 10 in 2025-Q4: more often now than chance would bring.",
    )
    fewer = section(view_health(load(texts[1:]).library), "coverage")
    assert fewer.figures[0].remarks == (
        "0 of 9 in 2025-Q3, 5 of 10 in 2025-Q4: too few to call it a change.",
    )


def test_items_lead_to_their_lists() -> None:
    found = figures(view_health(four()))
    # A1 of PM-2026-002 is due on 20 March; A2 of the others was on 8 March.
    assert found["overdue"].value == "2 of 4 open items"
    assert [(way.ref.kind, way.query) for way in found["overdue"].ways] == [
        ("actions", "?due=overdue")
    ]
    assert found["recurred"].value == "1 item"
    assert [(way.ref.key, way.ref.title) for way in found["recurred"].ways] == [
        ("PM-2025-001", "PM-2025-001-A2"), ("PM-2026-001", "open at PM-2026-001"),
    ]  # fmt: skip


def test_figures_of_a_quarter_lead_to_lists_of_twenty_or_to_the_page_that_has_them() -> None:
    rows = "".join(
        f"| A{n} | Case {n} | Discovery | P1 | 2025-12-10 | done | 2025-12-0{n % 9 + 1} |\n"
        for n in range(1, 26)
    )
    head = "| ID | Item | Owner | Priority | Due Date | Status | Closed |\n|---|---|---|---|---|---|---|\n"
    waits = "| A26 | Try `flush` | Discovery | P1 | 2025-08-10 | open | |\n"
    library = load(
        [
            postmortem({"Action Items": head + rows + waits}, id="PM-2025-001", date="2025-05-20"),
            postmortem(id="PM-2025-002", title="Later", date="2025-11-20"),
        ]
    ).library
    found = section(view_health(library), "follow-through")
    assert found.by_quarter is not None
    lists = {row.anchor: row for row in found.by_quarter.rows}
    done = lists["pm-items-on-time-2025-Q4"]
    assert (done.count, len(done.incidents), done.more) == (25, 20, 5)
    assert [(ref.key, ref.title, ref.anchor) for ref in done.incidents[:1]] == [
        ("PM-2025-001", "A1: Case 1", "a1")
    ]
    # The first column is the quarter; the third is what was overdue at its end.
    overdue = {row[0].text: row[2] for row in found.tables[0].rows}
    assert {quarter: cell.text for quarter, cell in overdue.items()} == {
        # In the second quarter all were open and none due; A1 to A25 were closed in December, and
        # A2 of the other postmortem was due on 8 March.
        "2026-Q1, so far": "2 of 2", "2025-Q4": "1 of 2", "2025-Q3": "1 of 26", "2025-Q2": "0 of 26",
    }  # fmt: skip
    assert overdue["2025-Q4"].ref == Ref(
        kind="quarter", key="2025-Q4", title="2025-Q4", anchor="actions-overdue"
    )
    # Of a quarter without a postmortem there is no page, so that the page has the list itself.
    assert overdue["2025-Q3"].ref == Ref(kind="health", anchor="pm-items-overdue-2025-Q3")
    assert [ref.title for ref in lists["pm-items-overdue-2025-Q3"].incidents] == ["A26: Try flush"]
    assert overdue["2025-Q2"].ref is None
    assert "and 5 more" in render(library)


def test_a_chart_has_a_point_for_each_quarter_with_something_to_count_and_leads_to_its_list() -> (
    None
):
    texts = [
        *many(1, date="2025-05-20", severity="SEV-1"),
        *many(2, 2, date="2025-11-20", severity="SEV-2"),
    ]
    chart = section(view_health(load(texts).library), "coverage").chart
    assert chart is not None
    (line,) = chart.lines
    assert [(mark.left, mark.top, mark.says) for mark in line.points] == [
        (0.0, 0, "2025-Q2, SEV-1: 1 of 1 (100\u00a0%)"),
        (66.67, chart.height, "2025-Q4, SEV-1: 0 of 2 (0\u00a0%)"),
    ]
    assert line.stretches == ()  # nothing happened in the quarter between them
    assert [mark.ref.anchor if mark.ref else "" for mark in line.points] == [
        "pm-severest-2025-Q2", "",
    ]  # fmt: skip
    html = render(load(texts).library)
    assert 'id="pm-coverage-chart"' in html
    assert "As a table" not in html
    one_quarter = section(view_health(load(texts[1:]).library), "coverage")
    assert one_quarter.chart is None


def test_without_a_register_coverage_says_so_and_with_one_it_is_by_severity() -> None:
    found = figures(view_health(four()))["milder"]
    assert (found.value, found.remarks[0][:29]) == ("unknown", "There is no register of incid")
    day = date(2026, 3, 4)
    view = view_health(
        with_register(
            load([postmortem(incidents="[INC-1]")]).library,
            on_day(day, id="INC-1", severity="SEV-2"),
            on_day(day, id="INC-2", severity="SEV-2"),
            on_day(day, id="INC-3", severity="SEV-1"),
        )
    )
    assert figures(view)["milder"].value == "1 of 2 (50\u00a0%)"
    coverage = section(view, "coverage")
    assert rows(coverage, 1) == [
        ["SEV-1, critical", "0", "1", "1"], ["SEV-2, major", "1", "1", "2"],
    ]  # fmt: skip


def test_what_nothing_leads_to_and_nobody_opened_is_listed_and_the_list_is_linked() -> None:
    views = add_up([("/incidents/PM-2025-001/", 3)])
    view = view_health(replace(four(), page_views=views))
    reading = section(view, "reading")
    assert [(b.id, [row.incident.key for row in b.rows]) for b in reading.behind] == [
        ("linked-documents", ["PM-2025-001"]),
        ("never-linked", ["PM-2026-003", "PM-2026-001"]),
        ("never-opened", ["PM-2026-003", "PM-2026-001"]),
        ("opened-documents", ["PM-2025-001"]),
        ("still-to-come", ["PM-2026-002"]),
    ]
    assert [(way.ref.title, way.ref.anchor) for way in figures(view)["linked"].ways] == [
        ("2 that nothing leads to", "pm-never-linked"),
        ("1 that something leads to", "pm-linked-documents"),
    ]
    assert figures(view)["opened"].value == "1 of 3 (33\u00a0%)"
    assert rows(reading) == [
        # Of PM-2026-002, a draft, the deadline is over; the others do not say when they came.
        ["2026-Q1, so far", "0 of 2", "0 of 2", "0 of 1", "not over"],
        ["2025-Q4", "1 of 1", "1 of 1", "none", "never"],
    ]


def test_a_long_list_has_fifty_rows_and_says_how_many_more_there_are() -> None:
    view = view_health(load(many(60)).library)
    (behind,) = (b for b in section(view, "reading").behind if b.id == "never-linked")
    assert (behind.total, len(behind.rows), behind.more) == (60, 50, 10)
    assert "there are 10 more" in render(load(many(60)).library)


def test_the_table_begins_with_what_is_counted_and_says_which_way_is_good() -> None:
    found = [(one.glance.counted, one.glance.aim) for one in view_health(four()).sections]
    assert found == [
        ("Causes that name a system, not a person", "more is better"),
        ("Items done by the day on which they were first due", "more is better"),
        ("Share of SEV-1 among postmortems of incidents", "less is better"),
        ("Findings about language in final postmortems", "fewer is better"),
        ("Postmortems that something leads to", "more is better"),
    ]
    page = render(four())
    assert page.index(">Causes that name a system, not a person</a>") < page.index(
        "Human error as the root cause; more is better"
    )


def test_a_library_whose_lists_are_empty_has_a_page_about_health_like_any_other() -> None:
    lists = (
        "severities", "categories", "detection_methods", "triggers", "contributing_factors",
        "services", "teams",
    )  # fmt: skip
    empty = "".join(f"{name}: []\n" for name in lists)
    library = with_register(
        load(many(2, severity=None), settings=empty).library, on_day(date(2026, 3, 4), id="INC-1")
    )
    found = section(view_health(library), "coverage")
    assert found.title == "Only the worst is written up"
    assert found.figures[0].remarks[0] == (
        "library.yml has no severities, so nobody can tell which incidents are severe."
    )
    assert render(library)


def test_when_the_calendar_begins_there_is_no_quarter_to_compare_with() -> None:
    assert render(load(many(1, date="0001-01-01"), as_of=date(1, 1, 1)).library)


def test_of_an_empty_library_no_row_says_that_there_are_too_few() -> None:
    found = [one.glance for one in view_health(load([]).library).sections]
    assert {one.last for one in found} == {one.whole for one in found} == {"nothing to count yet"}
    assert {one.change for one in found} == {"nothing to compare", "not compared"}


def test_what_leads_to_a_postmortem_is_named_up_to_five_of_it() -> None:
    texts = [
        postmortem(),
        *(
            postmortem({"Summary": "As PM-2026-001."}, id=f"PM-2026-{n:03d}", title=f"Case {n}")
            for n in range(2, 9)
        ),
    ]
    page = CitingText(
        uri="onboarding.md",
        markdown="Read PM-2026-002 first.",
        title="New here",
        destination="onboarding/index.html",
    )
    known = load(texts).library
    view = view_health(replace(known, texts=(*known.texts, page)))
    behind = section(view, "reading").behind[0]
    assert (behind.id, behind.total) == ("linked-documents", 2)
    second, first = behind.rows
    assert [(ref.kind, ref.title) for ref in second.sources] == [("file", "New here")]
    assert len(first.sources) == 5
    assert {ref.kind for ref in first.sources} == {"incident"}
    assert first.more_sources == 2


def test_what_is_late_and_not_written_is_listed_and_leads_to_what_is_owed() -> None:
    library = with_register(
        four(), on_day(date(2026, 3, 4), id="INC-1", severity="SEV-1", title="Search fell over")
    )
    view = view_health(library)
    (behind,) = (b for b in section(view, "reading").behind if b.id == "still-to-come")
    assert [(row.incident.kind, row.id, row.incident.title) for row in behind.rows] == [
        ("owed", "INC-1", "Search fell over"), ("incident", "PM-2026-002", "Carts were emptied"),
    ]  # fmt: skip
    assert [way.ref.title for way in figures(view)["published"].ways] == [
        "2 that are still to come", "What is owed and late",
    ]  # fmt: skip
    assert "../owed/" in render(library)


def test_of_rows_that_cannot_be_used_the_page_says_so_and_claims_nothing_from_them() -> None:
    def opened(views: PageViews) -> tuple[str, str, list[str]]:
        figure = figures(view_health(replace(four(), page_views=views)))["opened"]
        return figure.value, figure.remarks[0], [way.ref.title for way in figure.ways]

    useless = "The file of page views has no row that can be used"
    value, remark, ways = opened(PageViews(left_out=3))
    assert (value, remark[: len(useless)], ways) == ("unknown", useless, ["PM901"])
    value, remark, ways = opened(add_up([("/search-fell-over/", 9)]))
    assert (value, remark[:29], ways) == ("unknown", "No row of the file of page vi", [])
    known = replace(add_up([("/incidents/PM-2025-001/", 3)]), left_out=3)
    assert opened(known) == (
        "1 of 3 (33\u00a0%)",
        "3 rows of the file of page views could not be used, so there may be more.",
        ["2 that have no view in the rows that can be used", "1 that somebody opened", "PM901"],
    )
    none = replace(load([]).library, page_views=known)
    assert values(none)["opened"] == "no final postmortem yet"


def test_reviews_and_deadlines_are_said_in_words() -> None:
    texts = [
        postmortem(severity="SEV-1", published="2026-02-01T10:00Z"),
        postmortem(id="PM-2026-002", title="Again", severity="SEV-1", status="draft"),
        postmortem(id="PM-2025-009", title="Before", date="2025-11-20"),
    ]
    reviewed = "quarterly_reviews: {2025-Q4: 2026-01-15}\n"
    found = figures(view_health(load(texts, settings=SETTINGS + reviewed).library))
    assert found["published"].value == "0 of 2 (0\u00a0%)"
    assert found["published"].remarks[0] == (
        "1 postmortem came after the deadline and 1 whose deadline is over is still to come."
    )
    assert found["reviewed"].value == "60 days ago, 15 January 2026"
    assert found["reviewed"].remarks == ("Reviewed: 1 of 1 complete quarters.",)
    never = figures(view_health(load(texts).library))["reviewed"]
    assert never.value == "none yet"
    assert never.remarks == (
        "Of 1 complete quarter with postmortems, 1 was never reviewed: 2025-Q4.",
    )


def test_each_section_says_how_it_misleads_what_to_do_and_where_the_handbook_tells_of_it() -> None:
    page = Ref(kind="authored", key="handbook/anti-patterns.md", title="Handbook")
    for one in view_health(four(), page).sections:
        assert len(one.misleads) >= 3
        assert one.remedy
        assert one.ways[0].ref.key == page.key
        assert one.ways[0].ref.anchor
    assert not any(
        way.ref.kind == "authored" for s in view_health(four()).sections for way in s.ways
    )
    assert "handbook" not in render(four())
    assert "../handbook/anti-patterns/#no-follow-through" in render(
        four(), frozenset({"handbook/anti-patterns.md"})
    )


def test_the_survey_asks_what_documents_cannot_show_and_names_its_source() -> None:
    found = section(view_health(four()), "blame")
    assert 6 <= len(found.questions) <= 8
    assert len(found.limits) == 4
    html = render(four())
    assert all(question in html for question in found.questions)
    assert "A. Edmondson" in html
