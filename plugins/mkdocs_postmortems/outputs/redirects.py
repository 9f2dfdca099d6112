"""Small pages at old addresses, each of which leads to where its page is now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from ..core.library import Library
from ..core.vocabulary import MAX_ID, slugify
from ..pages import Addresses
from ..rendering import Renderer
from ..views.reference import Ref
from ..views.teams import all_teams
from ..views.unfolding import Unfolding
from ..views.vocabulary import AXES, terms_of

_TEMPLATE = "postmortems/redirect.html"
_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
"""What stands in an address as it is typed."""


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """An address that a page had, or may be looked for at."""

    former: Ref
    """The kind of the page, and the key that it has no longer."""
    target: Ref


def plan_redirects(
    library: Library, addresses: Addresses, taken: Iterable[str]
) -> Iterator[Redirect]:
    """Each other name of a page that makes an address which is nobody's.

    `taken` are the files of the site: a page wins over a redirect, and of two
    pages with one other name the first has it. Case makes no difference.
    """
    owned = {destination.lower() for destination in taken}
    for target, keys in _former_keys(library):
        for key in keys:
            former = replace(target, key=key)
            destination = addresses.destination(former).lower()
            if destination not in owned:
                owned.add(destination)
                yield Redirect(former=former, target=target)


def _former_keys(library: Library) -> Iterator[tuple[Ref, tuple[str, ...]]]:
    """The pages that go by other names too, and what these are in an address.

    Postmortems come in the order in which references look for a name, so that an
    address leads to where a reference does.
    """
    for postmortem in library.postmortems:
        keys = _names(postmortem.aliases)
        yield Ref(kind="incident", key=postmortem.id, title=postmortem.title), keys
        if keys and postmortem.status != "final":
            title = f"Meeting: {postmortem.title}"
            yield Ref(kind="meeting", key=postmortem.id, title=title), keys
    for axis in AXES:
        for term in terms_of(axis, library):
            yield Ref(kind=axis.kind, key=term.id, title=term.title), _slugs(term.aliases)
    for team in all_teams(library):
        keys = _slugs(team.aliases)
        yield Ref(kind="team", key=team.id, title=team.name), keys
        yield Ref(kind="onboarding", key=team.id, title=f"Onboarding: {team.name}"), keys


def _slugs(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in map(slugify, names) if 0 < len(key) <= MAX_ID)


def _names(aliases: Iterable[str]) -> tuple[str, ...]:
    """Ids and slugs as they are, for who has such an address; of other names, the slug."""
    keys = (alias if _SAFE.fullmatch(alias) else slugify(alias) for alias in aliases)
    return tuple(key for key in keys if 0 < len(key) <= MAX_ID)


def redirect_files(
    redirects: Iterable[Redirect],
    addresses: Addresses,
    renderer: Renderer,
    unfolding_of: Callable[[Ref], Unfolding | None] = lambda _target: None,
) -> Iterator[tuple[str, str]]:
    """Yield each file's path in the site, and its text.

    A pasted link to the old address says what one to the target does.
    """
    for redirect in redirects:
        text = renderer.render_template(
            _TEMPLATE,
            addresses.url(redirect.former),
            target=redirect.target,
            unfolding=unfolding_of(redirect.target),
            feeds=(),
            present=(),
            canonical=addresses.absolute(redirect.target),
        )
        yield addresses.destination(redirect.former), text
