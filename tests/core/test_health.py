from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mkdocs_postmortems.core.comparison import Verdict
from mkdocs_postmortems.core.health import Tally, Trend, follow_trend, recent_quarters
from mkdocs_postmortems.core.health_coverage import measure_coverage
from mkdocs_postmortems.core.health_follow_through import measure_follow_through
from mkdocs_postmortems.core.health_language import measure_language
from mkdocs_postmortems.core.health_reading import measure_reading
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.page_views import PageViews, add_up

from ..documents import postmortem
from ..libraries import SETTINGS, four, load, on_day, with_register

HUMAN_ERROR = {"Root Cause": "Human error: the wrong flag was passed to the tool."}
PERSON = {"Root Cause": "The engineer forgot to set the limit of the queue."}
PERSON_ELSEWHERE = {"Impact": PERSON["Root Cause"]}
NO_CAUSE: dict[str, str | None] = {"Root Cause": None}


def documents(
    count: int, first: int, sections: Mapping[str, str | None] | None = None, **fields: str | None
) -> list[str]:
    """Postmortems from one number on, all alike."""
    return [
        postmortem(sections, id=f"PM-2026-{number:03d}", title=f"Case {number}", **fields)
        for number in range(first, first + count)
    ]


def library(*groups: list[str], settings: str = SETTINGS) -> Library:
    return load([text for group in groups for text in group], settings=settings).library


def told(trend: Trend | None) -> dict[str, tuple[int, int] | None]:
    """Count and n of each quarter, and of all."""
    assert trend is not None
    found = {one.quarter: one.tally for one in trend.quarters} | {"all": trend.whole}
    return {name: (t.count, t.total) if t else None for name, t in found.items()}


def trend(counts: Iterable[tuple[str, int, int]], least: int = 0, few: int = 0) -> Trend:
    """Of so many of so many in each quarter, in a library that is as old as can be."""
    old = load([postmortem(date="2020-01-08")]).library
    found = [(q, int(n < count)) for q, count, total in counts for n in range(total)]
    return follow_trend(found, old, least=least, few=few)


def test_quarters_go_from_the_running_one_back_to_the_first_of_the_library() -> None:
    assert recent_quarters(four()) == ("2026-Q1", "2025-Q4")
    assert recent_quarters(load([]).library) == ("2026-Q1",)
    assert recent_quarters(load([postmortem(date="2020-01-08")]).library) == (
        "2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1", "2024-Q4", "2024-Q3", "2024-Q2",
    )  # fmt: skip


def test_a_change_is_claimed_of_the_last_two_complete_quarters_and_from_ten_on() -> None:
    verdicts = {
        # By Fisher's exact test: 5 of 10 against none is p = 0.033, 4 of 10 is p = 0.087.
        (5, 10, 0, 10): Verdict.MORE,
        (4, 10, 0, 10): Verdict.UNCLEAR,
        (0, 10, 5, 10): Verdict.FEWER,
        (9, 9, 0, 10): Verdict.TOO_FEW,
        (0, 0, 0, 0): Verdict.TOO_FEW,
    }
    for (now, n, before, n_before), verdict in verdicts.items():
        found = trend([("2026-Q1", 9, 9), ("2025-Q4", now, n), ("2025-Q3", before, n_before)])
        assert found.change is not None
        assert found.change.verdict is verdict


def test_few_documents_are_neither_told_nor_to_be_found_by_subtraction() -> None:
    enough = trend([("2025-Q4", 3, 5), ("2025-Q3", 4, 6)], least=5)
    assert (told(enough)["all"], enough.untold) == ((7, 11), 0)
    few = trend([("2025-Q4", 3, 5), ("2025-Q3", 1, 4)], least=5)
    assert (told(few)["2025-Q4"], told(few)["2025-Q3"]) == ((3, 5), None)
    assert (told(few)["all"], few.untold) == ((3, 5), 4)
    # Of two quarters together nobody can tell which document it was.
    two = trend([("2025-Q4", 3, 4), ("2025-Q3", 1, 4)], least=5)
    assert (told(two)["2025-Q4"], told(two)["all"], two.untold) == (None, (4, 8), 0)
    assert two.change is not None
    assert (two.change.now_total, two.change.before_total) == (0, 0)
    only = trend([("2025-Q4", 3, 4)], least=5)
    assert (told(only)["all"], only.untold) == (None, 4)


