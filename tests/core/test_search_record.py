"""What a postmortem is found by."""

from __future__ import annotations

from mkdocs_postmortems.core.search_field import WEIGHTS, SearchField
from mkdocs_postmortems.core.search_record import SearchRecord, read_search_record
from mkdocs_postmortems.core.settings_file import read_settings
from mkdocs_postmortems.pipeline import read_document

from ..documents import postmortem
from ..libraries import source

SETTINGS = read_settings(
    b"contributing_factors:\n"
    b"  - {id: unbounded-growth, title: Something grows without a bound, aliases: [no limit]}\n"
    b"sections: {Root Cause: [How it broke]}\n"
).settings


def read(text: str) -> SearchRecord:
    record = read_search_record(read_document(source(text), SETTINGS), SETTINGS)
    assert record is not None
    return record


def text_in(record: SearchRecord, field: SearchField) -> str:
    return "\n".join(text for where, text in record.texts() if where is field)


def test_each_field_has_its_own_text() -> None:
    record = read(postmortem(incidents="[INC-7]", aliases="[search-outage]", tags="[sale]"))
    assert text_in(record, SearchField.NAMES) == "PM-2026-001\nsearch-outage\nINC-7"
    assert text_in(record, SearchField.SYMPTOMS) == "search 503"
    assert text_in(record, SearchField.MITIGATION) == "Raised the limit of the thread pool"
    assert text_in(record, SearchField.FACTORS) == (
        "Something grows without a bound\nunbounded-growth\nno limit"
    )
    assert "thread pool's queue had no bound" in text_in(record, SearchField.CAUSE)
    assert (
        text_in(record, SearchField.DECLARED)
        == "capacity\nChange in traffic\nsearch-api\ndiscovery\nsale"
    )


def test_tables_code_and_html_are_found_as_readers_see_them() -> None:
    supporting = (
        "```\nerror: ECONNRESET on `orders_v2`\n```\n\n<p>Heap <b>full</b></p>\n\n"
        "<!-- nobody sees this -->\n\nSee [the graph](https://graphs.example/1)."
    )
    record = read(postmortem({"Supporting Information": supporting}))
    (part,) = (part for part in record.parts if part.heading == "Supporting Information")
    assert part.text == "error: ECONNRESET on `orders_v2`\nHeap full\nSee the graph."
    timeline = next(part.text for part in record.parts if part.heading == "Timeline")
    assert "10:03 Alert fired detected" in timeline.splitlines()


def test_the_organisations_own_heading_of_the_cause_counts_as_one() -> None:
    record = read(postmortem({"Root Cause": None, "How it broke": "A lease was never renewed."}))
    assert "A lease was never renewed." in text_in(record, SearchField.CAUSE)


def test_symptoms_and_causes_weigh_more_than_the_text() -> None:
    order = [SearchField.SYMPTOMS, SearchField.TITLE, SearchField.CAUSE, SearchField.SUMMARY]
    weights = [WEIGHTS[field] for field in order]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > WEIGHTS[SearchField.TEXT]
    assert set(WEIGHTS) == set(SearchField)


def test_what_is_not_in_the_library_is_not_found() -> None:
    assert read_search_record(read_document(source("no title\n"), SETTINGS), SETTINGS) is None
