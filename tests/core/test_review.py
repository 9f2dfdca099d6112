from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.actions import ActionStatus
from mkdocs_postmortems.core.library import Library, OwnedAction
from mkdocs_postmortems.core.month import month_of
from mkdocs_postmortems.core.period import Period
from mkdocs_postmortems.core.review import (
    MAX_MONTHS,
    Review,
    of_team,
    review_months,
    review_periods,
)

from ..documents import postmortem
from ..libraries import AS_OF, SETTINGS, load

JANUARY = """\
| ID | Item | Owner | Priority | Due Date | First Due | Status | Closed | Note |
|---|---|---|---|---|---|---|---|---|
| A1 | Bound the queue | Discovery | P1 | 2026-03-10 | 2026-02-08 | open | | |
| A2 | Alert on the queue | Discovery | P1 | 2026-02-08 | | done | 2026-02-20 | |
| A3 | Rehearse a full queue | Discovery | P1 | 2026-02-08 | | verified | 2026-03-02 | |
| A4 | Second queue | Discovery | P2 | 2026-02-08 | | wont-do | 2026-03-03 | One is enough |
| A5 | Say it on the status page | Checkout | P2 | 2026-02-01 | | proposed | | |
| A6 | Show the queue's length | | P2 | 2026-04-01 | | open | | |
| A7 | Name the limit in the runbook | Discovery | P2 | 2026-01-20 | | done | | |
"""

MARCH = """\
| ID | Item | Owner | Priority | Due Date | Status |
|---|---|---|---|---|---|
| A1 | Reject an empty cart | Checkout | P1 | 2026-03-15 | in-progress |
| A2 | Count empty carts | Checkout | P1 | 2026-03-16 | open |
"""


def two(as_of: date = AS_OF) -> Library:
    """Items agreed on 12 January and, without publication, on 5 March."""
    texts = [
        postmortem({"Action Items": JANUARY}, published="2026-01-12T10:00Z"),
        postmortem(
            {"Action Items": MARCH},
            id="PM-2026-002",
            title="Carts were emptied",
            date="2026-03-05",
            status="draft",
            teams="[checkout]",
        ),
    ]
    return load(texts, as_of=as_of).library


def reviews(as_of: date = AS_OF) -> dict[str, Review]:
    return {str(month): review for month, review in review_months(two(as_of)).items()}


def ids(items: tuple[OwnedAction, ...]) -> list[str]:
    return [owned.action.id.removeprefix("PM-2026-") for owned in items]


def test_every_month_has_a_review_from_the_first_event_to_today() -> None:
    found = reviews()
    assert list(found) == ["2026-01", "2026-02", "2026-03"]
    assert found["2026-02"].period == Period(first=date(2026, 2, 1), last=date(2026, 2, 28))
    assert found["2026-03"].period == Period(first=date(2026, 3, 1), last=AS_OF)


def test_items_are_new_in_the_month_in_which_they_were_agreed() -> None:
    found = reviews()
    assert ids(found["2026-01"].new) == [f"001-A{number}" for number in range(1, 8)]
    assert ids(found["2026-02"].new) == []
    assert ids(found["2026-03"].new) == ["002-A1", "002-A2"]


def test_closed_items_are_done_or_declined_on_a_day_of_the_month() -> None:
    february, march = reviews()["2026-02"], reviews()["2026-03"]
    assert (ids(february.done), ids(february.declined)) == (["001-A2"], [])
    assert (ids(march.done), ids(march.declined)) == (["001-A3"], ["001-A4"])
    assert (february.closed, february.verified, march.closed, march.verified) == (1, 0, 2, 1)


def test_the_running_month_has_the_state_of_today() -> None:
    march = reviews()["2026-03"]
    assert ids(march.overdue) == ["001-A1", "002-A1"]
    assert ids(march.slipped) == ["001-A1"]
    assert ids(march.undecided) == ["001-A5"]
    assert ids(march.unowned) == ["001-A6"]
    assert march.open_actions == 5


def test_a_month_that_is_over_has_the_state_of_its_end() -> None:
    """At the end of February A3 and A4 were still open, and A1 is due in March now."""
    february = reviews()["2026-02"]
    assert ids(february.overdue) == ["001-A3", "001-A4"]
    assert ids(february.slipped) == ["001-A1"]
    assert ids(february.undecided) == ["001-A5"]
    assert february.open_actions == 5


def test_on_the_last_day_of_a_month_its_review_is_the_one_that_stays() -> None:
    last = reviews(date(2026, 2, 28))["2026-02"]
    assert ids(last.done) == ["001-A2"]
    assert ids(last.undecided) == ids(reviews()["2026-02"].undecided)


def test_an_item_closed_on_an_unknown_day_is_counted_apart_and_nowhere_else() -> None:
    for review in reviews().values():
        assert review.closed_some_day == 1
        lists = (review.done, review.declined, review.overdue, review.slipped, review.undecided)
        assert "001-A7" not in [identifier for items in lists for identifier in ids(items)]


def test_an_item_whose_days_are_all_unknown_is_counted_in_every_month() -> None:
    table = (
        "| ID | Item | Owner | Status |\n|---|---|---|---|\n| A1 | Bound it | Checkout | done |\n"
    )
    texts = [
        postmortem({"Action Items": table}, date=None),
        postmortem({"Action Items": table.replace("done", "open")}, id="PM-2026-002"),
    ]
    found = review_months(load(texts).library).values()
    assert [review.closed_some_day for review in found] == [1, 1, 1]


