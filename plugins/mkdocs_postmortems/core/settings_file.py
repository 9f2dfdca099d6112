"""`library.yml`, read: whatever can be used of it, and what cannot, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from .diagnostics import Problem
from .examples import SETTING_EXAMPLES
from .located_yaml import Mapping as LocatedMapping
from .located_yaml import Node, place_of, plain_value, read_yaml, without
from .settings import Settings
from .settings_building import build_settings
from .settings_contract import (
    LanguageEntry,
    PolicyEntry,
    ReadFirstEntry,
    SettingsEntries,
    TeamEntry,
    TermEntry,
)
from .unusable import did_you_mean, unusable_setting
from .validation import describe_error, says_how_to_mend
from .vocabulary import nearest


@dataclass(frozen=True, kw_only=True)
class SettingsReading:
    """Settings with whatever was usable, and what was not."""

    settings: Settings
    problems: tuple[Problem, ...]


def read_settings(data: bytes) -> SettingsReading:
    """Read `library.yml`. What cannot be used is a PM901 with its line; the rest is used."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _unusable(line, "not UTF-8", "save the file as UTF-8")
    reading = read_yaml(text, malformed="PM901")
    problems = [
        replace(problem, code="PM901") if problem.code != "PM902" else problem
        for problem in reading.problems
    ]
    root = reading.root
    if root is None or (isinstance(root, LocatedMapping) is False and plain_value(root) is None):
        return SettingsReading(settings=Settings(), problems=tuple(problems))
    if not isinstance(root, LocatedMapping):
        return _unusable(root.line, "not a mapping of keys to values", "write `key: value` lines")
    accepted = _accept(root, problems)
    settings = build_settings(accepted.entries, accepted.root, problems)
    return SettingsReading(settings=settings, problems=tuple(problems))


def _unusable(line: int, what: str, hint: str) -> SettingsReading:
    return SettingsReading(settings=Settings(), problems=(unusable_setting(line, 1, what, hint),))


@dataclass(frozen=True, kw_only=True)
class _Accepted:
    """What of the file is accepted, as values and with places."""

    entries: SettingsEntries
    root: Node


def _accept(root: Node, problems: list[Problem]) -> _Accepted:
    """Validate; leave out each entry that is refused, until what remains is accepted."""
    while True:
        values = {key: value for key, value in plain_value(root).items() if value is not None}
        try:
            return _Accepted(entries=SettingsEntries.model_validate(values), root=root)
        except ValidationError as error:
            refused: dict[tuple[str | int, ...], None] = {}
            reported: set[tuple[int, int]] = set()
            for detail in error.errors():
                path = tuple(detail["loc"])
                is_extra = detail["type"] == "extra_forbidden"
                at = place_of(root, path, key=is_extra)
                problem = unusable_setting(at.line, at.column, *_explain(detail, path))
                place = (problem.finding.line, problem.finding.column)
                if place not in reported:
                    problems.append(problem)
                    reported.add(place)
                refused[path if is_extra else _entry_of(path)] = None
            for path in sorted(refused, key=lambda p: [str(step).zfill(9) for step in p])[::-1]:
                root = without(root, path)


def _entry_of(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """What is left out for a fault within it: an entry, of a team's reading list that one alone."""
    return path[:4] if path[2:3] == ("read_first",) else path[:2]


def _explain(detail: Any, path: tuple[str | int, ...]) -> tuple[str, str]:
    """A message and a hint."""
    if detail["type"] == "extra_forbidden":
        known = tuple(_contract_of(path).model_fields)
        guess = did_you_mean(nearest(str(path[-1]), known))
        listed = ", ".join(known)
        if len(path) == 1:
            return f"`{path[0]}` is no setting", guess or f"library.yml may have {listed}"
        return f"{_named(path[:-1])} has a key `{path[-1]}`; it may have {listed}", guess
    message = f"{_named(path)}: {describe_error(detail, 'prefix of ids')}"
    return message, "" if says_how_to_mend(detail) else _show_form(path)


def _contract_of(path: tuple[str | int, ...]) -> type[BaseModel]:
    if len(path) == 1:
        return SettingsEntries
    if path[0] == "policy":
        return PolicyEntry
    if path[0] == "language":
        return LanguageEntry
    if path[0] != "teams":
        return TermEntry
    return ReadFirstEntry if path[2:3] == ("read_first",) else TeamEntry


def _named(path: tuple[str | int, ...]) -> str:
    """A place in words: ``entry 1 of `services```, ```links.Channel` of entry 2 of `teams```."""
    words, keys = "", []
    for step in path:
        if isinstance(step, str):
            keys.append(step)
        else:
            words, keys = f"entry {step + 1} of {_joined(keys, words)}", []
    return _joined(keys, words)


def _joined(keys: list[str], owner: str) -> str:
    name = f"`{'.'.join(keys)}`" if keys else ""
    return " of ".join(part for part in (name, owner) if part)


def _show_form(path: tuple[str | int, ...]) -> str:
    key = next((step for step in reversed(path) if step in SETTING_EXAMPLES), None)
    return f"for example `{key}: {SETTING_EXAMPLES[str(key)]}`" if key else ""
