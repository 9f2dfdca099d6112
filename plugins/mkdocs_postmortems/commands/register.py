"""`postmortems register import`: a pager's export becomes rows of the register."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ..core.cell_values import parse_moment
from ..core.data_file import REGISTER_NAMES
from ..core.register_file import REGISTER_COLUMNS, vocabularies_of
from ..core.settings import Settings
from ..core.vocabulary import fold
from ..importing.column_maps import Maps
from ..importing.merging import MergeRule
from ..importing.register_exports import SOURCES, import_incidents, recognise_source
from ..project import Project
from ..sources import find_data_files
from .data_imports import ImportOptions, choose_columns, choose_maps, open_export, put_in
from .loading import open_settings
from .opening import UnusableError, open_project, progress

_FOLLOWED = frozenset({"title", "start", "end", "severity"})
_LAST = datetime.max.replace(tzinfo=UTC)


def import_register(
    path: Path, *, config_file: Path | None, source: str, options: ImportOptions
) -> int:
    """Put an export into the register and print a report. The exit status: 0 or 1.

    Raises UnusableError where the export, the register or the project cannot be used.
    """
    project = open_project(config_file)
    settings = open_settings(project).settings
    target = _find_register(project)
    maps = choose_maps(options.maps, REGISTER_COLUMNS)
    _refuse_unknown(maps, settings)
    export = open_export(path, project)
    source = recognise_source(export) if source == "auto" else source
    plan = choose_columns(export, SOURCES[source], maps, REGISTER_COLUMNS)
    with progress(len(export.rows), "Importing", slow=20_000) as advance:
        imported = import_incidents(
            export, plan, source, settings, prefix=options.prefix, advance=advance
        )
    click.echo(f"{path}: {source}; {plan.describe()}")
    return put_in(imported, target, project, _rule(settings), dry_run=options.dry_run)


def _find_register(project: Project) -> Path:
    """The register that is there, or where it is to be."""
    csv, *others = REGISTER_NAMES
    found = {path.name.lower(): path for path in find_data_files(project.library)[::-1]}
    if csv not in found and not found.keys().isdisjoint(others):
        name = next(name for name in others if name in found)
        raise UnusableError(
            f"the register is {found[name]}; an import writes CSV only, so turn it into {csv} first"
        )
    return found.get(csv, project.library.parent / csv)


def _refuse_unknown(maps: Maps, settings: Settings) -> None:
    """A value of ours in `--map` has to be one of the library's."""
    vocabularies = vocabularies_of(settings)
    for (column, theirs), ours in maps.values.items():
        vocabulary = vocabularies.get(column)
        if vocabulary is not None and ours and vocabulary.resolve(ours) is None:
            known = ", ".join(term.id for term in vocabulary.terms[:20])
            raise UnusableError(
                f"--map {column}.{theirs}={ours}: library.yml has no `{ours}`; it has {known}"
            )


def _rule(settings: Settings) -> MergeRule:
    zone = ZoneInfo(settings.timezone)

    def moment_of(text: str) -> datetime | None:
        try:
            return parse_moment(text, zone)
        except ValueError:
            return None

    def is_same(column: str, old: str, new: str) -> bool:
        if column in ("start", "end"):
            return moment_of(old) == moment_of(new)
        if column == "severity":
            term = settings.severities.resolve(old)
            return term is not None and term.id == new
        return False

    return MergeRule(
        columns=REGISTER_COLUMNS,
        followed=_FOLLOWED,
        may_clear=False,
        identity=fold,
        is_same=is_same,
        order=lambda cells: (moment_of(cells.get("start", "")) or _LAST, cells["id"]),
    )
