"""The document that `postmortems new` writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from .durations import format_exactly
from .sections import (
    ACTION_ITEMS,
    CONTRIBUTING_FACTORS,
    IMPACT,
    REQUIRED_SECTIONS,
    ROOT_CAUSE,
    SUMMARY,
    TIMELINE,
    WHAT_WENT_WELL,
)
from .settings import Settings
from .timeline import Phase
from .vocabulary import Vocabulary, slugify

HINT_MARK = "hint:"
"""How the template's comments begin; PM203 finds those that were left in."""

_OFFERED = 12
"""So many of the words in use are named."""
_PLAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9 ._/-]*[A-Za-z0-9])?)?")
_NUMBER = re.compile("[0-9]{3,9}")
_HINTS = {
    SUMMARY: "Two to four sentences for somebody who reads nothing else: what happened, to whom, "
    "for how long, why, what stopped it.",
    TIMELINE: "What was seen and done, in order; what people knew at that moment, not what is "
    "known now. Phases: introduced, started, detected, acknowledged, mitigated, relapsed, resolved.",
    ROOT_CAUSE: "The mechanism, and what in the system allowed it. A person's slip is a symptom: "
    "ask what made it easy to make and hard to notice.",
    IMPACT: "Who was affected, how many, for how long, and how it was counted.",
    CONTRIBUTING_FACTORS: "One item for each factor in the front matter: what it meant here.",
    WHAT_WENT_WELL: "What worked, and is worth keeping on purpose.",
    ACTION_ITEMS: "A verb, an object and a sign that it is done. Each with one owner, a priority "
    "and a date; it lives in the tracker where feature work lives.",
}
_TABLES = {
    TIMELINE: "| Time | Event | Phase |\n|---|---|---|\n",
    ACTION_ITEMS: "| ID | Item | Owner | Priority | Due Date | Status | Ticket | Closed "
    "| Note |\n|---|---|---|---|---|---|---|---|---|\n",
}


@dataclass(frozen=True, kw_only=True)
class NewPostmortem:
    """What a new document starts with."""

    id: str
    title: str
    date: date
    severity: str | None = None
    near_miss: bool = False
    category: str | None = None
    contributing_factors: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    duration: timedelta | None = None
    customer_impact: timedelta | None = None
    started: datetime | None = None
    """With a time zone, as `resolved`; both become rows of the timeline."""
    resolved: datetime | None = None
    incidents: tuple[str, ...] = ()
    recurrence_of: tuple[str, ...] = ()
    """Ids of postmortems."""
    visibility: str | None = None
    """Left to the default where it is None."""


@dataclass(frozen=True, kw_only=True)
class WordsInUse:
    """Ids that the library's documents use, the most frequent first.

    They are offered where `library.yml` gives no list of its own.
    """

    categories: tuple[str, ...] = ()
    contributing_factors: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


NO_WORDS = WordsInUse()


def render_template(new: NewPostmortem, settings: Settings, in_use: WordsInUse = NO_WORDS) -> str:
    """The text of a new document: front matter with the library's words, sections with hints."""
    severity = _value(new.severity or "")
    lines = [
        "---",
        f"id: {new.id}",
        f"title: {_quoted(new.title)}",
        f"date: {new.date.isoformat()}",
        f"kind: {'near-miss' if new.near_miss else 'incident'}",
        f"{'potential_severity' if new.near_miss else 'severity'}: {severity}".rstrip()
        + _choices(tuple(t.id for t in settings.severities.current), not severity),
        "status: draft",
        _word("category", new.category, _offer(settings.categories, in_use.categories)),
        "trigger:" + _choices(tuple(t.id for t in settings.triggers.current)),
        "detection:" + _choices(tuple(t.id for t in settings.detection_methods.current)),
        _words(
            "contributing_factors",
            new.contributing_factors,
            _offer(settings.contributing_factors, in_use.contributing_factors),
        ),
        _words("teams", new.teams, _offer(settings.team_names, in_use.teams)),
        _words("services", new.services, _offer(settings.services, in_use.services)),
        "symptoms: []",
        "mitigation:",
        _length("duration", new.duration),
        _length("customer_impact", new.customer_impact),
        *([_words("incidents", new.incidents)] if new.incidents else []),
        *([_words("recurrence_of", new.recurrence_of)] if new.recurrence_of else []),
        *([_word("visibility", new.visibility)] if new.visibility else []),
        "authors: []",
        "responders: []",
        "reviewers: []",
        "facilitator:",
        "---",
    ]
    names = settings.sections
    wanted = names.required_for(new.severity) or REQUIRED_SECTIONS
    for name in wanted:
        hint = f"<!-- {HINT_MARK} {_HINTS[name]} -->\n" if name in _HINTS else ""
        zone = "All times in UTC.\n\n" if name == TIMELINE else ""
        lines.append(f"\n## {names.preferred(name)}\n\n{hint}".rstrip("\n"))
        if name in _TABLES:
            rows = "".join(_timeline_rows(new)) if name == TIMELINE else ""
            lines.append(f"\n{zone}{_TABLES[name]}{rows}".rstrip("\n"))
    return "\n".join(lines) + "\n"


