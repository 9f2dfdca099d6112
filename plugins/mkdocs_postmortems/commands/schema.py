"""`postmortems schema`: the JSON Schema of the front matter, with the library's own words."""

from __future__ import annotations

from pathlib import Path

import click

from ..core.front_matter_schema import json_schema
from ..outputs.data import to_json
from ..outputs.files import write_whole
from .loading import open_settings
from .opening import UnusableError, open_project


def write_schema(*, config_file: Path | None, output: Path | None) -> None:
    """Print the schema, or write it into a file and say so. Raises UnusableError."""
    project = open_project(config_file)
    reading = open_settings(project)
    if reading.problems:
        click.echo(
            f"{project.library} has faults, which `postmortems check` lists; "
            "the schema has what could be read of it",
            err=True,
        )
    text = to_json(json_schema(reading.settings))
    if output is None:
        click.echo(text.encode(), nl=False)  # bytes: UTF-8, whatever a redirection assumes
        return
    try:
        write_whole(output, text)
    except OSError as error:
        raise UnusableError(f"{output}: {error.strerror}") from None
    click.echo(f"wrote {output}", err=True)
