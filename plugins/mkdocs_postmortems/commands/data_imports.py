"""What the imports of the register and of the tickets have in common."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from ..importing.column_maps import ColumnPlan, Maps, WrongMapError, parse_maps, plan_columns
from ..importing.exports import Export, UnusableExportError, read_export
from ..importing.merging import MergeRule, Sheet, UnusableSheetError, merge, read_sheet
from ..importing.register_exports import Imported
from ..outputs.files import write_whole
from ..project import Project
from ..sources import find_data_files, read_data_file, relative_name
from .opening import UnusableError


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """What an import is asked for."""

    maps: tuple[str, ...] = ()
    """Entries of the form OURS=THEIRS."""
    prefix: str = ""
    """Goes before each number."""
    dry_run: bool = False


def open_export(path: Path, project: Project) -> Export:
    """The export in a file. Raises UnusableError."""
    if not path.is_file():
        raise UnusableError(f"{path}: there is no such file")
    if any(os.path.realpath(path) == os.path.realpath(f) for f in find_data_files(project.library)):
        raise UnusableError(f"{path} is a file of this library, not an export")
    try:
        return read_export(read_data_file(path, project.root).data)
    except OSError as error:
        raise UnusableError(f"{path}: {error.strerror}") from None
    except UnusableExportError as error:
        raise UnusableError(f"{path}: {error}") from None


def choose_maps(entries: Iterable[str], columns: tuple[str, ...]) -> Maps:
    """What `--map` says. Raises UnusableError."""
    try:
        return parse_maps(entries, columns)
    except WrongMapError as error:
        raise UnusableError(f"--map: {error}") from None


def choose_columns(
    export: Export, known: Mapping[str, tuple[str, ...]], maps: Maps, columns: tuple[str, ...]
) -> ColumnPlan:
    """Where our columns come from; the first one has to be there. Raises UnusableError."""
    try:
        plan = plan_columns(export, known, maps, columns)
    except WrongMapError as error:
        raise UnusableError(f"--map: {error}") from None
    if columns[0] not in plan.sources:
        raise UnusableError(
            f"the export has no column that is known to hold `{columns[0]}`; name it with "
            f"--map {columns[0]}=…; there are {', '.join(export.names[:20])}"
        )
    return plan


def put_in(
    imported: Imported, target: Path, project: Project, rule: MergeRule, *, dry_run: bool
) -> int:
    """Merge into a file, write it, and say what was done; the exit status, 0 or 1.

    Raises UnusableError where the file cannot be written again.
    """
    name = relative_name(target, Path.cwd())
    sheet = Sheet(header=rule.columns)
    if target.exists():
        try:
            sheet = read_sheet(read_data_file(target, project.root).data, rule.columns[0])
        except OSError as error:
            raise UnusableError(f"{name}: {error.strerror}") from None
        except UnusableSheetError as error:
            raise UnusableError(
                f"{name}: {error}; mend it first, because the whole file is written again"
            ) from None
    for line in imported.checks:
        click.echo(f"    to check: {line}")
    for line in imported.refused:
        click.echo(f"    not used: {line}", err=True)
    merged = merge(sheet, imported.rows, rule)
    for line in merged.replaced:
        click.echo(f"    replaced: {line}")
    if (merged.new or merged.updated) and not dry_run:
        try:
            write_whole(target, merged.sheet.write())
        except OSError as error:
            raise UnusableError(f"{name}: {error.strerror}") from None
    refused = f", {len(imported.refused)} not used" if imported.refused else ""
    click.echo(
        f"{name}: {merged.new} new, {merged.updated} updated, {merged.unchanged} unchanged{refused}"
        f"{'; nothing was written' if dry_run else ''}",
        err=True,
    )
    return 1 if imported.refused else 0
