"""No figure is about one document's wording, whatever a library holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_postmortems.core.language import LanguageCount
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.health import view_health
from mkdocs_postmortems.views.health_figures import HealthSection

from ..documents import postmortem
from ..libraries import AS_OF, load

AT_LEAST = 5
FIRST_DAYS = [date(year, month, 8) for year in (2023, 2024, 2025) for month in (2, 5, 8, 11)]
DAYS = [*FIRST_DAYS, date(2026, 2, 8)]
"""In thirteen quarters, of which the page shows the last eight."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What matters of a document."""

    day: date
    is_final: bool
    has_cause: bool
    findings: int
    names_person: bool

    @property
    def quarter(self) -> str:
        return f"{self.day.year}-Q{(self.day.month + 2) // 3}"


# Few quarters at a time, so that some come near the limit.
FOUND = st.lists(st.sampled_from(DAYS), min_size=1, max_size=5, unique=True).flatmap(
    lambda days: st.lists(
        st.builds(
            Written,
            day=st.sampled_from(days),
            is_final=st.integers(0, 9).map(bool),
            has_cause=st.integers(0, 9).map(bool),
            findings=st.integers(0, 3),
            names_person=st.booleans(),
        ),
        max_size=40,
    )
)
ONE = load([postmortem()]).library
(RECORD,) = ONE.postmortems


def library_of(documents: Sequence[Written]) -> Library:
    records = [
        replace(
            RECORD,
            id=f"PM-{one.day.year}-{number:03d}",
            date=one.day,
            status="final" if one.is_final else "draft",
            root_cause="A limit was met." if one.has_cause else None,
        )
        for number, one in enumerate(documents)
    ]
    counts = {
        record.id: LanguageCount(findings=one.findings, names_person=one.names_person)
        for record, one in zip(records, documents, strict=True)
    }
    ordered = sorted(records, key=lambda record: (record.date or AS_OF, record.id), reverse=True)
    return Library(settings=ONE.settings, as_of=AS_OF, postmortems=tuple(ordered), language=counts)


def told(text: str) -> tuple[int, int] | None:
    """Count and n of a figure; None where there is none."""
    match = re.match(r"([\d,]+) (?:of|in) ([\d,]+)", text)
    return (int(match[1].replace(",", "")), int(match[2].replace(",", ""))) if match else None


def check_section(section: HealthSection, counted: Sequence[tuple[str, int]]) -> None:
    """What is told is of five documents or more, and so is what can be told from two figures."""
    cells = {row[0].text[:7]: told(row[1].text) for table in section.tables for row in table.rows}
    shown = {quarter: pair for quarter, pair in cells.items() if pair}
    for quarter, pair in shown.items():
        of_quarter = [amount for name, amount in counted if name == quarter]
        assert pair == (sum(of_quarter), len(of_quarter))
        assert len(of_quarter) >= AT_LEAST
    whole = told(section.figures[0].value)
    assert told(section.glance.whole) == whole
    assert told(section.glance.last) == shown.get("2025-Q4")
    if whole is None:
        assert len(counted) < AT_LEAST
        assert not shown
        return
    apart = whole[1] - sum(total for _, total in shown.values())
    assert apart == 0 or apart >= AT_LEAST
    assert whole[1] == (len(counted) if apart else sum(total for _, total in shown.values()))
    for remark in section.figures[0].remarks:
        for total in re.findall(r"\d+ of (\d+) in \d{4}-Q\d", remark):
            assert int(total) >= AT_LEAST


def blamed(count: int, day: date) -> list[Written]:
    one = Written(day=day, is_final=True, has_cause=True, findings=1, names_person=True)
    return [one] * count


@example([*blamed(3, date(2025, 8, 8)), *blamed(6, date(2025, 11, 8))])
@example([*blamed(3, date(2023, 8, 8)), *blamed(4, date(2025, 8, 8)), *blamed(9, AS_OF)])
@given(FOUND)
def test_a_figure_about_language_is_of_five_documents_or_more_and_so_are_differences(
    documents: list[Written],
) -> None:
    sections = {one.id: one for one in view_health(library_of(documents)).sections}
    final = [one for one in documents if one.is_final]
    check_section(sections["blame"], [(one.quarter, one.findings) for one in final])
    check_section(
        sections["human-error"],
        [(one.quarter, int(not one.names_person)) for one in final if one.has_cause],
    )
