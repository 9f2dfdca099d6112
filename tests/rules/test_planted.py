"""How much blame is found, and how much is seen where there is none.

The sentences are written for this test, in the style of real postmortems: half
of them give a person, a slip or human error as the cause, half do not.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mkdocs_postmortems.core.source import Source
from mkdocs_postmortems.pipeline import load_library, load_settings

from ..documents import postmortem

PLANTED = Path(__file__).parent / "planted"
LANGUAGE = ("PM501", "PM502", "PM503", "PM504")


def sentences(name: str) -> list[str]:
    lines = (PLANTED / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def is_questioned(sentence: str) -> bool:
    text = postmortem(
        {"Root Cause": sentence},
        authors="[Ada Osei]", responders="[Tom Reyes, MK]",
    )  # fmt: skip
    source = Source(path="a.md", uri="incidents/a.md", data=text.encode(), size=len(text))
    loaded = load_library([source], load_settings(b""), date(2026, 3, 16))
    return any(found.code in LANGUAGE for found in loaded.diagnostics)


def test_nine_in_ten_blaming_sentences_are_found() -> None:
    blaming = sentences("blaming.txt")
    passed_over = [sentence for sentence in blaming if not is_questioned(sentence)]
    assert len(blaming) >= 60
    assert len(passed_over) <= len(blaming) * 0.1, passed_over


def test_at_most_one_fair_sentence_in_twenty_is_questioned() -> None:
    fair = sentences("fair.txt")
    questioned = [sentence for sentence in fair if is_questioned(sentence)]
    assert len(fair) >= 60
    assert len(questioned) <= len(fair) * 0.05, questioned


@pytest.mark.parametrize(
    ("sentence", "code", "level"),
    [
        ("Human error.", "PM501", "error"),
        ("The engineer forgot the flag.", "PM502", "warning"),
        ("We forgot the flag.", "PM502", "info"),
        ("The engineer should have checked the lag.", "PM503", "warning"),
        ("I should have checked the lag.", "PM503", "info"),
        ("The table was accidentally dropped.", "PM504", "info"),
    ],
)
def test_ownership_and_slips_weigh_less_than_verdicts(sentence: str, code: str, level: str) -> None:
    text = postmortem({"Root Cause": sentence})
    source = Source(path="a.md", uri="incidents/a.md", data=text.encode(), size=len(text))
    loaded = load_library([source], load_settings(b""), date(2026, 3, 16))
    assert [(d.code, d.level.value) for d in loaded.diagnostics] == [(code, level)]


def vague_items(name: str) -> list[str]:
    items = sentences(name)
    rows = "".join(
        f"| A{n} | {item} | Discovery Team | P1 | 2026-05-08 |\n" for n, item in enumerate(items, 1)
    )
    table = f"| ID | Item | Owner | Priority | Due Date |\n|---|---|---|---|---|\n{rows}"
    text = postmortem({"Action Items": table})
    source = Source(path="a.md", uri="incidents/a.md", data=text.encode(), size=len(text))
    loaded = load_library([source], load_settings(b""), date(2026, 3, 16))
    lines = {d.line for d in loaded.diagnostics if d.code == "PM403"}
    return [
        item
        for item, line in zip(items, range(text.count("\n") - len(items) + 1, 10_000), strict=False)
        if line in lines
    ]


def test_vague_action_items_are_found_and_specific_ones_pass() -> None:
    assert vague_items("vague.txt") == sentences("vague.txt")
    assert vague_items("specific.txt") == []
