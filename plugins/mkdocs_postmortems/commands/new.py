"""`postmortems new`: a document with the next free id, from the template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from ..core.library import Library
from ..core.postmortem import Postmortem
from ..core.template import NewPostmortem, WordsInUse, file_name, next_id, render_template
from ..outputs.files import write_whole
from .loading import UnusableError, open_library, open_project


def write_new(
    title: str,
    *,
    config_file: Path | None,
    severity: str | None,
    day: date | None,
    near_miss: bool,
) -> None:
    """Write the document and print its path. Raises UnusableError; overwrites nothing."""
    project = open_project(config_file)
    loaded = open_library(project, may_begin=True)
    settings = loaded.library.settings
    title = " ".join(title.split())
    if not title:
        raise UnusableError("the title is empty; say in a line what was seen")
    if severity is not None:
        term = settings.severities.resolve(severity)
        if term is None:
            known = ", ".join(term.id for term in settings.severities.terms)
            raise UnusableError(f"there is no severity `{severity}`; there are {known}")
        severity = term.id
    day = day or loaded.library.as_of
    new = NewPostmortem(
        id=next_id(settings.id_prefix, day.year, frozenset(loaded.identities.claims)),
        title=title,
        date=day,
        severity=severity,
        near_miss=near_miss,
    )
    path = project.docs_dir / project.incidents / file_name(new)
    if path.exists():
        raise UnusableError(f"{path} exists already; choose another title or --date")
    try:
        write_whole(path, render_template(new, settings, _words_in_use(loaded.library)))
    except OSError as error:
        raise UnusableError(f"{path}: {error.strerror}") from None
    click.echo(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    click.echo(f"{new.id}: write it, then run `postmortems check`.", err=True)


def _words_in_use(library: Library) -> WordsInUse:
    return WordsInUse(
        categories=_by_frequency(library.by_category),
        contributing_factors=_by_frequency(library.by_factor),
        teams=_by_frequency(library.by_team),
        services=_by_frequency(library.by_service),
    )


def _by_frequency(postmortems: Mapping[str, tuple[Postmortem, ...]]) -> tuple[str, ...]:
    return tuple(sorted(postmortems, key=lambda word: (-len(postmortems[word]), word)))
