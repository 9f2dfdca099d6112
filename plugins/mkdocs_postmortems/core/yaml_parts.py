"""The parts of a YAML text with the stretch that each takes, for edits in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from .located_yaml import LOADER, MAX_DEPTH, NO_LINE_ENDS

Path = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class YamlPart:
    """A scalar, a list or a mapping."""

    path: Path
    """Keys and places in lists that lead to it; empty for the whole."""
    kind: str
    """`scalar`, `list` or `mapping`."""
    style: str
    """Of a scalar its mark (`'`, `"`, `|`, `>`), empty for a plain one; of the others `flow`, or
    empty where each entry has lines of its own."""
    text: str
    """What a scalar says."""
    begin: int
    """In the text, from 0."""
    end: int
    """Behind its last letter; a block ends with the line below it."""


def read_parts(text: str) -> tuple[YamlPart, ...]:
    """All values of a YAML document, a list behind its items; none where it cannot be read."""
    try:
        events = yaml.parse(text.translate(NO_LINE_ENDS), Loader=LOADER)
        return tuple(_walk(events))
    except (yaml.YAMLError, _TooDeepError):
        return ()


class _TooDeepError(Exception):
    pass


@dataclass(kw_only=True)
class _Open:
    """A list or mapping whose end was not met yet."""

    path: Path
    is_mapping: bool
    style: str
    begin: int
    key: str | None = None
    count: int = 0

    def step(self) -> Path:
        """The path of its next value."""
        self.count += 1
        step: str | int = self.key or "" if self.is_mapping else self.count - 1
        self.key = None
        return (*self.path, step)


def _walk(events: Iterable[Any]) -> Iterator[YamlPart]:
    opened: list[_Open] = []
    for event in events:
        begin, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            one = opened.pop()
            yield YamlPart(
                path=one.path,
                kind="mapping" if one.is_mapping else "list",
                style=one.style,
                text="",
                begin=one.begin,
                end=end,
            )
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        above = opened[-1] if opened else None
        if above and above.is_mapping and above.key is None and isinstance(event, yaml.ScalarEvent):
            above.key = event.value
            continue
        path = above.step() if above else ()
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            yield YamlPart(
                path=path, kind="scalar", style=style, text=event.value, begin=begin, end=end
            )
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(opened) == MAX_DEPTH:
                raise _TooDeepError
            opened.append(
                _Open(
                    path=path,
                    is_mapping=isinstance(event, yaml.MappingStartEvent),
                    style="flow" if event.flow_style else "",
                    begin=begin,
                )
            )