def test_of_a_small_count_only_is_told_that_it_is_small_and_nothing_else_tells_more() -> None:
    beside = trend([("2025-Q4", 2, 9), ("2025-Q3", 4, 6), ("2025-Q2", 5, 5)], least=5, few=3)
    of_quarters = {one.quarter: one.tally for one in beside.quarters}
    assert of_quarters["2025-Q4"] == Tally(count=3, total=9, is_below=True)
    assert (told(beside)["all"], beside.untold, beside.change) == ((9, 11), 9, None)
    # None at all is told as two of them would be.
    assert trend([("2025-Q4", 0, 9), ("2025-Q3", 4, 6), ("2025-Q2", 5, 5)], 5, 3) == beside
    # Nine that are too old to be shown lack a quarter of their own, and the whole tells of them.
    old = trend([("2025-Q4", 5, 5), ("2020-Q1", 2, 9)], least=5, few=3)
    assert (told(old)["all"], old.untold) == ((5, 5), 9)
    old = trend([("2025-Q4", 5, 5), ("2020-Q1", 3, 9)], least=5, few=3)
    assert (told(old)["all"], old.untold) == ((8, 14), 0)
    alone = trend([("2025-Q4", 2, 9)], least=5, few=3)
    assert (told(alone)["all"], alone.untold) == (None, 9)
    small = trend([("2025-Q4", 1, 4), ("2025-Q3", 1, 4)], least=5, few=3)
    assert small.whole == Tally(count=3, total=8, is_below=True)


def test_a_cause_names_a_system_where_neither_human_error_nor_a_person_is_found_in_it() -> None:
    found = measure_language(
        library(
            documents(3, 1),
            documents(2, 4, HUMAN_ERROR),
            documents(1, 6, PERSON),
            documents(1, 7, PERSON_ELSEWHERE),
            documents(1, 8, NO_CAUSE),
            documents(9, 9, HUMAN_ERROR, status="draft"),
        )
    )
    assert (found.final, found.unreadable, found.cause_rules_off) == (8, 1, ())
    assert told(found.systems) == {"2026-Q1": (4, 7), "all": (4, 7)}
    # One each of PM501 in two, of PM502 in two.
    assert told(found.findings) == {"2026-Q1": (4, 8), "all": (4, 8)}


def test_a_finding_that_is_silenced_with_a_reason_is_none() -> None:
    silenced = {
        "Root Cause": "<!-- postmortems: ignore PM501 because it is quoted -->\n"
        + HUMAN_ERROR["Root Cause"]
    }
    found = measure_language(library(documents(5, 1, silenced)))
    assert told(found.systems)["all"] == (5, 5)


@pytest.mark.parametrize("code", ["PM501", "PM502"])
def test_nobody_can_tell_what_causes_name_where_a_rule_is_off(code: str) -> None:
    found = measure_language(
        library(documents(5, 1, PERSON), settings=f"{SETTINGS}rules: {{{code}: off}}\n")
    )
    assert (found.systems, found.cause_rules_off, found.rules_off) == (None, (code,), (code,))
    assert found.findings is not None


def test_no_figure_about_language_is_of_fewer_than_five_final_postmortems() -> None:
    found = measure_language(
        library(documents(5, 1, date="2025-11-20"), documents(4, 6, HUMAN_ERROR))
    )
    assert told(found.systems) == {"2026-Q1": None, "2025-Q4": (5, 5), "all": (5, 5)}
    assert told(found.findings) == {"2026-Q1": None, "2025-Q4": (0, 5), "all": (0, 5)}


