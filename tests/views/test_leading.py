from __future__ import annotations

from collections.abc import Mapping

import pytest

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.leading import lead_quarter, tell_leader, tell_next, text_of
from mkdocs_postmortems.views.opening import tell_opening

from ..documents import postmortem
from ..libraries import SETTINGS, four, load


def sentence(library: Library, quarter: str = "2026-Q1") -> str:
    return text_of(tell_opening(lead_quarter(quarter, library), library))


def several(*documents: Mapping[str, str | None], settings: str = SETTINGS) -> Library:
    """Incidents of 2026-Q1 without a factor, cause or way of detection but for what is given."""
    blank = {"contributing_factors": None, "category": None, "detection": None}
    texts = [
        postmortem(None, **{"id": f"PM-2026-{number:03d}", **blank, **fields})
        for number, fields in enumerate(documents, start=1)
    ]
    return load(texts, settings=settings).library


PARITY: Mapping[str, str | None] = {"contributing_factors": "[staging-parity]"}
ALERT: Mapping[str, str | None] = {"detection": "automated-alerting"}
REPORT: Mapping[str, str | None] = {"detection": "customer-report"}


def test_the_leader_is_weighed_against_detection_and_the_quarter_before() -> None:
    assert sentence(four()) == (
        "Growth without a limit contributed to 2 of 2 incidents (100\u00a0%), more than any other "
        "factor; automated alerting already found 100\u00a0% (1 of the 1 whose detection is "
        "known), 1 of these 2 among them. "
        "In 2025-Q4 it was in 1 of 1 (100\u00a0%), and automated alerting found 1 of 1 "
        "(100\u00a0%): too few to call either a change."
    )


def test_every_figure_of_the_sentence_leads_to_its_incidents() -> None:
    library = four()
    pieces = tell_opening(lead_quarter("2026-Q1", library), library)
    assert [(p.ref.kind, p.ref.key, p.ref.anchor) for p in pieces if p.ref] == [
        ("factor", "unbounded-growth", ""),
        ("quarter", "2026-Q1", "factors-unbounded-growth"),
        ("quarter", "2026-Q1", "detection-automated-alerting"),
        ("quarter", "2025-Q4", "factors-unbounded-growth"),
        ("quarter", "2025-Q4", "detection-automated-alerting"),
    ]


@pytest.mark.parametrize(
    ("ways", "told"),
    [
        (
            [ALERT, ALERT, ALERT],
            "already found 100\u00a0% (3 of 3), both of these among them.",
        ),
        (
            [ALERT, REPORT, ALERT],
            "already found 67\u00a0% (2 of 3), 1 of these 2 among them.",
        ),
        (
            [REPORT, REPORT, ALERT, ALERT],
            "already found 50\u00a0% (2 of 4), but none of these 2.",
        ),
        (
            [REPORT, REPORT, ALERT],
            "found only 1 of 3 (33\u00a0%), none of these 2 among them, so seeing it sooner is the "
            "other place to invest.",
        ),
        (
            [{}, {}, REPORT],
            "found none of the 1 whose detection is known, so seeing it sooner is the other place "
            "to invest.",
        ),
        (
            [REPORT, REPORT],
            "found none of 2, so seeing it sooner is the other place to invest.",
        ),
    ],
)
def test_where_detection_works_the_factor_comes_first_and_else_both(
    ways: list[Mapping[str, str | None]], told: str
) -> None:
    """The first two incidents have the leading factor."""
    documents = [{**way, **(PARITY if n < 2 else {})} for n, way in enumerate(ways)]
    library = several(*documents)
    first = text_of(tell_leader(lead_quarter("2026-Q1", library), library))
    _, _, weighed = first.partition("; ")
    assert weighed == f"automated alerting {told}"


def test_unknown_detection_is_said() -> None:
    found = sentence(several(PARITY, PARITY))
    assert "; how the incidents were found is not known yet." in found


