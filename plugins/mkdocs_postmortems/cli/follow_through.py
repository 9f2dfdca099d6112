"""Commands about what comes after incidents: owed, meeting, digest, patterns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..core.period import Period
from .options import CONFIG_FILE, FORMAT, read_day, read_days


@click.command()
@click.argument("id")
@CONFIG_FILE
def meeting(id: str, config_file: Path | None) -> None:
    """Print the facilitator's script for the meeting about the postmortem ID, as Markdown.

    ID may be an alias.
    """
    from ..commands.meeting import print_meeting

    print_meeting(id, config_file=config_file)


@click.command()
@CONFIG_FILE
@click.option("--team", help="Only this team's items, and postmortems that it owns or was in.")
@click.option(
    "--since",
    callback=read_day,
    metavar="YYYY-MM-DD",
    help="The first day; by default that of the month.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["markdown", "slack", "html"]),
    default="markdown",
    help="For a chat that reads Markdown, for Slack, or for an e-mail.",
)
def digest(
    config_file: Path | None, team: str | None, since: date | None, output_format: str
) -> None:
    """Print what was closed, what waits for a decision and what was published, until today.

    It says what the site's audience may see, for a channel or an e-mail.
    """
    from ..commands.digest import print_digest

    print_digest(config_file=config_file, team=team, since=since, output_format=output_format)


@click.command()
@CONFIG_FILE
@FORMAT
@click.option("--team", help="Only what falls to this team.")
@click.option("--strict", is_flag=True, help="Fail where a postmortem is late.")
@click.pass_context
def owed(
    context: click.Context,
    config_file: Path | None,
    output_format: str,
    team: str | None,
    strict: bool,
) -> None:
    """List which incidents are owed a postmortem, the late ones first.

    Exit status: 0; with --strict 1 where one is late; 2 for wrong usage or an
    unusable configuration.
    """
    from ..commands.owed import list_owed_postmortems

    context.exit(
        list_owed_postmortems(
            config_file=config_file, team=team, output_format=output_format, strict=strict
        )
    )


@click.command()
@CONFIG_FILE
@click.option(
    "--from",
    "begin",
    callback=read_days,
    metavar="DAY|MONTH|QUARTER|YEAR",
    help="Where the period begins: 2025-07-01, 2025-07, 2025-Q3 or 2025.",
)
@click.option(
    "--to",
    "end",
    callback=read_days,
    metavar="DAY|MONTH|QUARTER|YEAR",
    help="Where it ends, that day, month, quarter or year included; by default today.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="For people, for tools, or as a table with a row for each figure.",
)
def patterns(
    config_file: Path | None, begin: Period | None, end: Period | None, output_format: str
) -> None:
    """Print what repeats in a period; by default in the last complete quarter.

    One that is over is compared with the period of the same length before it.
    Only what the site's audience may see is counted.
    """
    from ..commands.patterns import print_patterns

    print_patterns(config_file=config_file, begin=begin, end=end, output_format=output_format)
