"""What a check found, in the forms that terminals, editors and CI read."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator

import click

from ..core.diagnostics import Diagnostic, Level

LineOf = Callable[[Diagnostic], str | None]
"""The line of the file that a diagnostic is about; None where there is none to show."""

_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.INFO: "cyan"}
_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.INFO: "info"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FIELDS = ("code", "name", "level", "path", "line", "column", "message", "hint")
_WIDTH = 100
"""Letters of a line that are shown around the place of a finding."""


def as_text(diagnostics: Iterable[Diagnostic], line_of: LineOf) -> Iterator[str]:
    """For people: each finding, the line with a caret, and how to mend it; with colours."""
    for diagnostic in diagnostics:
        place = f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}:"
        code = click.style(diagnostic.code, fg=_COLOURS[diagnostic.level], bold=True)
        level = "" if diagnostic.level is Level.ERROR else f" [{diagnostic.level}]"
        yield f"{_on_one_line(place)} {code} {_on_one_line(diagnostic.message)}{level}"
        line = line_of(diagnostic)
        if line is not None and line.strip():
            yield from _excerpt(line, diagnostic)
        if diagnostic.hint:
            yield f"    {_on_one_line(diagnostic.hint)}"


def _on_one_line(text: str) -> str:
    """A document's words as they may go to a terminal: nothing in them steers it."""
    return _CONTROL.sub(" ", text)


def _excerpt(line: str, diagnostic: Diagnostic) -> Iterator[str]:
    """The line, of a long one the part around the place, and a caret under the column."""
    at = min(diagnostic.column - 1, len(line))
    start = max(0, min(at - _WIDTH // 3, len(line) - _WIDTH))
    shown = ("…" if start else "") + _on_one_line(line[start : start + _WIDTH])
    if start + _WIDTH < len(line):
        shown += "…"
    number = str(diagnostic.line)
    offset = at - start + (1 if start else 0)
    bar = click.style("|", dim=True)
    caret = click.style("^", fg=_COLOURS[diagnostic.level], bold=True)
    yield f"    {number} {bar} {shown.rstrip()}"
    yield f"    {' ' * len(number)} {bar} {' ' * offset}{caret}"


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A list of findings."""
    findings = [{name: getattr(d, name) for name in _FIELDS} for d in diagnostics]
    return json.dumps(findings, ensure_ascii=False, indent=2)


def as_github(diagnostics: Iterable[Diagnostic], prefix: str) -> Iterator[str]:
    """Workflow commands of GitHub Actions, which become annotations of a pull request.

    `prefix` leads from the repository's root to the folder that paths begin at.
    Source: GitHub's documentation, "Workflow commands for GitHub Actions".
    """
    for d in diagnostics:
        properties = {
            "file": posixpath.normpath(prefix + d.path),
            "line": str(d.line),
            "col": str(d.column),
            "title": f"{d.code} {d.name}",
        }
        listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        text = f"{d.message}\n{d.hint}" if d.hint else d.message
        yield f"::{_COMMANDS[d.level]} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(diagnostics: Iterable[Diagnostic], prefix: str) -> str:
    """GitLab's code quality report, a list in the format of Code Climate.

    A fingerprint stays the same while the finding moves up or down in its file.
    Source: GitLab's documentation, "Code Quality report format".
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    issues = []
    for d in diagnostics:
        same = (d.path, d.code, d.message)
        seen[same] += 1
        fingerprint = "\0".join((*same, str(seen[same])))
        issues.append(
            {
                "description": f"{d.message}; {d.hint}" if d.hint else d.message,
                "check_name": f"{d.code} {d.name}",
                "fingerprint": hashlib.sha256(fingerprint.encode()).hexdigest(),
                "severity": _SEVERITIES[d.level],
                "location": {
                    "path": posixpath.normpath(prefix + d.path),
                    "lines": {"begin": d.line},
                },
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=2)


def summary(diagnostics: Collection[Diagnostic], documents: int, pages: int = 0) -> str:
    """How many documents and other pages were checked, and what was found."""
    counts = Counter(d.level for d in diagnostics)
    found = ", ".join(
        f"{counts[level]} {level.value}{'s' if counts[level] != 1 and level is not Level.INFO else ''}"
        for level in Level
        if counts[level]
    )
    noun = "postmortem" if documents == 1 else "postmortems"
    others = f" and {pages} other {'page' if pages == 1 else 'pages'}" if pages else ""
    fixable = sum(d.replacement is not None for d in diagnostics)
    remedy = f" `postmortems check --fix` puts {fixable} of them right." if fixable else ""
    return f"{documents} {noun}{others} checked: {found or 'nothing to mend'}.{remedy}"
