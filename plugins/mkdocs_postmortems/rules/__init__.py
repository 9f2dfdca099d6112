"""The rules of the validator, and the one way of applying them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..core.citing_text import CitingText
from ..core.data_files import DataReading
from ..core.diagnostics import Diagnostic, Finding, Level
from ..core.document import Ignore
from ..core.identities import Identities, Name
from ..core.references import find_references
from ..core.settings import Settings
from ..core.settings_file import SettingsReading
from .actions import (
    action_without_due_date,
    action_without_owner,
    action_without_ticket,
    due_before_incident,
    unknown_action_status,
    wont_do_without_reason,
)
from .blame import hindsight, person_as_cause
from .disclosure import personal_data, secret
from .document import (
    duplicate_id,
    duplicate_key,
    ignore_without_reason,
    malformed_front_matter,
)
from .factors import undeclared_factor
from .fields import invalid_value, missing_field, retired_value, unknown_field, unknown_value
from .language import house_style, human_error_root_cause, slip
from .references import (
    CheckedReferences,
    CheckedSections,
    CheckedText,
    unknown_reference,
    unknown_section,
    unreadable_reference,
)
from .review import facilitator_involved, final_without_review, late_postmortem, possible_recurrence
from .rule import DOCUMENTATION_HEADINGS, CheckedDocument, CheckedEntry, Rule, Subject
from .site import (
    AddressCollision,
    CheckedSettings,
    address_collision,
    invalid_settings,
    missing_team_pages,
    too_large,
)
from .structure import empty_section, missing_section, template_residue
from .timeline import duration_mismatch, phase_order, timeline_out_of_order, unreadable_time
from .vagueness import vague_action

__all__ = [
    "ALL_RULES",
    "DOCUMENTATION_HEADINGS",
    "AddressCollision",
    "CheckedDocument",
    "CheckedEntry",
    "Rule",
    "check_addresses",
    "check_data_files",
    "check_document",
    "check_entry",
    "check_page",
    "check_settings",
    "check_team_pages",
    "find_rule",
    "is_silenced",
]

DOCUMENT_RULES: tuple[Rule[CheckedDocument], ...] = (
    missing_field,
    unknown_value,
    invalid_value,
    malformed_front_matter,
    duplicate_key,
    unknown_field,
    retired_value,
    ignore_without_reason,
    missing_section,
    empty_section,
    template_residue,
    unreadable_time,
    timeline_out_of_order,
    duration_mismatch,
    phase_order,
    action_without_owner,
    action_without_due_date,
    vague_action,
    unknown_action_status,
    due_before_incident,
    wont_do_without_reason,
    action_without_ticket,
    human_error_root_cause,
    person_as_cause,
    hindsight,
    slip,
    house_style,
    late_postmortem,
    facilitator_involved,
    final_without_review,
    undeclared_factor,
    secret,
    personal_data,
    too_large,
)

ENTRY_RULES: tuple[Rule[CheckedEntry], ...] = (duplicate_id, possible_recurrence)
"""What can be said of a document only with all the others beside it."""

ALL_RULES: tuple[Rule[Any], ...] = tuple(
    sorted(
        (
            *DOCUMENT_RULES,
            *ENTRY_RULES,
            unknown_reference,
            unreadable_reference,
            unknown_section,
            invalid_settings,
            address_collision,
        ),
        key=lambda rule: rule.code,
    )
)
"""Every rule, in the order of the codes."""

_NAMES_PLACE = re.compile(r"\[\[[^\[\]|\n]*#")
_CODES = frozenset(rule.code for rule in ALL_RULES)


def find_rule(name: str) -> Rule[Any] | None:
    """The rule of that code or name, whatever its case."""
    wanted = name.strip().lower()
    return next((r for r in ALL_RULES if wanted in (r.code.lower(), r.name)), None)


def check_document(subject: CheckedDocument) -> Iterator[Diagnostic]:
    """The diagnostics of a document on its own, but for those that it silences with a reason."""
    reading = subject.reading
    place = _Place(
        path=reading.document.source.path,
        is_final=reading.is_final,
        ignores=reading.document.ignores,
    )
    for rule in DOCUMENT_RULES:
        yield from _apply(rule, subject, place, subject.settings)
    document = reading.document
    text = CheckedText(
        markdown=document.body, first_line=document.body_line, settings=subject.settings
    )
    yield from _apply(unreadable_reference, text, place, subject.settings)


def check_entry(subject: CheckedEntry) -> Iterator[Diagnostic]:
    """The diagnostics of a document among the others, but for those that it silences."""
    entry = subject.entry
    place = _Place(path=entry.path, is_final=entry.is_final, ignores=entry.ignores)
    for rule in ENTRY_RULES:
        yield from _apply(rule, subject, place, subject.settings)
    references = CheckedReferences(
        referred=entry.referred, identities=subject.identities, settings=subject.settings
    )
    yield from _apply(unknown_reference, references, place, subject.settings)


def check_page(
    page: CitingText, path: str, identities: Identities, settings: Settings
) -> Iterator[Diagnostic]:
    """The diagnostics of a page that is no postmortem: of what it refers to."""
    referred = tuple(
        Name(text=one.name, is_id=False, line=one.line, column=one.column)
        for one in find_references(page.markdown)
        if one.query is None
    )
    subject = CheckedReferences(referred=referred, identities=identities, settings=settings)
    place = _Place(path=path, is_final=True, ignores=())
    yield from _apply(unknown_reference, subject, place, settings)
    text = CheckedText(markdown=page.markdown, first_line=1, settings=settings)
    yield from _apply(unreadable_reference, text, place, settings)


def check_sections(
    page: CitingText,
    path: str,
    anchors_of: Callable[[str], frozenset[str] | None],
    settings: Settings,
    *,
    first_line: int,
    ignores: tuple[Ignore, ...],
) -> Iterator[Diagnostic]:
    """The diagnostics of the sections that a text refers to.

    `anchors_of` gives those on the page of a name, None where it has no page; `first_line`
    is that of the text in its file.
    """
    if _NAMES_PLACE.search(page.markdown):
        found = tuple(one for one in find_references(page.markdown) if one.anchor)
        subject = CheckedSections(references=found, first_line=first_line, anchors_of=anchors_of)
        place = _Place(path=path, is_final=True, ignores=ignores)
        yield from _apply(unknown_section, subject, place, settings)


@dataclass(frozen=True, kw_only=True)
class _Place:
    path: str
    is_final: bool
    ignores: tuple[Ignore, ...]


def _apply(
    rule: Rule[Subject], subject: Subject, place: _Place, settings: Settings
) -> Iterator[Diagnostic]:
    if settings.rule_levels.get(rule.code) == "off":
        return
    for finding in rule.check(subject):
        if not is_silenced(rule.code, finding, place.ignores):
            level = rule.level_for(finding, is_final=place.is_final, settings=settings)
            yield from _diagnostics(rule, finding, level, place.path)


def check_settings(
    reading: SettingsReading, path: str, identities: Identities
) -> Iterator[Diagnostic]:
    """All diagnostics of `library.yml`; those of its own form keep their level, whatever it says."""
    subject = CheckedSettings(reading=reading, identities=identities, known_codes=_CODES)
    for finding in invalid_settings.check(subject):
        yield from _diagnostics(invalid_settings, finding, invalid_settings.level, path)
    for problem in reading.problems:
        if problem.code == too_large.code:
            yield from _diagnostics(too_large, problem.finding, too_large.level, path)
    pinned = tuple(
        Name(text=pin.postmortem, is_id=True, line=pin.line, column=pin.column)
        for team in reading.settings.teams
        for pin in team.read_first
    )
    references = CheckedReferences(
        referred=pinned, identities=identities, settings=reading.settings
    )
    place = _Place(path=path, is_final=True, ignores=())
    yield from _apply(unknown_reference, references, place, reading.settings)


def check_team_pages(settings: Settings, path: str, uris: Collection[str]) -> Iterator[Diagnostic]:
    """The diagnostics of pages that teams lead to; `uris` are those of the site's own."""
    for finding in missing_team_pages(settings, uris):
        yield from _diagnostics(invalid_settings, finding, invalid_settings.level, path)


