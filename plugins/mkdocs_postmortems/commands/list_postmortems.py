"""`postmortems list`: postmortems by what the front matter says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click

from ..core.library import Library
from ..core.plain_text import plain_text
from ..core.postmortem import Postmortem
from ..core.vocabulary import Vocabulary
from .loading import open_library
from .opening import UnusableError, mention_left_out, open_project


def list_postmortems(
    *,
    config_file: Path | None,
    categories: tuple[str, ...],
    teams: tuple[str, ...],
    services: tuple[str, ...],
    factors: tuple[str, ...],
    open_actions: bool,
    output_format: str,
) -> None:
    """Print postmortems, the newest first. Raises UnusableError for an unknown word.

    Several words for one field mean any of them; several fields mean all.
    """
    library = open_library(open_project(config_file)).library
    mention_left_out(len(library.left_out))
    settings = library.settings
    conditions = (
        _condition("category", categories, settings.categories, lambda p: (p.category,), library),
        _condition("team", teams, settings.team_names, lambda p: p.teams, library),
        _condition("service", services, settings.services, lambda p: p.services, library),
        _condition(
            "factor",
            factors,
            settings.contributing_factors,
            lambda p: p.contributing_factors,
            library,
        ),
        lambda p: bool(p.open_actions) or not open_actions,
    )
    found = [p for p in library.postmortems if all(holds(p) for holds in conditions)]
    if output_format == "json":
        rows = [_as_json(p, library) for p in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for postmortem in found:
        _print(postmortem, library, with_actions=open_actions)
    click.echo(f"{len(found)} of {len(library.postmortems)} postmortems.", err=True)


def _condition(
    field: str,
    words: tuple[str, ...],
    vocabulary: Vocabulary,
    values: Callable[[Postmortem], tuple[str | None, ...]],
    library: Library,
) -> Callable[[Postmortem], bool]:
    """Whether a postmortem has one of the words; without any, each has."""
    in_use = {value for p in library.postmortems for value in values(p) if value}
    wanted = set()
    for word in words:
        term = vocabulary.resolve(word)
        if term is None and not vocabulary.open:
            guess = vocabulary.nearest(word)
            known = _listing(tuple(term.id for term in vocabulary.terms))
            hint = f"did you mean `{guess}`?" if guess else known
            raise UnusableError(f"library.yml has no {field} `{word}`; {hint}")
        identifier = term.id if term else word
        if vocabulary.open and identifier not in in_use:
            known = _listing(tuple(sorted(in_use)))
            click.echo(f"No postmortem has the {field} `{word}`; {known}.", err=True)
        wanted.add(identifier)
    return lambda postmortem: not wanted or bool(wanted.intersection(values(postmortem)))


def _listing(identifiers: tuple[str, ...]) -> str:
    shown = ", ".join(identifiers[:20]) + (" …" if len(identifiers) > 20 else "")
    return f"there are {shown}" if identifiers else "none is in use yet"


def _print(postmortem: Postmortem, library: Library, *, with_actions: bool) -> None:
    p = postmortem
    severity = "near miss" if p.is_near_miss else p.severity or "?"
    state = "" if p.status == "final" else f" [{p.status}]"
    head = (
        f"{p.id}  {p.date.isoformat() if p.date else 'no date':10}  {severity:9}  {p.title}{state}"
    )
    click.echo(head)
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
