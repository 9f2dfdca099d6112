"""Commands about documents: check, write, import, explain, list, and their schema."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from ..core.diagnostics import Level
from .options import CONFIG_FILE, FORMAT, facet_options, read_day


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@CONFIG_FILE
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
    from ..commands.check import CheckOptions, check_library

    context.exit(check_library(config_file, CheckOptions(cache=not no_cache, **options)))


@click.command()
@click.argument("title", required=False)
@CONFIG_FILE
@click.option(
    "--from-incident",
    metavar="NUMBER",
    help="Fill in what the register knows of an incident; what is given beside it wins.",
)
@click.option("--severity", help="Its severity, from library.yml.")
@click.option(
    "--date",
    "day",
    callback=read_day,
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
    from ..commands.new import write_new

    write_new(
        title,
        config_file=config_file,
        from_incident=from_incident,
        severity=severity,
        day=day,
        near_miss=near_miss,
    )


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@CONFIG_FILE
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
    from ..commands.import_documents import import_documents

    context.exit(
        import_documents(
            sources,
            config_file=config_file,
            into=into,
            source_format=source_format,
            dry_run=dry_run,
        )
    )


@click.command()
@click.argument("postmortem")
@click.argument("new")
@CONFIG_FILE
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.pass_context
def rename(
    context: click.Context, postmortem: str, new: str, config_file: Path | None, dry_run: bool
) -> None:
    """Give POSTMORTEM, an id or alias, the id NEW, or move its file to NEW.

    NEW is an id such as PM-2026-007, or a file ending in .md in the folder of
    incidents. The former id becomes an alias, and what names the postmortem or
    links to its file is led on. Exit status: 0; 1 where a file that names it
    could not be edited; 2 for wrong usage, and then nothing is written.
    """
    from ..commands.rename import rename_postmortem

    context.exit(rename_postmortem(postmortem, new, config_file=config_file, dry_run=dry_run))


@click.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Explain RULE, a code or a name such as PM501; without one, list all rules."""
    from ..commands.explain import explain_rule

    explain_rule(rule)


@click.command("list")
@CONFIG_FILE
@FORMAT
@facet_options
@click.option("--open-actions", is_flag=True, help="Only with open action items, which are shown.")
def list_command(
    config_file: Path | None,
    output_format: str,
    open_actions: bool,
    **facets: tuple[str, ...],
) -> None:
    """List postmortems, the newest first.

    An option given several times means any of its values; different options
    mean all of them.
    """
    from ..commands.list_postmortems import list_postmortems

    list_postmortems(
        config_file=config_file,
        facets=facets,
        open_actions=open_actions,
        output_format=output_format,
    )


@click.command()
@CONFIG_FILE
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; by default it is printed.",
)
def schema(config_file: Path | None, output: Path | None) -> None:
    """Print the JSON Schema of the front matter, with the words of library.yml, for editors."""
    from ..commands.schema import write_schema

    write_schema(config_file=config_file, output=output)
