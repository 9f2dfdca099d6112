"""Commands that take what other tools export: the register of incidents, the tickets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .options import CONFIG_FILE

_EXPORT = click.argument("export", type=click.Path(path_type=Path))
_MAP = click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="OURS=THEIRS",
    help="The export's column for one of ours, or a value: start=Opened, severity.P1=SEV-1.",
)
_PREFIX = click.option("--prefix", default="", help="What goes before each number: INC-, GH-.")
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Report only; write nothing.")


@click.group()
def register() -> None:
    """Work on the register of incidents, incidents.csv beside library.yml."""


@register.command("import")
@_EXPORT
@CONFIG_FILE
@_MAP
@click.option(
    "--source",
    type=click.Choice(["auto", "pagerduty", "opsgenie", "incident.io", "csv"]),
    default="auto",
    help="Whose export it is; by default told by its columns.",
)
@_PREFIX
@_DRY_RUN
@click.pass_context
def register_import(
    context: click.Context,
    /,
    export: Path,
    config_file: Path | None,
    source: str,
    **options: Any,
) -> None:
    """Put the incidents of EXPORT, a pager's CSV or JSON file, into the register.

    What people have written in the register stays. Exit status: 0; 1 where a row
    could not be used; 2 for wrong usage or a file that cannot be used.
    """
    from ..commands.data_imports import ImportOptions
    from ..commands.register import import_register

    context.exit(
        import_register(
            export, config_file=config_file, source=source, options=ImportOptions(**options)
        )
    )


@click.group()
def tickets() -> None:
    """Work on the states of tickets, tickets.csv beside library.yml."""


@tickets.command("import")
@_EXPORT
@CONFIG_FILE
@_MAP
@_PREFIX
@_DRY_RUN
@click.pass_context
def tickets_import(
    context: click.Context, /, export: Path, config_file: Path | None, **options: Any
) -> None:
    """Put the tickets of EXPORT, a tracker's CSV or JSON file, into tickets.csv.

    Exit status: 0; 1 where a row could not be used; 2 for wrong usage or a file
    that cannot be used.
    """
    from ..commands.data_imports import ImportOptions
    from ..commands.tickets import import_ticket_states

    context.exit(
        import_ticket_states(export, config_file=config_file, options=ImportOptions(**options))
    )
