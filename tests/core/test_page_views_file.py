from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.page_views_file import (
    PAGE_COLUMNS,
    VIEW_COLUMNS,
    PageViewsReading,
    read_page_views,
)

from ..documents import postmortem
from ..libraries import load


def views(reading: PageViewsReading) -> int:
    """Of PM-2026-001, which is also called search-outage."""
    (record,) = load([postmortem(aliases="[search-outage]")]).library.postmortems
    return reading.views.of(record)


def findings(reading: PageViewsReading) -> list[tuple[int, str]]:
    assert {problem.code for problem in reading.problems} <= {"PM901"}
    return [(p.finding.line, p.finding.message) for p in reading.problems]


def csv(text: str) -> PageViewsReading:
    return read_page_views(text.encode(), "page-views.csv")


def in_json(value: object) -> PageViewsReading:
    return read_page_views(json.dumps(value).encode(), "page-views.json")


@pytest.mark.parametrize(
    "address",
    [
        "/incidents/PM-2026-001/",
        "/incidents/PM-2026-001",
        "incidents/PM-2026-001.html",
        "/incidents/PM-2026-001/index.html",
        "/docs/incidents/pm-2026-001/",
        "https://postmortems.example/incidents/PM-2026-001/",
        "https://postmortems.example/incidents/PM-2026-001/?utm_source=mail#timeline",
        "/incidents/PM%2D2026%2D001/",
        "/incidents/search-outage/",
    ],
)
def test_a_page_is_known_by_whatever_address_it_has(address: str) -> None:
    reading = csv(f"page,views\n{address},12\n")
    assert (views(reading), findings(reading)) == (12, [])


@pytest.mark.parametrize(
    "address",
    ["/", "", "/incidents/", "/incidents/PM-2026-001/meeting/", "/incidents/PM-2026-0012/",
     "/find/?q=PM-2026-001", "http://["],
)  # fmt: skip
def test_other_pages_are_left_out(address: str) -> None:
    assert views(csv(f"page,views\n{address},12\n/incidents/PM-2026-001/,1\n")) == 1


def test_the_rows_of_a_page_are_added_up() -> None:
    rows = "/incidents/PM-2026-001/,12\n/incidents/PM-2026-001/?a=b,3\n/incidents/search-outage,5\n"
    assert views(csv(f"page,views\n{rows}")) == 20


@pytest.mark.parametrize(
    ("page", "count"),
    [*((page, "views") for page in PAGE_COLUMNS), *(("page", count) for count in VIEW_COLUMNS)],
)
def test_the_usual_names_of_columns_are_known_in_any_way_of_writing(page: str, count: str) -> None:
    for name in (page, page.title().replace(" ", ""), page.replace(" ", "_").upper()):
        row = {"Title": "Search", name: "/incidents/PM-2026-001/", count: 12}
        assert views(in_json([row])) == 12
        assert views(csv(f"Title;{name};{count}\nSearch;/incidents/PM-2026-001/;12\n")) == 12


def test_of_several_columns_of_numbers_the_one_of_views_is_used() -> None:
    assert views(csv("visitors,views,path\n3,12,/incidents/PM-2026-001/\n")) == 12


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12", 12), ('"1,204"', 1204), ("1'204", 1204), ("1.204", 1204), ("1 204", 1204),
        ("1\u202f204", 1204), ("1.204.000", 1204000), ('"1,204,000.0"', 1204000), ("12.0", 12),
        ('"12,00"', 12), ("0", 0),
    ],
)  # fmt: skip
def test_numbers_are_read_as_exports_write_them(written: str, meant: int) -> None:
    assert views(csv(f"page,views\n/incidents/PM-2026-001/,{written}\n")) == meant


@pytest.mark.parametrize(
    "written", ['"1,204.000,0"', "1.20", "12.5", "1.2.3", "9" * 16, f'"1{",000" * 9}"']
)
def test_what_is_no_whole_number_is_none(written: str) -> None:
    assert views(csv(f"page,views\n/incidents/PM-2026-001/,{written}\n")) == 0


def test_in_json_a_number_has_no_thousands_apart() -> None:
    rows = [{"page": "/incidents/PM-2026-001/", "views": count} for count in (1.204, 3.0, "1.204")]
    reading = in_json(rows)
    assert views(reading) == 1207
    assert reading.views.left_out == 1


GA4 = """\
# ----------------------------------------
# Pages and screens: Page path and screen class
# Account; Property; Lindgrove
# ----------------------------------------
#
# Start date: 20260101
# End date: 20260316
Nth day,Views
0000,12
# Start date: 20260101
Page path and screen class,Views,Active users,Views per active user
/incidents/PM-2026-001/,"1,204",300,4.01
/,9,3,3
"""


@pytest.mark.parametrize(
    "data",
    [
        GA4.encode(),
        GA4.replace("\n", "\r\n").encode("utf-8-sig"),
        GA4.replace("\n", "\r").encode(),
        GA4.replace(",", "\t").replace('"1\t204"', "1,204").encode("utf-16"),
        GA4.replace("class,", "class;").replace(",", ";").replace('"1;204"', "1.204").encode(),
    ],
    ids=["as it is", "with a mark", "old line ends", "tabs in UTF-16", "semicolons"],
)
def test_an_export_of_pages_and_screens_is_read_in_any_form(data: bytes) -> None:
    reading = read_page_views(data, "page-views.csv")
    assert (views(reading), findings(reading)) == (1204, [])
    assert (reading.views.rows, reading.views.left_out) == (2, 0)


