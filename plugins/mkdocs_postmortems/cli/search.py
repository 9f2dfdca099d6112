"""Commands that answer whether something has happened before."""

from __future__ import annotations

from pathlib import Path

import click

from .options import CONFIG_FILE, FORMAT, facet_options


@click.command()
@click.argument("words", nargs=-1)
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
    With options and no WORDS, those postmortems come, the newest first.
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


@click.command()
@CONFIG_FILE
@click.option(
    "--audience",
    help="Show what this audience may see; none that may see more than the site's.",
)
@click.option("--no-cache", is_flag=True, help="Read all documents again, and keep nothing.")
def mcp(config_file: Path | None, audience: str | None, no_cache: bool) -> None:
    """Let an assistant search and read postmortems, over the Model Context Protocol.

    An assistant's program starts this command and talks to it over standard input
    and output. It only reads. Needs: pip install 'mkdocs-postmortems[assistant]'.
    """
    from ..commands.serve_assistant import serve_assistant

    serve_assistant(config_file=config_file, audience=audience, cache=not no_cache)
