from __future__ import annotations

import json
from dataclasses import asdict

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.pages import Addresses, page_path, plan_pages
from mkdocs_postmortems.rendering import Renderer, find_overrides
from mkdocs_postmortems.views.incident import view_incident
from mkdocs_postmortems.views.possible import PossibleRow
from mkdocs_postmortems.views.recurring import RecurringView, view_recurring

from ..documents import postmortem
from ..libraries import four, load

NONE = {"Action Items": "None needed."}
ACTIONS = """\
| ID | Item | Owner | Priority | Due Date | Status | Closed | Note |
|---|---|---|---|---|---|---|---|
| A1 | Bound the queue | Discovery | P1 | 2026-03-10 | open | | |
| A2 | Alert on the queue | Discovery | P0 | 2026-02-08 | verified | 2026-02-20 | |
| A3 | Cap the batch | Discovery | P2 | 2026-02-08 | verified | 2026-01-20 | |
| A4 | Second queue | Discovery | P2 | 2026-02-08 | wont-do | 2026-01-22 | One is enough |
| A5 | Show the queue | Discovery | P2 | 2026-02-08 | done | | |
"""


def chained() -> Library:
    """Three with one cause: on 8 January, published on the 10th, 10 February and 1 March."""
    return load(
        [
            postmortem({"Action Items": ACTIONS}, published="2026-01-10T10:00Z"),
            postmortem(
                id="PM-2026-002",
                date="2026-02-10",
                category="configuration",
                recurrence_of="[PM-2026-001]",
            ),
            postmortem(
                NONE,
                id="PM-2026-003",
                date="2026-03-01",
                kind="near-miss",
                severity=None,
                potential_severity="SEV-1",
                recurrence_of="[PM-2026-002]",
            ),
        ]
    ).library


def html(library: Library) -> str:
    addresses = Addresses(directory_urls=True)
    (page,) = (p for p in plan_pages(library, addresses) if p.ref.kind == "recurring")
    return Renderer([find_overrides()], addresses).render(page)


def only_question(*texts: str) -> PossibleRow:
    (row,) = rows_of(view_recurring(load(texts).library))
    return row


def rows_of(view: RecurringView) -> list[PossibleRow]:
    return [row for group in view.questions for row in group.rows]


def test_a_chain_tells_its_cause_and_each_occurrence_with_the_days_between() -> None:
    view = view_recurring(chained())
    assert view.lead == "1 cause came back, by what people have linked."
    (chain,) = view.chains
    assert [ref.title for ref in chain.categories] == ["Capacity limit", "Configuration error"]
    assert [ref.title for ref in (*chain.factors, *chain.services)] == [
        "Growth without a limit", "Search",
    ]  # fmt: skip
    assert (chain.counts, chain.last, chain.earlier) == (
        "2 incidents and 1 near miss", "1 March 2026", 0,
    )  # fmt: skip
    # 8 January to 10 February, and to 1 March.
    assert [(one.number, one.date, one.gap) for one in chain.occurrences] == [
        ("1st", "8 January 2026", ""),
        ("2nd", "10 February 2026", "33 days after the 1st"),
        ("3rd", "1 March 2026", "19 days after the 2nd"),
    ]
    assert json.dumps(asdict(view))


def test_under_a_recurrence_stands_what_was_meant_to_prevent_it_then_and_now() -> None:
    (chain,) = view_recurring(chained()).chains
    second = chain.occurrences[1]
    assert second.meant == (
        "Of 5 action items of earlier occurrences, 2 were open, 1 was perhaps closed, 1 was done "
        "and 1 was declined by then."
    )
    assert [(row.item.title[-2:], row.then, row.now) for row in second.items] == [
        ("A1", "open for 31 days", "overdue by 6 days"),
        ("A2", "open for 31 days", "done on 2026-02-20 and verified"),
        ("A5", "perhaps closed", "done"),
        # Shipped on that day; when it was seen to work, nobody says.
        ("A3", "done on 2026-01-20", "verified"),
        ("A4", "declined on 2026-01-22", ""),
    ]
    assert second.items[0].item.anchor == "a1"
    assert second.items[0].text == "Bound the queue"