def test_nothing_is_weighed_where_the_organisation_wants_no_detection() -> None:
    settings = SETTINGS + "policy: {wanted_detection: []}\n"
    found = sentence(several({**PARITY, **ALERT}, PARITY, settings=settings))
    assert found.startswith(
        "Staging did not match production contributed to 2 of 2 incidents (100\u00a0%). "
    )
    assert "alerting" not in found


def test_a_cause_leads_by_the_same_rule() -> None:
    capacity: Mapping[str, str | None] = {"category": "capacity", **ALERT}
    other: Mapping[str, str | None] = {"category": "configuration"}
    assert sentence(several(capacity, capacity, other, {})).startswith(
        "Capacity limit was the root cause of 2 of the 3 incidents with a root cause "
        "(67\u00a0%), more than any other root cause; automated alerting already found"
    )


def test_equals_are_named_up_to_three_and_more_are_counted() -> None:
    two: Mapping[str, str | None] = {"contributing_factors": "[staging-parity, unbounded-growth]"}
    assert sentence(several(two, two, {})).startswith(
        "Growth without a limit and Staging did not match production each contributed to 2 of 3 "
        "incidents (67\u00a0%); "
    )
    four_of_them: Mapping[str, str | None] = {"contributing_factors": "[a, b, c, d]"}
    assert sentence(several(four_of_them, four_of_them, settings="")).startswith(
        "4 contributing factors each contributed to 2 of 2 incidents (100\u00a0%)"
    )


def test_a_leader_is_more_than_others_only_where_there_are_others() -> None:
    once: Mapping[str, str | None] = {"contributing_factors": "[staging-parity, unbounded-growth]"}
    assert "(100\u00a0%), more than any other factor;" in sentence(several(once, PARITY))
    assert "more than any other" not in sentence(several(PARITY, PARITY))


def test_what_comes_after_the_leader_is_named_with_its_count() -> None:
    def after(*factors: str) -> str:
        documents = [{"contributing_factors": f"[{one}]"} for one in factors]
        library = several(*documents, settings="")
        leader = lead_quarter("2026-Q1", library).leader
        assert leader is not None
        return text_of(tell_next(leader, "2026-Q1"))

    assert after("a, b", "a", "a, b") == "Next comes b, in 2 of 3 incidents."
    assert after("a, b", "a, c") == "Next come b and c, each in 1 of 2 incidents."
    assert after("a, b, c", "a, d, e") == "Next come 4 others, each in 1 of 2 incidents."
    assert after("a", "a") == ""


def test_what_did_not_come_back_is_said_in_its_own_words() -> None:
    once: Mapping[str, str | None] = {"category": "capacity", **PARITY}
    assert sentence(several({**once, **ALERT})) == (
        "With 1 incident nothing can have come back; automated alerting found it."
    )
    assert "; automated alerting did not find it." in sentence(several({**once, **REPORT}))
    assert sentence(several(once, {})).startswith(
        "Nothing came back: none of the factors and root causes of 2 incidents occurs twice;"
    )
    assert sentence(several({}, {})).startswith(
        "No contributing factor or root cause is named yet for any of the 2 incidents;"
    )


def test_a_quarter_of_near_misses_alone_says_so() -> None:
    near: Mapping[str, str | None] = {
        "kind": "near-miss",
        "severity": None,
        "potential_severity": "SEV-1",
        **PARITY,
    }
    assert sentence(several(near, near)) == (
        "No incident was written up; 2 near misses say what stopped one."
    )


def test_a_quarter_of_drafts_alone_may_change() -> None:
    draft: Mapping[str, str | None] = {"status": "draft", **PARITY}
    assert sentence(several(draft, draft)).endswith(
        " There are no incidents of 2025-Q4 to compare with. None of their postmortems is final, "
        "so this may change."
    )
    assert "may change" not in sentence(several(draft, PARITY))