def check_data_files(reading: DataReading) -> Iterator[Diagnostic]:
    """All diagnostics of the data files; they keep their level, too."""
    for placed in reading.problems:
        finding = placed.problem.finding
        yield from _diagnostics(invalid_settings, finding, invalid_settings.level, placed.path)


def check_addresses(
    collisions: Iterable[AddressCollision],
    path: str,
    settings: Settings,
    level: Level | None = None,
) -> Iterator[Diagnostic]:
    """The diagnostics of pages with one address; `level` overrides the rule's."""
    for finding in address_collision.check(collisions):
        given = address_collision.level_for(finding, is_final=True, settings=settings)
        yield from _diagnostics(address_collision, finding, given and (level or given), path)


def _diagnostics(
    rule: Rule[Any], finding: Finding, level: Level | None, path: str
) -> Iterator[Diagnostic]:
    if level is not None:
        yield Diagnostic(
            code=rule.code,
            name=rule.name,
            level=level,
            path=path,
            line=finding.line,
            column=finding.column,
            message=finding.message,
            hint=finding.hint,
            replacement=finding.replacement,
        )


def is_silenced(code: str, finding: Finding, ignores: tuple[Ignore, ...]) -> bool:
    """Whether a document silences a rule, with a reason, where something was found."""
    return any(
        code in ignore.codes
        and ignore.reason
        and ignore.first_line <= finding.line < ignore.end_line
        for ignore in ignores
    )
