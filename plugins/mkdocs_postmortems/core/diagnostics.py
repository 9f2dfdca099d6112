"""What a check has to say: where, what is wrong, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a diagnostic weighs; errors make `postmortems check` fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    def capped(self, limit: Level | None) -> Level:
        """The lesser of two levels."""
        order = tuple(Level)
        return self if limit is None else max(self, limit, key=order.index)


@dataclass(frozen=True, kw_only=True, slots=True)
class Replacement:
    """What has one right answer: a word at the finding's place, and what it is to be."""

    old: str
    new: str
    cell: int | None = None
    """Of a table's row: the column in which the word stands, from 0."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a rule reports, before the rule's code and level are attached."""

    line: int
    """Line in the file, from 1."""
    column: int = 1
    """Column in the line, from 1."""
    message: str
    """What is wrong, in one sentence without a full stop."""
    hint: str = ""
    """How to mend it."""
    binding: bool = False
    """Keeps the rule's level while the document is a draft."""
    at_most: Level | None = None
    """The level above which this finding does not go, whatever its rule's."""
    replacement: Replacement | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """A finding of the readers, which know the rule that it belongs to."""

    code: str
    """Code of the rule, such as `PM105`."""
    finding: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnostic:
    """A finding with its rule, its level and its file."""

    code: str
    """Code of the rule, such as `PM105`."""
    name: str
    """Name of the rule, such as `malformed-front-matter`."""
    level: Level
    path: str
    """File as the user would name it, with `/` between folders."""
    line: int
    """Line in the file, from 1."""
    column: int
    """Column in the line, from 1."""
    message: str
    hint: str
    replacement: Replacement | None = None
    """What `check --fix` writes instead."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}"


def in_reading_order(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Sort by file, then by place in the file, then by code."""
    return tuple(sorted(diagnostics, key=lambda d: (d.path, d.line, d.column, d.code, d.message)))