def test_of_those_before_the_one_before_only_what_was_not_over_is_listed() -> None:
    (chain,) = view_recurring(chained()).chains
    third = chain.occurrences[2]
    assert third.meant.startswith("Of 7 action items of earlier occurrences, ")
    # Of the 2nd A1 and A2, of the 1st what was open (A1), or nobody knows (A5).
    assert sorted(row.item.title[3:] for row in third.items) == [
        "2026-001-A1", "2026-001-A5", "2026-002-A1", "2026-002-A2",
    ]  # fmt: skip
    assert third.more_items == 3


def test_an_incident_says_which_occurrence_it_is_and_leads_there() -> None:
    library = chained()
    ref = view_incident(library.by_id["PM-2026-002"], library).occurrence
    assert ref is not None
    assert ref.title == "The 2nd of 3 known occurrences of its cause"
    assert Addresses(directory_urls=True).url(ref) == "recurring/#pm-is-pm-2026-002"
    assert f'<li id="{ref.anchor}">' in html(library)
    assert view_incident(four().by_id["PM-2026-002"], four()).occurrence is None


def test_a_question_says_why_it_is_asked_and_what_to_write_where() -> None:
    row = only_question(
        postmortem({"Root Cause": "A limit was met."}),
        postmortem(
            {"Root Cause": "There was no bound."},
            id="PM-2026-002",
            title="Search was slow",
            date="2026-02-10",
        ),
    )
    assert (row.later.key, row.earlier.key, row.days, row.number) == (
        "PM-2026-002", "PM-2026-001", "33 days before", "2nd",
    )  # fmt: skip
    assert row.category is not None
    assert [ref.title for ref in (row.category, *row.factors, *row.services)] == [
        "Capacity limit", "Growth without a limit", "Search",
    ]  # fmt: skip
    assert (row.words, row.resemblance, row.others, row.more) == ("", None, (), "")
    assert row.file == "incidents/1.md"
    assert (row.same.text, row.another.text, row.replaces) == (
        "recurrence_of: [PM-2026-001]", "related: [PM-2026-001]", False,
    )  # fmt: skip


def test_texts_that_are_nearly_the_same_are_explained_by_the_words_of_both() -> None:
    row = only_question(
        postmortem(services="[]", contributing_factors="[]"),
        postmortem(
            {
                "Root Cause": "Again: The thread pool's queue had no bound, so a burst filled "
                "the heap."
            },
            id="PM-2026-002",
            date="2026-02-10",
            category="configuration",
        ),
    )
    # 14 words have 12 runs of three; the other one has a word more before them, and one run more.
    assert row.resemblance == 92
    assert row.words == "The thread pool's queue had no bound, so a burst filled the heap."
    assert (row.category, row.factors) == (None, ())


def test_near_misses_to_be_asked_about_are_told_apart() -> None:
    near = {"kind": "near-miss", "severity": None, "potential_severity": "SEV-1"}
    first, second = in_row(2)
    third = postmortem({"Root Cause": "No bound."}, id="PM-2026-003", date="2026-02-10", **near)
    leads = [
        view_recurring(load(some).library).lead for some in ([first, third], [first, second, third])
    ]
    came_back = "No cause came back, by what people have linked; "
    assert leads == [
        f"{came_back}1 further near miss is to be asked about.",
        f"{came_back}1 further incident and 1 near miss are to be asked about.",
    ]


def test_half_a_percent_of_resemblance_is_rounded_up() -> None:
    """Of 40 runs of three words 23 are in both: 57.5 %."""
    words = [f"{a}{b}" for a in "abcdefgh" for b in "abcdefgh"]
    same, one, other = words[:25], words[25:35], words[35:42]
    row = only_question(
        postmortem({"Root Cause": " ".join([*same, *one])}),
        postmortem({"Root Cause": " ".join([*same, *other])}, id="PM-2026-002", date="2026-02-10"),
    )
    assert (row.resemblance, row.words) == (58, " ".join(same))


def test_the_answers_take_the_place_of_what_the_document_names_already() -> None:
    row = only_question(
        postmortem({"Root Cause": "A limit was met."}, services="[cart-api]"),
        postmortem(
            {"Root Cause": "A limit was met."}, id="PM-2025-001", date="2025-12-01", category="data"
        ),
        postmortem(
            {"Root Cause": "No bound."},
            id="PM-2026-002",
            date="2026-02-10",
            related="[PM-2025-001]",
        ),
    )
    assert (row.another.text, row.replaces) == ("related: [PM-2025-001, PM-2026-001]", True)