def test_a_restricted_document_changes_no_figure_for_others() -> None:
    seen = [*documents(5, 1), *documents(1, 6, {"Summary": "Slow."}, date="2025-11-20")]
    hidden = documents(
        9, 20, HUMAN_ERROR | {"Summary": "As in PM-2026-001."}, visibility="restricted",
        related="[PM-2026-002]", published="2026-02-20T10:00Z", severity="SEV-1",
        recurrence_of="[PM-2026-003]",
    )  # fmt: skip
    views = add_up([("/incidents/PM-2026-020/", 4), ("/incidents/PM-2026-001/", 1)])
    alone = replace(library(seen), page_views=views).visible_to("internal")
    among = replace(library(seen, hidden), page_views=views).visible_to("internal")
    for measure in (measure_language, measure_coverage, measure_follow_through, measure_reading):
        assert measure(among) == measure(alone)
        assert measure(replace(library(seen, hidden), page_views=views)) != measure(alone)


def test_coverage_counts_the_severest_of_incidents_and_near_misses_beside_them() -> None:
    found = measure_coverage(four())
    assert found.severest == "SEV-1"
    assert told(found.share) == {"2026-Q1": (0, 2), "2025-Q4": (1, 1), "all": (1, 3)}
    assert [p.id for p in found.behind] == ["PM-2025-001"]
    assert [p.id for p in found.near_misses] == ["PM-2026-003"]
    assert [(q.tally.count, q.tally.total) for q in found.beside if q.tally] == [(1, 2), (0, 1)]
    assert (found.by_severity, found.milder) == ((), None)
    unrated = measure_coverage(library(documents(1, 1, severity=None, status="draft")))
    assert (unrated.unknown, told(unrated.share)["all"]) == (1, (0, 0))


def test_a_severity_that_another_took_the_place_of_is_still_the_severest() -> None:
    renamed = SETTINGS.replace(
        "  - {id: SEV-1, title: Critical}\n",
        "  - {id: P0, retired: true, successor: SEV-1}\n  - {id: SEV-1, title: Critical}\n",
    )
    found = measure_coverage(
        with_register(
            library(
                documents(1, 1, severity="P0", incidents="[INC-1]"),
                documents(1, 2, severity="SEV-2", incidents="[INC-2]"),
                settings=renamed,
            ),
            on_day(date(2026, 3, 4), id="INC-1", severity="P0"),
            on_day(date(2026, 3, 4), id="INC-2", severity="SEV-2"),
        )
    )
    assert (found.severest, told(found.share)["all"]) == ("SEV-1", (1, 2))
    assert [p.id for p in found.behind] == ["PM-2026-001"]
    assert told(found.milder)["all"] == (1, 1)
    assert [p.id for p in found.written] == ["PM-2026-002"]


def test_the_register_is_held_against_the_documents_severity_by_severity() -> None:
    day = date(2026, 3, 4)
    found = measure_coverage(
        with_register(
            library(documents(1, 1, incidents="[INC-1]"), documents(1, 2, incidents="[INC-4]")),
            on_day(day, id="INC-1", severity="SEV-2"),
            on_day(date(2025, 11, 20), id="INC-2", severity="SEV-2"),
            on_day(day, id="INC-3", severity="SEV-1"),
            on_day(day, id="INC-4", severity="SEV-2"),
            on_day(day, id="INC-5", severity=None),
            on_day(day, id="INC-6", severity=None, is_near_miss=True, potential_severity="SEV-1"),
        )
    )
    assert [(s.severity, s.is_near_miss, s.written, s.registered) for s in found.by_severity] == [
        ("SEV-1", False, 0, 1),
        ("SEV-2", False, 2, 3),
        (None, False, 0, 1),
        (None, True, 0, 1),
    ]
    # The two with a document began when it says, on 8 January.
    assert told(found.milder) == {"2026-Q1": (2, 2), "all": (2, 3)}