def file_name(new: NewPostmortem) -> str:
    """`2026/2026-03-04-checkout-failed.md`, at most 60 letters of the title."""
    slug = slugify(new.title)[:60].rstrip("-") or new.id.lower()
    return f"{new.date.year}/{new.date.isoformat()}-{slug}.md"


def next_id(prefix: str, year: int, taken: frozenset[str]) -> str:
    """The number after the highest of the year among all ids and aliases."""
    start = f"{prefix}-{year}-".upper()
    numbers = [
        int(name[len(start) :])
        for name in (identifier.upper() for identifier in taken)
        if name.startswith(start) and _NUMBER.fullmatch(name[len(start) :])
    ]
    return f"{start}{max(numbers, default=0) + 1:03d}"


def _timeline_rows(new: NewPostmortem) -> Iterator[str]:
    """What the register knows of the timeline, in UTC."""
    day = new.date
    for moment, event, phase in (
        (new.started, "Start, as the register has it", Phase.STARTED),
        (new.resolved, "End, as the register has it", Phase.RESOLVED),
    ):
        if moment is None:
            continue
        at = moment.astimezone(UTC)
        written = f"{at:%H:%M:%S}".removesuffix(":00")
        if at.date() != day:
            written = f"{at.date().isoformat()} {written}"
            day = at.date()
        yield f"| {written} | {event} | {phase.value} |\n"


def _word(field: str, word: str | None, offer: str = "") -> str:
    return f"{field}: {_value(word)}" if word else f"{field}:{offer}"


def _words(field: str, words: tuple[str, ...], offer: str = "") -> str:
    return f"{field}: [{', '.join(map(_value, words))}]{'' if words else offer}"


def _length(field: str, length: timedelta | None) -> str:
    return f"{field}:" if length is None else f"{field}: {format_exactly(length)}"


def _value(text: str) -> str:
    """A text as YAML reads it back: bare where it is plain, else in quotes."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() != "null"
    return text if is_plain else _quoted(text)


def _quoted(text: str) -> str:
    escaped = "".join(
        {"\\": "\\\\", '"': '\\"', "\n": " ", "\t": " "}.get(character, character)
        for character in text
        if character.isprintable() or character in "\n\t"
    )
    return f'"{escaped}"'


def _offer(vocabulary: Vocabulary, in_use: tuple[str, ...]) -> str:
    """The words to choose from; where any word will do, that and those in use so far."""
    built_in = tuple(term.id for term in vocabulary.current)
    if not vocabulary.open:
        return _choices(built_in)
    others = tuple(word for word in in_use if word not in built_in)
    words = (*others[:_OFFERED], *(("…",) if len(others) > _OFFERED else ()), *built_in)
    return (
        f"   # any word{'; so far: ' if others else ', or ' if built_in else ''}{', '.join(words)}"
    )


def _choices(words: tuple[str, ...], wanted: bool = True) -> str:
    listed = " ".join(", ".join(words).split())  # a comment ends with its line
    return f"   # {listed}" if words and wanted else ""
