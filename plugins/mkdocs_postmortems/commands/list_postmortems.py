"""`postmortems list`: postmortems by what the front matter says."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..core.facets import Facets, facets_of, join_facets, vocabularies_of
from ..core.library import Library
from ..core.plain_text import plain_text
from ..core.postmortem import Postmortem
from .first_line import first_line
from .loading import open_library
from .opening import mention_left_out, open_project, select_or_refuse


def list_postmortems(
    *,
    config_file: Path | None,
    facets: Facets,
    open_actions: bool,
    output_format: str,
) -> None:
    """Print postmortems, the newest first. Raises UnusableError for an unknown word.

    Several words for one facet mean any of them; several facets mean all.
    """
    library = open_library(open_project(config_file)).library
    mention_left_out(len(library.left_out))
    wanted = select_or_refuse(
        facets,
        vocabularies_of(library.settings),
        join_facets(facets_of(p) for p in library.postmortems),
    )
    found = [
        p
        for p in library.postmortems
        if wanted.holds(facets_of(p)) and (p.open_actions or not open_actions)
    ]
    if output_format == "json":
        rows = [_as_json(p, library) for p in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for postmortem in found:
        _print(postmortem, library, with_actions=open_actions)
    click.echo(f"{len(found)} of {len(library.postmortems)} postmortems.", err=True)


def _print(postmortem: Postmortem, library: Library, *, with_actions: bool) -> None:
    p = postmortem
    day = p.date.isoformat() if p.date else None
    click.echo(first_line(p.id, p.title, day, p.severity, p.kind, p.status))
    for action in p.open_actions if with_actions else ():
        late = " OVERDUE" if action.is_overdue(library.as_of) else ""
        due = action.due or "no date"
        owner = action.owner or "no owner"
        click.echo(f"    {action.short_id}  due {due}{late}  {owner}: {plain_text(action.item)}")


def _as_json(postmortem: Postmortem, library: Library) -> dict[str, object]:
    p = postmortem
    return {
        "id": p.id,
        "title": p.title,
        "date": p.date.isoformat() if p.date else None,
        "kind": p.kind,
        "severity": p.severity,
        "status": p.status,
        "category": p.category,
        "teams": list(p.teams),
        "source": p.uri,
        "open_actions": [
            {
                "id": a.id,
                "item": plain_text(a.item),
                "owner": a.owner,
                "due": a.due.isoformat() if a.due else None,
                "overdue": a.is_overdue(library.as_of),
            }
            for a in p.open_actions
        ],
    }
