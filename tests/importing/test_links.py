from __future__ import annotations

import pytest

from mkdocs_postmortems.importing.links import unlink_files


@pytest.mark.parametrize(
    ("text", "unlinked"),
    [
        ("See [the dump](dump.txt).", "See the dump (`dump.txt`)."),
        ("![queue](img/queue.png)", "queue (`img/queue.png`)"),
        ("![](queue.png)", "`queue.png`"),
        ("[one](a b.md) and [two](../c.md#d)", "one (`a b.md`) and two (`../c.md#d`)"),
        ('[dump](dump.txt "The dump")', 'dump (`dump.txt "The dump"`)'),
        ("[dump](<dump.txt>)", "dump (`<dump.txt>`)"),
        ("[![q](q.png)](q.md)", "q (`q.png`) (`q.md`)"),
        ("[dump]: dump.txt", "`[dump]: dump.txt`"),
        ("[a\nb](dump.txt)", "a\nb (`dump.txt`)"),
    ],
)
def test_a_link_to_a_file_beside_the_source_becomes_text(text: str, unlinked: str) -> None:
    assert unlink_files(text).text == unlinked


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://x.example/a.md)", "[a](mailto:ada@x.example)", "[a](//x.example)", "[a](#top)",
        "[a](/a.md)", "[a]: https://x.example", "[^1]: a note", "`[a](a.md)`", "``[a](a.md)``",
        "```\n[a](a.md)\n```", "~~~\n[a]: a.md\n~~~", "\\[a](a.md)", "[a](b", "a [b] (c)",
    ],
)  # fmt: skip
def test_other_links_and_code_stay(text: str) -> None:
    assert unlink_files(text).text == text
