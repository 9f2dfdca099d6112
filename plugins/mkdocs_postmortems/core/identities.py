"""What documents need to know of each other: their names, and what their causes share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .cause import Cause, cause_of
from .diagnostics import Finding
from .document import Ignore
from .located_yaml import place_of
from .postmortem import PostmortemReading
from .recurrence import EarlierCauses
from .references import find_references
from .settled import Called, find_alike


@dataclass(frozen=True, kw_only=True)
class Name:
    """An id or alias that a document gives itself."""

    text: str
    is_id: bool
    line: int
    column: int


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A document as the others see it; the faulty ones have an entry too."""

    path: str
    is_final: bool
    names: tuple[Name, ...]
    date: date | None
    cause: Cause
    category_line: int
    linked: tuple[str, ...]
    """Ids of `recurrence_of` and `related`."""
    referred: tuple[Name, ...]
    """The same with their places, and the references of its text."""
    repeated: tuple[Finding, ...]
    """Ids of action items that stand twice."""
    ignores: tuple[Ignore, ...]

    @property
    def id(self) -> str | None:
        """The document's id, as written."""
        return next((name.text for name in self.names if name.is_id), None)


def read_entry(reading: PostmortemReading) -> Entry:
    """The entry of a document."""
    document, values, record = reading.document, reading.front_matter.values, reading.record
    named: list[tuple[str, int | None, str]] = []
    if values.id is not None:
        named.append(("id", None, values.id))
    named += [("aliases", index, alias) for index, alias in enumerate(values.aliases)]
    names = []
    for field, index, text in named:
        place = place_of(document.fields, (field,) if index is None else (field, index))
        names.append(Name(text=text, is_id=field == "id", line=place.line, column=place.column))
    cause = (
        cause_of(record.category, record.contributing_factors, record.services)
        if record
        else cause_of(None, (), ())
    )
    return Entry(
        path=document.source.path,
        is_final=reading.is_final,
        names=tuple(names),
        date=values.date,
        cause=cause,
        category_line=place_of(document.fields, ("category",)).line,
        linked=(*values.recurrence_of, *values.related),
        referred=tuple(_referred(reading)),
        repeated=tuple(p.finding for p in reading.actions.problems if p.code == "PM104"),
        ignores=document.ignores,
    )


def _referred(reading: PostmortemReading) -> Iterator[Name]:
    document, values = reading.document, reading.front_matter.values
    for field, ids in (("recurrence_of", values.recurrence_of), ("related", values.related)):
        for index, identifier in enumerate(ids):
            place = place_of(document.fields, (field, index))
            yield Name(text=identifier, is_id=True, line=place.line, column=place.column)
    for reference in find_references(document.body):
        if reference.query is not None:
            continue
        line = reference.line + document.body_line - 1
        yield Name(text=reference.name, is_id=False, line=line, column=reference.column)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A document that gives itself a name."""

    path: str
    is_id: bool
    """An id rather than an alias."""


@dataclass(frozen=True)
class Identities:
    """All entries, and the indexes over them."""

    entries: tuple[Entry, ...]

    @cached_property
    def claims(self) -> Mapping[str, tuple[Claim, ...]]:
        """Who claims a name, by the name in lower case: addresses differ by more than case."""
        claims: dict[str, tuple[Claim, ...]] = {}
        for entry in self.entries:
            for name in entry.names:
                claim = Claim(path=entry.path, is_id=name.is_id)
                key = name.text.lower()
                claims[key] = (*claims.get(key, ()), claim)
        return claims

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all documents."""
        return tuple(entry.id for entry in self.entries if entry.id)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The ids and aliases of all documents, as written."""
        return tuple(name.text for entry in self.entries for name in entry.names)

    def others(self, name: str, path: str) -> tuple[Claim, ...]:
        """The claims that other documents have on a name."""
        return tuple(claim for claim in self.claims.get(name.lower(), ()) if claim.path != path)

    def is_contested(self, identifier: str) -> bool:
        """Whether two documents have that id."""
        return sum(claim.is_id for claim in self.claims.get(identifier.lower(), ())) > 1

    @cached_property
    def _causes(self) -> EarlierCauses:
        return EarlierCauses(
            (entry.cause, (entry.date, 0.0, entry.id))
            for entry in self.entries
            if entry.date and entry.id
        )

    def earlier_occurrences(self, entry: Entry, *, window: int, limit: int) -> tuple[str, ...]:
        """Ids of up to `limit` earlier documents that may have the same cause as one, no
        more than `window` days before it, the latest last."""
        if not (entry.date and entry.id):
            return ()
        moment = (entry.date, 0.0, entry.id)
        return self._causes.before(entry.cause, moment, window=window, limit=limit)

    def is_settled(self, entry: Entry) -> bool:
        """Whether a document names an earlier one that may have the same cause."""
        here = (entry.date or date.max, entry.id or "")
        alike = find_alike(entry.linked, entry.cause, self._called)
        return any((other.date or date.max, other.id or "") < here for other in alike)

    @cached_property
    def _called(self) -> Called[Entry]:
        return Called(((name.text for name in entry.names), entry) for entry in self.entries)


def build_identities(entries: Iterable[Entry]) -> Identities:
    """The identities of these documents."""
    return Identities(tuple(entries))
