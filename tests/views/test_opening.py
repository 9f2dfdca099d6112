from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mkdocs_postmortems.core.library import Library

from ..documents import postmortem
from ..libraries import SETTINGS, load
from .test_leading import sentence

OVER = date(2026, 4, 1)
"""A day after the first quarter of 2026."""
PARITY: Mapping[str, str | None] = {"contributing_factors": "[staging-parity]"}
NONE: Mapping[str, str | None] = {"contributing_factors": None}
ALERT: Mapping[str, str | None] = {"detection": "automated-alerting"}
REPORT: Mapping[str, str | None] = {"detection": "customer-report"}
UNKNOWN: Mapping[str, str | None] = {"detection": None}


def library(
    before: list[Mapping[str, str | None]],
    now: list[Mapping[str, str | None]],
    *,
    as_of: date = OVER,
    settings: str = SETTINGS,
) -> Library:
    """Incidents of 2025-Q4 and of 2026-Q1; all of one cause."""
    texts = [
        postmortem(None, **{"id": f"PM-{year}-{number:03d}", "date": day, **fields})
        for year, day, found in ((2025, "2025-11-02", before), (2026, "2026-01-08", now))
        for number, fields in enumerate(found, start=1)
    ]
    return load(texts, as_of=as_of, settings=settings).library


def changes(*args: object, **options: object) -> str:
    """What the paragraph says of the quarter before."""
    found = sentence(library(*args, **options))  # type: ignore[arg-type]
    return found[found.index("In 2025-Q4") :] if "In 2025-Q4" in found else ""


def test_a_change_beyond_chance_is_called_one() -> None:
    """None of 10, then all of 10: of the 184,756 ways to share out ten, two are so uneven."""
    before, now = [{**NONE, **ALERT}] * 10, [{**PARITY, **ALERT}] * 10
    assert changes(before, now) == (
        "In 2025-Q4 it was in none of 10: more often now than chance would bring; automated "
        "alerting found 10 of 10 (100\u00a0%): no more of a change than chance would bring."
    )
    assert changes(before, now, as_of=date(2026, 3, 31)) == (
        "In 2025-Q4 it was in none of 10, and automated alerting found 10 of 10 (100\u00a0%): the "
        "quarter is not over, so no change is claimed."
    )
    assert changes(before, now[:9]).endswith(": too few to call either a change.")


def test_what_changed_in_detection_has_a_verdict_of_its_own() -> None:
    """Ten of ten, then none of ten."""
    before, now = [{**PARITY, **ALERT}] * 10, [{**PARITY, **REPORT}] * 10
    assert changes(before, now) == (
        "In 2025-Q4 it was in 10 of 10 (100\u00a0%): no more of a change than chance would bring; "
        "automated alerting found 10 of 10 (100\u00a0%): less often now than chance would bring."
    )
    few = [*now[:9], {**PARITY, **UNKNOWN}]
    assert changes(before, few).endswith(
        "automated alerting found 10 of 10 (100\u00a0%): too few to call it a change."
    )


def test_detection_is_compared_of_those_whose_detection_is_known() -> None:
    before = [{**PARITY, **ALERT}, {**PARITY, **REPORT}, {**PARITY, **UNKNOWN}]
    assert changes(before, [{**PARITY, **ALERT}] * 2) == (
        "In 2025-Q4 it was in 3 of 3 (100\u00a0%), and automated alerting found 1 of the 2 whose "
        "detection is known (50\u00a0%): too few to call either a change."
    )
    assert changes([{**PARITY, **UNKNOWN}], [{**PARITY, **ALERT}] * 2) == (
        "In 2025-Q4 it was in 1 of 1 (100\u00a0%): too few to call it a change; no detection is "
        "known."
    )


def test_where_nothing_leads_detection_is_compared_alone() -> None:
    assert changes([{**NONE, **REPORT}], [{**NONE, **ALERT}]) == (
        "In 2025-Q4 automated alerting found none of 1: too few to call it a change."
    )


def test_where_no_detection_is_wanted_or_known_what_leads_is_compared_alone() -> None:
    unwanted = SETTINGS + "policy: {wanted_detection: []}\n"
    told = "In 2025-Q4 it was in 1 of 1 (100\u00a0%): too few to call it a change."
    before = [{**PARITY, **ALERT}]
    assert changes(before, [{**PARITY, **ALERT}] * 2, settings=unwanted) == told
    assert changes(before, [{**PARITY, **UNKNOWN}] * 2) == told


def test_of_many_that_lead_the_fewest_and_the_most_are_told() -> None:
    now = [{"contributing_factors": "[a, b, c, d]"}] * 2
    before = [{"contributing_factors": "[a, b]"}, {"contributing_factors": "[a]"}]
    assert changes(before, now, settings="").startswith("In 2025-Q4 each was in 0 to 2 of 2, and ")
    two = [{"contributing_factors": "[a, b]"}] * 2
    assert changes(before, two, settings="").startswith("In 2025-Q4 they were 2 and 1 of 2, and ")


def test_a_cause_that_nobody_knew_before_is_not_compared() -> None:
    blank = {"contributing_factors": None, "detection": None}
    told = changes([{**blank, "category": None}], [{**blank, "category": "capacity"}] * 2)
    assert told == "In 2025-Q4 no root cause is known."
