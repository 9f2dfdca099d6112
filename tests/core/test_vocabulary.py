from __future__ import annotations

import pytest

from mkdocs_postmortems.core.vocabulary import Term, Vocabulary

ANY = Vocabulary(terms=(), open=True)


@pytest.mark.parametrize(
    ("word", "identifier"),
    [
        ("Staging parity", "staging-parity"),
        ("Größe", "grosse"),
        ("数据库", "term-263200d7"),
    ],
)
def test_without_a_list_any_word_has_an_id_of_letters_for_addresses(
    word: str, identifier: str
) -> None:
    term = ANY.resolve(word)
    assert term is not None
    assert (term.id, term.title) == (identifier, word)


def test_two_words_that_differ_in_letters_of_another_script_are_two() -> None:
    ids = {term.id for word in ("数据库 A", "网络 A", "сеть") if (term := ANY.resolve(word))}
    assert len(ids) == 3


@pytest.mark.parametrize("word", ["", "!?", "a" * 81])
def test_what_makes_no_id_is_no_word(word: str) -> None:
    assert ANY.resolve(word) is None


def term(identifier: str, successor: str | None = None, *, retired: bool = True) -> Term:
    return Term(id=identifier, title=identifier, retired=retired, successor=successor)


def test_a_retired_word_is_known_and_is_never_what_was_meant() -> None:
    words = Vocabulary(terms=(term("human-process"), term("manual-step", retired=False)))
    assert words.resolve("Human process") == term("human-process")
    assert words.nearest("human-proces") is None
    assert words.nearest("manual-stp") == "manual-step"


def test_the_successor_of_a_successor_that_is_retired_too_is_the_one_to_use() -> None:
    last = term("manual-step", retired=False)
    words = Vocabulary(terms=(term("toil", "chores"), term("chores", "manual-step"), last))
    assert words.successor_of(term("toil", "chores")) == last
    assert words.successor_of(last) is None


def test_words_that_succeed_each_other_have_no_successor() -> None:
    words = Vocabulary(terms=(term("a", "b"), term("b", "a")))
    assert words.successor_of(term("a", "b")) is None
