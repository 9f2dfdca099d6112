"""Items read without the rest of a document are those of the document read whole."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.core import blocks, stated_items
from mkdocs_postmortems.core.actions import ActionStatus
from mkdocs_postmortems.core.document import parse_document
from mkdocs_postmortems.core.history import ItemVersion
from mkdocs_postmortems.core.postmortem import read_postmortem
from mkdocs_postmortems.core.source import MAX_BYTES
from mkdocs_postmortems.core.stated_items import StatedItems, read_stated_items
from mkdocs_postmortems.pipeline import load_settings

from ..documents import generated, postmortem
from ..libraries import source

SETTINGS = load_settings(b"sections: {Action Items: [What we will do]}").settings


def read_whole(text: str) -> StatedItems | None:
    """The items that have an id of their own, from the document's record."""
    record = read_postmortem(parse_document(source(text)), SETTINGS).record
    if record is None:
        return None
    return StatedItems(
        postmortem=record.id,
        items=tuple(
            ItemVersion(id=item.id, status=item.status, due=item.due)
            for item in record.actions
            if item.has_own_id
        ),
    )


def read(text: str) -> StatedItems | None:
    return read_stated_items(text.encode(), SETTINGS)


def test_the_items_of_a_document_are_read_with_their_state_and_due_date() -> None:
    assert read(postmortem()) == StatedItems(
        postmortem="PM-2026-001",
        items=(
            ItemVersion(
                id="PM-2026-001-A1", status=ActionStatus.DONE, due=date(2026, 2, 8)
            ),
            ItemVersion(
                id="PM-2026-001-A2", status=ActionStatus.OPEN, due=date(2026, 3, 8)
            ),
        ),
    )  # fmt: skip


def test_an_item_that_has_only_a_number_is_left_out() -> None:
    rows = "| ID | Item | Status |\n|---|---|---|\n| | a | done |\n| A7 | b | open |\n"
    found = read(postmortem({"Action Items": rows}))
    assert found is not None
    assert [item.id for item in found.items] == ["PM-2026-001-A7"]
    assert read(postmortem({"Action Items": "- [x] Done\n"})) == StatedItems(
        postmortem="PM-2026-001", items=()
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---\nid: PM-2026-001\ntitle: Not closed\n",
        postmortem(id=None),
        postmortem(id="OPS-2026-001"),
        postmortem(title=None),
        postmortem(id="'PM-2026-1'"),
        postmortem({"Impact": "[" * 200}),
        "x" * (MAX_BYTES + 1),
    ],
)
def test_a_document_without_a_record_says_nothing(text: str) -> None:
    assert read(text) is None
    assert read_whole(text) is None


def test_what_is_no_text_says_nothing() -> None:
    assert read_stated_items(b"\xff\xfe\x00binary\x00", SETTINGS) is None


HEADINGS = (
    "## Action Items", "# Action Items", "### Action Items", " ## **Action items**", "##\tActions ##",
    "Action Items\n---", "Next steps\n===", "## What we will do", "## Timeline", "# Impact", "##",
    "Causes\n-", "    ## Action Items", "##Action Items", "> ## Action Items", "- ## Action Items",
)  # fmt: skip
TABLES = (
    "| ID | Item | Due Date | Status |\n|---|---|---|---|\n| A{0} | a | 2026-04-0{0} | done |",
    "| ID | Item | Due Date |\n|---|---|---|\n| A{0} | b | soon |\n| | c | 2026-05-0{0} |",
    "ID | Item\n--- | ---\nA{0} | without outer bars",
    "  | ID | Item |\n  |---|---|\n  | B{0} | indented |",
    "> | ID | Item |\n> |---|---|\n> | Q{0} | quoted |",
)
LINES = (
    "Prose.", "Prose, with\nlines.", "- item", "- item\n\n  more of it", "1. item", "> quoted", "---",
    "```", "````", "```text", "``` a`b", "~~~", "~~~ `x`", "  ```", "- ```", "> ```", "    ```",
    "   ~~~~", "<!-- a comment -->", "<!-- an open comment", "-->", "<!-->", "<div>", "</div>",
    "<pre>", "</pre>", "<script>", "<?php", "?>", "<b>bold</b> words", "<https://a.example>",
    "- <!--", "    code", "[label]: https://a.example 'title", "[label]: https://a.example", "'",
    "\tcode", "\u00a0", "***", "- [ ] a box", "| a | b |", "|---|---|", "**Key**: value", "\x0c",
)  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(HEADINGS),
    st.builds(str.format, st.sampled_from(TABLES), st.integers(1, 9)),
    st.sampled_from(LINES),
)
HEADS = st.sampled_from(
    (
        "---\nid: PM-2026-001\ntitle: Case\n---\n",
        "\n\n---\nid: PM-2026-001\ntitle: Case\nid: PM-2026-002\nodd: [1]\n---\n# Case\n",
        "# Case\n\n**ID**: PM-2026-001\n**Title**: Case\n",
        "# A *case*\n**id**: PM-2026-001\n\n",
        "---\nid: PM-2026-001\ntitle: [a, b]\n---\n",
        "---\nid: PM-2026-001\n---\nCase\n===\n",
    )
)


@settings(max_examples=1500)
@given(
    HEADS,
    st.lists(st.tuples(PIECES, st.sampled_from(("\n", "\n\n", "\r\n"))), max_size=14),
)
def test_any_text_is_read_as_the_whole_document_is(
    head: str, pieces: list[tuple[str, str]]
) -> None:
    text = head + "".join(piece + end for piece, end in pieces)
    assert read(text) == read_whole(text)


TABLE = "| ID | Item |\n|---|---|\n| A1 | a |\n"


@pytest.mark.parametrize(
    ("body", "has_item"),
    [
        (f"- a list\n\n  ```\n  code\n## Action Items\n{TABLE}", True),
        (f"```\n## Action Items\n{TABLE}```\n", False),
        (f"````\n```\n## Action Items\n{TABLE}````\n", False),
        (f"``` a`b\n## Action Items\n{TABLE}", True),
        (f"<!--\n## Action Items\n{TABLE}-->\n", False),
        (f"<!-- a comment -->\n## Action Items\n{TABLE}", True),
        (f"<div>\n## Action Items\n\n{TABLE}</div>\n", False),
        (f"## Impact\nNone.\n\nAction Items\n---\n{TABLE}", True),
        (f"## Impact\nNone.\n\n  ## Action Items\n{TABLE}", True),
        (f"- a list\n\n  ## Action Items\n\n{TABLE}", False),
        (f"## Action Items\n\nCauses\n---\n{TABLE}", False),
        (f"## What we **will** do ##\n{TABLE}", True),
        (f"## Impact\n### Action Items\n{TABLE}", False),
        (f"## Next steps\nSoon.\n## Impact\nNone.\n## Actions\n{TABLE}", True),
    ],
)
def test_a_section_is_found_where_markdown_has_it(body: str, has_item: bool) -> None:
    text = f"---\nid: PM-2026-001\ntitle: Case\n---\n{body}"
    found = read(text)
    assert found is not None
    assert [item.id for item in found.items] == ["PM-2026-001-A1"] * has_item
    assert found == read_whole(text)


def test_the_rest_of_a_usual_document_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = generated(7, 100)
    parsed: list[str] = []

    def counting(body: str, body_line: int, environment: dict[str, object]) -> object:
        parsed.append(body)
        return blocks.read_blocks(body, body_line, environment)

    monkeypatch.setattr(stated_items, "read_blocks", counting)
    assert read(text) == read_whole(text)
    assert sum(len(body) for body in parsed) < len(text) / 5
