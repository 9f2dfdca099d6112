from __future__ import annotations

from mkdocs_postmortems.outputs.data import recurring_json
from mkdocs_postmortems.pages import Addresses

from ..documents import postmortem
from ..libraries import four, load

ADDRESSES = Addresses(directory_urls=True)


def test_chains_are_published_with_each_occurrence_and_what_was_agreed_before() -> None:
    data = recurring_json(four(), ADDRESSES)
    assert (data["schema_version"], data["as_of"]) == (1, "2026-03-16")
    (chain,) = data["chains"]
    assert chain["postmortems"] == ["PM-2025-001", "PM-2026-001"]
    assert (chain["categories"], chain["contributing_factors"], chain["services"]) == (
        ["capacity"], ["unbounded-growth"], ["search-api"],
    )  # fmt: skip
    assert chain["url"] == "recurring/#pm-is-pm-2026-001"
    # 20 November to 8 January; A1 is done, and nobody says since when.
    assert chain["occurrences"] == [
        {"postmortem": "PM-2025-001", "number": 1, "date": "2025-11-20", "days": None, "actions": []},
        {
            "postmortem": "PM-2026-001",
            "number": 2,
            "date": "2026-01-08",
            "days": 49,
            "actions": [
                {"id": "PM-2025-001-A1", "then": "unknown", "status": "done"},
                {"id": "PM-2025-001-A2", "then": "open", "status": "open"},
            ],
        },
    ]  # fmt: skip


def test_all_questions_are_published_with_their_answers() -> None:
    texts = [
        postmortem({"Root Cause": "A limit was met."}, id=f"PM-2026-{n:03}", date="2026-01-08")
        for n in range(1, 71)
    ]
    questions = recurring_json(load(texts).library, ADDRESSES)["questions"]
    assert len(questions) == 69
    assert questions[-1] == {
        "postmortem": "PM-2026-002",
        "date": "2026-01-08",
        "earlier": "PM-2026-001",
        "days": 0,
        "number": 2,
        "category": "capacity",
        "contributing_factors": ["unbounded-growth"],
        "services": ["search-api"],
        "resemblance": None,
        "others": [],
        "others_complete": True,
        "source": "incidents/1.md",
        "same": "recurrence_of: [PM-2026-001]",
        "another": "related: [PM-2026-001]",
        "url": "incidents/PM-2026-002/",
    }
    assert questions[0]["others_complete"] is False


def test_files_in_another_order_give_the_same_data() -> None:
    texts = [postmortem(id=f"PM-2026-{n:03}", date="2026-01-08") for n in range(1, 20)]
    one, other = (load(some).library for some in (texts, texts[::-1]))
    strip = ("source",)
    found = [
        [
            {k: v for k, v in q.items() if k not in strip}
            for q in recurring_json(lib, ADDRESSES)["questions"]
        ]
        for lib in (one, other)
    ]
    assert found[0] == found[1]
