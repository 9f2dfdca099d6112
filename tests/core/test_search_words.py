"""What every search knows of words."""

from __future__ import annotations

import pytest

from mkdocs_postmortems.core.search_query import parse_query
from mkdocs_postmortems.core.search_words import SMALL_WORDS, families, merge_synonyms


def test_groups_with_a_word_in_common_are_one() -> None:
    assert merge_synonyms(
        [("pool", "thread pool"), ("oom", "out of memory"), ("Pool", "basin")]
    ) == (
        ("pool", "thread pool", "basin"),
        ("oom", "out of memory"),
    )


def test_groups_are_joined_by_one_that_comes_later() -> None:
    groups = [("db", "database"), ("postgres", "pg"), ("Databases", "postgres")]
    assert merge_synonyms(groups) == (("db", "database", "postgres", "pg", "databases"),)


def test_a_group_without_another_word_is_none() -> None:
    assert merge_synonyms([("db", "--"), (), ("db", "DB")]) == ()


@pytest.mark.parametrize("word", ["basin", "thread pool", "Pools"])
def test_each_word_of_joined_groups_finds_all_others(word: str) -> None:
    term, *_words = parse_query(word, [("pool", "thread pool"), ("pool", "basin")]).terms
    assert {"pool", "thread pool", "basin"} <= set(term.phrases)


def test_a_status_stands_in_the_family_that_it_is_written_as() -> None:
    assert set(families()) == {"4xx", "5xx"}
    for family, codes in families().items():
        assert all(len(code) == 3 and code.startswith(family[0]) for code in codes)
    assert {"500", "502", "503", "504"} <= set(families()["5xx"])


def test_small_words_are_in_lower_case_and_decide_nothing() -> None:
    assert all(word.islower() for word in SMALL_WORDS)
    assert {"a", "the", "why", "of"} <= SMALL_WORDS
    assert not {"redis", "pool", "timeout", "cpu", "dns"} & SMALL_WORDS
