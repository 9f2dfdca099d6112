"""`postmortems owed`: which incidents are owed a postmortem, the late ones first."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..build_process import without_garbage_collection
from ..core.library import Library
from ..core.owed import Obligation, State, find_obligations
from ..core.owners import current_team
from ..views.calling import NO_DEADLINE
from ..views.owed import OwedRow, list_owed, start_command
from ..views.wording import utc_instant
from .loading import open_library
from .opening import open_project
from .teams import find_team


def list_owed_postmortems(
    *, config_file: Path | None, team: str | None, output_format: str, strict: bool
) -> int:
    """Print what is owed; return the exit status. Raises UnusableError for an unknown team."""
    with without_garbage_collection():
        library = open_library(open_project(config_file)).library
        return print_owed(library, team=team, output_format=output_format, strict=strict)


def print_owed(library: Library, *, team: str | None, output_format: str, strict: bool) -> int:
    """Print what a library's incidents are owed; 1 where one is late and `strict`, else 0."""
    found = find_obligations(library).all
    if team is not None:
        teams = {one.team for one in found if one.team}
        wanted = current_team(find_team(team, library, teams), library.settings)
        found = tuple(one for one in found if one.team == wanted)
    if output_format == "json":
        rows = [_as_json(one) for one in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(found, library)
    return int(strict and any(one.is_late for one in found))


def _print(found: tuple[Obligation, ...], library: Library) -> None:
    undecided = tuple(one for one in found if one.state is State.UNDECIDED)
    begun = tuple(
        one for one in found if one.state in (State.BEGUN, State.UNREADABLE) and not one.is_owed
    )
    owed = tuple(one for one in found if one.is_owed)
    for row in list_owed((*owed, *begun, *undecided), library):
        _print_row(row)
    late = sum(one.is_late for one in found)
    none_needed = sum(one.state is State.NOT_NEEDED for one in found)
    parts = (
        f"{len(owed):,} owed a postmortem, {late:,} of them late",
        f"{len(undecided):,} for a decision",
        f"{none_needed:,} need none",
    )
    click.echo(f"{'; '.join(parts)}.", err=True)
    if not library.register:
        click.echo("There is no register, so incidents without a document are unknown.", err=True)


def _print_row(row: OwedRow) -> None:
    severity = row.severity.id if row.severity else "?"
    would_be = "would be " if row.severity and row.severity.potential else ""
    number = row.number if row.document is None else row.document.key
    named = row.number if number != row.number else ""
    title = " ".join(part for part in (row.title or "no title", f"({named})" if named else "",
                                       f"[{row.status}]" if row.status else "") if part)  # fmt: skip
    click.echo(f"{number}  {row.date or 'no date':10}  {would_be}{severity}  {title}")
    earlier = ", ".join(ref.title for ref in row.earlier)
    also = f", if it is also that of {earlier}" if earlier else ""
    click.echo(f"    {'; '.join(row.why)}{also}")
    if row.due:
        days = f"{row.overdue_days} {'day' if row.overdue_days == 1 else 'days'}"
        late = f" OVERDUE by {days}" if row.overdue_days else ""
        team = row.team.title if row.team else "no team known"
        due = row.due if row.due == NO_DEADLINE else f"due {row.due}"
        click.echo(f"    {due}{late}  {team}")
    for one in row.settle:
        click.echo(f"    in {row.settle_in}: {one.line}  # {one.meaning}")
    if row.is_unreadable:
        click.echo("    its document cannot be read; `postmortems check` says why")
    if row.command:
        click.echo(f"    {row.command}")


def _as_json(one: Obligation) -> dict[str, object]:
    facts = one.facts
    return {
        "incident": one.incident.id if one.incident else None,
        "postmortems": [p.id for p in one.documents],
        "title": one.title or None,
        "date": facts.day.isoformat() if facts.day else None,
        "kind": "near-miss" if facts.is_near_miss else "incident",
        "severity": facts.severity,
        "potential_severity": facts.potential_severity,
        "state": one.state.value,
        "owed": one.is_owed,
        "late": one.is_late,
        "overdue_days": one.overdue_days,
        "due": utc_instant(one.deadline),
        "team": one.team,
        "triggers": list(one.verdict.met),
        "missed": list(one.verdict.missed),
        "unknown": list(one.verdict.unknown),
        "possible_occurrences": list(one.verdict.possible),
        "published": utc_instant(one.published),
        "command": start_command(one) or None,
    }
