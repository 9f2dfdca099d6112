from __future__ import annotations

from ..documents import postmortem
from ..libraries import load


def test_a_missing_section_that_stands_at_a_deeper_level_is_pointed_at() -> None:
    text = postmortem({"Summary": None, "Timeline": None})
    text = text.replace(
        "\n## Root Cause", "\n### Executive summary\n\nIt was slow.\n\n## Root Cause"
    )
    line = text.split("\n").index("### Executive summary") + 1
    hints = [(d.code, d.message, d.hint) for d in load([text], settings="").diagnostics]
    assert hints == [
        (
            "PM201",
            "the section Summary is missing",
            f"a heading of that name stands on line {line} at the third level; "
            "write it with two `#`",
        ),
        ("PM201", "the section Timeline is missing", "add the heading `## Timeline`"),
    ]
