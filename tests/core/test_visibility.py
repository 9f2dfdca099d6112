from __future__ import annotations

import pytest

from mkdocs_postmortems.core.document import parse_document
from mkdocs_postmortems.core.postmortem import PostmortemReading, read_postmortem
from mkdocs_postmortems.core.settings import Settings

from ..libraries import source

HEAD = "---\nid: PM-2026-001\ntitle: Slow\n"


def read(text: str) -> PostmortemReading:
    return read_postmortem(parse_document(source(text)), Settings())


@pytest.mark.parametrize(
    "lines",
    [
        "visibility: restricted",
        "visibilty: restricted",
        "Visibility: restricted",
        "visibility: internal\nvisibility: restricted",
        "visibility: internal\nVisibility: restricted",
        "visibility: board",
        "visibility: [restricted]",
    ],
)
def test_a_visibility_in_doubt_counts_as_the_narrowest(lines: str) -> None:
    assert read(f"{HEAD}{lines}\n---\n").visibility == "restricted"
    in_lines = "\n".join(f"**{line.replace(':', '**:', 1)}" for line in lines.split("\n"))
    assert read(f"# Slow\n\n**ID**: PM-2026-001\n{in_lines}\n").visibility == "restricted"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}Visibility: restricted\n",
        "# Slow\n\nIt was slow.\n\n**Visibility**: restricted\n",
        "---\nVISIBILITY: restricted\n- a\n---\n",
    ],
)
def test_a_text_without_fields_that_has_the_word_counts_as_the_narrowest(text: str) -> None:
    assert read(text).visibility == "restricted"


@pytest.mark.parametrize("lines", ["", "visibility: internal\n", "services: [visibility]\n"])
def test_a_document_that_raises_no_doubt_is_internal(lines: str) -> None:
    assert read(f"{HEAD}{lines}---\n\nWe had no visibility.\n").visibility == "internal"


def test_the_author_learns_why_a_document_is_kept_back() -> None:
    (found,) = read(f"{HEAD}visibilty: restricted\n---\n").vocabulary_problems
    assert (found.code, found.finding.line) == ("PM103", 4)
    assert found.finding.message == "`visibilty` is taken for `visibility`"
    assert "counts as for the narrowest audience" in found.finding.hint
