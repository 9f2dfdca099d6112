"""The team that an option names."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.library import Library
from ..core.vocabulary import fold, nearest
from ..views.teams import all_teams
from .opening import UnusableError, quote


def find_team(word: str, library: Library, others: Iterable[str] = ()) -> str:
    """The id of the team of that id, name or alias. Raises UnusableError.

    `others` are ids of teams that neither the settings nor a document names.
    """
    teams = all_teams(library)
    names = {identifier: identifier for identifier in others}
    names |= {
        name: team.id for team in reversed(teams) for name in (*team.aliases, team.name, team.id)
    }
    by_folded = {fold(name): identifier for name, identifier in names.items()}
    if fold(word) in by_folded:
        return by_folded[fold(word)]
    guess = nearest(word, names)
    if guess:
        raise UnusableError(f"there is no team {quote(word)}; did you mean `{names[guess]}`?")
    ids = tuple(dict.fromkeys((*(team.id for team in teams), *sorted(names.values()))))
    known = ", ".join(ids[:20]) + (" …" if len(ids) > 20 else "")
    raise UnusableError(f"there is no team {quote(word)}; there are {known or 'none yet'}")
