from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mkdocs_postmortems.core.comparison import Verdict
from mkdocs_postmortems.core.leading import Field, Found, Leader, Leading, find_leading
from mkdocs_postmortems.core.patterns import Patterns, find_patterns
from mkdocs_postmortems.core.policy import Policy
from mkdocs_postmortems.core.postmortem import Postmortem
from mkdocs_postmortems.core.settings import Settings

from ..documents import postmortem
from ..libraries import four, load

BASE = load([postmortem()]).library.postmortems[0]


def incident(number: int, **fields: object) -> Postmortem:
    """One without factors, cause or detection, but for what is given."""
    blank = {"contributing_factors": (), "category": None, "detection": None, "trigger": None}
    return replace(BASE, **{"id": f"PM-2026-{number:03d}", **blank, **fields})  # type: ignore[arg-type]


def patterns(incidents: Sequence[Postmortem], period: str = "2026-Q1") -> Patterns:
    return find_patterns(period, tuple(incidents), Settings())


NONE_BEFORE = patterns((), "2025-Q4")


def lead(incidents: Sequence[Postmortem], before: Patterns = NONE_BEFORE) -> Leading:
    return find_leading(patterns(incidents), before, Settings())


def leader_of(leading: Leading) -> Leader:
    assert leading.leader is not None
    return leading.leader


def test_the_factor_with_the_greatest_share_leads_though_a_cause_is_more_frequent() -> None:
    found = lead(
        [
            incident(1, category="capacity", contributing_factors=("canary", "parity")),
            incident(2, category="capacity", contributing_factors=("parity",)),
            incident(3, category="capacity"),
        ]
    )
    leader = leader_of(found)
    assert (leader.field, [share.id for share in leader.shares]) == (Field.FACTOR, ["parity"])
    assert (leader.count, leader.total, leader.percent) == (2, 3, 67)
    assert leader.postmortems == ("PM-2026-001", "PM-2026-002")


def test_a_cause_leads_where_no_factor_came_back() -> None:
    incidents = [
        incident(1, category="capacity", contributing_factors=("canary",)),
        incident(2, category="capacity", contributing_factors=("parity",)),
        incident(3),
    ]
    leader = leader_of(lead(incidents))
    assert (leader.field, leader.count, leader.total) == (Field.CAUSE, 2, 2)


def test_nothing_leads_that_occurs_once_or_is_undetermined() -> None:
    once = [incident(1, category="capacity", contributing_factors=("parity",)), incident(2)]
    assert lead(once).leader is None
    unsolved = [incident(1, category="undetermined"), incident(2, category="undetermined")]
    assert lead(unsolved).leader is None
    assert lead([]).leader is None


def test_equally_frequent_ones_lead_together() -> None:
    both = ("parity", "canary")
    incidents = [
        incident(1, contributing_factors=both),
        incident(2, contributing_factors=("parity",)),
        incident(3, contributing_factors=("canary",)),
    ]
    leader = leader_of(lead(incidents))
    assert [share.id for share in leader.shares] == ["canary", "parity"]
    assert sorted(leader.postmortems) == ["PM-2026-001", "PM-2026-002", "PM-2026-003"]


def test_detection_is_weighed_over_all_and_over_the_leaders_own() -> None:
    parity = ("parity",)
    found = lead(
        [
            incident(1, contributing_factors=parity, detection="automated-alerting"),
            incident(2, contributing_factors=parity, detection="customer-report"),
            incident(3, contributing_factors=parity),
            incident(4, detection="automated-alerting"),
        ]
    )
    assert found.found == Found(wanted=2, known=3, unknown=1)
    assert (found.found.percent, found.found.is_most) == (67, True)
    assert leader_of(found).found == Found(wanted=1, known=2, unknown=1)


def test_the_organisation_says_which_detection_it_wants() -> None:
    settings = Settings(policy=Policy(wanted_detection=("customer-report", "vendor-notice")))
    incidents = [incident(1, detection="customer-report"), incident(2, detection="vendor-notice")]
    found = find_leading(patterns(incidents), NONE_BEFORE, settings)
    assert found.found == Found(wanted=2, known=2, unknown=0)


def test_less_than_half_is_not_most() -> None:
    assert Found(wanted=1, known=2, unknown=0).is_most
    assert not Found(wanted=1, known=3, unknown=0).is_most
    assert not Found(wanted=0, known=0, unknown=3).is_most


def test_a_change_is_claimed_from_ten_incidents_in_both_quarters_alone() -> None:
    """9 of 10 against none of 10: 2 of 167,960 tables; of 9 before, nothing is claimed."""
    now = [incident(n, contributing_factors=("parity",)) for n in range(9)] + [incident(9)]
    ten = patterns([incident(n) for n in range(100, 110)], "2025-Q4")
    nine = patterns([incident(n) for n in range(100, 109)], "2025-Q4")
    assert [c.verdict for c in leader_of(lead(now, ten)).changes] == [Verdict.MORE]
    assert [c.verdict for c in leader_of(lead(now, nine)).changes] == [Verdict.TOO_FEW]
    [change] = leader_of(lead(now, ten)).changes
    assert (change.before, change.before_total, change.now, change.now_total) == (0, 10, 9, 10)


def test_what_was_found_as_wanted_is_compared_by_the_same_rule() -> None:
    """9 of 10 against none of 10; an incident whose detection is unknown is not counted."""
    alert, other = {"detection": "automated-alerting"}, {"detection": "customer-report"}
    now = [incident(n, **alert) for n in range(9)] + [incident(9, **other), incident(10)]
    ten = patterns([incident(n, **other) for n in range(100, 110)], "2025-Q4")
    nine = patterns([incident(n, **other) for n in range(100, 109)], "2025-Q4")
    change = lead(now, ten).found_change
    assert change is not None
    assert (change.before, change.before_total, change.now, change.now_total) == (0, 10, 9, 10)
    assert change.verdict is Verdict.MORE
    few = lead(now, nine).found_change
    assert few is not None
    assert few.verdict is Verdict.TOO_FEW
    assert lead(now).found_change is None
    assert lead([incident(1)], ten).found_change is None


def test_near_misses_lead_nothing() -> None:
    library = four()
    first = library.by_quarter["2026-Q1"][0]
    assert first.is_near_miss
    found = find_leading(
        find_patterns("2026-Q1", (first, replace(first, id="PM-2026-009")), library.settings),
        NONE_BEFORE,
        library.settings,
    )
    assert (found.patterns.total, found.patterns.near_misses, found.leader) == (0, 2, None)
