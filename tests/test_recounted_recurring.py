"""Every number of the page of recurring causes, counted again over all pairs of incidents."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache, cached_property
from itertools import combinations, groupby
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import Tag

from .documents import postmortem
from .page_numbers import PageNumbers
from .recount import AS_OF, LIBRARY, Item, documents, items
from .sites import Built, build, write_site

CHAIN = ("PM-2025-019", "PM-2025-031", "PM-2026-007")
WINDOW = 365
"""Days, by the policy of both sites."""
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Recounted:
    """A site, with what it publishes of its postmortems, the oldest first."""

    site: Built
    library: Path

    @cached_property
    def records(self) -> list[Record]:
        found = json.loads(self.site.text("api/v1/postmortems.json"))["postmortems"]
        return sorted(found, key=lambda r: (r["date"], r["phases"]["started"] or "", r["id"]))

    @cached_property
    def data(self) -> Mapping[str, Any]:
        return dict(json.loads(self.site.text("api/v1/recurring.json")))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The titles of categories, factors and services, by id."""
        settings = yaml.safe_load(self.library.read_text("utf-8"))
        lists = ("categories", "contributing_factors", "services")
        return {term["id"]: term["title"] for name in lists for term in settings[name]}

    @cached_property
    def causes(self) -> Mapping[str, str]:
        """What the cause of each incident goes by: the first one of its chain."""
        found: dict[str, str] = {}
        for record in self.records:
            before = [found[one] for one in record["recurrence_of"]]
            found[record["id"]] = before[0] if before else record["id"]
        return found

    def is_settled(self, one: Record, other: Record) -> bool:
        """Whether people have said of two causes that they are one, or that they are two."""
        causes = {self.causes[one["id"]], self.causes[other["id"]]}
        return len(causes) == 1 or any(
            {self.causes[r["id"]], self.causes[named]} == causes
            for r in self.records
            for named in r["related"]
        )

    @cached_property
    def questions(self) -> list[tuple[Record, list[Record]]]:
        """Each incident to be asked about, the newest first, and the earlier ones, likeliest first."""
        asked = []
        for place, later in enumerate(self.records):
            before = self.records[:place]
            found = [
                (resemblance(later, earlier), len(shared(later, earlier)), place)
                for place, earlier in enumerate(before)
                if (is_alike(later, earlier) or resemblance(later, earlier))
                and not self.is_settled(later, earlier)
            ]
            if found and not later["recurrence_of"]:
                order = [before[place] for _, _, place in sorted(found, reverse=True)]
                asked.append((later, order))
        return asked[::-1]

    def occurrence(self, later: Record, earlier: Record) -> int:
        """Which one it would be, with all that have either cause."""
        causes = {self.causes[later["id"]], self.causes[earlier["id"]]}
        until = self.records[: self.records.index(later) + 1]
        return sum(self.causes[r["id"]] in causes for r in until)


def shared(one: Record, other: Record) -> list[str]:
    fields = ("contributing_factors", "services")
    return [word for field in fields for word in one[field] if word in other[field]]


def is_alike(later: Record, earlier: Record) -> bool:
    days = days_between(earlier, later)
    same = later["category"] and later["category"] == earlier["category"]
    return bool(days <= WINDOW and same and shared(later, earlier))


def days_between(earlier: Record, later: Record) -> int:
    return (date.fromisoformat(later["date"]) - date.fromisoformat(earlier["date"])).days


@cache
def words_of(cause: str | None) -> list[str]:
    """The first 120 in lower case, whatever has a digit as one word, and marks left out."""
    stripped = [re.sub(r"^[\W_]+|[\W_]+$", "", word) for word in (cause or "").split()[:120]]
    return ["0" if re.search(r"\d", word) else word.casefold() for word in stripped if word]


def resemblance(one: Record, other: Record) -> float:
    """The share of all runs of three words that both causes have; 0 where it is below a half."""
    words = words_of(one["root_cause"]), words_of(other["root_cause"])
    if min(map(len, words)) < 8:
        return 0.0
    first, second = (set(zip(w, w[1:], w[2:], strict=False)) for w in words)
    share = len(first & second) / len(first | second)
    return share if share >= 0.5 else 0.0


