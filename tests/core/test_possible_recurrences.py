"""Which incidents may have the cause of an earlier one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.core.chains import find_chains
from mkdocs_postmortems.core.possible_recurrences import (
    PossibleRecurrence,
    find_possible_recurrences,
)

from ..documents import generated, postmortem
from ..libraries import load
from ..work import count_calls

TEXTS = (
    "A burst of searches filled the queue, which had no bound, until the heap was used up.",
    "The release went out before its migration, and read a column that was not there yet.",
    "Nobody had been told that the certificate of the warehouse runs for a single year only.",
    "Each client tried again at once, so that the first slow answer became a flood of them.",
    "The flag was read once at the start, and eleven of the pods had started before it was set.",
)


def incident(number: int, day: str | None, text: int = 0, **fields: str | None) -> str:
    """A postmortem whose text is too short to be like another, unless `text` says which it has."""
    return postmortem(
        {"Root Cause": TEXTS[text] if text else "A limit was met."},
        id=f"PM-2026-{number:03}",
        date=day,
        **fields,
    )


def asked(*texts: str, as_seen_by: str = "", settings: str = "") -> list[PossibleRecurrence]:
    library = load(texts, settings).library
    return list(
        find_possible_recurrences(library.visible_to(as_seen_by) if as_seen_by else library).all
    )


def pairs(found: list[PossibleRecurrence]) -> list[tuple[str, str]]:
    return [(one.later.id[-3:], one.earlier.id[-3:]) for one in found]


def test_the_same_category_and_a_shared_factor_or_service_is_asked_about() -> None:
    (one,) = asked(incident(1, "2026-01-08"), incident(2, "2026-02-01"))
    assert pairs([one]) == [("002", "001")]
    assert (one.days, one.number, one.same_category, one.resemblance) == (24, 2, True, None)
    assert (one.factors, one.services) == (("unbounded-growth",), ("search-api",))
    assert (one.others, one.is_all) == ((), True)


@pytest.mark.parametrize(
    "fields",
    [
        {"category": "testing"},
        {"category": "undetermined"},
        {"contributing_factors": "[no-canary]", "services": "[cart-api]"},
        {"date": "2027-01-09"},
        {"recurrence_of": "[PM-2026-001]"},
        {"related": "[PM-2026-001]"},
        {"date": None},
    ],
)
def test_what_is_not_alike_too_long_ago_or_settled_is_not_asked_about(
    fields: dict[str, str | None],
) -> None:
    day = fields.pop("date", "2026-02-01")
    assert asked(incident(1, "2026-01-08"), incident(2, day, 0, **fields)) == []


def test_the_earlier_incident_may_settle_it_too() -> None:
    assert (
        asked(incident(1, "2026-01-08", related="[PM-2026-002]"), incident(2, "2026-02-01")) == []
    )
    assert (
        asked(incident(1, "2026-01-08", recurrence_of="[PM-2026-002]"), incident(2, "2026-02-01"))
        == []
    )


def test_what_is_said_of_one_occurrence_goes_for_all_of_its_cause() -> None:
    found = asked(
        incident(1, "2026-01-08"),
        incident(2, "2026-01-20", recurrence_of="[PM-2026-001]"),
        incident(3, "2026-02-01", related="[PM-2026-002]"),
    )
    assert found == []


def test_nearly_the_same_text_is_asked_about_whatever_else_differs_and_however_old() -> None:
    (one,) = asked(
        incident(1, "2023-01-08", text=4),
        incident(2, "2026-02-01", text=4, category="testing", services="[cart-api]"),
    )
    assert pairs([one]) == [("002", "001")]
    assert (one.resemblance, one.same_category, one.services) == (1.0, False, ())
    assert one.factors == ("unbounded-growth",)


def test_it_is_asked_about_the_nearest_text_then_the_most_in_common_then_the_latest() -> None:
    text = asked(
        incident(1, "2026-01-01", text=4, services="[cart-api]"),
        incident(2, "2026-01-02", text=1),
        incident(3, "2026-01-03", text=4),
    )
    assert pairs(text)[0] == ("003", "001")
    assert [p.id for p in text[0].others] == ["PM-2026-002"]
    most = asked(
        incident(1, "2026-01-01", text=1),
        incident(2, "2026-01-02", text=2, services="[cart-api]"),
        incident(3, "2026-01-03", text=3),
    )
    assert pairs(most)[0] == ("003", "001")
    latest = asked(*(incident(n, f"2026-01-0{n}", text=n) for n in (1, 2, 3)))
    assert pairs(latest)[0] == ("003", "002")


def test_there_is_one_question_for_each_incident_the_newest_first() -> None:
    found = asked(*(incident(n, f"2026-01-0{n}") for n in (2, 4, 1, 3)))
    assert pairs(found) == [("004", "003"), ("003", "002"), ("002", "001")]
    assert [len(one.others) for one in found] == [2, 1, 0]


def test_it_is_said_which_occurrence_it_would_be() -> None:
    found = asked(
        incident(1, "2026-01-01"),
        incident(2, "2026-01-02", recurrence_of="[PM-2026-001]"),
        incident(3, "2026-01-03"),
        incident(4, "2026-01-04", recurrence_of="[PM-2026-003]"),
    )
    # 1 and 2 are linked, and so are 3 and 4: the third is asked about, the fourth is settled.
    assert [(one.later.id, one.earlier.id, one.number) for one in found] == [
        ("PM-2026-003", "PM-2026-002", 3)
    ]


def test_of_many_earlier_ones_ten_are_looked_at() -> None:
    found = asked(*(incident(n, f"2026-01-{n:02}") for n in range(1, 15)))
    assert (len(found[0].others), found[0].is_all) == (9, False)
    assert found[0].others[-1].id == "PM-2026-004"
    assert (len(found[5].others), found[5].is_all) == (7, True)


def test_incidents_without_a_date_are_counted() -> None:
    library = load([incident(1, None), incident(2, None), incident(3, "2026-01-03")]).library
    found = find_possible_recurrences(library)
    assert (found.all, found.undated) == ((), 2)


def test_what_the_audience_may_not_see_is_not_asked_about() -> None:
    texts = (incident(1, "2026-01-08", visibility="restricted"), incident(2, "2026-02-01"))
    audiences = "audiences: [internal, restricted]\n"
    assert len(asked(*texts, settings=audiences)) == 1
    assert asked(*texts, settings=audiences, as_seen_by="internal") == []


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(8)), st.data())
def test_the_order_of_the_files_makes_no_difference(order: list[int], data: st.DataObject) -> None:
    texts = [
        incident(
            n + 1,
            f"2026-01-{data.draw(st.integers(1, 4)):02}",
            text=data.draw(st.integers(1, 4)),
            category=data.draw(st.sampled_from(["capacity", "testing"])),
            recurrence_of=data.draw(st.sampled_from([None, f"[PM-2026-{(n + 3) % 8 + 1:03}]"])),
        )
        for n in range(8)
    ]
    found = asked(*(texts[n] for n in order))
    assert told(found) == told(asked(*texts))


def told(found: list[PossibleRecurrence]) -> list[tuple[str, str, int, list[str]]]:
    return [(q.later.id, q.earlier.id, q.number, [p.id for p in q.others]) for q in found]


def test_the_work_grows_with_the_library_and_not_with_its_square() -> None:
    """Both have the same number of postmortems in a year, which decides how many are looked at."""

    def count(number: int) -> int:
        library = load([generated(n, 480) for n in range(number)]).library
        find_chains(library)
        return count_calls(lambda: find_possible_recurrences(library))

    few, many = count(120), count(480)
    assert many < 4 * few * 1.2
