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
    def _expressions(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Each on its own, as groups and flags of one must not reach the others."""
        sources = self.swap or tuple((token, "") for token in self.tokens)
        flags = re.IGNORECASE if self.ignorecase else 0
        edge = "" if self.nonword else r"\b"
        return tuple(
            (re.compile(f"{edge}(?:{_scope_flags(source)}){edge}", flags), instead)
            for source, instead in sources
        )

    def find(self, text: str) -> Iterator[HouseFinding]:
        """Each place in a text that the pattern questions."""
        passing = {exception.lower() for exception in self.exceptions}
        for expression, instead in self._expressions:
            for match in expression.finditer(text):
                found = " ".join(match[0].split())
                if found and found != instead and found.lower() not in passing:
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


def _scope_flags(source: str) -> str:
    """`(?i)word` as `(?i:word)`, which may stand within another expression."""
    match = re.match(r"\(\?([aimsux]+)\)", source)
    return f"(?{match[1]}:{source[match.end() :]})" if match else source


@dataclass(frozen=True, kw_only=True)
class HouseFinding:
    """A place that a pattern questions."""

    start: int
    """Offset in the text."""
    message: str
