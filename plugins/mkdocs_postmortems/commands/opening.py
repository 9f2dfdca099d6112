"""What every command begins with: the project and its files, of which nothing is read yet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from ..core.facets import Facets, Selection, UnknownWordError, select
from ..core.source import Source
from ..core.vocabulary import Vocabulary
from ..project import Project, UnusableProjectError, find_project, read_project
from ..sources import (
    find_incident_files,
    find_pages,
    is_incident_uri,
    read_source,
    relative_name,
)

_QUOTED = 60
"""Letters that a message repeats of what was typed."""


class UnusableError(click.ClickException):
    """Wrong usage or unusable configuration: exit status 2."""

    exit_code = 2


def open_project(config_file: Path | None) -> Project:
    """The project named, or the nearest one upwards. Raises UnusableError."""
    try:
        return read_project(config_file) if config_file else find_project(Path.cwd())
    except UnusableProjectError as error:
        raise UnusableError(str(error)) from None


def require_documents(project: Project) -> None:
    """Raise UnusableError where the folder of the documents is not there."""
    folder = project.docs_dir / project.incidents
    if not folder.is_dir():
        raise UnusableError(
            f"{folder}: there is no such folder of postmortems; `postmortems new` makes it, "
            "or the option `incidents` in mkdocs.yml names another"
        )


def read_sources(project: Project, *, slow: int = 500) -> Iterator[Source]:
    """All documents of the project, with progress on a terminal. Raises UnusableError.

    `slow` is the number from which on what is done with them takes about a second.
    """
    paths = tuple(find_incident_files(project.docs_dir, project.incidents))
    with progress(len(paths), "Reading", slow=slow) as advance:
        for path in paths:
            yield _read(path, project)
            advance()


def read_pages(project: Project) -> Iterator[Source]:
    """The Markdown files of the site that hold no postmortem. Raises UnusableError."""
    for path in find_pages(project.docs_dir):
        if not is_incident_uri(relative_name(path, project.docs_dir), project.incidents):
            yield _read(path, project)


def _read(path: Path, project: Project) -> Source:
    try:
        return read_source(path, project.docs_dir, project.root)
    except OSError as error:
        raise UnusableError(f"{path}: {error.strerror}") from None


def quote(typed: str) -> str:
    """What somebody typed, for a message: in backticks, and the beginning of what is long."""
    return f"`{shorten(typed)}`"


def shorten(typed: str) -> str:
    """The beginning of what is long."""
    return typed if len(typed) <= _QUOTED else f"{typed[: _QUOTED - 1]}…"


def mention_left_out(number: int) -> None:
    """Say on standard error how many documents are not in the library."""
    if number:
        documents = "1 document" if number == 1 else f"{number} documents"
        click.echo(f"{documents} could not be read; run `postmortems check`.", err=True)


def mention_problems(number: int, library: Path) -> None:
    """Say on standard error how much of `library.yml` is not used."""
    if number:
        problems = "1 problem" if number == 1 else f"{number} problems"
        click.echo(f"{library.name} has {problems}; run `postmortems check`.", err=True)


@contextmanager
def progress(total: int, label: str, *, slow: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error, where that is a terminal and there is something to wait for.

    `slow` is the number from which on it takes about a second.
    """
    if total < slow or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def select_or_refuse(
    words: Facets, vocabularies: Mapping[str, Vocabulary], in_use: Facets
) -> Selection:
    """The postmortems asked for; wishes that none can fulfil are remarked on standard error.

    Raises UnusableError for a word that the library does not have.
    """
    try:
        selection = select(words, vocabularies, in_use)
    except UnknownWordError as error:
        raise UnusableError(str(error)) from None
    for remark in selection.remarks:
        click.echo(remark, err=True)
    return selection
