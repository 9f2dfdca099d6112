"""Whom a document is for; whatever is in doubt is for the narrowest audience."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .diagnostics import Finding, Problem
from .document import Document
from .front_matter import FrontMatter, FrontMatterReading
from .located_yaml import place_of
from .vocabulary import nearest

_FIELD = "visibility"


@dataclass(frozen=True, kw_only=True)
class VisibilityReading:
    """The audience of a document, and what put it in doubt."""

    audience: str
    """One of the library's."""
    problems: tuple[Problem, ...] = ()


def read_visibility(
    document: Document, front_matter: FrontMatterReading, audiences: tuple[str, ...]
) -> VisibilityReading:
    """The audience declared; of a declaration that is in doubt, the narrowest.

    `audiences` go from the widest to the narrowest. A slip of the pen must not
    publish what was meant to be kept.
    """
    if _FIELD in front_matter.refused or (not document.fields.entries and _says_so(document)):
        return VisibilityReading(audience=audiences[-1])
    problems = tuple(_doubts(document, front_matter.values.visibility, audiences))
    declared = audiences[-1] if problems else front_matter.values.visibility
    return VisibilityReading(audience=declared, problems=problems)


def _doubts(document: Document, declared: str, audiences: tuple[str, ...]) -> Iterator[Problem]:
    hint = "keep one line, `visibility: ` and an audience"
    for entry in document.fields.entries:
        is_unknown = entry.key not in FrontMatter.model_fields
        if is_unknown and nearest(entry.key, FrontMatter.model_fields) == _FIELD:
            message = f"`{entry.key}` is taken for `{_FIELD}`"
            yield _problem(document, "PM103", entry.key, message, hint)
    if _FIELD in document.fields.repeated:
        yield _problem(document, "PM103", _FIELD, f"`{_FIELD}` stands more than once", hint)
    if declared not in audiences:
        message = f"`{_FIELD}`: library.yml has no `{declared}`"
        yield _problem(document, "PM102", _FIELD, message, f"it has {', '.join(audiences)}")


def _says_so(document: Document) -> bool:
    """Whether a text without fields that can be read has the word, in UTF-16 too."""
    return b"visib" in document.source.data.replace(b"\0", b"").lower()


def _problem(document: Document, code: str, key: str, message: str, hint: str) -> Problem:
    place = place_of(document.fields, (key,))
    narrow = "until then the document counts as for the narrowest audience"
    finding = Finding(
        line=place.line, column=place.column, message=message, hint=f"{hint}; {narrow}"
    )
    return Problem(code=code, finding=finding)
