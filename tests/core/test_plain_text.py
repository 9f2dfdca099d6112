from __future__ import annotations

import time

import pytest

from mkdocs_postmortems.core.plain_text import (
    first_sentence,
    first_sentences,
    plain_text,
    sentences,
)

from ..documents import postmortem
from ..libraries import load

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


@pytest.mark.parametrize("limit", [0, 100])
def test_words_before_a_block_of_code_are_no_sentence(limit: int) -> None:
    text = "The statement was\nWithout `CONCURRENTLY` it locks (“SHARE”.)\nIt took long."
    assert first_sentences(text, limit) == "Without `CONCURRENTLY` it locks (“SHARE”.)"
    text = "It parsed prices with\nwhich uses the locale. Tests had another. It was English."
    assert first_sentences(text, limit).startswith("Tests had another.")
    text = "The pool drained. The statement was\nIt took long."
    assert first_sentences(text, limit) == "The pool drained."


def test_where_nothing_has_a_full_stop_the_first_line_is_the_sentence() -> None:
    assert first_sentence("Pool too small\nRetries") == "Pool too small"
    assert first_sentences("The pool drained. Retries made it worse", 100) == (
        "The pool drained. Retries made it worse"
    )
    assert first_sentence("") == ""


def test_a_paragraph_of_a_hundred_thousand_letters_is_read_at_once() -> None:
    text = "The pool drained, approx. Half of it at No. 7. " * 2_000
    before = time.process_time()
    found = list(sentences(text))
    assert time.process_time() - before < 1
    assert (len(found), found[-1]) == (2_000, "The pool drained, approx. Half of it at No. 7.")


def test_marks_of_markdown_fall_away_and_html_stays_as_typed() -> None:
    assert plain_text("A **bold** [link](https://x.example) to `code`") == "A bold link to code"
    assert plain_text("<script>alert(1)</script> & “x”") == "<script>alert(1)</script> & “x”"


def test_a_title_in_yaml_is_text_and_one_in_a_heading_is_markdown() -> None:
    yaml = postmortem(title="Timeout in __init__.py", mitigation="Set *all* limits")
    heading = postmortem(id="PM-2026-002", title=None).replace(
        "## Summary", "# A **bold** end\n\n## Summary", 1
    )
    records = load([yaml, heading]).library.by_id
    assert records["PM-2026-001"].title == "Timeout in __init__.py"
    assert records["PM-2026-001"].mitigation == "Set *all* limits"
    assert records["PM-2026-002"].title == "A bold end"


def test_the_prose_of_a_section_has_no_marks_tags_or_footnotes() -> None:
    summary = (
        "See [the *channel*][c] and [c].[^1] All <b>five</b> failed<br>at once, `a[i][j]` too.\n\n"
        "[^1]: The graph says four.\n"
    )
    text = postmortem({"Summary": summary, "Supporting Information": "[c]: https://chat.example"})
    (record,) = load([text]).library.postmortems
    assert record.summary == "See the channel and c. All five failed at once, a[i][j] too."
