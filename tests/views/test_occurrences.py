from __future__ import annotations

from mkdocs_postmortems.core.library import Library
from mkdocs_postmortems.views.leading import lead_quarter, text_of
from mkdocs_postmortems.views.occurrences import SHOWN, CausesAgain, tell_occurrences

from ..documents import postmortem
from ..libraries import load

PARITY = "[staging-parity]"
DAYS = {1: "2025-08-07", 2: "2025-11-18", 3: "2026-03-04"}


def chained(factors: str | None = PARITY) -> list[str]:
    """Three incidents of one cause, one in each of three quarters."""
    return [
        postmortem(
            id=f"PM-2025-00{n}",
            date=day,
            contributing_factors=factors,
            recurrence_of=f"[PM-2025-00{n - 1}]" if n > 1 else None,
        )
        for n, day in DAYS.items()
    ]


def again(library: Library, quarter: str) -> CausesAgain:
    return tell_occurrences(quarter, lead_quarter(quarter, library).leader, library)


def told(library: Library, quarter: str) -> list[str]:
    return [text_of(row.sentence) for row in again(library, quarter).rows]


def test_an_incident_that_came_back_is_told_with_its_place_and_the_last() -> None:
    library = load(chained(None)).library
    assert told(library, "2025-Q4") == [
        "PM-2025-002 is the 2nd of 3 known occurrences of its cause; the last was PM-2025-003 on "
        "4 March 2026."
    ]
    assert told(library, "2026-Q1") == [
        "PM-2025-003 is the 3rd of 3 known occurrences of its cause."
    ]


def test_the_sentence_leads_to_the_chain_and_so_does_the_question() -> None:
    (row,) = again(load(chained()).library, "2025-Q4").rows
    refs = [piece.ref for piece in (*row.sentence, *row.question) if piece.ref]
    assert [(ref.kind, ref.key or ref.anchor) for ref in refs] == [
        ("incident", "PM-2025-002"),
        ("recurring", "pm-is-pm-2025-002"),
        ("incident", "PM-2025-003"),
        ("recurring", "pm-is-pm-2025-002"),
    ]


def test_what_leads_and_is_shared_by_a_chain_is_named() -> None:
    """In 2025-Q4 another incident has the factor, so that it leads."""
    other = postmortem(id="PM-2025-009", date="2025-12-01", contributing_factors=PARITY)
    library = load([*chained(), other]).library
    assert told(library, "2025-Q4") == [
        "PM-2025-002 is the 2nd of 3 known occurrences of its cause, which share “Staging did not "
        "match production”; the last was PM-2025-003 on 4 March 2026."
    ]


def test_what_leads_is_held_against_chains_of_other_quarters() -> None:
    others = [
        postmortem(id=f"PM-2025-01{n}", date="2025-05-01", contributing_factors=PARITY)
        for n in (1, 2)
    ]
    library = load([*chained(), *others]).library
    assert told(library, "2025-Q2") == [
        "PM-2025-003 of 4 March 2026 is the 3rd of 3 known occurrences of its cause, which share "
        "“Staging did not match production”."
    ]


def test_a_quarter_with_nothing_linked_says_nothing() -> None:
    library = load([postmortem()]).library
    assert again(library, "2026-Q1") == CausesAgain(rows=(), more=0)


def test_of_many_causes_the_first_are_told_and_the_others_counted() -> None:
    documents = []
    for n in range(1, SHOWN + 3):
        first, second = f"PM-2025-{n:03d}", f"PM-2026-{n:03d}"
        documents.append(postmortem(id=first, date="2025-11-02", contributing_factors=None))
        documents.append(postmortem(id=second, recurrence_of=f"[{first}]"))
    found = again(load(documents).library, "2026-Q1")
    assert (len(found.rows), found.more) == (SHOWN, 2)