def in_row(days: int) -> list[str]:
    """Postmortems of so many days, each of which may have the cause of all before it."""
    return [
        postmortem({"Root Cause": "A limit was met."}, id=f"PM-2026-{n:03}", date=f"2026-01-{n:02}")
        for n in range(1, days + 1)
    ]


def test_settling_a_question_either_way_takes_its_incident_off_the_page() -> None:
    """At once, although it might have had the cause of three, two of which are asked about, too."""
    texts = in_row(4)
    newest = rows_of(view_recurring(load(texts).library))[0]
    assert (newest.later.key, len(newest.others), newest.is_all) == ("PM-2026-004", 2, True)
    assert newest.another.text == "related: [PM-2026-003, PM-2026-002, PM-2026-001]"
    for line in (newest.same.text, newest.another.text):
        settled = texts[3].replace("\n---\n", f"\n{line}\n---\n", 1)
        found = rows_of(view_recurring(load([*texts[:3], settled]).library))
        assert [row.later.key for row in found] == ["PM-2026-003", "PM-2026-002"]


def test_the_page_says_where_an_answer_leaves_some_to_be_asked_about_next() -> None:
    library = load(in_row(12)).library
    first, second, *_ = rows_of(view_recurring(library))
    assert ((first.later.key, first.is_all), (second.later.key, second.is_all)) == (
        ("PM-2026-012", False), ("PM-2026-011", False),
    )  # fmt: skip
    assert html(library).count("Those longer ago are asked about next.") == 2
    assert html(load(in_row(10)).library).count("Those longer ago are asked about next.") == 0


def test_the_likeliest_are_asked_about_first_and_headings_say_why() -> None:
    queue = "The thread pool's queue had no bound, so a burst filled the heap."
    causes = [
        (1, "capacity", "[unbounded-growth]", "[]", "A limit was met."),
        (2, "configuration", "[unbounded-growth]", "[search-api]", "A limit was met."),
        (3, "capacity", "[staging-parity]", "[]", "A limit was met."),
        (4, "capacity", "[]", "[]", queue),
    ]
    texts = [
        postmortem(
            {"Root Cause": cause},
            id=f"PM-2026-{n}0{month}",
            date=f"2026-0{month}-0{1 if n == 4 else n}",
            category=category,
            contributing_factors=factors,
            services=services,
        )
        for n, category, factors, services, cause in causes
        for month in (1, 2)
    ]
    view = view_recurring(load(texts).library)
    assert [(group.title, [row.later.key for row in group.rows]) for group in view.questions] == [
        ("Nearly the same text", ["PM-2026-402"]),
        ("The same category and several factors or services", ["PM-2026-202"]),
        ("The same category and one factor or service", ["PM-2026-302", "PM-2026-102"]),
    ]


def test_a_question_says_which_known_occurrence_it_is_about_and_that_it_may_be_a_later_one() -> (
    None
):
    page = " ".join(html(load(in_row(3)).library).split())
    assert (
        "1 day before? If so, this is its 2nd known occurrence, or a later one, if it is also that "
        'of <a class="pm-id" href="../incidents/PM-2026-001/">PM-2026-001</a>.</p>'
    ) in page
    assert "1 day before? If so, this is its 2nd known occurrence.</p>" in page


def test_what_was_agreed_before_stands_under_the_occurrence_that_it_did_not_prevent() -> None:
    page = html(chained())
    second, third = (page.index(f'<li id="pm-is-pm-2026-00{n}">') for n in (2, 3))
    told = page[second:third]
    assert told.index("<strong>2nd</strong>") < told.index("33 days after the 1st. Of 5 action")
    assert "19 days after the 2nd. Of 7 action items" in page[third:]
    assert "days after" not in page[:second]


