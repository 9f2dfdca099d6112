from __future__ import annotations

from datetime import date

from mkdocs_postmortems.core.comparison import Verdict
from mkdocs_postmortems.core.patterns import find_patterns
from mkdocs_postmortems.core.years import find_years

from ..documents import postmortem
from ..libraries import four, load


def documents(year: int, causes: dict[str, int]) -> list[str]:
    names = [name for name, count in causes.items() for _ in range(count)]
    return [
        postmortem(id=f"PM-{year}-{number + 1:03d}", date=f"{year}-05-{number + 1:02d}", category=name)
        for number, name in enumerate(names)
    ]  # fmt: skip


def test_a_year_has_the_incidents_of_its_quarters_and_the_running_one_is_not_over() -> None:
    running, before = find_years(four())
    assert (running.patterns.period, running.patterns.total, running.is_over) == ("2026", 2, False)
    assert (before.patterns.period, before.patterns.total, before.is_over) == ("2025", 1, True)
    assert (running.quarters, before.quarters) == (("2026-Q1",), ("2025-Q4",))
    assert (running.patterns.near_misses, running.patterns.drafts) == (1, 1)


def test_a_running_year_is_not_compared_until_its_last_day_is_past() -> None:
    texts = documents(2024, {"capacity": 3}) + documents(2025, {"capacity": 3})
    on_the_last_day = find_years(load(texts, as_of=date(2025, 12, 31)).library)
    assert on_the_last_day[0].changes is None
    newest = find_years(load(texts, as_of=date(2026, 1, 1)).library)[0]
    assert newest.changes is not None
    assert newest.changes.fields["root_causes"]["capacity"].verdict is Verdict.TOO_FEW


def test_two_years_in_a_row_are_compared() -> None:
    """12 of 12 against 2 of 12 is no chance; a year without a postmortem between is no year before."""
    texts = [
        *documents(2022, {"capacity": 12}),
        *documents(2024, {"capacity": 12}),
        *documents(2025, {"capacity": 2, "configuration": 10}),
    ]
    newest, before, first = find_years(load(texts).library)
    assert (before.changes, first.changes) == (None, None)
    assert newest.changes is not None
    assert newest.changes.before == "2024"
    capacity = newest.changes.fields["root_causes"]["capacity"]
    assert (capacity.before, capacity.now, capacity.verdict) == (12, 2, Verdict.FEWER)
    assert newest.changes.fields["root_causes"]["configuration"].verdict is Verdict.MORE
    assert newest.changes.fields["detection"]["automated-alerting"].verdict is Verdict.UNCLEAR


def test_a_year_is_what_all_of_its_postmortems_have_in_common() -> None:
    """Days, causes, sums and gaps of four quarters, and a near miss, come together as in one look."""
    documents = [
        postmortem(id="PM-2025-001", date="2025-01-10", impact='{requests: "1,120", orders: 3 EUR}'),
        postmortem(id="PM-2025-002", date="2025-04-10", category="configuration", teams="[checkout]"),
        postmortem({"Timeline": None}, id="PM-2025-003", date="2025-07-10", impact="{requests: many}"),
        postmortem(id="PM-2025-004", date="2025-07-10", customer_impact=None, category=None),
        postmortem(id="PM-2025-005", date="2025-10-10", customer_impact="0 minutes", status="draft"),
        postmortem(id="PM-2025-006", date="2025-10-11", impact="{Requests: 80.5, orders: 2 eur}", detection=None),
        postmortem(id="PM-2025-007", date="2025-12-10", kind="near-miss"),
    ]  # fmt: skip
    library = load(documents).library
    (year,) = find_years(library)
    assert (year.patterns.total, year.patterns.near_misses) == (6, 1)
    assert year.patterns.intervals[0].unknown == 1
    sums = {(one.key, one.unit): str(one.total) for one in year.patterns.impact.counts}
    assert sums == {("orders", "eur"): "5", ("Requests", ""): "1200.5"}
    assert year.patterns == find_patterns("2025", library.postmortems, library.settings)
