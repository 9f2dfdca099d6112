"""No figure is about one document's wording, whatever a library holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.core.health_language import measure_language
from mkdocs_postmortems.core.language import LanguageCount
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.health import view_health
from mkdocs_postmortems.views.health_figures import HealthSection
from mkdocs_postmortems.views.health_language import show_blame, show_causes

from ..documents import postmortem
from ..libraries import AS_OF, load

AT_LEAST = 5
FEW = 3
"""Of fewer causes that name a system, no number is told."""
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
            names_person=st.sampled_from((True, True, False)),
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


def below(text: str) -> int | None:
    """The n of a figure that only says that there are few."""
    match = re.fullmatch(rf"fewer than {FEW} of ([\d,]+)", text)
    return int(match[1].replace(",", "")) if match else None


def check_section(section: HealthSection, counted: Sequence[tuple[str, int]], few: int = 0) -> None:
    """What is told is of five documents or more, and so is what can be told from two figures."""
    texts = {row[0].text[:7]: row[1].text for table in section.tables for row in table.rows}
    shown = {quarter: pair for quarter, text in texts.items() if (pair := told(text))}
    blurred = {quarter: n for quarter, text in texts.items() if (n := below(text))}
    for quarter, pair in shown.items():
        of_quarter = [amount for name, amount in counted if name == quarter]
        assert pair == (sum(of_quarter), len(of_quarter))
        assert len(of_quarter) >= AT_LEAST
        assert pair[0] >= few
    for quarter, number in blurred.items():
        of_quarter = [amount for name, amount in counted if name == quarter]
        assert sum(of_quarter) < few
        assert number == len(of_quarter) >= AT_LEAST
    says = section.figures[0].value
    whole = told(says)
    assert told(section.glance.whole) == whole
    assert told(section.glance.last) == shown.get("2025-Q4")
    check_chart(section, shown)
    remarks = " ".join(section.figures[0].remarks)
    for total in re.findall(r"\d+ of (\d+) in \d{4}-Q\d", remarks):
        assert int(total) >= AT_LEAST
    assert (f"fewer than {FEW} name a system" in remarks) == bool(blurred or below(says))
    if whole is None:
        assert not shown
        assert blurred or len(counted) < AT_LEAST or below(says) == len(counted)
        return
    apart = whole[1] - sum(total for _, total in shown.values())
    assert apart == 0 or apart >= AT_LEAST
    assert apart == 0 or whole[0] - sum(count for count, _ in shown.values()) >= few
    assert apart == 0 or not blurred
    assert whole[1] == (len(counted) if apart else sum(total for _, total in shown.values()))


def check_chart(section: HealthSection, shown: Mapping[str, tuple[int, int]]) -> None:
    """A point for each quarter that is told, and none for another; no chart of one point."""
    points = (
        [point for line in section.chart.lines for point in line.points] if section.chart else []
    )
    assert [point.says[:7] for point in points] == (sorted(shown) if len(shown) > 1 else [])


def blamed(count: int, day: date) -> list[Written]:
    one = Written(day=day, is_final=True, has_cause=True, findings=1, names_person=True)
    return [one] * count


def fair(count: int, day: date) -> list[Written]:
    return [replace(one, findings=0, names_person=False) for one in blamed(count, day)]


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
        FEW,
    )


def said(documents: Sequence[Written]) -> tuple[HealthSection, HealthSection]:
    """All that the page tells of language."""
    library = library_of(documents)
    found = measure_language(library)
    return show_causes(found, library), show_blame(found, library)


def others(documents: list[Written], place: int) -> Iterator[list[Written]]:
    """Libraries in which the cause of one that names a person would name a system."""
    blaming = documents[place]
    assert blaming.names_person
    yield [*documents[:place], replace(blaming, names_person=False), *documents[place + 1 :]]
    tried = set()
    for index, one in enumerate(documents):
        kind = (one.quarter, one.findings)
        if not (one.is_final and one.has_cause) or one.names_person or kind in tried:
            continue
        tried.add(kind)
        swapped = list(documents)
        swapped[place] = replace(blaming, names_person=False, findings=one.findings)
        swapped[index] = replace(one, names_person=True, findings=blaming.findings)
        yield swapped
        if one.findings:  # a cause that names a person is a finding
            swapped = list(documents)
            swapped[place] = replace(blaming, names_person=False)
            swapped[index] = replace(one, names_person=True)
            yield swapped


@example([*blamed(5, date(2025, 8, 8)), *blamed(6, date(2025, 11, 8))])
@example([*blamed(5, date(2025, 8, 8)), *fair(5, date(2025, 11, 8))])
@example([*blamed(5, date(2025, 8, 8)), *fair(2, date(2025, 8, 8)), *fair(9, date(2023, 8, 8))])
@example([*blamed(5, date(2023, 8, 8)), *fair(1, date(2023, 8, 8)), *fair(9, AS_OF)])
@settings(max_examples=60)
@given(FOUND)
def test_of_no_document_can_the_page_tell_that_its_cause_names_a_person(
    documents: list[Written],
) -> None:
    documents = [replace(d, names_person=d.names_person and d.findings > 0) for d in documents]
    page = said(documents)
    blaming = {
        one.quarter: place
        for place, one in enumerate(documents)
        if one.is_final and one.has_cause and one.names_person
    }
    for place in blaming.values():
        assert any(said(other) == page for other in others(documents, place))
