"""What every command begins with: the project, its settings and its documents."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import click

from ..as_of import choose_as_of
from ..build_process import get_epoch
from ..core.data_files import DataFile
from ..core.document import Source
from ..core.library import Library
from ..core.settings_file import SettingsReading
from ..git_history import read_history
from ..pipeline import LoadedLibrary, load_library, load_settings
from ..project import Project, UnusableProjectError, find_project, read_project
from ..sources import (
    find_data_files,
    find_incident_files,
    read_data_file,
    read_settings_file,
    read_source,
    relative_name,
)


class UnusableError(click.ClickException):
    """Wrong usage or unusable configuration: exit status 2."""

    exit_code = 2


def open_project(config_file: Path | None) -> Project:
    """The project named, or the nearest one upwards. Raises UnusableError."""
    try:
        return read_project(config_file) if config_file else find_project(Path.cwd())
    except UnusableProjectError as error:
        raise UnusableError(str(error)) from None


def open_settings(project: Project) -> SettingsReading:
    """The project's `library.yml`. Raises UnusableError where it cannot be opened."""
    try:
        return load_settings(read_settings_file(project.library))
    except OSError as error:
        raise UnusableError(f"{project.library}: {error.strerror}") from None


def today_of(project: Project, settings: SettingsReading) -> date:
    """The day that counts as today. Raises UnusableError where the option cannot be read."""
    epoch = get_epoch()
    now = datetime.now(UTC)
    try:
        return choose_as_of(project.as_of, epoch, settings.settings.timezone, now)
    except ValueError as error:
        raise UnusableError(f"as_of: {error}") from None


def open_library(
    project: Project, *, may_begin: bool = False, with_history: bool = False
) -> LoadedLibrary:
    """The library of the project. Raises UnusableError.

    With `may_begin`, the folder of the documents need not be there yet; with
    `with_history`, git is asked what became of the action items.
    """
    if not may_begin:
        require_documents(project)
    settings = open_settings(project)
    as_of = today_of(project, settings)
    folder = project.docs_dir / project.incidents
    cache = project.root if project.cache else None
    histories = read_history(folder, settings.settings, as_of, cache).items if with_history else {}
    return load_library(
        read_sources(project),
        settings,
        as_of,
        settings_path=relative_name(project.library, project.root),
        data_files=open_data_files(project),
        histories=histories,
    )


def visible_library(project: Project, *, with_history: bool = False) -> Library:
    """The library as the site's audience sees it. Raises UnusableError."""
    library = open_library(project, with_history=with_history).library
    audiences = library.settings.audiences
    if project.audience not in audiences:
        raise UnusableError(
            f"there is no audience `{project.audience}`; there are {', '.join(audiences)}"
        )
    library = library.visible_to(project.audience)
    mention_left_out(len(library.left_out))
    return library


def open_data_files(project: Project) -> tuple[DataFile, ...]:
    """The register and the tickets. Raises UnusableError where one cannot be opened."""
    files = []
    for path in find_data_files(project.library):
        try:
            files.append(read_data_file(path, project.root))
        except OSError as error:
            raise UnusableError(f"{path}: {error.strerror}") from None
    return tuple(files)


def mention_left_out(number: int) -> None:
    """Say on standard error how many documents are not in the library."""
    if number:
        documents = "1 document" if number == 1 else f"{number} documents"
        click.echo(f"{documents} could not be read; run `postmortems check`.", err=True)


def require_documents(project: Project) -> None:
    """Raise UnusableError where the folder of the documents is not there."""
    folder = project.docs_dir / project.incidents
    if not folder.is_dir():
        raise UnusableError(
            f"{folder}: there is no such folder of postmortems; `postmortems new` makes it, "
            "or the option `incidents` in mkdocs.yml names another"
        )


def read_sources(project: Project) -> Iterator[Source]:
    """All documents of the project, with progress on a terminal. Raises UnusableError."""
    paths = tuple(find_incident_files(project.docs_dir, project.incidents))
    with progress(len(paths), "Reading", slow=500) as advance:
        for path in paths:
            try:
                yield read_source(path, project.docs_dir, project.root)
            except OSError as error:
                raise UnusableError(f"{path}: {error.strerror}") from None
            advance()


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
