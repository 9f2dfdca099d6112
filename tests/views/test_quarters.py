from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.charts import RowChart
from mkdocs_postmortems.views.quarters import QuartersView, view_quarters
from mkdocs_postmortems.views.value_keys import pick_letters

from ..documents import postmortem
from ..libraries import four, load


def sentence(view: QuartersView) -> str:
    return "".join(piece.text for piece in view.persistence.sentence)


def incidents(*rows: tuple[str, str, str]) -> Library:
    """An incident for each day with its cause and factors, in a library without words of its own."""
    texts = [
        postmortem(
            id=f"PM-{day[:4]}-{number:03d}",
            date=day,
            category=cause or None,
            contributing_factors=f"[{factors}]",
        )
        for number, (day, cause, factors) in enumerate(rows, start=1)
    ]
    return load(texts, settings="").library


def causes_of(view: QuartersView) -> RowChart:
    return view.charts[0].chart


def test_each_quarter_stands_in_a_line_with_what_led_in_it() -> None:
    newest, oldest = view_quarters(four()).rows
    assert (newest.quarter.key, newest.total, newest.near_misses, newest.drafts) == (
        "2026-Q1", 2, 1, 1,
    )  # fmt: skip
    assert newest.root_cause is not None
    assert len(newest.root_cause.terms) == 2
    assert (newest.root_cause.count, newest.root_cause.percent) == (1, 50)
    assert newest.factor is not None
    assert [term.key for term in newest.factor.terms] == ["unbounded-growth"]
    assert (oldest.quarter.key, oldest.total) == ("2025-Q4", 1)


def test_what_led_in_a_quarter_leads_to_its_incidents_there() -> None:
    newest, oldest = view_quarters(four()).rows
    leaders = (newest.factor, newest.root_cause, oldest.root_cause, oldest.detection)
    refs = [leader.behind for leader in leaders if leader]
    assert [ref and (ref.key, ref.anchor) for ref in refs] == [
        ("2026-Q1", "factors-unbounded-growth"),
        ("2026-Q1", "pm-root-causes"),
        ("2025-Q4", "root-causes-capacity"),
        ("2025-Q4", "detection-automated-alerting"),
    ]


def test_a_quarter_says_when_it_was_reviewed() -> None:
    library = four()
    reviewed = {"2025-Q4": date(2026, 1, 15)}
    told = replace(library, settings=replace(library.settings, quarterly_reviews=reviewed))
    assert [row.reviewed for row in view_quarters(library).rows] == ["not over", "not yet"]
    assert [row.reviewed for row in view_quarters(told).rows] == ["not over", "2026-01-15"]


def test_a_review_of_the_future_is_planned() -> None:
    library = four()
    reviews = {"2026-Q1": date(2026, 4, 15), "2025-Q4": date(2026, 3, 17)}
    planned = replace(library, settings=replace(library.settings, quarterly_reviews=reviews))
    assert [row.reviewed for row in view_quarters(planned).rows] == [
        "planned for 2026-04-15", "planned for 2026-03-17",
    ]  # fmt: skip


def test_a_cause_that_nobody_has_found_persists_in_nothing() -> None:
    days = ("2025-07-05", "2025-07-06", "2025-10-05", "2025-10-06", "2025-10-07")
    causes = ("undetermined", "undetermined", "undetermined", "undetermined", "data")
    view = view_quarters(incidents(*((d, c, "") for d, c in zip(days, causes, strict=True))))
    assert sentence(view).endswith(
        "No root cause occurred twice in any of the last 2 complete quarters."
    )
    newest, oldest = view.rows
    assert newest.root_cause is not None
    assert [term.key for term in newest.root_cause.terms] == ["data"]
    assert (newest.root_cause.count, newest.root_cause.percent) == (1, 33)
    assert oldest.root_cause is None


def test_quarters_without_incidents_between_are_not_passed_over_in_silence() -> None:
    days = ("2019-01-05", "2019-01-06", "2025-10-05", "2025-10-06")
    view = view_quarters(incidents(*((day, "", "a") for day in days)))
    assert sentence(view).startswith(
        "“a” (in 2) was among the three most frequent contributing factors in most of the last 2 "
        "complete quarters with incidents."
    )


