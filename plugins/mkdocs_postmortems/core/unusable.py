"""What is wrong with `library.yml`, at its place in the file."""

from __future__ import annotations

from .diagnostics import Finding, Problem
from .located_yaml import Node, place_of


def unusable_setting(line: int, column: int, message: str, hint: str = "") -> Problem:
    """A setting that cannot be used, at a place of the file."""
    finding = Finding(line=line, column=column, message=message, hint=hint)
    return Problem(code="PM901", finding=finding)


def unusable_at(root: Node, path: tuple[str | int, ...], message: str, hint: str = "") -> Problem:
    """The same, at the place of an entry."""
    place = place_of(root, path)
    return unusable_setting(place.line, place.column, message, hint)


def did_you_mean(guess: str | None) -> str:
    """A hint that names a guess; empty without one."""
    return f"did you mean `{guess}`?" if guess else ""