def ordinal(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"


def text_of(element: Tag) -> str:
    """The text as it stands, in one line."""
    return " ".join(element.get_text().split())


def listing(words: Iterable[str], last: str) -> str:
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def title_of(record: Record) -> str:
    """How an incident is told of, on one line."""
    return " ".join(f"{record['title']} {record['id']}".replace("`", "").split())


def marks_of(record: Record) -> str:
    would_be = f"would be {record['potential_severity']} Near miss"
    marks = record["severity"] if record["kind"] == "incident" else would_be
    return f"{marks} {'' if record['status'] == 'final' else record['status']}".strip()


def check_counts(page: PageNumbers, recounted: Recounted, *, chains: int) -> None:
    kinds = Counter(later["kind"] for later, _ in recounted.questions)
    incidents, near = kinds["incident"], kinds["near-miss"]
    misses = f" and {near} near misses" if near else ""
    (lead,) = page.take(".pm-lead")
    assert text_of(lead) == (
        f"{chains} cause came back, by what people have linked; "
        f"{incidents} further incidents{misses} are to be asked about."
    )
    assert [text_of(one) for one in page.take("h2 .pm-count")] == [str(chains), str(kinds.total())]


def strength(question: tuple[Record, list[Record]]) -> tuple[float, int]:
    """How likely it is that two causes are one, by their texts and by what both have."""
    later, (earlier, *_) = question
    category = bool(later["category"]) and later["category"] == earlier["category"]
    return resemblance(later, earlier), category + len(shared(later, earlier))


def heading_of(question: tuple[Record, list[Record]]) -> str:
    alike, both = strength(question)
    if alike:
        return "Nearly the same text"
    more = "several factors or services" if both > 2 else "one factor or service"
    return f"The same category and {more}"


def check_questions(page: PageNumbers, recounted: Recounted) -> None:
    """The rows, of which every word is held against what was counted."""
    likeliest = sorted(recounted.questions, key=strength, reverse=True)
    headings = map(text_of, page.root.select("h3:has(+ .pm-possible)"))
    under = [
        *zip(
            headings,
            (len(one.select("li")) for one in page.root.select("h3 + .pm-possible")),
            strict=True,
        )
    ]
    assert under == [(title, len([*rows])) for title, rows in groupby(likeliest, heading_of)]
    rows = page.take(".pm-possible > li")
    for row, (later, found) in zip(rows, likeliest, strict=True):
        asked, why, settle = row.select("p")
        earlier, *others = found
        days = days_between(earlier, later)
        number = ordinal(recounted.occurrence(later, earlier))
        assert text_of(asked).replace("In review", "in-review").replace("Draft", "draft") == (
            f"{title_of(later)} {later['date']} {marks_of(later)} Is its cause that of "
            f"{title_of(earlier)}, {f'{days} days before' if days else 'on the same day'}? "
            f"If so, this is its {number} known occurrence{say_others(others)}."
        )
        assert text_of(why) == say_why(later, earlier, recounted.names)
        related = ", ".join([*later["related"], *(one["id"] for one in found)])
        replaces = (
            ", which replaces its line related (keep what else that names),"
            if later["related"]
            else ""
        )
        or_another = ", or with the id of the one that it is" if others else ""
        assert text_of(settle) == (
            f"In {later['source']}: recurrence_of: [{earlier['id']}] if it is{or_another}; "
            f"related: [{related}]{replaces} if it is {'none of these' if others else 'another'}."
        )


def say_others(others: list[Record]) -> str:
    ids = [other["id"] for other in others]
    if not ids:
        return ""
    named = [*ids[:3], f"{len(ids) - 3} more earlier"] if len(ids) > 3 else ids
    return f", or a later one, if it is also that of {listing(named, 'or')}"


def say_why(later: Record, earlier: Record, names: Mapping[str, str]) -> str:
    said = []
    if alike := resemblance(later, earlier):
        said.append(
            f"Their texts give the cause in nearly the same words ({100 * alike:.0f} % of all "
            f"runs of three words are in both): “{common_run(later, earlier)}”."
        )
    both = shared(later, earlier)
    have = f"have {listing((f'“{names[word]}”' for word in both), 'and')}" if both else ""
    if later["category"] and later["category"] == earlier["category"]:
        category = f"Both are of the category “{names[later['category']]}”"
        said.append(f"{category} and {have}." if have else f"{category}.")
    elif have:
        said.append(f"Both {have}.")
    return " ".join(said)


def common_run(later: Record, earlier: Record) -> str:
    """The longest run of words of both, as the later one has it; a word is never a mark alone."""
    words = words_of(later["root_cause"]), words_of(earlier["root_cause"])
    match = SequenceMatcher(None, *words, autojunk=False).find_longest_match()
    return " ".join(later["root_cause"].split()[match.a : match.a + match.size])


def check_chain(chain: Tag, recounted: Recounted) -> None:
    by_id = {record["id"]: record for record in recounted.records}
    members = [by_id[identifier] for identifier in CHAIN]
    assert text_of(chain.select("p.pm-note")[0]) == (
        "2 incidents and 1 near miss, the last on 4 March 2026. "
        "All have “Staging did not match production”."
    )
    rows = chain.select("ol > li")
    days = ("7 August 2025", "18 November 2025", "4 March 2026")
    assert len(rows) == len(members)
    for index, (row, record, day) in enumerate(zip(rows, members, days, strict=True)):
        (incident,) = row.select(".pm-chain__incident")
        said = f"{ordinal(index + 1)} {title_of(record)} {day} {marks_of(record)}"
        assert text_of(incident) == said
        if index:
            check_meant(row, members[:index], record)


def check_meant(row: Tag, before: list[Record], here: Record) -> None:
    """What was agreed before an occurrence: of the one just before all, and what was open."""
    when = date.fromisoformat(here["date"])
    meant = [item for r in before for item in items() if item.postmortem["id"] == r["id"]]
    opened = [item for item in meant if was_open(item, when)]
    parts = [
        f"{len(found)} {'was' if len(found) == 1 else 'were'} {state}"
        for found, state in ((opened, "open"), ([i for i in meant if i not in opened], "done"))
        if found
    ]
    assert text_of(row.select(".pm-chain__gap")[0]) == (
        f"{days_between(before[-1], here)} days after the {ordinal(len(before))}. "
        f"Of {len(meant)} action items of earlier occurrences, {' and '.join(parts)} by then."
    )
    last = [item for item in meant if item.postmortem["id"] == before[-1]["id"]]
    listed = [*opened, *(item for item in last if item not in opened)]
    expected = [
        f"{item.id} {item.cells['Item'].replace('`', '')} {tell(item, when)}" for item in listed
    ]
    if more := len(meant) - len(listed):
        expected.append(f"And {more} more, on the pages of the earlier occurrences.")
    assert [text_of(one) for one in row.select(".pm-meant > li")] == expected


def was_open(item: Item, when: date) -> bool:
    return item.is_open or (item.closed is not None and item.closed > when)


def tell(item: Item, when: date) -> str:
    if not was_open(item, when):
        return f"Then done on {item.closed}{'; now verified' * (item.status == 'verified')}"
    assert item.is_overdue
    assert item.due is not None
    days = (when - item.agreed).days
    return f"Then open for {days} days; now overdue by {(AS_OF - item.due).days} days"


@pytest.fixture(scope="module")
def recounted(example: Built) -> Recounted:
    return Recounted(example, LIBRARY / "library.yml")


def test_every_number_of_the_page(recounted: Recounted) -> None:
    page = PageNumbers(recounted.site.text("recurring/index.html"))
    check_counts(page, recounted, chains=1)
    (chain,) = page.take(".pm-chain")
    check_chain(chain, recounted)
    check_questions(page, recounted)
    (window,) = page.rest()
    assert f"no more than {WINDOW} days before" in window


def test_the_only_chain_is_the_one_that_the_documents_link(recounted: Recounted) -> None:
    links = {(d["id"], *d["recurrence_of"]) for d in documents() if d.get("recurrence_of")}
    assert links == set(zip(CHAIN[1:], CHAIN, strict=False))
    (chain,) = recounted.data["chains"]
    assert tuple(chain["postmortems"]) == CHAIN
    # 7 August to 18 November 2025, and from there to 4 March 2026.
    assert [one["days"] for one in chain["occurrences"]] == [None, 103, 106]
    assert chain["contributing_factors"] == ["staging-parity"]
    for index, one in enumerate(chain["occurrences"]):
        when = date.fromisoformat(one["date"])
        expected = {
            item.id: "open" if was_open(item, when) else "done"
            for item in items()
            if item.postmortem["id"] in CHAIN[:index]
        }
        assert {action["id"]: action["then"] for action in one["actions"]} == expected


def test_the_data_asks_the_same(recounted: Recounted) -> None:
    assert [(q["postmortem"], q["earlier"], *q["others"]) for q in recounted.data["questions"]] == [
        (later["id"], *(one["id"] for one in found)) for later, found in recounted.questions
    ]
    assert len(recounted.questions) > 10
    assert not any(resemblance(*pair) for pair in combinations(recounted.records, 2))
    assert {q["resemblance"] for q in recounted.data["questions"]} == {None}


def test_incidents_of_the_chain_lead_to_their_place_on_the_page(recounted: Recounted) -> None:
    page = recounted.site.text("recurring/index.html")
    for identifier in CHAIN:
        assert f'id="pm-is-{identifier.lower()}"' in page
        incident = recounted.site.text(f"incidents/{identifier}/index.html")
        assert f'href="../../recurring/#pm-is-{identifier.lower()}"' in incident


def test_whose_cause_is_another_one_is_told_so_on_the_page_of_the_incident(example: Built) -> None:
    incident = example.text("incidents/PM-2026-005/index.html")
    assert '<li>Related, with another cause: <a href="../../incidents/PM-2025-025/">' in incident


SETTINGS = """\
categories:
  - {id: capacity, title: Capacity limit}
  - {id: configuration, title: Configuration error}
  - {id: expiry, title: Expired certificate}
contributing_factors:
  - {id: unbounded-growth, title: Growth without a limit}
  - {id: manual-step, title: Manual step}
services:
  - {id: search-api, title: Search}
  - {id: cart-api, title: Cart}
"""
QUEUE = (
    "The queue of the indexer held 500 entries and had no bound, so a burst of changes filled the "
    "heap of the process, and each restart read the same entries again."
)
SHORT = "A limit of the pool was met."


def written(number: int, day: str, cause: str, **fields: str | None) -> str:
    identifier = f"PM-{day[:4]}-{number:03d}"
    defaults = {"teams": None, "trigger": None, "detection": None, "services": "[search-api]"}
    return postmortem(
        {"Root Cause": cause}, **{**defaults, "id": identifier, "date": day, **fields}
    )


def test_near_identical_causes_long_lists_and_the_window_are_told_as_every_pair_has_them(
    folder: Path,
) -> None:
    expiry = {"category": "expiry", "contributing_factors": "[manual-step]"}
    days = ("2025-12-01", "2025-12-10", "2025-12-10", "2025-12-20", "2026-01-05", "2026-01-07")
    texts = [
        written(1, "2024-06-01", QUEUE),
        # Half a sentence is another one, and so is the number; of another category, years later.
        written(
            2, "2026-01-10", QUEUE.replace("500", "2,000").replace("read the same", "saw these"),
            category="configuration", contributing_factors="[]", services="[cart-api]",
        ),
        # Like the first one but for its text, and too long after it.
        written(3, "2026-02-01", "A cache grew."),
        # Too short to be compared.
        written(4, "2026-02-02", SHORT, category="configuration", services="[]"),
        written(5, "2026-02-03", SHORT, category=None, services="[]"),
        *(written(n, day, f"Key {n} ran out.", **expiry) for n, day in enumerate(days, start=6)),
        written(20, "2026-02-10", "Again, a key.", related="[PM-2025-006]", **expiry),
        written(21, "2026-03-01", QUEUE, status="draft", recurrence_of="[PM-2026-003]"),
    ]  # fmt: skip
    files = {f"incidents/{number}.md": text for number, text in enumerate(texts)}
    write_site(folder, {"library.yml": SETTINGS, **files})
    built = build(folder)
    assert built.status == 0, built.output
    recounted = Recounted(built, folder / "docs" / "library.yml")
    asked = {later["id"]: [one["id"] for one in found] for later, found in recounted.questions}
    assert asked.keys() == {
        "PM-2026-002", "PM-2025-007", "PM-2025-008", "PM-2025-009", "PM-2026-010", "PM-2026-011",
        "PM-2026-020",
    }  # fmt: skip
    assert asked["PM-2026-002"] == ["PM-2024-001"]
    page = PageNumbers(built.text("recurring/index.html"))
    # 29 runs of three words in one and 28 in the other, 24 of them in both: 24 of 33.
    assert "(73 % of all" in text_of(page.root)
    check_counts(page, recounted, chains=1)
    page.take(".pm-chain")
    check_questions(page, recounted)
    assert len(page.rest()) == 1
