"""How deep a text is nested: renderers of Markdown take quadratic time or crash past a point."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_NESTING = 100
"""Brackets, quote or list marks in a row, and lines that each stand deeper than the one above."""

_IN_A_ROW = re.compile(
    rf"(?:[\[(>][ \t]?|[-*+][ \t]+|[0-9]{{1,9}}[.)][ \t]+){{{MAX_NESTING + 1},}}"
)
# A row of marks has nothing else in it, which is seen in a tenth of the time.
_MARKS = re.compile(rf"[\[(>*+.)0-9 \t-]{{{MAX_NESTING + 1},}}")
# As many levels need at least so many letters of indentation, all of them tabs.
_INDENTED = re.compile(rf"^[ \t]{{{MAX_NESTING // 4},}}\S", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Nesting:
    """A place that is nested too deep."""

    line: int
    """Line of the text, from 0."""
    message: str


def find_deep_nesting(text: str) -> Nesting | None:
    """The first place over the limit, or None."""
    found = _IN_A_ROW.search(text) if _MARKS.search(text) else None
    if found:
        return Nesting(
            line=text.count("\n", 0, found.start()),
            message=f"more than {MAX_NESTING} brackets, quote or list marks in a row",
        )
    if not _INDENTED.search(text):
        return None
    open_columns = [-1]
    for line, content in enumerate(text.split("\n")):
        stripped = content.lstrip(" \t")
        if not stripped:
            continue
        column = len(content[: len(content) - len(stripped)].expandtabs(4))
        while column <= open_columns[-1]:
            open_columns.pop()
        open_columns.append(column)
        if len(open_columns) - 1 > MAX_NESTING:
            return Nesting(line=line, message=f"lists nested more than {MAX_NESTING} levels deep")
    return None
