"""What people have said of causes: which incidents have one, and which have another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from .cause import Cause
from .postmortem import Postmortem
from .vocabulary import fold


class HasCause(Protocol):
    """An incident as far as its cause is known."""

    @property
    def cause(self) -> Cause:
        """What may make it one with another cause."""


class Linked(Protocol):
    """An incident with what it is called and what it names."""

    @property
    def names(self) -> tuple[str, ...]:
        """Whatever others may call it, folded; the first is its own."""

    @property
    def recurrence_of(self) -> tuple[str, ...]:
        """Names of incidents with the same cause, folded."""


Member = TypeVar("Member")
Incident = TypeVar("Incident", bound=HasCause)
Link = TypeVar("Link", bound=Linked)


class Called(Generic[Member]):
    """Members by whatever people may call them; several may share a name."""

    def __init__(self, members: Iterable[tuple[Iterable[str], Member]]) -> None:
        """Take each with its names."""
        self._members: dict[str, list[Member]] = {}
        for names, member in members:
            for name in names:
                self._members.setdefault(fold(name), []).append(member)

    def find(self, names: Iterable[str]) -> Iterator[Member]:
        """Those that have one of these names."""
        for name in names:
            yield from self._members.get(fold(name), ())


def find_alike(names: Iterable[str], cause: Cause, called: Called[Incident]) -> Iterator[Incident]:
    """Those of the named incidents whose cause may be this one, so that naming them settles
    whether it is."""
    return (other for other in called.find(names) if other.cause.may_be(cause))


def call_postmortems(postmortems: Iterable[Postmortem]) -> Called[Postmortem]:
    """Postmortems by their ids and aliases."""
    return Called(((p.id, *p.aliases), p) for p in postmortems)


def find_unrelated(postmortems: Iterable[Postmortem]) -> Mapping[str, frozenset[str]]:
    """The ids of those that people have said to have another cause, by the id of either.

    That is what `related` says, whichever of the two says it.
    """
    known = tuple(postmortems)
    called = call_postmortems(known)
    found: dict[str, set[str]] = {p.id: set() for p in known}
    for postmortem in known:
        for other in called.find(postmortem.related):
            found[postmortem.id].add(other.id)
            found[other.id].add(postmortem.id)
    return {identifier: frozenset(others) for identifier, others in found.items()}


def group_by_cause(incidents: Iterable[Link]) -> tuple[tuple[Link, ...], ...]:
    """Incidents with the same cause together, each in one group.

    That is what `recurrence_of` says, over several steps, whichever of two says it;
    a name that nobody has connects, too.
    """
    known = tuple(incidents)
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while (parent := parents.setdefault(name, name)) != name:
            parents[name] = parents[parent]  # halves the way for the next one
            name = parent
        return name

    for one in known:
        for name in one.recurrence_of:
            parents[root(name)] = root(one.names[0])
    # An incident is in the group of each of its names: a document that several share
    # has one, and only what somebody links to it brings them together.
    linked = {name for one in known for name in one.recurrence_of}
    for one in known:
        for name in one.names[1:]:
            if name in linked:
                parents[root(name)] = root(one.names[0])
    groups: dict[str, list[Link]] = {}
    for one in known:
        groups.setdefault(root(one.names[0]), []).append(one)
    return tuple(tuple(group) for group in groups.values())
