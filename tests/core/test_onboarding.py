from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from markdown import markdown

from mkdocs_postmortems.core.citing_text import CitingText
from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.core.onboarding import (
    MOST,
    ReadingList,
    Reason,
    Why,
    count_minutes,
    find_reading_lists,
)

from ..documents import postmortem
from ..libraries import SETTINGS, four, load
from ..sites import ROOT

CAME_BACK, SEVEREST, LATEST = (Reason(why=why) for why in (Why.CAME_BACK, Why.SEVEREST, Why.LATEST))


def reads(library: Library, team: str = "discovery") -> list[tuple[str, tuple[Reason, ...]]]:
    found = find_reading_lists(library).get(team, ReadingList())
    return [(one.postmortem.id, one.reasons) for one in found.readings]


def order(library: Library, team: str = "discovery") -> list[int]:
    """The numbers in the ids, in the order of reading."""
    return [int(identifier[-3:]) for identifier, _ in reads(library, team)]


def one(number: int, **fields: str | None) -> str:
    """The n-th of the year, in the n-th month."""
    head: dict[str, str | None] = {
        "id": f"PM-2025-{number:03}",
        "title": f"Search was slow in month {number}",
        "date": f"2025-{number:02}-10",
    }
    return postmortem(None, **(head | fields))


def pinned(pins: str) -> str:
    """The settings, with what Search and Discovery has its newcomers read."""
    return SETTINGS.replace(
        "    services: [search-api]\n", f"    services: [search-api]\n    read_first: {pins}\n"
    )


EIGHT = (
    one(1, customer_impact="10 minutes"),
    one(2, severity="SEV-1", customer_impact="5 minutes", related="[PM-2025-005]"),
    one(3, severity="SEV-1", customer_impact="20 minutes", related="[PM-2025-005]"),
    one(4, customer_impact="20 minutes", recurrence_of="[PM-2025-001]"),
    one(5, kind="near-miss", severity=None, potential_severity="SEV-1", customer_impact=None),
    one(6, customer_impact="20 minutes", recurrence_of="[PM-2025-004]"),
    one(
        7,
        severity="SEV-1",
        customer_impact="22 minutes",
        teams="[checkout, discovery]",
        related="[PM-2025-001]",
        aliases="[the-long-one]",
    ),
    one(
        8,
        severity="SEV-1",
        customer_impact="22 minutes",
        status="draft",
        related="[PM-2025-001]",
    ),
)
"""Six that Search and Discovery owns and that are final: 1, 4 and 6 have one cause, 5 is a near
miss, 1 and 5 are cited twice, and 1 and 4 once as the cause of a recurrence. 7 is final and another team's, 8 is a draft."""


def test_what_has_more_reasons_is_read_first_then_what_has_a_weightier_one() -> None:
    assert reads(load(EIGHT).library) == [
        ("PM-2025-005", (Reason(why=Why.CITED, number=2), SEVEREST, LATEST)),
        ("PM-2025-006", (CAME_BACK, LATEST)),
        ("PM-2025-001", (Reason(why=Why.CITED, number=2),)),
        ("PM-2025-003", (SEVEREST,)),
        ("PM-2025-002", (SEVEREST,)),
        ("PM-2025-004", (LATEST,)),
    ]


def test_the_order_does_not_depend_on_that_of_the_files() -> None:
    assert reads(load(EIGHT[::-1]).library) == reads(load(EIGHT).library)


def test_what_is_pinned_comes_first_in_its_order_drafts_and_aliases_too() -> None:
    pins = "[{postmortem: PM-2025-008, reason: How it ends}, the-long-one, pm-2025-002]"
    library = load(EIGHT, pinned(pins)).library
    assert order(library) == [8, 7, 2, 5, 6, 1, 3, 4]
    assert [reasons for _, reasons in reads(library)][:3] == [
        (Reason(why=Why.PINNED, note="How it ends"),),
        (Reason(why=Why.PINNED),),
        (Reason(why=Why.PINNED), SEVEREST),
    ]


def test_what_is_owned_comes_before_what_a_team_only_took_part_in() -> None:
    of_others = [one(n, severity="SEV-1", teams="[checkout, discovery]") for n in range(5, 9)]
    library = load([one(1), one(2), *of_others]).library
    # Owned and severe, then late: 2 and 1. Others: the latest of what is as severe.
    assert order(library) == [2, 1, 8]
    assert order(library, "checkout") == [8, 7]


