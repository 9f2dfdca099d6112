from __future__ import annotations

from dataclasses import replace

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.pages import Addresses, plan_pages
from mkdocs_postmortems.rendering import Renderer, find_overrides
from mkdocs_postmortems.views.behind import MAX_LISTED, BehindRow
from mkdocs_postmortems.views.quarter import view_quarter

from ..documents import postmortem
from ..libraries import load


def incidents(number: int) -> Library:
    """So many alike of one quarter, all of one cause."""
    record = load([postmortem()]).library.postmortems[0]
    library = load([postmortem()]).library
    found = tuple(replace(record, id=f"PM-2026-{n:03d}") for n in range(number, 0, -1))
    return replace(library, postmortems=found)


def capacity(library: Library) -> BehindRow:
    view = view_quarter("2026-Q1", library)
    return next(
        row for lists in view.behind for row in lists.rows if row.anchor == "root-causes-capacity"
    )


def page(library: Library) -> str:
    addresses = Addresses(directory_urls=True)
    (quarter,) = (one for one in plan_pages(library, addresses) if one.ref.kind == "quarter")
    return Renderer([find_overrides()], addresses).render(quarter)


def test_of_a_long_list_the_newest_stand_there_with_the_number_of_the_others() -> None:
    found = capacity(incidents(23))
    assert (found.count, found.more) == (23, 3)
    assert [ref.key for ref in found.incidents] == [f"PM-2026-{n:03d}" for n in range(23, 3, -1)]


def test_twenty_are_all_there() -> None:
    found = capacity(incidents(MAX_LISTED))
    assert (found.count, found.more, len(found.incidents)) == (20, 0, 20)
    assert not view_quarter("2026-Q1", incidents(MAX_LISTED)).is_shortened


def test_a_page_with_shortened_lists_says_where_all_incidents_are() -> None:
    text = page(incidents(23))
    assert "<dd>and 3 more</dd>" in text
    assert 'href="../../api/v1/postmortems.json"' in text
    assert 'href="../../api/v1/patterns.json"' in text
    assert "and 3 more" not in page(incidents(3))
    assert "api/v1/postmortems.json" not in page(incidents(3))
