"""The section at the end of an imported document: what its text does not show otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rename:
    """A heading that is called otherwise in our form."""

    kind: str
    """`heading`, `column` or `title`."""
    written: str
    name: str = ""
    """What it is called now; empty where that is plain."""


def write_notes(renames: Sequence[Rename], fields: str, checks: Sequence[str]) -> str:
    """Markdown for the section; empty where there is nothing to say."""
    return "\n\n".join(_write(renames, fields, checks))


def _write(renames: Sequence[Rename], fields: str, checks: Sequence[str]) -> Iterator[str]:
    if checks:
        yield "To check:"
        yield "\n".join(f"- {check}" for check in checks)
    if renames:
        yield "Names in the source:"
        yield "\n".join(f"- {_line(rename)}" for rename in renames)
    if fields:
        yield "Fields of the source that have no place in the front matter:"
        fence = "`" * max(3, _longest_run(fields) + 1)
        yield f"{fence}yaml\n{fields}\n{fence}"


def _line(rename: Rename) -> str:
    written = rename.written.replace("|", "\\|")
    return f"{rename.kind} “{written}”" + (f", now {rename.name}" if rename.name else "")


def _longest_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest
