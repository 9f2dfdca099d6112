"""Edits of a file's text that leave every other byte as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .document import decode_text
from .located_yaml import CONTROL_CHARACTERS

_LINE_END = re.compile(r"\r\n|\r|\n")
_LEFT_OUT = re.compile("\\A\ufeff|(?<=\r)\n|(?!\r)" + CONTROL_CHARACTERS.pattern)
"""What of a file is not in its text, where each `\\r` or `\\r\\n` is one letter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """A stretch of a text, and what comes in its place."""

    begin: int
    """In the text, from 0."""
    end: int
    """Behind its last letter; where it begins, for what comes in between."""
    new: str


class OriginalText:
    """The text of a file as our readers have it, for edits that are made in the file itself.

    `text` is without byte-order mark and control characters, its line ends are `\\n`.
    Raises UnicodeDecodeError.
    """

    def __init__(self, data: bytes) -> None:
        self._raw = data.decode("utf-8")
        self.text = decode_text(data)

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """The bytes of the file with these edits, of which no two may overlap."""
        places = self._places()
        found = _LINE_END.search(self._raw)
        line_end = found[0] if found else "\n"
        parts, done = [], 0
        for edit in sorted(edits, key=lambda edit: (edit.begin, edit.end)):
            begin = places[edit.begin]
            # What our readers leave out behind the stretch is no part of it.
            end = places[edit.end - 1] + 1 if edit.end > edit.begin else begin
            parts += [self._raw[done:begin], edit.new.replace("\n", line_end)]
            done = end
        return "".join((*parts, self._raw[done:])).encode("utf-8")

    def _places(self) -> Sequence[int]:
        """Where each letter of the text stands in the file, and where the file ends."""
        raw = self._raw
        if raw == self.text:
            return range(len(raw) + 1)
        left_out = {found.start() for found in _LEFT_OUT.finditer(raw)}
        return [place for place in range(len(raw) + 1) if place not in left_out]