def test_eight_are_chosen_at_most_and_everything_that_is_pinned() -> None:
    # Six causes that came back, of 7 to 12 the latest; 3, 2 and 1 are the severest. In turn:
    # 12, 3, 11, 2, 10, 1, 9, 8. For two reasons each: 12, 11, 10, which are late besides.
    chains = [
        one(
            n,
            recurrence_of=f"[PM-2025-{n - 6:03}]" if n > 6 else None,
            severity="SEV-1" if n < 4 else "SEV-2",
        )
        for n in range(1, 13)
    ]
    assert order(load(chains).library) == [12, 11, 10, 9, 8, 3, 2, 1]
    assert MOST == 8
    pins = str([f"PM-2025-{n:03}" for n in range(1, 11)])
    assert order(load(chains, pinned(pins)).library) == list(range(1, 11))


def test_the_cause_that_came_back_most_often_comes_first() -> None:
    texts = [
        one(1), one(2, recurrence_of="[PM-2025-001]"), one(3, recurrence_of="[PM-2025-002]"),
        one(4), one(5, recurrence_of="[PM-2025-004]"),
        *(one(n, severity="SEV-1") for n in (6, 7, 8)),
    ]  # fmt: skip
    # 8, 7 and 6 are severe and late.
    assert order(load(texts).library) == [8, 7, 6, 3, 5]


def test_of_as_many_reasons_a_weightier_second_one_counts() -> None:
    both = "[PM-2025-002, PM-2025-008]"
    texts = [
        one(1, related=both), *(one(n, severity="SEV-1") for n in (2, 3, 4)),
        one(5), one(6), one(7, related=both), one(8),
    ]  # fmt: skip
    # 2 and 8 are cited twice; what is cited as often stands by date, the latest first.
    cited = Reason(why=Why.CITED, number=2)
    assert reads(load(texts).library) == [
        ("PM-2025-002", (cited, SEVEREST)), ("PM-2025-008", (cited, LATEST)),
        ("PM-2025-004", (SEVEREST,)), ("PM-2025-003", (SEVEREST,)),
        ("PM-2025-007", (LATEST,)), ("PM-2025-006", (LATEST,)),
    ]  # fmt: skip


def test_a_team_with_three_or_fewer_reads_all_of_them() -> None:
    few = Reason(why=Why.ONE_OF_FEW, number=2)
    assert reads(four()) == [("PM-2026-001", (CAME_BACK, few)), ("PM-2025-001", (few,))]
    assert reads(four(), "checkout") == [
        ("PM-2026-003", (Reason(why=Why.ONE_OF_FEW, number=1),))
    ]  # fmt: skip


def test_of_four_no_more_than_two_are_called_severe_or_late() -> None:
    texts = [
        one(1, customer_impact="50 minutes"), one(2, customer_impact="40 minutes"),
        one(3, customer_impact="30 minutes"), one(4, customer_impact="20 minutes"),
    ]  # fmt: skip
    assert reads(load(texts).library) == [
        ("PM-2025-001", (SEVEREST,)), ("PM-2025-002", (SEVEREST,)),
        ("PM-2025-004", (LATEST,)), ("PM-2025-003", (LATEST,)),
    ]  # fmt: skip


def test_a_team_without_a_final_postmortem_has_no_list() -> None:
    assert "discovery" not in find_reading_lists(load([postmortem(status="draft")]).library)


def test_what_an_audience_may_not_see_is_in_no_list() -> None:
    texts = [*EIGHT[:7], one(8, visibility="restricted", related="[PM-2025-004]")]
    library = load(texts, pinned("[PM-2025-008]")).library
    assert order(library)[0] == 8
    assert reads(library.visible_to("internal")) == reads(load(EIGHT[:7]).library)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("word " * 238, 1),
        ("word " * 239, 2),
        ("word " * 238 + "<!-- nobody reads this -->", 1),
        ("word " * 238 + "\n\n--- – * |\n", 1),
        ("word " * 236 + "\n\n|one|two|\n|---|---|\n", 1),
        ("word " * 236 + "\n\n|one|two|\n|---|---|\n|three|", 2),
    ],
)
def test_reading_takes_a_minute_for_238_words(text: str, minutes: int) -> None:
    assert count_minutes(CitingText(uri="a.md", title="A", markdown=text)) == minutes


def test_reading_times_are_those_of_the_words_that_a_page_shows() -> None:
    """Counted once more in the text of the HTML that another library makes of each document."""
    for path in (ROOT / "postmortems" / "incidents").rglob("*.md"):
        _, _, body = path.read_text("utf-8").split("---\n", 2)
        html = markdown(body, extensions=["tables", "fenced_code", "footnotes"])
        shown = BeautifulSoup(html, "html.parser").get_text(" ")
        words = len(re.findall(r"(?=\S*[^\W_])\S+", shown))
        counted = count_minutes(CitingText(uri="a.md", title="A", markdown=body))
        # Marks such as those around `code` part words, where text stands close to them.
        assert counted in {-(-round(words * share) // 238) for share in (0.98, 1, 1.02)}, path