@pytest.mark.parametrize(
    "head",
    [
        "name,visitors,pageviews,bounce_rate",  # Plausible
        "label,nb_visits,nb_hits",  # Matomo
        "Page URL,Unique Pageviews,Pageviews",
        "Pathname,Uniques,Views",  # Fathom
        "requestPath,visits,count",  # Cloudflare
        "Page path + query string,Active users,Views",
        "Path,Unique visitors,Page views",
    ],
)
def test_the_columns_of_the_usual_services_are_known(head: str) -> None:
    row = ["/incidents/PM-2026-001/", "5", "12", "80"]
    assert views(csv(f"{head}\n{','.join(row[: head.count(',') + 1])}\n")) == 12


def test_lines_of_an_export_before_its_head_are_passed_over() -> None:
    text = (
        "# Pages and screens\n# 20260101-20260316\n\nPage path,Views\n/incidents/PM-2026-001/,7\n"
    )
    assert views(csv(text)) == 7


@pytest.mark.parametrize("key", ["results", "rows", "hits"])
def test_in_json_the_rows_may_stand_in_an_object(key: str) -> None:
    row = {"path": "/incidents/PM-2026-001/", "pageviews": 7}
    assert views(in_json({"query": {"days": [1, 2]}, "total": 1, key: [row, row]})) == 14


def test_a_row_that_cannot_be_used_is_a_finding_and_costs_itself_alone() -> None:
    reading = csv("page,views\n/a,many\n,5\n/b,-3\n/c\n/incidents/PM-2026-001/,7\n")
    assert views(reading) == 7
    assert findings(reading) == [
        (2, "`many` is no number of views; the row is left out"),
        (3, "no page; the row is left out"),
        (4, "`-3` is no number of views; the row is left out"),
        (5, "no number of views; the row is left out"),
    ]


def test_of_many_rows_that_cannot_be_used_the_first_ten_are_named() -> None:
    reading = csv("page,views\n" + "/a,many\n" * 500 + "/incidents/PM-2026-001/,7\n")
    assert (views(reading), reading.views.left_out) == (7, 500)
    assert [line for line, _ in findings(reading)] == [*range(2, 13)]
    assert findings(reading)[-1] == (12, "490 more rows from here on cannot be used")


def test_an_export_of_a_day_without_views_is_right() -> None:
    reading = csv("page,views\n")
    assert (findings(reading), reading.views.rows, reading.views.left_out) == ([], 0, 0)


def test_so_it_is_in_json_with_its_line() -> None:
    text = (
        '{"rows": [\n  {"page": "/incidents/PM-2026-001/", "views": 7},\n  5,\n'
        '  {"page": "/a", "views": true}\n]}\n'
    )
    reading = read_page_views(text.encode(), "page-views.json")
    assert views(reading) == 7
    assert findings(reading) == [
        (3, "an entry is no object; it is left out"),
        (4, "no number of views; the row is left out"),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"page,title\n/a,A\n", "there is no column of views, so nothing of the file can be used"),
        (b"title,views\nA,3\n", "there is no column of pages, so nothing of the file can be used"),
    ],
)
def test_a_csv_file_that_cannot_be_used_is_one_finding(data: bytes, message: str) -> None:
    reading = read_page_views(data, "page-views.csv")
    assert (reading.views.rows, reading.views.by_name) == (0, {})
    assert [text for _, text in findings(reading)] == [message]


def test_a_report_by_titles_is_told_to_be_exported_by_paths() -> None:
    (problem,) = csv("Page title and screen class,Views\nSearch,3\n").problems
    assert problem.finding.hint == (
        "a title is no address: export the report by the path of the page"
    )


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "not JSON; nothing of the file is used"),
        (b"[\n{]", 2, "not JSON; nothing of the file is used"),
        (b"[" * 100_000, 1, "not JSON that can be read; nothing of the file is used"),
        (b"\n\xff", 2, "not UTF-8; nothing of the file is used"),
        (b"3", 1, "no list of rows; nothing of the file is used"),
        (b'{"a": 1}', 1, "no list of rows; nothing of the file is used"),
        (b"[]", 1, "there is no column of pages, so nothing of the file can be used"),
    ],
)
def test_a_json_file_that_cannot_be_used_is_one_finding(
    data: bytes, line: int, message: str
) -> None:
    reading = read_page_views(data, "page-views.json")
    assert (reading.views.rows, reading.views.by_name) == (0, {})
    assert findings(reading) == [(line, message)]


@given(st.binary(max_size=200), st.sampled_from(["page-views.csv", "page-views.json"]))
def test_whatever_a_file_holds_reading_it_raises_nothing(data: bytes, name: str) -> None:
    read_page_views(data, name)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner:
       st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)))  # fmt: skip
def test_whatever_json_a_file_holds_reading_it_raises_nothing(value: object) -> None:
    in_json(value)