def test_the_running_quarter_is_marked_and_leads_nothing() -> None:
    view = view_quarters(four())
    assert [row.quarter.title for row in view.rows] == ["2026-Q1 so\u00a0far", "2025-Q4"]
    assert sentence(view) == (
        "No contributing factor occurred twice in the one complete quarter. "
        "No root cause occurred twice in the one complete quarter."
    )


def test_the_sentence_names_what_led_in_most_quarters() -> None:
    view = view_quarters(
        incidents(
            ("2025-04-05", "capacity", "a, b"),
            ("2025-05-05", "data", "a"),
            ("2025-07-05", "capacity", "a"),
            ("2025-08-05", "capacity", "a, b"),
            ("2025-10-05", "data", "b"),
            ("2025-11-05", "data", "b"),
        )
    )
    assert sentence(view) == (
        "“a” (in 2) was among the three most frequent contributing factors in most of the last 3 "
        "complete quarters. No root cause was among the three most frequent in more than one of "
        "the last 3 complete quarters."
    )
    linked = [piece.ref for piece in view.persistence.sentence if piece.ref]
    assert [(ref.kind, ref.key) for ref in linked] == [("factor", "a")]


def test_the_sentence_says_that_nothing_persists() -> None:
    days = ("2025-01", "2025-04", "2025-07", "2025-10")
    factors = ("a", "a", "b", "c")
    rows = [
        (f"{month}-{day}", "", factor)
        for month, factor in zip(days, factors, strict=True)
        for day in ("05", "06")
    ]
    assert sentence(view_quarters(incidents(*rows))) == (
        "Of the contributing factors, “a” was among the three most frequent in 2 of the last 4 "
        "complete quarters, and none in more. "
        "No root cause occurred twice in any of the last 4 complete quarters."
    )


def test_bars_share_one_scale_and_lead_to_the_incidents_behind_them() -> None:
    view = view_quarters(
        incidents(
            ("2025-01-05", "data", ""),
            ("2025-04-05", "capacity", ""),
            ("2025-04-06", "data", ""),
            ("2025-04-07", "data", ""),
            ("2025-04-08", "", ""),
        )
    )
    chart = causes_of(view)
    newest, oldest = chart.rows
    assert [(key.label, key.text, key.tone) for key in chart.keys] == [
        ("data", "D", 0), ("capacity", "C", 1),
    ]  # fmt: skip
    assert (newest.label, newest.value, oldest.value) == ("2025-Q2", "3", "1")
    widths = [mark.width for mark in newest.marks]
    assert widths == [66.67, 33.33]
    assert oldest.marks[0].width == 33.33
    assert newest.marks[0].says == "2025-Q2, data: 2 of 3 incidents (67\u00a0%)"
    ref = newest.marks[0].ref
    assert ref is not None
    assert (ref.kind, ref.key, ref.anchor) == ("quarter", "2025-Q2", "root-causes-data")
    causes = view.charts[0]
    assert (causes.unknown, causes.unknown_what) == (1, "the cause")
    assert [(q.quarter.key, q.quarter.anchor, q.count) for q in causes.unknown_quarters] == [
        ("2025-Q2", "root-causes-unknown-value", 1),
    ]  # fmt: skip


def test_the_rest_of_the_causes_stands_together_and_keeps_its_count() -> None:
    causes = [f"cause-{n}" for n in (*range(7), *range(7), 7, 8)]
    rows = [(f"2025-01-{n + 1:02d}", cause, "") for n, cause in enumerate(causes)]
    chart = causes_of(view_quarters(incidents(*rows)))
    assert [key.label for key in chart.keys[:7]] == [f"cause-{n}" for n in range(7)]
    assert [key.label for key in chart.keys[7:]] == ["Other (2 others)"]
    other = chart.rows[0].marks[-1]
    assert (other.tone, other.says) == (
        7, "2025-Q1, Other (2 others): 2 of 16 incidents (13\u00a0%)",
    )  # fmt: skip
    assert other.ref is not None
    assert other.ref.anchor == "pm-root-causes"


def test_detection_fills_the_width_of_every_quarter() -> None:
    found = view_quarters(four()).charts[-1]
    detection = found.chart
    for row in detection.rows:
        assert sum(mark.width for mark in row.marks) == 100
    newest, _ = detection.rows
    assert newest.marks[0].says == "2026-Q1, Automated alerting: 1 of 1 incident (100\u00a0%)"
    assert (found.unknown, found.unknown_what) == (1, "the way of detection")


