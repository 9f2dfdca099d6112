"""Texts that are nearly the same, against every pair of them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.core.near_duplicates import (
    MAX_WORDS,
    MIN_WORDS,
    THRESHOLD,
    find_common_run,
    find_near_duplicates,
    resemblance,
)

from ..work import count_calls

WORDS = tuple(
    f"{first}{last}" for first in "bdfgklmnprst" for last in ("al", "en", "is", "op", "ux")
)

QUEUE = "The thread pool's queue had no bound, so a burst of 900 requests filled the heap."


def pairs(texts: list[str]) -> set[tuple[int, int]]:
    """All that are found, as the later text and the earlier one."""
    found = find_near_duplicates(texts)
    return {(later, one.index) for later, alike in enumerate(found) for one in alike}


def all_pairs(texts: list[str], least: float = THRESHOLD) -> set[tuple[int, int]]:
    """Those that resemble each other by so much, by comparing the words of each with those of each, in another way."""

    def shingles(text: str) -> set[str]:
        words = ["0" if any(c.isdigit() for c in word) else word for word in text.split()]
        if len(words) < MIN_WORDS:
            return set()
        return {" ".join(words[i : i + 3]) for i in range(len(words) - 2)}

    sets = [shingles(text) for text in texts]
    return {
        (later, earlier)
        for later in range(len(texts))
        for earlier in range(later)
        if sets[later]
        and sets[earlier]
        and len(sets[later] & sets[earlier]) >= least * len(sets[later] | sets[earlier])
    }


def changed(text: str, chance: random.Random, words: int) -> str:
    """The text with some of its words replaced."""
    found = text.split()
    for _ in range(words):
        found[chance.randrange(len(found))] = chance.choice(WORDS)
    return " ".join(found)


def some_alike(seed: int, edits: int) -> list[str]:
    """A dozen texts, and each with so many of its words replaced, in any order."""
    chance = random.Random(seed)
    texts = [" ".join(chance.choices(WORDS, k=chance.randint(4, 60))) for _ in range(12)]
    texts += [changed(text, chance, edits) for text in texts]
    chance.shuffle(texts)
    return texts


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 14))
def test_nothing_is_found_that_comparing_every_pair_does_not_find(seed: int, edits: int) -> None:
    texts = some_alike(seed, edits)
    assert pairs(texts) <= all_pairs(texts)
    assert pairs(texts) >= all_pairs(texts, 1.0)


def test_of_what_comparing_every_pair_finds_hardly_anything_is_missed() -> None:
    libraries = [some_alike(seed, seed % 15) for seed in range(150)]
    for least, share in ((0.6, 0.99), (THRESHOLD, 0.95)):
        expected = [all_pairs(texts, least) for texts in libraries]
        found = [pairs(texts) for texts in libraries]
        total = sum(map(len, expected))
        assert total > 300
        missed = sum(len(one - other) for one, other in zip(expected, found, strict=True))
        assert missed <= (1 - share) * total


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_another_order_finds_the_same_pairs(seed: int) -> None:
    chance = random.Random(seed)
    texts = [" ".join(chance.choices(WORDS, k=40)) for _ in range(10)]
    texts += [changed(text, chance, 4) for text in texts]
    order = list(range(len(texts)))
    chance.shuffle(order)
    found = {frozenset((order[a], order[b])) for a, b in pairs([texts[i] for i in order])}
    assert found == {frozenset(pair) for pair in pairs(texts)}


def test_numbers_case_and_marks_make_no_difference() -> None:
    other = "the thread pool’s QUEUE had no bound — so a burst of 12,000 requests filled the heap"
    assert resemblance(QUEUE, other.replace("’", "'")) == 1.0


def test_the_resemblance_is_the_share_of_the_runs_of_three_words() -> None:
    # 8 words, 6 runs each; the last word differs, so 5 runs are in both, of 7 in all.
    assert resemblance("a b c d e f g h", "a b c d e f g x") == pytest.approx(5 / 7)
    # With another word in the middle 3 of the 6 are in both, of 9 in all.
    assert resemblance("a b c d e f g h", "a b c d e x g h") == pytest.approx(3 / 9)
    assert find_near_duplicates(["a b c d e f g h", "a b c d e x g h"]) == ((), ())


def test_short_texts_and_none_are_like_no_other() -> None:
    assert find_near_duplicates(["the disk was full again today"] * 2 + [None, None]) == ((),) * 4


def test_the_nearest_text_comes_first_and_of_equals_the_latest() -> None:
    texts = [QUEUE, f"{QUEUE} Nothing watched it.", QUEUE, QUEUE]
    assert [one.index for one in find_near_duplicates(texts)[3]] == [2, 0, 1]


def test_of_a_text_that_many_share_the_latest_few_are_found() -> None:
    found = find_near_duplicates([QUEUE] * 40)
    assert [one.index for one in found[-1]] == [38, 37, 36, 35, 34]


def test_the_longest_run_of_common_words_is_given_as_it_is_written() -> None:
    one = "Once more: The queue had no bound (none at all),\nso a burst of 900 filled it."
    other = "the queue had no bound, none at all; so a burst of 3 requests filled it"
    assert find_common_run(one, other) == (
        "The queue had no bound (none at all), so a burst of 900"
    )
    assert find_common_run("one two", "three four") == ""


def test_the_work_grows_with_the_number_of_texts_and_not_with_its_square() -> None:
    chance = random.Random(7)
    shared = " ".join(chance.choices(WORDS, k=60))
    texts = [f"{shared} {' '.join(chance.choices(WORDS, k=30))}" for _ in range(2000)]
    few = count_calls(lambda: find_near_duplicates(texts[:250]))
    assert count_calls(lambda: find_near_duplicates(texts)) < 8 * few * 1.1


def test_texts_that_share_only_turns_of_phrase_are_not_compared() -> None:
    """Ten of a hundred words are in all of them; only their sketches are made."""
    chance = random.Random(7)
    phrase = " ".join(chance.choices(WORDS, k=10))
    texts = [f"{phrase} {' '.join(chance.choices(WORDS, k=90))}" for _ in range(300)]
    # Some thirty for each text; looking at the latest few with the phrase would take twice as many.
    assert count_calls(lambda: find_near_duplicates(texts)) < 300 * 40


def test_what_follows_the_first_words_of_a_cause_makes_no_difference() -> None:
    beginning = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(MAX_WORDS))
    assert resemblance(f"{beginning} and then some", f"{beginning} but never {beginning}") == 1.0
