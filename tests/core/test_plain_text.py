from __future__ import annotations

from mkdocs_postmortems.core.plain_text import first_sentence, first_sentences, plain_text

TEXT = "The pool of orders-api v2.4.1 drained, e.g. at 14:25. cart-api followed. Then all stopped."


def test_a_sentence_ends_neither_at_a_version_nor_at_an_abbreviation() -> None:
    assert first_sentence(TEXT) == "The pool of orders-api v2.4.1 drained, e.g. at 14:25."


def test_more_sentences_are_shown_as_long_as_they_fit() -> None:
    assert first_sentences(TEXT, 75) == (
        "The pool of orders-api v2.4.1 drained, e.g. at 14:25. cart-api followed."
    )
    assert first_sentences(TEXT, 200) == TEXT


def test_only_the_first_paragraph_is_looked_at() -> None:
    assert first_sentences("One.\nTwo.", 100) == "One."


def test_marks_of_markdown_fall_away_and_html_stays_as_typed() -> None:
    assert plain_text("A **bold** [link](https://x.example) to `code`") == "A bold link to code"
    assert plain_text("<script>alert(1)</script> & “x”") == "<script>alert(1)</script> & “x”"
