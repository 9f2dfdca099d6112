"""Commands about the organisation's words: factors."""

from __future__ import annotations

from pathlib import Path

import click

from .options import CONFIG_FILE, FORMAT


@click.command()
@CONFIG_FILE
@FORMAT
@click.option(
    "--suggest",
    is_flag=True,
    help="Instead, factors that documents tell of and do not declare, with the words that match.",
)
def factors(config_file: Path | None, output_format: str, suggest: bool) -> None:
    """List the contributing factors: how often each was met, when last, and its other names."""
    from ..commands.factors import list_factors

    list_factors(config_file=config_file, suggest=suggest, output_format=output_format)
