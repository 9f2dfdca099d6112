"""The command `postmortems`: parses and dispatches; each command has a module of its own."""

from __future__ import annotations

import click

from .. import __version__
from .documents import check, explain, import_command, list_command, new, rename, schema
from .exports import register, tickets
from .follow_through import digest, meeting, owed, patterns
from .search import find, mcp
from .vocabulary import factors


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="postmortems")
def main() -> None:
    """Check, write, list and find an organisation's postmortems."""


for command in (
    check, new, rename, import_command, explain, list_command, find, schema,
    owed, meeting, digest, patterns, factors, register, tickets, mcp,
):  # fmt: skip
    main.add_command(command)
