from __future__ import annotations

import pytest

from mkdocs_postmortems.core.corrections import correct_date, correct_term, correct_word
from mkdocs_postmortems.core.vocabulary import Term, Vocabulary


@pytest.mark.parametrize(
    "text",
    ["2026/03/04", "2026.3.4", "2026-3-4", "20260304", "4 March 2026", "4 Mar 2026", "4th March 2026",
     "March 4, 2026", "Mar. 4 2026", "04-Mar-2026"],
)  # fmt: skip
def test_a_date_whose_parts_are_certain_is_put_in_our_form(text: str) -> None:
    found = correct_date(text)
    assert found is not None
    assert (found.old, found.new) == (text, "2026-03-04")


@pytest.mark.parametrize(
    "text",
    ["03/04/2026", "4.3.2026", "2026-03-04", "2026-02-30", "4 Ju 2026", "soon", "26-3-4", ""],
)
def test_a_date_that_may_be_two_or_none_is_left_alone(text: str) -> None:
    assert correct_date(text) is None


@pytest.mark.parametrize("word", ["fnal", "finaal", "fibal", "fianl", "Fnal"])
def test_a_word_one_letter_away_is_the_known_one(word: str) -> None:
    found = correct_word(word, ["draft", "in-review", "final"])
    assert found is not None
    assert found.new == "final"


@pytest.mark.parametrize("word", ["finnall", "done", "fi", "final"])
def test_a_word_further_away_is_nobodys_guess(word: str) -> None:
    assert correct_word(word, ["draft", "in-review", "final"]) is None


def test_two_words_as_near_have_no_one_answer() -> None:
    assert correct_word("bat", ["cat", "rat"]) is None


def test_a_slip_in_an_alias_gives_the_id() -> None:
    vocabulary = Vocabulary(
        terms=(Term(id="deployment", title="Deployment", aliases=("rollout",)),)
    )
    found = correct_term("rolout", vocabulary)
    assert found is not None
    assert found.new == "deployment"
