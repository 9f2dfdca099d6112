"""`postmortems new`: a document with the next free id, from the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ..core.front_matter import DEFAULT_VISIBILITY
from ..core.library import Library
from ..core.postmortem import Postmortem
from ..core.register import RegisteredIncident
from ..core.settings import Settings
from ..core.template import NewPostmortem, WordsInUse, file_name, next_id, render_template
from ..core.vocabulary import fold, nearest
from ..outputs.files import write_whole
from ..pipeline import LoadedLibrary
from .loading import open_library
from .opening import UnusableError, open_project


def write_new(
    title: str | None,
    *,
    config_file: Path | None,
    from_incident: str | None,
    severity: str | None,
    day: date | None,
    near_miss: bool,
) -> None:
    """Write the document and print its path. Raises UnusableError; overwrites nothing.

    With the number of an incident, what the register knows of it is filled in;
    the other arguments win over the register.
    """
    project = open_project(config_file)
    loaded = open_library(project, may_begin=True)
    settings = loaded.library.settings
    if title is None and from_incident is None:
        raise UnusableError("give a title, in a line what was seen, or --from-incident NUMBER")
    incident = _find_incident(from_incident, loaded) if from_incident is not None else None
    title = " ".join((incident.title if title is None and incident else title or "").split())
    if not title:
        told = f"; the register has none for {incident.id}" if incident else ""
        raise UnusableError(f"the title is empty{told}; say in a line what was seen")
    severity = _resolve_severity(severity, settings)
    if day is None:
        day = _day_of(incident, settings) if incident else loaded.library.as_of
    new = NewPostmortem(
        id=next_id(settings.id_prefix, day.year, frozenset(loaded.identities.claims)),
        title=title,
        date=day,
        severity=severity,
        near_miss=near_miss,
    )
    if incident is not None:
        new = _fill_in(new, incident, loaded.library)
    path = project.docs_dir / project.incidents / file_name(new)
    if path.exists():
        raise UnusableError(f"{path} exists already; choose another title or --date")
    try:
        write_whole(path, render_template(new, settings, _words_in_use(loaded.library)))
    except OSError as error:
        raise UnusableError(f"{path}: {error.strerror}") from None
    click.echo(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    click.echo(f"{new.id}: write it, then run `postmortems check`.", err=True)


def _resolve_severity(severity: str | None, settings: Settings) -> str | None:
    if severity is None:
        return None
    term = settings.severities.resolve(severity)
    if term is None:
        known = ", ".join(term.id for term in settings.severities.terms)
        raise UnusableError(f"there is no severity `{severity}`; there are {known}")
    return term.id


def _find_incident(number: str, loaded: LoadedLibrary) -> RegisteredIncident:
    """The incident of that number, which has no document yet."""
    register = {fold(incident.id): incident for incident in loaded.library.register}
    if not register:
        raise UnusableError(
            "there is no register; write `incidents.csv` beside library.yml, or begin it with "
            "`postmortems register import FILE`"
        )
    incident = register.get(fold(number))
    if incident is None:
        guess = nearest(number, (one.id for one in register.values()))
        hint = f"did you mean `{guess}`?" if guess else "`postmortems owed` lists those owed one"
        raise UnusableError(f"the register has no incident `{number}`; {hint}")
    # All documents that were read, as one that is left out of the library is a document too.
    for reading in loaded.readings:
        values = reading.front_matter.values
        if fold(number) in map(fold, values.incidents):
            name = f"{values.id}, {reading.document.source.path}" if values.id else (
                reading.document.source.path
            )  # fmt: skip
            raise UnusableError(
                f"{incident.id} has a document already: {name}; write on there, or run "
                "`postmortems new` without --from-incident for another one"
            )
    return incident


def _day_of(incident: RegisteredIncident, settings: Settings) -> date:
    if incident.start is None:
        raise UnusableError(f"the register does not say when {incident.id} began; give --date")
    return incident.start.astimezone(ZoneInfo(settings.timezone)).date()


def _fill_in(new: NewPostmortem, incident: RegisteredIncident, library: Library) -> NewPostmortem:
    near_miss = new.near_miss or incident.is_near_miss
    known = incident.potential_severity if near_miss else incident.severity
    length = incident.end - incident.start if incident.start and incident.end else None
    names = {
        fold(name): p.id for p in library.postmortems for name in (p.id, *p.aliases, *p.incidents)
    }
    earlier = (names.get(fold(name)) for name in incident.recurrence_of or ())
    return replace(
        new,
        near_miss=near_miss,
        severity=new.severity or known,
        category=incident.category,
        contributing_factors=incident.contributing_factors,
        teams=incident.teams,
        services=incident.services,
        duration=length,
        customer_impact=incident.customer_impact,
        started=incident.start,
        resolved=incident.end,
        incidents=(incident.id,),
        recurrence_of=tuple(dict.fromkeys(found for found in earlier if found)),
        visibility=_narrower(incident.visibility, library.settings),
    )


def _narrower(visibility: str, settings: Settings) -> str | None:
    """The audience of an incident where it is narrower than a document's own; None elsewhere.

    That everybody may know of an incident does not make its postmortem public.
    """
    is_seen = settings.is_visible(visibility, DEFAULT_VISIBILITY)
    return None if is_seen else visibility


def _words_in_use(library: Library) -> WordsInUse:
    return WordsInUse(
        categories=_by_frequency(library.by_category),
        contributing_factors=_by_frequency(library.by_factor),
        teams=_by_frequency(library.by_team),
        services=_by_frequency(library.by_service),
    )


def _by_frequency(postmortems: Mapping[str, tuple[Postmortem, ...]]) -> tuple[str, ...]:
    return tuple(sorted(postmortems, key=lambda word: (-len(postmortems[word]), word)))
