"""The command `postmortems`: parses and dispatches; each command has a module of its own."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from . import __version__
from .core.diagnostics import Level

_CONFIG_FILE = click.option(
    "--config-file",
    "-f",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's mkdocs.yml; by default the nearest one, upwards from the current folder.",
)
_FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it.",
)


def _read_day(
    _context: click.Context, _parameter: click.Parameter, text: str | None
) -> date | None:
    """The day of `2026-03-04`."""
    why = "is no date; write it as YYYY-MM-DD, such as 2026-03-04"
    try:
        if text is None or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text) if text else None
    except ValueError as error:
        why = f"is no day of the calendar: {error}"
    raise click.BadParameter(f"`{text}` {why}")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="postmortems")
def main() -> None:
    """Check, write and list an organisation's postmortems."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_CONFIG_FILE
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    help="For people, for tools, as annotations of GitHub, or as GitLab's code quality report.",
)
@click.option("--select", multiple=True, help="Only these rules: PM502, PM5, hindsight, ….")
@click.option("--ignore", multiple=True, help="All rules but these.")
@click.option(
    "--level",
    type=click.Choice([level.value for level in Level]),
    default=Level.INFO.value,
    help="Only findings of this level and above.",
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Only documents that changed in git since the branch left REV.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Put right what has one right answer: forms of dates, slips of a letter, columns.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--no-cache", is_flag=True, help="Check unchanged documents again, too.")
@click.pass_context
def check(
    context: click.Context,
    /,
    config_file: Path | None,
    no_cache: bool,
    **options: Any,
) -> None:
    """Check all postmortems, or those in PATHS, and say what to mend.

    Exit status: 0 without errors (with --strict: without errors and warnings),
    1 with findings, 2 for wrong usage or an unusable configuration.
    """
    from .commands.check import CheckOptions, check_library

    context.exit(check_library(config_file, CheckOptions(cache=not no_cache, **options)))


@main.command()
@click.argument("title", required=False)
@_CONFIG_FILE
@click.option(
    "--from-incident",
    metavar="NUMBER",
    help="Fill in what the register knows of an incident; what is given beside it wins.",
)
@click.option("--severity", help="Its severity, from library.yml.")
@click.option(
    "--date",
    "day",
    callback=_read_day,
    metavar="YYYY-MM-DD",
    help="The day on which impact began; by default today.",
)
@click.option(
    "--near-miss", is_flag=True, help="Nobody was hit; --severity says how bad it would have been."
)
def new(
    title: str | None,
    config_file: Path | None,
    from_incident: str | None,
    severity: str | None,
    day: date | None,
    near_miss: bool,
) -> None:
    """Write a document for TITLE with the next free id, and print its path.

    With --from-incident, TITLE may be left to the register.
    """
    from .commands.new import write_new

    write_new(
        title,
        config_file=config_file,
        from_incident=from_incident,
        severity=severity,
        day=day,
        near_miss=near_miss,
    )


@main.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@_CONFIG_FILE
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the documents; by default the project's folder of incidents.",
)
@click.option(
    "--source-format",
    type=click.Choice(["auto", "headings", "labels"]),
    default="auto",
    help="What sections begin with: headings, bold labels, or whichever the file has.",
)
@click.option("--dry-run", is_flag=True, help="Report only; write nothing.")
@click.pass_context
def import_command(
    context: click.Context,
    sources: tuple[Path, ...],
    config_file: Path | None,
    into: Path | None,
    source_format: str,
    dry_run: bool,
) -> None:
    """Turn SOURCES, Markdown files or folders of any form, into drafts.

    Nothing of a source is lost; each file gets a report of what was taken from
    where and what is left to do. Exit status: 0; 1 where a file could not be
    imported; 2 for wrong usage or an unusable configuration.
    """
    from .commands.import_documents import import_documents

    context.exit(
        import_documents(
            sources,
            config_file=config_file,
            into=into,
            source_format=source_format,
            dry_run=dry_run,
        )
    )


@main.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Explain RULE, a code or a name such as PM501; without one, list all rules."""
    from .commands.explain import explain_rule

    explain_rule(rule)


@main.command("list")
@_CONFIG_FILE
@_FORMAT
@click.option("--category", "categories", multiple=True, help="Only with this root cause.")
@click.option("--team", "teams", multiple=True, help="Only with this team.")
@click.option("--service", "services", multiple=True, help="Only with this service.")
@click.option("--factor", "factors", multiple=True, help="Only with this contributing factor.")
@click.option("--open-actions", is_flag=True, help="Only with open action items, which are shown.")
def list_command(
    config_file: Path | None,
    output_format: str,
    categories: tuple[str, ...],
    teams: tuple[str, ...],
    services: tuple[str, ...],
    factors: tuple[str, ...],
    open_actions: bool,
) -> None:
    """List postmortems, the newest first.

    An option given several times means any of its values; different options
    mean all of them.
    """
    from .commands.list_postmortems import list_postmortems

    list_postmortems(
        config_file=config_file,
        categories=categories,
        teams=teams,
        services=services,
        factors=factors,
        open_actions=open_actions,
        output_format=output_format,
    )


@main.command()
@click.argument("id")
@_CONFIG_FILE
def meeting(id: str, config_file: Path | None) -> None:
    """Print the facilitator's script for the meeting about the postmortem ID, as Markdown.

    ID may be an alias.
    """
    from .commands.meeting import print_meeting

    print_meeting(id, config_file=config_file)


@main.command()
@_CONFIG_FILE
@click.option("--team", help="Only this team's items, and postmortems that it owns or was in.")
@click.option(
    "--since",
    callback=_read_day,
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
    from .commands.digest import print_digest

    print_digest(config_file=config_file, team=team, since=since, output_format=output_format)


@main.command()
@_CONFIG_FILE
@_FORMAT
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
    from .commands.owed import list_owed_postmortems

    context.exit(
        list_owed_postmortems(
            config_file=config_file, team=team, output_format=output_format, strict=strict
        )
    )


@main.command()
@_CONFIG_FILE
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; by default it is printed.",
)
def schema(config_file: Path | None, output: Path | None) -> None:
    """Print the JSON Schema of the front matter, with the words of library.yml, for editors."""
    from .commands.schema import write_schema

    write_schema(config_file=config_file, output=output)


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


@main.group()
def register() -> None:
    """Work on the register of incidents, incidents.csv beside library.yml."""


@register.command("import")
@_EXPORT
@_CONFIG_FILE
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
    from .commands.data_imports import ImportOptions
    from .commands.register import import_register

    context.exit(
        import_register(
            export, config_file=config_file, source=source, options=ImportOptions(**options)
        )
    )


@main.group()
def tickets() -> None:
    """Work on the states of tickets, tickets.csv beside library.yml."""


@tickets.command("import")
@_EXPORT
@_CONFIG_FILE
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
    from .commands.data_imports import ImportOptions
    from .commands.tickets import import_ticket_states

    context.exit(
        import_ticket_states(export, config_file=config_file, options=ImportOptions(**options))
    )
