"""The organisation's own patterns of language, in the shape that users of Vale know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .diagnostics import Level


@dataclass(frozen=True)
class HousePattern:
    """Words to question (`existence`), or to replace (`substitution`)."""

    tokens: tuple[str, ...] = ()
    """Regular expressions of an existence pattern."""
    swap: tuple[tuple[str, str], ...] = ()
    """Regular expression and replacement, of a substitution pattern."""
    message: str = ""
    """With `%s` for what was found; of a substitution first for what to write instead."""
    suggestion: str = ""
    level: Level = Level.WARNING
    ignorecase: bool = False
    nonword: bool = False
    """Whether a token may be a part of a word."""
    exceptions: tuple[str, ...] = ()
    """Texts that pass, whatever their case."""

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        sources = self.tokens or tuple(source for source, _ in self.swap)
        groups = "|".join(f"(?P<entry{n}>{source})" for n, source in enumerate(sources))
        edge = "" if self.nonword else r"\b"
        return re.compile(f"{edge}(?:{groups}){edge}", re.IGNORECASE if self.ignorecase else 0)

    def find(self, text: str) -> Iterator[HouseFinding]:
        """Each place in a text that the pattern questions."""
        passing = {exception.lower() for exception in self.exceptions}
        for match in self._expression.finditer(text):
            found = match[0]
            if not found or found.lower() in passing:
                continue
            instead = ""
            if self.swap:
                groups = (n for n in range(len(self.swap)) if match[f"entry{n}"] is not None)
                instead = self.swap[next(groups)][1]
            if instead != found:
                yield HouseFinding(start=match.start(), message=self._say(found, instead))

    def _say(self, found: str, instead: str) -> str:
        words = (instead, found) if self.swap else (found,)
        default = "write “%s” instead of “%s”" if self.swap else "“%s” is not the house's style"
        if self.swap and not instead:
            return f"take “{found}” out"
        message = self.message or default
        for word in words:
            message = message.replace("%s", word, 1)
        return message


@dataclass(frozen=True, kw_only=True)
class HouseFinding:
    """A place that a pattern questions."""

    start: int
    """Offset in the text."""
    message: str
