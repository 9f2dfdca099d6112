"""`postmortems tickets import`: a tracker's export becomes the file of tickets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import click

from ..core.data_file import TICKETS_NAME
from ..core.tickets_file import TICKET_COLUMNS
from ..importing.merging import MergeRule
from ..importing.ticket_exports import KNOWN_NAMES, import_tickets
from ..sources import find_data_files
from .data_imports import ImportOptions, choose_columns, choose_maps, open_export, put_in
from .loading import open_settings
from .opening import open_project, progress

_NUMBER = re.compile(r"(.*?)(\d{1,18})", re.ASCII)


def import_ticket_states(path: Path, *, config_file: Path | None, options: ImportOptions) -> int:
    """Put an export into the file of tickets and print a report. The exit status: 0 or 1.

    Raises UnusableError where the export, the file or the project cannot be used.
    """
    project = open_project(config_file)
    settings = open_settings(project).settings
    maps = choose_maps(options.maps, TICKET_COLUMNS)
    export = open_export(path, project)
    plan = choose_columns(export, KNOWN_NAMES, maps, TICKET_COLUMNS)
    with progress(len(export.rows), "Importing", slow=20_000) as advance:
        imported = import_tickets(export, plan, settings, prefix=options.prefix, advance=advance)
    click.echo(f"{path}: {plan.describe()}")
    found = (f for f in find_data_files(project.library) if f.name.lower() == TICKETS_NAME)
    target = next(found, project.library.parent / TICKETS_NAME)
    # A ticket is what the tracker says; one that was opened again has no day any more.
    rule = MergeRule(
        columns=TICKET_COLUMNS,
        followed=frozenset(plan.sources) - {"ticket"},
        may_clear=True,
        identity=str,
        is_same=lambda _column, _old, _new: False,
        order=_order,
    )
    return put_in(imported, target, project, rule, dry_run=options.dry_run)


def _order(cells: Mapping[str, str]) -> tuple[str, int, str]:
    """By project, then by number: `GH-9` stands before `GH-10`."""
    ticket = cells["ticket"]
    found = _NUMBER.fullmatch(ticket)
    return (found[1], int(found[2]), ticket) if found else (ticket, -1, ticket)