def test_other_earlier_ones_are_named_and_the_rest_counted() -> None:
    texts = [
        postmortem({"Root Cause": "A limit was met."}, id=f"PM-2026-{n:03}", date=f"2026-01-{n:02}")
        for n in range(1, 14)
    ]
    view = view_recurring(load(texts).library)
    assert view.total_questions == 12
    rows = rows_of(view)
    first = rows[0]
    assert [ref.key[-3:] for ref in first.others] == ["011", "010", "009"]
    assert first.more == "6 or more"
    assert (rows[7].later.key, rows[7].more) == ("PM-2026-006", "1 more")
    assert (rows[8].later.key, rows[8].more) == ("PM-2026-005", "")


def test_only_the_likeliest_fifty_stand_on_the_page_and_the_page_says_where_the_rest_is() -> None:
    texts = [
        postmortem(
            {**NONE, "Root Cause": "A limit was met."},
            id=f"PM-2026-{n:03}",
            date=f"2026-0{n // 28 + 1}-{n % 28 + 1:02}",
        )
        for n in range(1, 56)
    ]
    library = load(texts).library
    view = view_recurring(library)
    assert (len(rows_of(view)), view.total_questions) == (50, 54)
    assert "The likeliest 50, of 54;" in html(library)
    assert 'href="../api/v1/recurring.json"' in html(library)


def test_a_long_chain_shows_its_last_twenty_and_older_ones_lead_to_the_page() -> None:
    texts = [
        postmortem(
            NONE,
            id=f"PM-2026-{n:03}",
            date=f"2026-01-{n:02}",
            recurrence_of="[PM-2026-001]" if n > 1 else None,
        )
        for n in range(1, 24)
    ]
    library = load(texts).library
    (chain,) = view_recurring(library).chains
    assert (len(chain.occurrences), chain.earlier, chain.occurrences[0].number) == (20, 3, "4th")
    assert chain.occurrences[0].gap == "1 day after the 3rd"
    assert chain.occurrences[0].meant == "No action item had been agreed before."
    refs = [view_incident(library.by_id[f"PM-2026-{n:03}"], library).occurrence for n in (3, 4)]
    assert [ref.anchor for ref in refs if ref] == ["", "pm-is-pm-2026-004"]


def test_an_empty_library_and_a_single_document_say_what_would_fill_the_page() -> None:
    for library in (load([]).library, load([postmortem()]).library):
        view = view_recurring(library)
        assert view.lead == "No cause came back, by what people have linked."
        assert (view.chains, view.questions, view.undated) == ((), (), "")
        page = html(library)
        assert "No postmortem says of its cause that it was there before." in page
        assert "Nothing is to be asked" in page
        # The example of a link is an id that the library has.
        example = "recurrence_of: [PM-2026-001]" if library.postmortems else "recurrence_of"
        assert f"Where one does, <code>{example}</code> in its front matter" in page


def test_incidents_without_a_date_are_said_to_be_left_out_and_stand_last_in_a_chain() -> None:
    library = load(
        [postmortem(), postmortem(id="PM-2026-002", date=None, recurrence_of="[PM-2026-001]")]
    )
    view: RecurringView = view_recurring(library.library)
    assert view.undated == "1 postmortem"
    (chain,) = view.chains
    last = chain.occurrences[-1]
    assert (last.number, last.date, last.gap, last.items) == ("", "day unknown", "", ())
    ref = view_incident(library.library.by_id["PM-2026-002"], library.library).occurrence
    assert ref is not None
    assert ref.title == "One of 2 known occurrences of its cause"


def test_what_an_author_types_is_text_on_the_page() -> None:
    text = "<script>alert(1)</script> filled the queue of the pool until nothing else was served."
    page = html(
        load(
            [
                postmortem({"Root Cause": text}, title="'<b>One</b>'"),
                postmortem(
                    {"Root Cause": text}, title="'<b>Two</b>'", id="PM-2026-002", date="2026-02-10"
                ),
            ]
        ).library
    )
    assert "<script" not in page
    assert "<b>" not in page


def test_home_and_the_list_of_quarters_lead_to_it() -> None:
    addresses = Addresses(directory_urls=True)
    renderer = Renderer([find_overrides()], addresses)
    pages = {p.ref.kind: p for p in plan_pages(four(), addresses)}
    assert page_path(pages["recurring"].ref) == "recurring/"
    for kind, way in (("home", "recurring/"), ("quarters", "../recurring/")):
        assert f'href="{way}"' in renderer.render(pages[kind])