def test_what_led_is_listed_with_the_quarters_in_which_it_did() -> None:
    factors = {"01": "a", "04": "b", "07": "a", "10": "a"}
    rows = [
        (f"2025-{month}-{day}", "", factor)
        for month, factor in factors.items()
        for day in ("05", "06")
    ]
    (field,) = view_quarters(incidents(*rows)).persistence.fields
    assert field.title == "Contributing factor"
    row, once = field.rows
    assert (row.term.kind, row.term.key, once.term.key) == ("factor", "a", "b")
    assert [(q.quarter.title, q.quarter.anchor, q.count) for q in row.quarters] == [
        ("2025-Q4", "factors-a", 2), ("2025-Q3", "factors-a", 2), ("2025-Q1", "factors-a", 2),
    ]  # fmt: skip


def test_five_are_named_and_the_others_are_in_the_list() -> None:
    factors = ", ".join("abcdefg")
    rows = [
        (f"2025-{month}-{day}", "", factors)
        for month in ("01", "04") for day in ("05", "06")
    ] + [(f"2025-{month}-05", "", "z") for month in ("07", "10")]  # fmt: skip
    view = view_quarters(incidents(*rows))
    assert sentence(view).startswith(
        "Of the contributing factors, “a”, “b”, “c”, “d”, “e” and 2 others were each among the "
        "three most frequent in 2 of the last 4 complete quarters, and none in more."
    )
    refs = [piece.ref for piece in view.persistence.sentence if piece.ref]
    assert (refs[-1].kind, refs[-1].anchor) == ("quarters", "pm-persistence")
    assert len(view.persistence.fields[0].rows) == 7


def test_charts_show_the_last_twelve_quarters_and_the_table_all() -> None:
    rows = [(f"{2020 + n // 4}-{1 + n % 4 * 3:02d}-05", "data", "a") for n in range(14)]
    view = view_quarters(incidents(*rows))
    assert (len(view.rows), view.charted) == (14, 12)
    assert [row.label for row in causes_of(view).rows][::11] == ["2023-Q2", "2020-Q3"]


def test_action_items_are_counted_at_the_end_of_each_quarter() -> None:
    """A2 of the first incident is open at the end of 2025; today four are, and three were closed
    on days that nobody says."""
    view = view_quarters(four())
    assert view.items is not None
    assert [[cell.text for cell in row] for row in view.items.table.rows] == [
        ["2026-Q1 so far", "4", "0"],
        ["2025-Q4", "1", "0"],
    ]
    assert view.closed_some_day == 3
    links = [row[1].ref for row in view.items.table.rows]
    assert [ref and (ref.kind, ref.key) for ref in links] == [
        ("actions", ""), ("review", "2025-12"),
    ]  # fmt: skip


def test_what_was_closed_before_the_first_quarter_shown_is_in_the_line() -> None:
    actions = (
        "| ID | Item | Owner | Priority | Due Date | Status | Closed |\n|---|---|---|---|---|---|---|\n"
        "| A1 | Bound the queue | Discovery | P1 | 2015-03-01 | done | 2015-02-20 |\n"
        "| A2 | Alert on it | Discovery | P1 | 2025-03-01 | done | 2025-12-31 |\n"
    )
    old = postmortem({"Action Items": actions}, id="PM-2015-001", date="2015-01-08")
    items = view_quarters(load([old]).library).items
    assert items is not None
    counts = {row[0].text: (row[1].text, row[2].text) for row in items.table.rows}
    assert len(counts) == 12
    assert counts["2023-Q2"] == ("1", "1")
    assert (counts["2025-Q3"], counts["2025-Q4"]) == (("1", "1"), ("0", "2"))


def test_an_empty_library_has_nothing_to_compare() -> None:
    view = view_quarters(load([]).library)
    assert (view.rows, view.charts, view.items, view.years.rows) == ((), (), None, ())


@given(st.lists(st.text("abcé ", min_size=1), max_size=8))
def test_every_value_has_a_letter_of_its_own(titles: list[str]) -> None:
    letters = pick_letters(titles)
    assert len(set(letters)) == len(titles)
    assert all(len(letter) == 1 for letter in letters)


def test_a_letter_is_the_titles_own_where_it_can_be() -> None:
    assert pick_letters(["Capacity", "Configuration", "Testing", "T"]) == ("C", "O", "T", "A")