def test_what_was_published_counts_by_the_day_of_the_librarys_zone() -> None:
    text = postmortem(published="2026-01-31T23:30Z")
    library = load([text], settings="timezone: Europe/Berlin\n").library
    found = {str(m): [p.id for p in r.published] for m, r in review_months(library).items()}
    assert found == {"2026-02": ["PM-2026-001"], "2026-03": []}


def test_a_document_that_was_not_published_is_published_in_no_month() -> None:
    library = load([postmortem()]).library
    assert [r.published for r in review_months(library).values()] == [(), (), ()]


def test_an_item_of_an_unknown_day_is_open_today_and_at_the_end_of_no_other_month() -> None:
    table = "| ID | Item | Owner | Due |\n|---|---|---|---|\n| A1 | Bound it | Checkout | 2026-01-01 |\n"
    texts = [postmortem({"Action Items": table}, date=None), postmortem(id="PM-2026-002")]
    found = list(review_months(load(texts).library).values())
    assert [ids(review.overdue) for review in found] == [[], [], ["001-A1", "002-A2"]]


def test_an_item_of_a_postmortem_that_is_published_tomorrow_is_open_today() -> None:
    (march,) = review_months(load([postmortem(published="2026-03-17T10:00Z")]).library).values()
    assert ids(march.overdue) == ["001-A2"]


def test_a_slip_in_a_year_makes_no_thousand_months() -> None:
    library = load([postmortem(date="0999-03-04")]).library
    months = list(review_months(library))
    assert (len(months), str(months[-1])) == (MAX_MONTHS, "2026-03")


def test_an_empty_library_has_the_running_month_and_nothing_in_it() -> None:
    for day in (date.min, date.max, AS_OF):
        ((month, review),) = review_months(load([], as_of=day).library).items()
        assert (month, review.has_nothing) == (month_of(day), True)


def test_a_period_may_begin_on_any_day() -> None:
    period = Period(first=date(2026, 3, 3), last=AS_OF)
    (review,) = review_periods([period], two())
    assert (ids(review.done), ids(review.declined)) == ([], ["001-A4"])
    assert ids(review.new) == ["002-A1", "002-A2"]
    assert ids(review.overdue) == ["001-A1", "002-A1"]


def test_a_team_has_its_items_and_its_postmortems_and_what_nobody_owns_in_them() -> None:
    march, january = reviews()["2026-03"], reviews()["2026-01"]
    checkout, discovery = (
        of_team(march, "checkout", two().settings),
        of_team(march, "discovery", two().settings),
    )
    assert (ids(checkout.overdue), ids(checkout.undecided)) == (["002-A1"], ["001-A5"])
    assert (ids(checkout.unowned), ids(discovery.unowned)) == ([], ["001-A6"])
    assert ids(discovery.declined) == ["001-A4"]
    assert [p.id for p in of_team(january, "discovery", two().settings).published] == [
        "PM-2026-001"
    ]
    assert of_team(january, "checkout", two().settings).published == ()


def test_what_nobody_owns_in_postmortems_of_a_retired_team_is_its_successors() -> None:
    library = load([postmortem({"Action Items": JANUARY}, teams="[storefront]")]).library
    review = review_months(library)[month_of(AS_OF)]
    checkout, storefront = (
        of_team(review, team, library.settings) for team in ("checkout", "storefront")
    )
    assert (ids(checkout.unowned), ids(storefront.unowned)) == (["001-A6"], [])


DAYS = st.dates(date(2025, 11, 1), date(2026, 4, 30))
ROWS = st.tuples(
    st.sampled_from(list(ActionStatus)), st.none() | DAYS, st.none() | DAYS, st.none() | DAYS
)


@given(st.lists(ROWS, max_size=6), st.none() | DAYS, DAYS)
def test_all_months_together_say_what_each_item_alone_says(
    rows: list[tuple[ActionStatus, date | None, date | None, date | None]],
    incident: date | None,
    as_of: date,
) -> None:
    lines = [
        f"| A{n} | Bound it | Checkout | {due or ''} | {first or ''} | {status} | {closed or ''} |"
        for n, (status, due, first, closed) in enumerate(rows)
    ]
    head = "| ID | Item | Owner | Due Date | First Due | Status | Closed |\n|---|---|---|---|---|---|---|"
    text = postmortem(
        {"Action Items": "\n".join([head, *lines])}, date=incident.isoformat() if incident else None
    )
    library = load([text], SETTINGS, as_of).library
    for review in review_months(library).values():
        last = review.period.last
        if last == as_of:
            continue
        courses = library.courses.values()
        was_open = {c.item.id for c in courses if c.is_open_on(last)}
        assert review.open_actions == len(was_open)
        overdue = {c.item.id for c in courses if c.is_overdue_on(last)}
        assert {o.action.id for o in review.overdue} == overdue
        slipped = {c.item.id for c in courses if c.slipped_days and c.item.id in was_open}
        assert {o.action.id for o in review.slipped} == slipped
        unknown = {
            c.item.id
            for c in courses
            if not (c.item.is_open or c.closed) and not (c.agreed and c.agreed > last)
        }
        assert review.closed_some_day == len(unknown)
