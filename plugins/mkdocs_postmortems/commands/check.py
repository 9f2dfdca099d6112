"""`postmortems check`: what there is to mend, in which line, and how."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from ..core.diagnostics import Diagnostic, Level
from ..project import Project
from ..sources import relative_name
from .loading import UnusableError, open_library, open_project

_STYLES = {Level.ERROR: "red", Level.WARNING: "yellow", Level.INFO: "cyan"}


def check_library(
    paths: tuple[Path, ...], *, config_file: Path | None, output_format: str, strict: bool
) -> int:
    """Check all documents and print what was found in those named; return the exit status."""
    project = open_project(config_file)
    wanted = _names_of(paths, project)
    loaded = open_library(project)
    checked = {reading.document.source.path for reading in loaded.readings}
    _refuse_unknown(paths, wanted, checked, project)
    diagnostics = tuple(d for d in loaded.diagnostics if _is_wanted(d.path, wanted))
    documents = sum(_is_wanted(path, wanted) for path in checked)
    if output_format == "json":
        click.echo(json.dumps([asdict(d) for d in diagnostics], ensure_ascii=False, indent=2))
    else:
        _print_text(diagnostics, documents)
    failing = (Level.ERROR, Level.WARNING) if strict else (Level.ERROR,)
    return int(any(d.level in failing for d in diagnostics))


def _names_of(paths: Iterable[Path], project: Project) -> tuple[str, ...]:
    for path in paths:
        if not path.exists():
            raise UnusableError(f"{path}: there is no such file or folder")
    return tuple(relative_name(path, project.root) for path in paths)


def _is_wanted(path: str, wanted: tuple[str, ...]) -> bool:
    """Whether a file is one of those named, or lies below one."""
    return not wanted or any(w == "." or path == w or path.startswith(f"{w}/") for w in wanted)


def _refuse_unknown(
    paths: tuple[Path, ...], wanted: tuple[str, ...], checked: set[str], project: Project
) -> None:
    """A path that holds no postmortem would pass as clean; say so instead."""
    known = checked | {relative_name(project.library, project.root)}
    for path, name in zip(paths, wanted, strict=True):
        if not any(_is_wanted(other, (name,)) for other in known):
            folder = project.docs_dir / project.incidents
            raise UnusableError(
                f"{path} holds no postmortem; they lie in {relative_name(folder, project.root)}/"
            )


def _print_text(diagnostics: tuple[Diagnostic, ...], documents: int) -> None:
    for diagnostic in diagnostics:
        place = f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}:"
        code = click.style(diagnostic.code, fg=_STYLES[diagnostic.level], bold=True)
        level = "" if diagnostic.level is Level.ERROR else f" [{diagnostic.level}]"
        click.echo(f"{place} {code} {diagnostic.message}{level}")
        if diagnostic.hint:
            click.echo(f"    {diagnostic.hint}")
    counts = Counter(d.level for d in diagnostics)
    found = ", ".join(
        f"{counts[level]} {level.value}{'s' if counts[level] != 1 and level is not Level.INFO else ''}"
        for level in Level
        if counts[level]
    )
    noun = "postmortem" if documents == 1 else "postmortems"
    click.echo(f"{documents} {noun} checked: {found or 'nothing to mend'}.", err=True)