ITEMS = """\
| ID | Item | Owner | Priority | Due Date | First Due | Status | Closed | Note |
|---|---|---|---|---|---|---|---|---|
| A1 | In time | Discovery | P1 | 2025-12-10 | | done | 2025-12-10 | |
| A2 | A day late | Discovery | P1 | 2025-12-10 | | verified | 2025-12-11 | |
| A3 | Waits | Discovery | P1 | 2025-12-10 | | open | | |
| A4 | Moved | Discovery | P1 | 2026-04-01 | 2025-12-10 | open | | |
| A5 | Some day | Discovery | P1 | 2025-12-10 | | done | | |
| A6 | Weighed | Discovery | P1 | 2025-12-10 | | wont-do | 2025-12-01 | No use |
| A7 | Of this quarter | Discovery | P1 | 2026-02-01 | | open | | |
| A8 | Undated | Discovery | P1 | | | proposed | | |
"""


def test_items_are_followed_from_the_quarter_in_which_they_were_first_due() -> None:
    text = postmortem({"Action Items": ITEMS}, date="2025-11-20")
    found = measure_follow_through(load([text]).library)
    (cohort,) = found.cohorts
    assert (cohort.quarter, cohort.total) == ("2025-Q4", 6)
    # A1 of A1 to A4: A5 is of an unknown day, A6 was declined, A7 is of a quarter not over.
    assert told(found.on_time) == {"2026-Q1": (0, 0), "2025-Q4": (1, 4), "all": (1, 4)}
    assert (found.overdue, found.slipped, found.open_actions) == (2, 1, 4)
    assert found.recurred == ()
    # A4 alone was moved; A8 has no date that could be.
    assert told(found.slipping) == {"2026-Q1": (0, 1), "2025-Q4": (1, 6), "all": (1, 7)}
    of_quarter = found.first_due["2025-Q4"]
    assert [o.action.short_id for o in of_quarter.slipped] == ["A4"]
    assert {
        kind: [o.action.short_id for o in items] for kind, items in of_quarter.by_outcome.items()
    } == {
        "on_time": ["A1"], "late": ["A2"], "done_day_unknown": ["A5"], "still_open": ["A3", "A4"],
        "declined": ["A6"],
    }  # fmt: skip


def test_what_was_overdue_at_the_end_of_a_quarter_is_counted_also_where_nothing_was_written() -> (
    None
):
    text = postmortem({"Action Items": ITEMS}, date="2025-11-20")
    early = postmortem(
        {"Action Items": ITEMS.replace("2025-12-10", "2025-05-10").replace("2025-12-11", "2025-07-11")},
        id="PM-2026-002", title="Before", date="2025-04-20",
    )  # fmt: skip
    found = measure_follow_through(load([text, early]).library)
    # Open on 30 June: A2, A3, A4, A6, A7 and A8 of the early one, of which A2, A3 and A6 were due;
    # on 30 September A2 was done. At the end of the year A6 was declined, and A3, A4, A7 and A8
    # of the other have joined, of which A3 was due; today A7 of both is due, too.
    assert {one.quarter: one.tally for one in found.waiting} == {
        "2026-Q1": Tally(count=4, total=8), "2025-Q4": Tally(count=2, total=8),
        "2025-Q3": Tally(count=2, total=5), "2025-Q2": Tally(count=3, total=6),
    }  # fmt: skip
    assert [o.action.short_id for o in found.waited["2025-Q3"]] == ["A3", "A6"]


def test_items_open_when_people_say_that_the_incident_came_back_are_found() -> None:
    found = measure_follow_through(four())
    assert [(one.item.id, one.later.id) for one in found.recurred] == [
        ("PM-2025-001-A2", "PM-2026-001")
    ]
    assert told(found.recurrences) == {"2026-Q1": (1, 1), "2025-Q4": (0, 0), "all": (1, 1)}
    assert [p.id for p in found.met_open] == ["PM-2026-001"]


