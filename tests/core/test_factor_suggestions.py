"""Which factors a text reads like. Vocabularies are small, so that weights can be worked out."""

from __future__ import annotations

import pytest

from mkdocs_postmortems.core.factor_suggestions import suggest_factors, weigh_words
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.core.vocabulary import Term
from mkdocs_postmortems.pipeline import load_settings, read_document

from ..documents import postmortem
from ..libraries import source
from ..sites import ROOT

CANARY = Term(
    id="no-canary",
    title="Change reached everything at once",
    description="No canary or staged rollout gave the change time to show its effect.",
)
PARITY = Term(
    id="staging-parity", title="Staging did not match production", aliases=("staging-drift",)
)
TIMEOUT = Term(id="missing-timeout", title="Missing or too generous timeout")
STEP = Term(id="manual-step", title="Manual step", description="Somebody has to remember it.")
TERMS = (CANARY, PARITY, TIMEOUT, STEP)

Found = list[tuple[str, tuple[str, ...], int]]


def suggest(text: str, *declared: str, section: str = "Contributing Factors") -> Found:
    """Factor, words and line, counted from the section's first line of text as 1."""
    whole = postmortem({section: text})
    before = whole[: whole.index(text)].count("\n")
    sections = read_document(source(whole), Settings()).sections
    found = suggest_factors(sections, TERMS, declared)
    return [(one.term.id, one.words, one.line - before) for one in found]


def test_two_telling_words_in_one_sentence_are_a_suggestion_that_names_them() -> None:
    text = "It was a Friday.\n\n- Without a canary and staged rollouts, all hosts had it at once."
    assert suggest(text) == [("no-canary", ("canary", "staged", "rollouts"), 3)]


def test_in_two_sentences_the_same_words_are_none() -> None:
    assert suggest("A canary sang. The rollout took a minute.") == []


def test_what_is_declared_is_not_suggested() -> None:
    assert suggest("There was no canary before the rollout.", "no-canary") == []


def test_the_name_of_a_factor_in_full_is_enough() -> None:
    assert suggest("**Missing timeout.** It waited.") == [
        ("missing-timeout", ("missing timeout",), 1)
    ]
    assert suggest("We call that staging drift.") == [("staging-parity", ("staging drift",), 1)]


@pytest.mark.parametrize(
    "text",
    [
        "`no canary, no rollout`, says the log.",
        "```\nno canary, no rollout\n```",
        "> There was no canary before the rollout.",
        "The vendor wrote “without a canary before the rollout”.",
        "See [the note](https://wiki.example/no-canary/rollout).",
        "<!-- no canary before the rollout -->",
    ],
)
def test_code_quotations_addresses_and_comments_are_not_the_authors_words(text: str) -> None:
    assert suggest(text) == []


def test_headings_and_the_root_cause_are_read_and_the_summary_is_not() -> None:
    assert suggest("### A canary before the rollout?\n\nNone.", section="Root Cause") == [
        ("no-canary", ("canary", "rollout"), 1)
    ]
    assert suggest("There was no canary before the rollout.", section="Summary") == []


def test_a_name_of_words_that_say_nothing_is_no_suggestion() -> None:
    terms = (Term(id="new-service", title="New service"), *TERMS)
    whole = postmortem({"Root Cause": "The new service was slow."})
    sections = read_document(source(whole), Settings()).sections
    assert suggest_factors(sections, terms, ()) == ()


def test_what_reads_most_like_a_declared_factor_suggests_no_other() -> None:
    # Both factors have two words in it; those of the canary weigh more.
    text = "Staging did not match, so the canary told nothing of the rollout and its effect."
    assert [found[0] for found in suggest(text)] == ["no-canary"]
    assert suggest(text, "no-canary") == []


def test_a_factor_is_suggested_once_where_it_matches_best() -> None:
    text = "A canary and one rollout.\n\nA canary, a staged rollout, an effect on all."
    assert [found[2] for found in suggest(text)] == [3]


def test_a_word_weighs_the_less_the_more_factors_have_it() -> None:
    # log(1 + 4 / 1) / log(1 + 4) is 1, log(1 + 4 / 2) / log(5) is 0.6826.
    weights = weigh_words(TERMS).weights
    assert [(n, round(w, 4), named) for n, w, named in weights["canary"]] == [(0, 1.0, True)]
    assert [(n, round(w, 4)) for n, w, _ in weights["rollout"]] == [(0, 0.75)]
    assert [(n, round(w, 4)) for n, w, _ in weights["stag"]] == [(0, 0.5120), (1, 0.6826)]


def test_a_word_that_three_factors_have_tells_none_apart() -> None:
    terms = tuple(Term(id=f"limit-of-{kind}", title=kind) for kind in ("disk", "heap", "quota"))
    assert weigh_words(terms).weights.keys() == {"disk", "heap", "quota"}


def test_no_more_than_three_factors_are_suggested() -> None:
    text = "- no canary\n- staging drift\n- missing timeout\n- manual step\n"
    assert len(suggest(text)) == 3


def test_nine_in_ten_factors_of_the_example_library_are_seen_when_they_are_hidden() -> None:
    settings = load_settings((ROOT / "postmortems/library.yml").read_bytes()).settings
    terms = settings.contributing_factors.current
    hidden = seen = undeclared = documents = 0
    for path in sorted((ROOT / "postmortems/incidents").rglob("*.md")):
        reading = read_document(source(path.read_text("utf-8")), settings)
        assert reading.record
        declared = frozenset(reading.record.contributing_factors)
        for factor in declared:
            found = suggest_factors(reading.sections, terms, declared - {factor})
            hidden += 1
            seen += factor in {one.term.id for one in found}
        undeclared += len(suggest_factors(reading.sections, terms, declared))
        documents += 1
    assert seen / hidden >= 0.9
    assert undeclared / documents <= 0.1
