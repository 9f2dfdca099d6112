"""`postmortems meeting`: the script for the meeting about one postmortem."""

from __future__ import annotations

from pathlib import Path

import click

from ..core.library import Library
from ..core.postmortem import Postmortem
from ..core.vocabulary import fold, nearest
from ..outputs.meeting import meeting_markdown
from ..views.meeting import view_meeting
from .loading import open_library
from .opening import UnusableError, open_project


def print_meeting(name: str, *, config_file: Path | None) -> None:
    """Print the script as Markdown. Raises UnusableError where no postmortem has that name."""
    loaded = open_library(open_project(config_file))
    postmortem = _find(name, loaded.library)
    view = view_meeting(postmortem, loaded.library, loaded.questions_about(postmortem.uri))
    click.echo(meeting_markdown(view), nl=False)


def _find(name: str, library: Library) -> Postmortem:
    """The postmortem of that id or alias, whatever its case; an id goes before an alias."""
    named = {fold(alias): p for p in library.postmortems for alias in p.aliases}
    named |= {fold(p.id): p for p in library.postmortems}
    found = named.get(fold(name))
    if found is not None:
        return found
    if not named:
        raise UnusableError(f"there is no postmortem `{name}`; there is none at all yet")
    guess = nearest(name, (p.id for p in library.postmortems)) or nearest(
        name, (alias for p in library.postmortems for alias in p.aliases)
    )
    left_out = (
        " (documents that cannot be read are not in the library; `postmortems check` names them)"
        if library.left_out
        else ""
    )
    hint = f"did you mean `{guess}`?" if guess else "`postmortems list` shows them all"
    raise UnusableError(f"there is no postmortem `{name}`; {hint}{left_out}")
