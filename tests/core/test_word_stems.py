from __future__ import annotations

import pytest

from mkdocs_postmortems.core.word_stems import stem_of


@pytest.mark.parametrize(
    ("words", "stem"),
    [
        ("rollout rollouts", "rollout"), ("staged staging stages stage", "stag"),
        ("release releases released releasing", "releas"), ("retry retries retried", "retry"),
        ("stopped stopping stops stop", "stop"), ("pass passed passes", "pass"),
        ("bring brings", "bring"), ("cookie cookies", "cooky"), ("status", "status"), ("class", "class"), ("need", "need"),
        ("fill filled filling", "fill"), ("validate validation validated", "validat"),
    ],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(words: str, stem: str) -> None:
    assert {stem_of(word) for word in words.split()} == {stem}
