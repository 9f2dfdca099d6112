"""YAML with the place of every key and value, and every scalar as the text that was typed.

YAML's own typing turns `no` into false, `10:30` into 630 and `0123` into 83.
The readers here work on the parser's events, so nothing is ever composed:
deep nesting is a problem with a line, not a crash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml

from .diagnostics import Finding, Problem

MAX_DEPTH = 20
"""Levels of nesting that are read; `library.yml` needs five."""

CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What is no text, tabs and line ends aside: XML cannot hold it, and nobody sees it."""

_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"
_TOO_DEEP_HINT = "front matter and settings are flat; is a bracket left open?"
NO_LINE_ENDS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")
"""What ends a line for YAML, and for nothing else that reads the file."""
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Scalar:
    """A text, or None where the document says nothing (`key:`, `~`, `null`)."""

    text: str | None
    line: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Items:
    """A YAML sequence."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One key of a mapping and its value; line and column are the key's."""

    key: str
    value: Node
    line: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Mapping:
    """A YAML mapping; of a repeated key the first entry is kept."""

    entries: tuple[Entry, ...]
    line: int
    column: int
    repeated: tuple[str, ...] = ()
    """Keys that stand more than once."""

    def get(self, key: str) -> Entry | None:
        """The entry with that key, or None."""
        return next((entry for entry in self.entries if entry.key == key), None)


Node = Scalar | Items | Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class YamlReading:
    """A YAML text as read: its root, or None, and what was wrong with it."""

    root: Node | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A line and a column, both from 1."""

    line: int
    column: int


class _Refused(Exception):
    def __init__(self, code: str, message: str, hint: str, mark: Any) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.mark = code, message, hint, mark


def read_yaml(text: str, *, first_line: int = 1, malformed: str = "PM105") -> YamlReading:
    """Read one YAML document.

    `first_line` is the line of the file at which `text` begins; `malformed` is
    the code for text that is not YAML. Never raises for bad input.
    """
    offset = first_line - 1
    problems: list[Problem] = []
    try:
        events = yaml.parse(text.translate(NO_LINE_ENDS), Loader=LOADER)
        root = _build_root(events, offset, problems)
    except _Refused as refused:
        return YamlReading(
            root=None,
            problems=(
                *problems,
                _problem(refused.code, refused.mark, offset, refused.message, refused.hint),
            ),
        )
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        hint = "check the indentation, and put quotes around a value that holds ': ' or ' #'"
        if "nesting" in what:  # the scanner's own limit, met before ours
            deep = _problem("PM902", mark, offset, _TOO_DEEP, _TOO_DEEP_HINT)
            return YamlReading(root=None, problems=(*problems, deep))
        return YamlReading(
            root=None,
            problems=(
                *problems,
                _problem(malformed, mark, offset, f"not valid YAML: {what}", hint),
            ),
        )
    return YamlReading(root=root, problems=tuple(problems))


def plain_value(node: Node) -> Any:
    """The node as nested dicts, lists, texts and None, for a validator."""
    match node:
        case Scalar():
            return node.text
        case Items():
            return [plain_value(item) for item in node.items]
        case Mapping():
            return {entry.key: plain_value(entry.value) for entry in node.entries}


def without(node: Node, path: tuple[str | int, ...]) -> Node:
    """The node without what lies at a path, or without the nearest part above that is there."""
    step, *rest = path
    if isinstance(node, Mapping):
        entry = node.get(str(step))
        if entry is None:
            return node
        inner = without(entry.value, tuple(rest)) if rest else entry.value
        changed = () if inner is entry.value else (replace(entry, value=inner),)
        entries = (e for old in node.entries for e in (changed if old is entry else (old,)))
        return replace(node, entries=tuple(entries))
    if isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
        old = node.items[step]
        new = without(old, tuple(rest)) if rest else old
        kept = () if new is old else (new,)
        return replace(node, items=(*node.items[:step], *kept, *node.items[step + 1 :]))
    return node


def place_of(node: Node, path: tuple[str | int, ...], *, key: bool = False) -> Place:
    """The place of the value at `path`, or of the deepest part of it that exists.

    With `key`, the place of the last key instead of its value.
    """
    place = Place(line=node.line, column=node.column)
    current: Node = node
    for depth, step in enumerate(path, start=1):
        if isinstance(current, Mapping):
            entry = current.get(str(step))
            if entry is None:
                break
            value = entry.value
            at_value = not (isinstance(value, Scalar) and value.text is None)
            at_value = at_value and not (key and depth == len(path))
            at: Entry | Node = value if at_value and value.line == entry.line else entry
            place, current = Place(line=at.line, column=at.column), value
        elif isinstance(current, Items) and isinstance(step, int) and step < len(current.items):
            current = current.items[step]
            place = Place(line=current.line, column=current.column)
        else:
            break
    return place


def _problem(code: str, mark: Any, offset: int, message: str, hint: str) -> Problem:
    line = (mark.line if mark is not None else 0) + 1 + offset
    column = (mark.column if mark is not None else 0) + 1
    return Problem(code=code, finding=Finding(line=line, column=column, message=message, hint=hint))


def _without_control_characters(event: Any, offset: int, problems: list[Problem]) -> str:
    """The text of a scalar; an escape such as `"\\0"` in it is a problem, and left out."""
    text = CONTROL_CHARACTERS.sub("", event.value)
    if text != event.value:
        message, hint = "a control character stands in this text", "delete the escape sequence"
        problems.append(_problem("PM103", event.start_mark, offset, message, hint))
    return text


def _build_root(events: Iterator[Any], offset: int, problems: list[Problem]) -> Node | None:
    root: Node | None = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(
                    "PM105", "a second YAML document begins here", "keep one", event.start_mark
                )
            root = _build(next(events), events, 1, offset, problems)
    return root


def _build(
    event: Any, events: Iterator[Any], depth: int, offset: int, problems: list[Problem]
) -> Node:
    mark = event.start_mark
    line, column = mark.line + 1 + offset, mark.column + 1
    if depth > MAX_DEPTH:
        raise _Refused("PM902", _TOO_DEEP, _TOO_DEEP_HINT, mark)
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _Refused(
            "PM105",
            "anchors and aliases of YAML (& and *) are not read",
            "write the value out, or put quotes around a text that begins with & or *",
            mark,
        )
    if isinstance(event, yaml.ScalarEvent):
        missing = not event.style and event.value in _NULLS
        text = _without_control_characters(event, offset, problems)
        return Scalar(text=None if missing else text, line=line, column=column)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_build(inner, events, depth + 1, offset, problems))
        return Items(items=tuple(items), line=line, column=column)
    entries: dict[str, Entry] = {}
    repeated: list[str] = []
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        key_line, key_column = inner.start_mark.line + 1 + offset, inner.start_mark.column + 1
        if not isinstance(inner, yaml.ScalarEvent):
            raise _Refused("PM105", "a key has to be plain text", "", inner.start_mark)
        key = _without_control_characters(inner, offset, problems)
        value = _build(next(events), events, depth + 1, offset, problems)
        if key in entries:
            first = entries[key].line
            problems.append(
                _problem(
                    "PM106",
                    inner.start_mark,
                    offset,
                    f"the key `{key}` stands on line {first} already",
                    "keep one of the two; the first is used until then",
                )
            )
            repeated.append(key)
            continue
        entries[key] = Entry(key=key, value=value, line=key_line, column=key_column)
    return Mapping(
        entries=tuple(entries.values()), line=line, column=column, repeated=tuple(repeated)
    )
