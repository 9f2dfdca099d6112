"""Who is called what: ids and aliases over all documents, the faulty ones included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .postmortem import PostmortemReading


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A document that gives itself a name."""

    path: str
    is_id: bool
    """An id rather than an alias."""


@dataclass(frozen=True, kw_only=True)
class Identities:
    """All names that documents claim."""

    claims: Mapping[str, tuple[Claim, ...]]
    """By the name in lower case: addresses differ by more than case."""

    def others(self, name: str, path: str) -> tuple[Claim, ...]:
        """The claims that other documents have on a name."""
        return tuple(claim for claim in self.claims.get(name.lower(), ()) if claim.path != path)

    def is_contested(self, identifier: str) -> bool:
        """Whether two documents have that id."""
        return sum(claim.is_id for claim in self.claims.get(identifier.lower(), ())) > 1


def collect_identities(readings: Iterable[PostmortemReading]) -> Identities:
    """Gather the ids and aliases of all documents."""
    claims: dict[str, list[Claim]] = {}
    for reading in readings:
        values = reading.front_matter.values
        path = reading.document.source.path
        if values.id:
            claims.setdefault(values.id.lower(), []).append(Claim(path=path, is_id=True))
        for alias in values.aliases:
            claims.setdefault(alias.lower(), []).append(Claim(path=path, is_id=False))
    return Identities(
        claims=MappingProxyType({name: tuple(found) for name, found in claims.items()})
    )
