"""Which incidents resemble one another, and in what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.core.library import Library, build_library
from mkdocs_postmortems.core.postmortem import Postmortem
from mkdocs_postmortems.core.settings import Settings, Team
from mkdocs_postmortems.core.similarity import Similarity
from mkdocs_postmortems.pipeline import read_document

from ..documents import generated, postmortem
from ..libraries import load, source
from ..many_words import name, written
from ..work import count_calls

READ = read_document(source(postmortem()), Settings()).record
assert READ is not None
FIRST: Postmortem = READ


def incident(number: int, cause: str = "", **fields: Any) -> Postmortem:
    """One that says and declares nothing but this; the higher the number, the newer."""
    bare = replace(
        FIRST, id=f"PM-2026-{number:05}", date=date(1990, 1, 1) + timedelta(days=number), category=None,
        contributing_factors=(), services=(), symptoms=(), title=".", summary=None, mitigation=None,
    )  # fmt: skip
    return replace(bare, root_cause=cause, **fields)


def gathered(*postmortems: Postmortem, size: int = 0, settings: Settings | None = None) -> Library:
    """A library of these and of so many others in all, of which each says what no other one says."""
    others = (
        incident(9000 + number, f"{name(number)}aaa {name(number)}bbb")
        for number in range(size - len(postmortems))
    )
    return build_library((*postmortems, *others), settings or Settings(), date(2026, 3, 16))


def like_first(library: Library) -> list[tuple[str, list[str]]]:
    """The ids of those like incident 1, with the words in common."""
    return [
        (one.postmortem.id, said(one)) for one in library.similar_to(library.by_id["PM-2026-00001"])
    ]


def said(one: Similarity) -> list[str]:
    return [word.text for word in one.words]


def library_of(size: int) -> Library:
    return load(
        [generated(n, size) for n in range(size)], settings="", as_of=date(2026, 3, 16)
    ).library


def test_what_is_compared_does_not_grow_with_the_library() -> None:
    """Each postmortem meets at most six others for each of its own few keys."""
    filed = {size: library_of(size)._likeness for size in (100, 400)}
    assert max(len(found) for likeness in filed.values() for found in likeness.values()) == 6


def test_similar_incidents_are_the_same_in_any_order_of_the_files() -> None:
    texts = [generated(n, 60) for n in range(60)]
    one = load(texts, settings="").library
    other = load(texts[::-1], settings="").library
    for own in one.postmortems:
        first = [s.postmortem.id for s in one.similar_to(own)]
        second = [s.postmortem.id for s in other.similar_to(other.by_id[own.id])]
        assert first == second
        assert own.id not in first
        assert len(first) <= 5


def test_the_same_error_makes_incidents_alike_that_declare_nothing_in_common() -> None:
    one = incident(1, "The client met ECONNRESET.", services=("search-api",))
    other = incident(2, "Nobody expected econnreset or ECONNRESET.", services=("ledger",))
    assert like_first(gathered(one, other, size=10)) == [("PM-2026-00002", ["ECONNRESET"])]


def test_the_same_symptom_makes_incidents_alike_and_its_words_are_not_said_again() -> None:
    one = incident(1, "", symptoms=("No  space left on device 3",))
    other = incident(2, "A parquet file.", symptoms=("no space left on device 17",))
    assert like_first(gathered(one, other, size=10)) == [
        ("PM-2026-00002", ["No space left on device 3"])
    ]


def test_three_ordinary_words_make_incidents_alike_where_one_is_what_a_title_says() -> None:
    """Of 32, a word of two weighs 4 of 5 + 6 bits, of which 4 are 4 * 4 / 11 = 1.45: three are 4.4."""
    cause = "The tariff of a voucher met a parquet."
    three = incident(1, cause, title="Tariff"), incident(2, cause)
    assert like_first(gathered(*three, size=32)) == [
        ("PM-2026-00002", ["parquet", "tariff", "voucher"])
    ]
    two = incident(1, "The tariff of a voucher", title="Tariff"), incident(2, cause)
    assert like_first(gathered(*two, size=32)) == []
    untitled = incident(1, cause), incident(2, cause)
    assert like_first(gathered(*untitled, size=32)) == []


def test_a_word_that_many_have_says_nothing_and_how_many_grows_with_the_library() -> None:
    """It may be in an eighth: four of 32, eight of 64 or more; five are listed."""

    def found(having: int, size: int) -> int:
        some = (incident(number, "tax_region") for number in range(1, having + 1))
        return len(like_first(gathered(*some, size=size)))

    sizes = ((4, 32), (5, 32), (5, 64), (8, 64), (9, 64), (9, 500))
    assert [found(*each) for each in sizes] == [3, 0, 4, 5, 0, 0]


def test_of_those_that_declare_the_same_the_one_with_like_words_comes_first() -> None:
    declared: dict[str, Any] = {
        "category": "capacity",
        "contributing_factors": ("unbounded-growth",),
    }
    one = incident(1, "The parquet files filled it.", **declared)
    older = incident(2, "A parquet file.", **declared)
    newer = incident(3, "A thread.", **declared)
    assert like_first(gathered(one, older, newer, size=40)) == [
        ("PM-2026-00002", ["files", "parquet"]), ("PM-2026-00003", []),
    ]  # fmt: skip


def test_at_most_three_words_are_named_identifiers_and_the_rarest_first() -> None:
    text = "locale voucher parquet tariff tax_region"
    some = incident(1, text), incident(2, text), incident(3, "locale tax_region")
    first = like_first(gathered(*some, size=64))[0]
    assert first == ("PM-2026-00002", ["tax_region", "parquet", "tariff"])


def test_what_both_declare_is_not_said_again_as_a_word() -> None:
    text = "image-proxy, the image of a parquet proxy"
    declared: dict[str, Any] = {
        "services": ("image-proxy",),
        "contributing_factors": ("unbounded-growth",),
    }
    (found,) = like_first(
        gathered(incident(1, text, **declared), incident(2, text, **declared), size=40)
    )
    assert found == ("PM-2026-00002", ["parquet"])


def test_people_of_any_document_and_members_of_teams_are_no_reason() -> None:
    text = "Rosa_Delgado, Rosa, Samir and Haddad on tax_region"
    some = incident(1, text), incident(2, text, responders=("Rosa Delgado",))
    members = Settings(teams=(Team(id="discovery", name="D", members=("Samir Haddad",)),))
    (found,) = like_first(gathered(*some, size=200, settings=members))
    assert found[1] == ["tax_region"]


def test_an_undetermined_cause_is_no_cause_in_common() -> None:
    declared: dict[str, Any] = {
        "category": "undetermined",
        "contributing_factors": ("unbounded-growth",),
    }
    assert like_first(gathered(incident(1, **declared), incident(2, **declared))) == []


def test_in_a_library_of_two_ordinary_words_say_nothing() -> None:
    assert like_first(gathered(incident(1, "A parquet file"), incident(2, "A parquet file"))) == []


def library_in_many_words(size: int) -> Library:
    """Incidents that declare little and say much, as people write: most words are rare."""
    return gathered(
        *(
            incident(
                number,
                written(number, 120),
                category=f"c{number % 6}",
                contributing_factors=(f"f{number % 10}",),
            )
            for number in range(1, size + 1)
        )
    )


def test_the_work_grows_with_the_text_and_not_with_its_square() -> None:
    """From 300 documents to 1,200: four times, where pairs would be sixteen times."""

    def work(size: int) -> int:
        library = library_in_many_words(size)
        return count_calls(lambda: [library.similar_to(one) for one in library.postmortems])

    assert work(1200) < 5 * work(300)


WORDS = st.sampled_from(
    ("parquet", "tariff", "locale", "tax_region", "ECONNRESET", "voucher", "cert-manager", "Redis")
)
INCIDENTS = st.lists(
    st.tuples(
        st.lists(WORDS, max_size=5), WORDS, st.sampled_from((None, "capacity", "data")),
        st.sets(st.sampled_from(("no-canary", "missing-alert", "alert-noise")), max_size=2),
        st.lists(st.sampled_from(("No parquet left", "search 503")), max_size=1),
    ),
    min_size=2, max_size=12,
)  # fmt: skip


def drawn(values: list[Any]) -> list[Postmortem]:
    return [
        incident(number, " ".join(text), title=title, category=category, symptoms=tuple(symptoms),
                 contributing_factors=tuple(sorted(factors)))
        for number, (text, title, category, factors, symptoms) in enumerate(values, 1)
    ]  # fmt: skip


def facts(library: Library) -> dict[tuple[str, str], Any]:
    """What each finds in common with each of those like it."""
    return {
        (one.id, other.postmortem.id): (
            other.same_category, other.factors, other.services,
            tuple((word.kind, word.text.casefold(), word.having) for word in other.words),
        )
        for one in library.postmortems
        for other in library.similar_to(one)
    }  # fmt: skip


@given(INCIDENTS)
@settings(max_examples=40, deadline=None)
def test_both_pages_name_the_same_reason(values: list[Any]) -> None:
    found = facts(gathered(*drawn(values), size=40))
    for (one, other), reason in found.items():
        assert found.get((other, one), reason) == reason


@given(INCIDENTS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_files_changes_nothing(values: list[Any], chance: Any) -> None:
    some = drawn(values)
    found = facts(gathered(*some, size=40))
    chance.shuffle(some)
    assert facts(gathered(*some, size=40)) == found


@given(INCIDENTS)
@settings(max_examples=40, deadline=None)
def test_a_new_document_with_words_of_its_own_changes_nothing_for_the_others(
    values: list[Any],
) -> None:
    """Up to the next power of two: 40 to 63 documents weigh words alike."""
    some = drawn(values)
    assert facts(gathered(*some, size=63)) == facts(gathered(*some, size=40))
