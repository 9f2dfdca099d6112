"""The library of a project: its settings and its documents, read."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ..as_of import choose_as_of
from ..build_process import get_epoch
from ..core.data_file import DataFile
from ..core.library import Library
from ..core.settings import Settings
from ..core.settings_file import SettingsReading
from ..git_history import read_history
from ..pipeline import LoadedLibrary, load_library, load_settings
from ..project import Project
from ..sources import find_data_files, read_data_file, read_settings_file, relative_name
from .opening import UnusableError, mention_left_out, read_sources, require_documents


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
    versions = (
        read_history(folder, settings.settings, as_of, cache).versions if with_history else ()
    )
    return load_library(
        read_sources(project),
        settings,
        as_of,
        settings_path=relative_name(project.library, project.root),
        data_files=open_data_files(project),
        versions=versions,
    )


def visible_library(project: Project, *, with_history: bool = False) -> Library:
    """The library as the site's audience sees it. Raises UnusableError."""
    library = open_library(project, with_history=with_history).library
    require_audience(project.audience, library.settings)
    library = library.visible_to(project.audience)
    mention_left_out(len(library.left_out))
    return library


def require_audience(audience: str, settings: Settings) -> None:
    """Raise UnusableError where the library has no such audience."""
    if audience not in settings.audiences:
        known = ", ".join(settings.audiences)
        raise UnusableError(f"there is no audience `{audience}`; there are {known}")


def open_data_files(project: Project) -> tuple[DataFile, ...]:
    """The register, the tickets and the page views. Raises UnusableError where one cannot be opened."""
    files = []
    for path in find_data_files(project.library):
        try:
            files.append(read_data_file(path, project.root))
        except OSError as error:
            raise UnusableError(f"{path}: {error.strerror}") from None
    return tuple(files)
