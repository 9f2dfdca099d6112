"""What a postmortem is found by: its texts, each with how much a match in it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .document import Document
from .plain_text import all_text, plain_text
from .postmortem import Postmortem, PostmortemReading
from .search_field import SearchField
from .sections import ROOT_CAUSE, SUMMARY
from .settings import Settings
from .vocabulary import Vocabulary

_OF_SECTION = {ROOT_CAUSE: SearchField.CAUSE, SUMMARY: SearchField.SUMMARY}


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchPart:
    """A section of the document, or what stands before the first one, as plain text."""

    section: int | None
    """Which section it is, from 0; None for what stands before the first."""
    heading: str
    """Empty for what stands before the first section."""
    field: SearchField
    text: str
    """One line for each paragraph, item, row of a table or line of code."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchRecord:
    """The texts of one postmortem."""

    postmortem: Postmortem
    names: tuple[str, ...]
    """The id first."""
    factors: tuple[str, ...]
    """Titles, then ids and other names."""
    declared: tuple[str, ...]
    parts: tuple[SearchPart, ...]
    """In the order of the document; those without a text are left out."""

    def stated(self) -> Iterator[tuple[SearchField, str]]:
        """What the front matter says, each field that says something with its text."""
        own = self.postmortem
        yield SearchField.NAMES, "\n".join(self.names)
        yield SearchField.TITLE, own.title
        if own.symptoms:
            yield SearchField.SYMPTOMS, "\n".join(own.symptoms)
        if self.factors:
            yield SearchField.FACTORS, "\n".join(self.factors)
        if own.mitigation:
            yield SearchField.MITIGATION, own.mitigation
        if self.declared:
            yield SearchField.DECLARED, "\n".join(self.declared)

    def texts(self) -> Iterator[tuple[SearchField, str]]:
        """The same, then the text of each section."""
        yield from self.stated()
        for part in self.parts:
            yield part.field, f"{part.heading}\n{part.text}".lstrip()


def read_search_record(reading: PostmortemReading, settings: Settings) -> SearchRecord | None:
    """The texts that a document is found by; None for one that is not in the library."""
    own = reading.record
    if own is None:
        return None
    return SearchRecord(
        postmortem=own,
        names=(own.id, *own.aliases, *own.incidents),
        factors=tuple(_names(own.contributing_factors, settings.contributing_factors)),
        declared=tuple(
            dict.fromkeys(
                (
                    *_titles((own.category,), settings.categories),
                    *_titles((own.trigger,), settings.triggers),
                    *_titles(own.services, settings.services),
                    *own.services,
                    *_titles(own.teams, settings.team_names),
                    *own.tags,
                )
            )
        ),
        parts=tuple(part for part in _parts(reading.document, settings) if part.text),
    )


def _parts(document: Document, settings: Settings) -> Iterator[SearchPart]:
    environment = document.environment
    preamble = all_text(document.preamble, environment)
    yield SearchPart(section=None, heading="", field=SearchField.TEXT, text=preamble)
    for number, section in enumerate(document.sections):
        heading = plain_text(section.title)
        name = settings.sections.canonical(heading) or ""
        yield SearchPart(
            section=number,
            heading=heading,
            field=_OF_SECTION.get(name, SearchField.TEXT),
            text=all_text(section.blocks, environment),
        )


def _titles(identifiers: tuple[str | None, ...], vocabulary: Vocabulary) -> Iterator[str]:
    return (vocabulary.title_of(identifier) for identifier in identifiers if identifier)


def _names(identifiers: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[str]:
    for identifier in identifiers:
        term = vocabulary.resolve(identifier)
        yield from dict.fromkeys((term.title, term.id, *term.aliases) if term else (identifier,))
