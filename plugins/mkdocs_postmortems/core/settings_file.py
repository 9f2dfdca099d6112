"""`library.yml`, read: whatever can be used of it, and what cannot, each with its line."""

from __future__ import annotations

from collections.abc import Container
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

_Path = tuple[str | int, ...]
"""Keys and numbers of entries, from the root to a value."""


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
            refused: dict[_Path, None] = {}
            reported: set[tuple[int, int]] = set()
            details = [(tuple(detail["loc"]), detail) for detail in error.errors()]
            missing = {path for path, detail in details if detail["type"] == "missing"}
            unknown = {path for path, detail in details if detail["type"] == "extra_forbidden"}
            slips = {slip.key: slip for slip in (_read_slip(path, missing) for path in unknown)}
            meant = {slip.meant for slip in slips.values()}
            for path, detail in details:
                slip = slips.get(path)
                at = place_of(root, path, key=slip is not None)
                if (at.line, at.column) not in reported and path not in missing & meant:
                    what = _explain_slip(slip, values) if slip else _explain(detail, path, values)
                    problems.append(unusable_setting(at.line, at.column, *what))
                    reported.add((at.line, at.column))
                refused[path if slip else _entry_of(path)] = None
            for path in sorted(refused, key=lambda p: [str(step).zfill(9) for step in p])[::-1]:
                root = without(root, path)


def _entry_of(path: _Path) -> _Path:
    """What is left out for a fault within it: an entry, of a team's reading list that one alone."""
    return path[:4] if path[2:3] == ("read_first",) else path[:2]


@dataclass(frozen=True, kw_only=True)
class _Slip:
    """A key that an entry cannot have."""

    key: _Path
    meant: _Path | None
    """The key that it probably stands for."""
    hint: str


def _read_slip(key: _Path, missing: Container[_Path]) -> _Slip:
    """What an unknown key stands for, where those keys are missing."""
    name, owner = str(key[-1]), key[:-1]
    known = _contract_of(key).model_fields
    guess = nearest(name, known)
    if guess:
        return _Slip(key=key, meant=(*owner, guess), hint=did_you_mean(guess))
    named = (*owner, "postmortem")
    if named in missing:
        return _Slip(key=key, meant=named, hint=f"write `{{postmortem: {name}, reason: …}}`")
    listed = f"library.yml may have {', '.join(known)}"
    return _Slip(key=key, meant=None, hint="" if owner else listed)


def _explain_slip(slip: _Slip, values: Any) -> tuple[str, str]:
    """A message and a hint."""
    *owner, name = slip.key
    if not owner:
        return f"`{name}` is no setting", slip.hint
    listed = ", ".join(_contract_of(slip.key).model_fields)
    return f"{_named(tuple(owner), values)} has a key `{name}`; it may have {listed}", slip.hint


def _explain(detail: Any, path: _Path, values: Any) -> tuple[str, str]:
    """A message and a hint."""
    message = f"{_named(path, values)}: {describe_error(detail, 'prefix of ids')}"
    return message, "" if says_how_to_mend(detail) else _show_form(path)


def _contract_of(path: _Path) -> type[BaseModel]:
    if len(path) == 1:
        return SettingsEntries
    if path[0] == "policy":
        return PolicyEntry
    if path[0] == "language":
        return LanguageEntry
    if path[0] != "teams":
        return TermEntry
    return ReadFirstEntry if path[2:3] == ("read_first",) else TeamEntry


def _named(path: _Path, values: Any) -> str:
    """A place in words: ``entry 1 of `services```, ```links.Channel` of `checkout```.

    A team goes by its id, where that can be read.
    """
    words, keys = "", []
    team = _team_at(path[:2], values)
    if team and len(path) == 2:
        return f"the team `{team}`"
    if team:
        words, path = f"`{team}`", path[2:]
    for step in path:
        if isinstance(step, str):
            keys.append(step)
        else:
            words, keys = f"entry {step + 1} of {_joined(keys, words)}", []
    return _joined(keys, words)


def _team_at(path: _Path, values: Any) -> str | None:
    """The id of the team that stands at a place."""
    match path, values:
        case ("teams", int(index)), {"teams": list(teams)}:
            entry = teams[index]
            named = entry.get("id") if isinstance(entry, dict) else entry
            return named if isinstance(named, str) else None
    return None


def _joined(keys: list[str], owner: str) -> str:
    name = f"`{'.'.join(keys)}`" if keys else ""
    return " of ".join(part for part in (name, owner) if part)


def _show_form(path: _Path) -> str:
    key = next((step for step in reversed(path) if step in SETTING_EXAMPLES), None)
    return f"for example `{key}: {SETTING_EXAMPLES[str(key)]}`" if key else ""
