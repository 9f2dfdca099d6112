"""What is typed into the search, as terms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_postmortems.core.search_field import WEIGHTS, SearchField
from mkdocs_postmortems.core.search_query import MAX_TERMS, SearchTerm, parse_query

SYNONYMS = (("oom", "out of memory"), ("db", "database", "postgres"), ("cert", "certificate"))


def terms(text: str) -> tuple[SearchTerm, ...]:
    return parse_query(text, SYNONYMS).terms


def typed(text: str) -> list[str]:
    return [term.typed for term in terms(text)]


def test_words_are_told_apart_by_spaces_and_phrases_by_quotation_marks() -> None:
    assert typed('redis "read only" cart') == ["redis", "read only", "cart"]
    assert typed("“connection reset” by peer") == ["connection reset", "peer"]
    assert typed('redis "unfinished') == ["redis", "unfinished"]


def test_words_that_say_nothing_fall_away_unless_there_are_no_others() -> None:
    assert typed("why are the orders not in") == ["orders"]
    assert typed("what is this") == ["what", "is", "this"]
    assert typed('"not in"') == ["not in"]


@pytest.mark.parametrize("text", ["", "  ", "!?", '""', "-- ** ()", "_"])
def test_without_a_word_there_is_nothing_to_look_for(text: str) -> None:
    assert terms(text) == ()


@pytest.mark.parametrize(
    ("text", "phrase", "parts"),
    [
        ("orders_v2", "orders v2", ["orders", "v2"]),
        ("java.lang.OutOfMemoryError:", "java lang OutOfMemoryError",
         ["java", "lang", "OutOfMemoryError"]),
        ("10.0.0.1:5432", "10 0 0 1 5432", ["5432"]),
        ("node:internal", "node internal", ["node", "internal"]),
        ("read-only", "read only", ["read"]),
    ],
)  # fmt: skip
def test_an_identifier_is_looked_for_as_a_whole_and_its_words_for_less(
    text: str, phrase: str, parts: list[str]
) -> None:
    whole, *rest = terms(text)
    assert whole.phrases[0] == phrase
    assert (whole.share, whole.part_of) == (1, None)
    assert [(term.typed, term.share, term.part_of) for term in rest] == [
        (part, 0.5, whole.typed) for part in parts
    ]


@pytest.mark.parametrize("text", ["PM-2026-007", "INC-4412", "pm-2026-7"])
def test_of_an_id_no_part_is_looked_for(text: str) -> None:
    query = parse_query(text)
    assert [term.typed for term in query.terms] == [text]
    assert query.names == (text.lower(),)


def test_a_name_written_as_one_is_looked_for_in_words_too() -> None:
    (term,) = terms("OutOfMemoryError")
    assert term.phrases == ("OutOfMemoryError", "out of memory error")
    assert terms("ECONNRESET")[0].phrases == ("ECONNRESET",)


def test_synonyms_count_as_the_word_itself() -> None:
    (term,) = terms("Databases")
    assert term.phrases == ("Databases", "db", "database", "postgres")
    assert terms("oom")[0].phrases == ("oom", "out of memory")
    assert terms("db-01")[1].phrases == ("db", "database", "postgres")


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("pods out of memory", ("out of memory", "oom")),
        ("pods Out-of-memory", ("Out of memory", "oom", "out of memory")),
        ('pods "out of memory"', ("out of memory", "oom")),
    ],
)
def test_a_phrase_of_the_synonyms_is_one_term_however_it_is_written(
    text: str, phrases: tuple[str, ...]
) -> None:
    pods, phrase, *_rest = terms(text)
    assert pods.phrases == ("pods",)
    assert phrase.phrases == phrases


def test_a_status_and_its_family_are_near_each_other() -> None:
    assert terms("503")[0].near == ("5xx",)
    assert terms("404s")[0].near == ("4xx",)
    assert "502" in terms("5xx")[0].near
    assert terms("100x")[0].near == ()


def test_only_the_word_typed_last_may_go_on() -> None:
    assert [term.may_go_on for term in terms("orders missing col")] == [False, False, True]
    assert [term.may_go_on for term in terms("orders missing col ")] == [False, False, False]
    assert [term.may_go_on for term in terms('orders "missing col"')] == [False, False]
    assert [term.may_go_on for term in terms("orders_v2")] == [False, False, True]


def test_symptoms_say_the_most_for_what_looks_like_an_error_and_causes_for_other_words() -> None:
    for text in ("HTTP500", "ECONNRESET", "orders.tax_region", '"does not exist"', "timeouts"):
        weights = terms(text)[0].weights
        others = {field: weight for field, weight in weights.items() if field != SearchField.NAMES}
        assert max(others, key=lambda field: others[field]) is SearchField.SYMPTOMS
    plain = terms("retries")[0].weights
    elsewhere = (SearchField.SYMPTOMS, SearchField.MITIGATION, SearchField.SUMMARY)
    for field in (SearchField.TITLE, SearchField.CAUSE, SearchField.FACTORS):
        assert all(plain[field] > plain[other] for other in elsewhere)
        assert plain[field] == WEIGHTS[field]


def test_a_word_typed_twice_is_one_term() -> None:
    assert typed("redis Redis redis-primary") == ["redis", "redis-primary", "primary"]


@given(st.text(max_size=200))
def test_whatever_is_typed_gives_terms_with_words_in_them(text: str) -> None:
    query = parse_query(text, SYNONYMS)
    assert all(
        any(character.isalnum() for character in phrase)
        for term in query.terms
        for phrase in term.phrases
    )
    assert all("\0" not in term.typed for term in query.terms)


def test_of_a_long_log_the_beginning_is_looked_for() -> None:
    query = parse_query(" ".join(f"frame{number}" for number in range(5000)))
    assert len(query.terms) == MAX_TERMS
    assert query.terms[0].typed == "frame0"


@pytest.mark.parametrize(
    "text", ['a"' * 30_000, " ".join(f"w{number}" for number in range(30_000)), "the " * 30_000]
)
def test_whatever_is_pasted_is_read_at_once(text: str) -> None:
    before = time.process_time()
    assert parse_query(text, SYNONYMS).terms
    assert time.process_time() - before < 1
