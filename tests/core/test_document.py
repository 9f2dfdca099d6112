from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from mkdocs_postmortems.core.document import parse_document

from ..libraries import source


def table(size: int) -> str:
    return "## Timeline\n\n| Time | Event |\n|---|---|\n" + "| 10:00 | a |\n" * size


def comments(size: int) -> str:
    return "<!-- postmortems: ignore PM501 because x -->\n\ntext\n\n" * size


@pytest.mark.parametrize("text", [table, comments])
def test_the_time_to_read_a_document_grows_no_faster_than_its_length(
    text: Callable[[int], str],
) -> None:
    """Sixteen times the text, 256 times as long if it were the square; noise aside."""
    assert seconds_to_parse(text(8000)) < 64 * seconds_to_parse(text(500))


def seconds_to_parse(text: str) -> float:
    """Of the processor, the least of three."""
    document, taken = source(text), []
    for _ in range(3):
        begin = process_time()
        parse_document(document)
        taken.append(process_time() - begin)
    return min(taken)


def test_an_ignore_reaches_over_comments_to_the_next_block() -> None:
    body = (
        "<!-- postmortems: ignore PM501 because a -->\n\n<!-- a note -->\n\nFirst\n\n"
        "## Impact\n\n<!-- postmortems: ignore PM502 because b -->\n\nLast\n\n"
        "<!-- postmortems: ignore PM503 because c -->\n"
    )
    ignores = parse_document(source(body)).ignores
    assert [(i.line, i.first_line, i.end_line) for i in ignores] == [
        (1, 5, 6), (9, 11, 12), (13, 14, 14),
    ]  # fmt: skip
