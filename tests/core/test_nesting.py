from __future__ import annotations

import pytest

from mkdocs_postmortems.core.nesting import find_deep_nesting


def nested(levels: int, indent: str = "    ") -> str:
    return "".join(f"{indent * level}- item\n" for level in range(levels))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n" + "[" * 101, 1),
        ("> - " * 51, 0),
        ("1. " * 101, 0),
        (nested(101), 100),
        (nested(101, "\t"), 100),
        ("a\n\n" + nested(101, "  ").replace("\n", "\n\n"), 202),
    ],
)
def test_more_than_a_hundred_levels_are_too_many(text: str, line: int) -> None:
    found = find_deep_nesting(text)
    assert found is not None
    assert found.line == line


@pytest.mark.parametrize(
    "text",
    ["[" * 100, nested(100), nested(60) * 3, " " * 500 + "one line far to the right\n" * 200],
)
def test_a_hundred_levels_are_read(text: str) -> None:
    assert find_deep_nesting(text) is None
