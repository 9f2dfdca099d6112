"""`library.yml` and the register of incidents, when a postmortem gets another id."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .data_file import REGISTER_NAMES
from .delimited import read_delimited
from .renamed_text import ADDRESS, Renamed
from .text_edits import Edit
from .unread_text import Stretches
from .vocabulary import fold
from .yaml_parts import read_parts

_RECURRENCE = fold("recurrence_of")


def edit_settings(text: str, renamed: Renamed) -> tuple[Edit, ...]:
    """The values of `library.yml` that name the postmortem; comments and addresses stay."""
    return tuple(_edit_yaml(text, renamed, below=None))


def edit_data_file(text: str, name: str, renamed: Renamed) -> tuple[Edit, ...]:
    """What a data file says of the postmortem by its id.

    That is `recurrence_of` in the register. Its other columns are numbers and words of the
    register's own; page views are counted by addresses, of which the former one leads on.
    """
    if name not in REGISTER_NAMES:
        return ()
    if name.endswith(".csv"):
        return tuple(_edit_csv(text, renamed))
    return tuple(_edit_yaml(text, renamed, below=_RECURRENCE))


def _edit_yaml(text: str, renamed: Renamed, below: str | None) -> Iterator[Edit]:
    addresses = Stretches.of(match.span() for match in ADDRESS.finditer(text))
    for part in read_parts(text):
        keys = {fold(step) for step in part.path if isinstance(step, str)}
        if part.kind != "scalar" or (below is not None and below not in keys):
            continue
        for found in renamed.id.finditer(text, part.begin, part.end):
            if not addresses.hold(found.start()):
                yield Edit(begin=found.start(), end=found.end(), new=renamed.new)


def _edit_csv(text: str, renamed: Renamed) -> Iterator[Edit]:
    mark = re.escape(read_delimited(text.encode()).delimiter)
    cell = re.compile(rf'(?P<cell>"(?:[^"]|"")*"|[^{mark}\n]*)(?P<end>{mark}|\n|\Z)')
    header: list[str] = []
    column = -1
    number = 0
    for match in cell.finditer(text):
        if column < 0:
            header.append(fold(match["cell"]))
        elif number == column:
            for found in renamed.id.finditer(text, *match.span("cell")):
                yield Edit(begin=found.start(), end=found.end(), new=renamed.new)
        number += 1
        if match["end"] == "\n":
            number = 0
            if column < 0 and any(header):
                if _RECURRENCE not in header:
                    return
                column = header.index(_RECURRENCE)
            header = []
