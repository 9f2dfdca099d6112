from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.leading import find_leading
from mkdocs_postmortems.core.library import Library, build_library
from mkdocs_postmortems.core.patterns import Breakdown, Patterns
from mkdocs_postmortems.core.postmortem import Postmortem
from mkdocs_postmortems.core.quarter import quarter_of
from mkdocs_postmortems.core.quarter_reviews import (
    find_promises,
    is_running,
    patterns_before,
    review_quarters,
)
from mkdocs_postmortems.core.settings import Settings

from ..documents import postmortem
from ..libraries import AS_OF, four, load

BASE = load([postmortem()]).library.postmortems[0]
DAYS = st.dates(min_value=date(2024, 12, 1), max_value=date(2026, 3, 16))
WORDS = st.sampled_from(["red", "green", "blue"])


@st.composite
def records(draw: st.DrawFn) -> Postmortem:
    """A postmortem of any kind; its id is given later."""
    return replace(
        BASE,
        date=draw(DAYS),
        kind=draw(st.sampled_from(["incident", "incident", "near-miss"])),
        status=draw(st.sampled_from(["draft", "final"])),
        category=draw(st.none() | WORDS),
        detection=draw(st.none() | WORDS | st.just("automated-alerting")),
        contributing_factors=tuple(sorted(draw(st.sets(WORDS)))),
        teams=tuple(sorted(draw(st.sets(WORDS)))),
        actions=(),
    )


def library_of(found: Sequence[Postmortem]) -> Library:
    named = [replace(p, id=f"PM-2025-{number:03d}") for number, p in enumerate(found)]
    return build_library(named, Settings(), AS_OF)


def breakdowns(patterns: Patterns) -> dict[str, Breakdown]:
    return {
        "category": patterns.root_causes,
        "detection": patterns.detection,
        "contributing_factors": patterns.contributing_factors,
        "teams": patterns.teams,
    }


@given(st.lists(records(), max_size=30))
def test_counts_add_up_and_percentages_are_right_to_rounding(found: list[Postmortem]) -> None:
    library = library_of(found)
    counted = Counter((quarter_of(p.date), p.kind) for p in found if p.date)
    for quarter, patterns in library.patterns.items():
        assert patterns.total == counted[quarter, "incident"]
        assert patterns.near_misses == counted[quarter, "near-miss"]
        for field, breakdown in breakdowns(patterns).items():
            assert breakdown.total + breakdown.unknown == patterns.total
            for share in breakdown.shares:
                assert len(set(share.postmortems)) == len(share.postmortems) == share.count
                exact = 100 * share.count / breakdown.total
                assert abs(share.percent - exact) <= 0.5
                assert share.percent >= exact - 0.5 + 1e-9 or exact % 1 != 0.5
            if field in ("category", "detection"):
                assert sum(share.count for share in breakdown.shares) == breakdown.total


@given(st.lists(records(), max_size=25), records())
def test_another_incident_changes_its_own_quarter_and_what_the_next_is_compared_with(
    found: list[Postmortem], another: Postmortem
) -> None:
    without, beside = library_of(found), library_of([*found, another])
    assert another.date is not None
    own = quarter_of(another.date)
    for quarter in without.patterns:
        if quarter == own:
            continue
        assert beside.patterns[quarter] == without.patterns[quarter]
        before = patterns_before(quarter, without)
        if before.period == own:
            continue
        settings = without.settings
        assert patterns_before(quarter, beside) == before
        assert find_leading(
            beside.patterns[quarter], patterns_before(quarter, beside), settings
        ) == find_leading(without.patterns[quarter], before, settings)


@given(st.lists(records(), min_size=1, max_size=20))
def test_a_leader_has_the_most_incidents_and_its_own_are_among_all(
    found: list[Postmortem],
) -> None:
    library = library_of(found)
    for quarter, patterns in library.patterns.items():
        leading = find_leading(patterns, patterns_before(quarter, library), library.settings)
        assert leading.found.known + leading.found.unknown == patterns.total
        leader = leading.leader
        if leader is None:
            frequent = [s for s in patterns.contributing_factors.shares if s.count > 1]
            assert frequent == []
            continue
        incidents = {p.id for p in library.by_quarter[quarter] if not p.is_near_miss}
        assert set(leader.postmortems) <= incidents
        assert leader.found.known + leader.found.unknown == len(leader.postmortems)
        assert leader.found.wanted <= leading.found.wanted


def test_the_quarter_before_is_the_calendars_whether_anything_happened_in_it() -> None:
    library = four()
    assert patterns_before("2026-Q1", library) is library.patterns["2025-Q4"]
    before = patterns_before("2025-Q4", library)
    assert (before.period, before.total) == ("2025-Q3", 0)


def test_the_running_quarter_ends_today() -> None:
    library = four()
    assert (is_running("2026-Q1", library), is_running("2025-Q4", library)) == (True, False)
    reviews = review_quarters(library)
    assert {quarter: review.period.last for quarter, review in reviews.items()} == {
        "2025-Q4": date(2025, 12, 31),
        "2026-Q1": AS_OF,
    }


def test_a_quarter_that_has_not_begun_has_no_review() -> None:
    library = load([postmortem(), postmortem(id="PM-2026-002", date="2062-01-08")]).library
    assert set(review_quarters(library)) == {"2026-Q1"}


def test_items_are_agreed_and_overdue_in_their_quarters() -> None:
    """A2 of November is due on 8 March, so is A2 of January; both are open today."""
    reviews = review_quarters(four())
    old, new = reviews["2025-Q4"], reviews["2026-Q1"]
    assert [o.action.id for o in old.new] == ["PM-2025-001-A1", "PM-2025-001-A2"]
    assert old.overdue == ()
    assert sorted(o.action.id for o in new.overdue) == ["PM-2025-001-A2", "PM-2026-001-A2"]


def test_what_was_promised_for_a_quarter_stays_in_it() -> None:
    """First due in 2026-Q1: A1 and A2 of both, and A1 of the draft on 20 March."""
    promise = find_promises(four())["2026-Q1"]
    assert len(promise.items) == promise.kept.total == 5
    assert (promise.kept.done_day_unknown, promise.kept.still_open) == (2, 3)
    assert find_promises(four())["2025-Q4"].kept.total == 0
