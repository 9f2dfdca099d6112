from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.item_counts import count_items
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.period import Period
from mkdocs_postmortems.core.review import review_periods

from ..documents import postmortem
from ..libraries import AS_OF, four, load

HEAD = (
    "| ID | Item | Owner | Priority | Due Date | Status | Closed |\n|---|---|---|---|---|---|---|\n"
)


def library(rows: list[tuple[str, date | None]], published: date | None = None) -> Library:
    """A postmortem of 8 January 2026 with these items: the status, and the day of the closing."""
    table = HEAD + "".join(
        f"| A{n} | Bound queue {n} | Discovery | P1 | 2026-02-08 | {status} | {closed or ''} |\n"
        for n, (status, closed) in enumerate(rows, start=1)
    )
    shared = f"{published}T10:00Z" if published else None
    return load([postmortem({"Action Items": table}, published=shared)]).library


def test_an_item_is_open_from_the_day_it_was_agreed_until_it_is_closed() -> None:
    found = library([("open", None), ("done", date(2026, 2, 1)), ("wont-do", date(2026, 3, 1))])
    days = [date(2026, 1, 7), date(2026, 1, 8), date(2026, 1, 31), date(2026, 2, 1), AS_OF]
    counts = count_items(days, found)
    assert [(one.open, one.closed) for one in counts] == [(0, 0), (3, 0), (3, 0), (2, 1), (1, 2)]


def test_what_was_closed_on_a_day_that_nobody_says_is_in_neither_count() -> None:
    (today,) = count_items([AS_OF], library([("done", None), ("wont-do", None)]))
    assert (today.open, today.closed) == (0, 0)


def test_the_open_items_are_those_of_the_library() -> None:
    (today,) = count_items([AS_OF], four())
    assert today.open == len(four().open_actions) == 4


near = st.dates(date(2025, 12, 1), date(2026, 4, 1))


@given(
    st.lists(st.tuples(st.sampled_from(["open", "proposed", "done", "wont-do"]), st.none() | near), max_size=6),
    st.none() | near,
    st.lists(st.dates(date(2025, 12, 1), AS_OF - timedelta(days=1)), unique=True, max_size=5),
)  # fmt: skip
def test_reviews_that_end_on_these_days_count_the_same(
    rows: list[tuple[str, date | None]], published: date | None, ends: list[date]
) -> None:
    found = library(rows, published)
    days = [*sorted(ends), AS_OF]
    firsts = [date.min, *(day + timedelta(days=1) for day in days)]
    periods = [Period(first=first, last=last) for first, last in zip(firsts, days, strict=False)]
    reviews = review_periods(periods, found)
    counts = count_items(days, found)
    assert [one.open for one in counts] == [review.open_actions for review in reviews]
    closed = [sum(review.closed for review in reviews[: n + 1]) for n in range(len(days))]
    assert [one.closed for one in counts] == closed


@given(
    st.lists(st.tuples(st.sampled_from(["open", "proposed", "done", "wont-do"]), st.none() | near), max_size=6),
    st.none() | near,
    st.lists(st.dates(date(2025, 12, 1), AS_OF - timedelta(days=1)), unique=True, max_size=5),
    st.booleans(),
)  # fmt: skip
def test_the_days_of_a_stretch_are_those_on_which_an_item_is_open(
    rows: list[tuple[str, date | None]],
    published: date | None,
    ends: list[date],
    with_today: bool,
) -> None:
    days = [*sorted(ends), *((AS_OF,) if with_today else ())]
    for course in library(rows, published).courses.values():
        begin, end = course.find_open_stretch(days)
        assert days[begin:end] == [
            day
            for day in days
            if (course.item.is_open if day == AS_OF else bool(course.is_open_on(day)))
        ]