def test_a_recurrence_at_which_nothing_was_open_is_one_too() -> None:
    done = {"Action Items": ITEMS.replace("open", "done").splitlines()[0]}
    found = measure_follow_through(
        load(
            [
                postmortem(done, id="PM-2025-001", date="2025-11-20"),
                postmortem(recurrence_of="[PM-2025-001]"),
                postmortem(id="PM-2026-002", title="Same day", recurrence_of="[PM-2026-001]"),
            ]
        ).library
    )
    # Of the same day as PM-2026-001, PM-2026-002 has an earlier one all the same: PM-2025-001.
    assert told(found.recurrences) == {"2026-Q1": (0, 2), "2025-Q4": (0, 0), "all": (0, 2)}
    assert found.met_open == ()


def test_reading_asks_what_leads_to_final_postmortems() -> None:
    found = measure_reading(four())
    # Of the three that are final, PM-2026-001 is the recurrence of PM-2025-001.
    assert told(found.linked) == {"2026-Q1": (0, 2), "2025-Q4": (1, 1), "all": (1, 3)}
    assert [p.id for p in found.never_linked] == ["PM-2026-003", "PM-2026-001"]
    assert (found.opened, found.never_opened) == (None, ())


def test_a_postmortem_is_opened_where_its_page_has_a_view() -> None:
    rows = [("/incidents/PM-2025-001/", 0), ("/incidents/PM-2026-001/", 2), ("/", 9)]
    found = measure_reading(replace(four(), page_views=add_up(rows)))
    assert told(found.opened) == {"2026-Q1": (1, 2), "2025-Q4": (0, 1), "all": (1, 3)}
    assert [p.id for p in found.never_opened] == ["PM-2026-003", "PM-2025-001"]


def test_from_a_file_that_tells_of_no_postmortem_nothing_follows() -> None:
    for views in (PageViews(left_out=2), add_up([("/", 9)]), add_up([("/PM-2026-002/", 9)])):
        found = measure_reading(replace(four(), page_views=views))  # PM-2026-002 is a draft
        assert (found.opened, found.never_opened) == (None, ())


def test_publishing_is_in_time_late_or_still_to_come() -> None:
    # Resolved on 8 January at 10:22 UTC; a SEV-1 has 48 hours.
    severest: Mapping[str, Any] = {"severity": "SEV-1"}
    found = measure_reading(
        library(
            documents(1, 1, published="2026-01-10T10:22Z", **severest),
            documents(1, 2, published="2026-01-10T10:23Z", **severest),
            documents(1, 3, status="draft", **severest),
            documents(1, 4, status="draft", date="2026-03-15", **severest),
            documents(1, 5, **severest),
            documents(1, 6, severity="SEV-2", customer_impact="1 minute"),
        )
    ).publishing
    assert told(found.in_time) == {"2026-Q1": (1, 3), "all": (1, 3)}
    assert [one.facts.id for one in found.late] == ["PM-2026-002"]
    assert [one.facts.id for one in found.waiting] == ["PM-2026-003"]
    assert (found.not_due, found.unknown) == (1, 1)


def test_complete_quarters_with_postmortems_are_held_against_the_reviews() -> None:
    texts = [
        *documents(1, 1, date="2025-05-20"),
        *documents(1, 2, date="2025-11-20"),
        *documents(1, 3, date="2026-01-20"),
    ]
    reviews = "quarterly_reviews: {2025-Q2: 2025-07-09, 2025-Q4: 2026-03-17}\n"
    found = measure_reading(load(texts, settings=SETTINGS + reviews).library).reviews
    # The review of 17 March is tomorrow's; 2025-Q3 has no postmortem, 2026-Q1 is not over.
    assert (found.quarter, found.day, found.age_days) == ("2025-Q2", date(2025, 7, 9), 250)
    assert (found.missed, found.complete) == (("2025-Q4",), 2)
    none = measure_reading(four()).reviews
    assert (none.quarter, none.day, none.missed, none.complete) == ("", None, ("2025-Q4",), 1)
