from __future__ import annotations

import pytest

from mkdocs_postmortems.core.vocabulary import Vocabulary

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
