"""Commands that answer whether something has happened before."""

from __future__ import annotations

from pathlib import Path

import click

from .options import CONFIG_FILE, FORMAT, facet_options


@click.command()
@click.argument("words", nargs=-1, required=True)
@CONFIG_FILE
@FORMAT
@facet_options
@click.option(
    "--limit", type=click.IntRange(min=1), default=5, show_default=True, help="At most so many."
)
@click.option("--no-cache", is_flag=True, help="Read all documents again, and keep nothing.")
def find(
    words: tuple[str, ...],
    config_file: Path | None,
    output_format: str,
    limit: int,
    no_cache: bool,
    **facets: tuple[str, ...],
) -> None:
    """Find postmortems by WORDS: a symptom, a service, an error message, a suspected cause.

    Not all words need to be in a postmortem; those with the most of them come first.
    Quotation marks keep a phrase together: find '"read only" redis'. An option
    given several times means any of its values; different options mean all of them.
    """
    from ..commands.find import find_postmortems

    find_postmortems(
        " ".join(words),
        config_file=config_file,
        facets=facets,
        limit=limit,
        output_format=output_format,
        cache=not no_cache,
    )
