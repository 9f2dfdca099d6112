"""`/objects.inv`: the names by which other sites link to the library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..core.inventory import Inventory, InventoryEntry
from ..core.library import Library
from ..core.plain_text import one_line, plain_text
from ..core.postmortem import Postmortem
from ..pages import Addresses
from ..views.reference import Ref, refer_to_incident, refer_to_team
from ..views.teams import all_teams
from ..views.vocabulary import AXES, terms_of

SEARCH = "postmortems-find"
"""The name of the page that searches."""
_NOT_IN_NAMES = frozenset("[]|#\\")
"""What no reference to a postmortem can have in its name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedSection:
    """A section of a postmortem on its page."""

    anchor: str
    title: str
    """Plain text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Named:
    name: str
    ref: Ref


def take_inventory(
    library: Library,
    addresses: Addresses,
    *,
    project: str,
    sections: Mapping[str, tuple[PlacedSection, ...]],
) -> Inventory:
    """All names, each as it is written and in lower case, which is how Sphinx looks for it.

    `sections` has every postmortem that has a page, by the URI of its document. Of two
    places with one name, whatever its case, the first has it: ids, then aliases, then
    action items and sections, then categories and the like.
    """
    found: dict[str, _Named] = {}
    for named in _all_names(library, sections):
        if named.name:
            found.setdefault(named.name.lower(), named)
    entries = (entry for _, named in sorted(found.items()) for entry in _spell(named, addresses))
    return Inventory(project=one_line(project), entries=tuple(entries))


def _spell(named: _Named, addresses: Addresses) -> Iterator[InventoryEntry]:
    """Both spellings of a name, side by side, which halves the packed file."""
    uri, title = addresses.url(named.ref), one_line(named.ref.title)
    if len(uri.split()) == 1:
        for name in sorted({named.name, named.name.lower()}):
            yield InventoryEntry(name=name, uri=uri, title=title)


def _all_names(
    library: Library, sections: Mapping[str, tuple[PlacedSection, ...]]
) -> Iterator[_Named]:
    published = [p for p in library.postmortems if p.uri in sections]
    for postmortem in published:
        yield _Named(name=postmortem.id, ref=refer_to_incident(postmortem))
    for postmortem in published:
        for alias in postmortem.aliases:
            yield _Named(name=name_of(alias), ref=refer_to_incident(postmortem))
    for postmortem in published:
        # Under former ids too: who cited a section or an item did not know that it would change.
        for name in (postmortem.id, *filter(None, map(name_of, postmortem.aliases))):
            yield from _places_in(postmortem, name, sections[postmortem.uri])
    for axis in AXES:
        for term in terms_of(axis, library):
            ref = Ref(kind=axis.kind, key=term.id, title=term.title)
            yield _Named(name=f"{axis.kind}-{term.id}", ref=ref)
    for team in all_teams(library):
        yield _Named(name=f"team-{team.id}", ref=refer_to_team(team.id, library))
    yield _Named(name=SEARCH, ref=Ref(kind="find", title="Find a postmortem"))


def _places_in(
    postmortem: Postmortem, name: str, sections: Iterable[PlacedSection]
) -> Iterator[_Named]:
    """Action items that have an id of their own, and sections, by a name of the postmortem."""
    for action in postmortem.actions:
        if action.has_own_id:
            ref = refer_to_incident(postmortem, action.anchor)
            title = f"{action.id}: {plain_text(action.item)}"
            yield _Named(name=f"{name}-{action.short_id}", ref=replace(ref, title=title))
    for section in sections:
        ref = refer_to_incident(postmortem, section.anchor)
        yield _Named(
            name=f"{name}#{section.anchor}",
            ref=replace(ref, title=f"{section.title}: {postmortem.title}"),
        )


def name_of(text: str) -> str:
    """An alias as a name without spaces; empty where no reference can name it."""
    name = "-".join(one_line(text).split())
    return "" if _NOT_IN_NAMES & set(name) else name


def merge_inventories(ours: Inventory, other: Inventory) -> Inventory:
    """The inventory of another plugin with ours in it; of one name and kind ours is taken."""
    named = {(entry.kind, entry.name): entry for entry in (*other.entries, *ours.entries)}
    return replace(other, entries=tuple(named[key] for key in sorted(named, key=_in_order)))


def _in_order(key: tuple[str, str]) -> tuple[str, str, str]:
    kind, name = key
    return kind, name.lower(), name
