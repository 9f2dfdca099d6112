"""The JSON Schema of the front matter, for editors: what may be written, and what it means.

It takes what the validator takes, as far as JSON Schema can say it. Not said:
that a time zone exists, that a duration names a unit once and is no longer than
ten years, and which ids and aliases other documents have.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from .front_matter import DEFAULT_VISIBILITY, REQUIRED_WHEN_FINAL, FrontMatter
from .settings import Settings
from .spellings import (
    ADDRESS,
    DAY,
    DURATION,
    ID,
    INSTANT,
    NAME,
    listed,
    spelling_of,
    word_of,
    words_of,
)
from .vocabulary import Term, Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_WORDS_OF = {
    "severity": "severities",
    "potential_severity": "severities",
    "category": "categories",
    "trigger": "triggers",
    "detection": "detection_methods",
    "contributing_factors": "contributing_factors",
    "teams": "teams",
    "services": "services",
}
"""Which list of `library.yml` a field takes its words from."""

_KINDS = {
    "incident": "Someone or something was hit.",
    "near-miss": "Nobody was hit; it is in no totals.",
}
_STATUSES = {
    "draft": "Work in progress: what is missing is information, not an error.",
    "in-review": "Complete enough to be read by reviewers.",
    "final": "Shared; every required field is there.",
}
_EXAMPLES: Mapping[str, tuple[Any, ...]] = {
    "date": ("2026-03-04",),
    "duration": ("22 minutes", "2 h 5 min"),
    "customer_impact": ("22 minutes", "2 h 5 min"),
    "published": ("2026-03-05T16:00Z",),
    "timezone": ("UTC", "Europe/Berlin", "unknown"),
}

_Schema = dict[str, Any]

# YAML gives `4412` as a number and `true` as a boolean; the validator reads them as typed,
# as text. Editors offer `true`, `false` and `null` wherever a schema names these types, so
# they are allowed by what they are not.
_BOOLEAN: _Schema = {"not": {"type": ["array", "null", "number", "object", "string"]}}
_BOOLEAN_OR_NOTHING: _Schema = {"not": {"type": ["array", "number", "object", "string"]}}
_NOTHING: _Schema = {"not": {"type": ["array", "boolean", "number", "object", "string"]}}


def json_schema(settings: Settings) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the front matter, with the library's own words."""
    retired = _retired(settings)
    fields = _fields(settings)
    properties = {
        name: {
            "title": name.replace("_", " ").capitalize(),
            **({"description": info.description} if info.description else {}),
            **fields[name],
            **({"examples": list(_EXAMPLES[name])} if name in _EXAMPLES else {}),
        }
        for name, info in FrontMatter.model_fields.items()
    }
    return {
        "$schema": DIALECT,
        "title": "Postmortem",
        "description": "The front matter of a postmortem.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": ["id"],  # a heading will do for a title
        "allOf": _required_when_final(),
        "$defs": {
            name: _word(vocabulary, retired[name])
            for name, vocabulary in _vocabularies(settings).items()
        },
    }


def _vocabularies(settings: Settings) -> dict[str, Vocabulary]:
    return {
        "severities": settings.severities,
        "categories": settings.categories,
        "triggers": settings.triggers,
        "detection_methods": settings.detection_methods,
        "contributing_factors": settings.contributing_factors,
        "teams": settings.team_names,
        "services": settings.services,
    }


def _retired(settings: Settings) -> Mapping[str, frozenset[str]]:
    """Ids that are taken and no longer offered, by the list of `library.yml`."""
    teams = frozenset(team.id for team in settings.teams if team.retired)
    return defaultdict(frozenset, teams=teams)


def _fields(settings: Settings) -> dict[str, _Schema]:
    """The schema of each field's value."""
    vocabularies = _vocabularies(settings)
    retired = _retired(settings)
    ids = _list_or_text({"type": "string", "pattern": f"^{ID}$"}, rf"\s*{ID}\s*")
    names = _list_or_text(_text(_BOOLEAN), NAME)
    texts = _any_of(_text(), {"type": "array", "items": _text(_BOOLEAN)}, _BOOLEAN_OR_NOTHING)
    audiences = dict.fromkeys(settings.audiences, "")
    words = {
        name: _any_of({"$ref": f"#/$defs/{key}"}, _NOTHING)
        if name not in ("contributing_factors", "teams", "services")
        else _words(vocabularies[key], key, retired[key])
        for name, key in _WORDS_OF.items()
    }
    return {
        **words,
        "id": {
            "type": "string",
            "pattern": rf"^{re.escape(settings.id_prefix)}-[0-9]{{4}}-[0-9]{{3,}}$",
            "patternErrorMessage": f"Ids are written as {settings.id_prefix}-2026-007.",
        },
        "title": _any_of({**_text(), "pattern": r"\S"}, _BOOLEAN_OR_NOTHING),
        "date": _any_of(
            {
                "type": "string",
                "format": "date",
                "pattern": f"^{DAY}$",
                "patternErrorMessage": "Dates are written as 2026-03-04.",
            },
            _NOTHING,
        ),
        "kind": {**_any_of(_one_of(_KINDS), _respelt(*_KINDS), _NOTHING), "default": "incident"},
        "status": {
            **_any_of(_one_of(_STATUSES), _respelt(*_STATUSES), _NOTHING),
            "default": "draft",
        },
        "symptoms": texts,
        "mitigation": _any_of(_text(), _BOOLEAN_OR_NOTHING),
        "duration": _duration(),
        "customer_impact": _duration(),
        "impact": _any_of(
            {"type": "object", "additionalProperties": _any_of(_text(), _BOOLEAN)}, _NOTHING
        ),
        "incidents": names,
        "authors": names,
        "responders": names,
        "reviewers": names,
        "facilitator": _any_of(_text(), _BOOLEAN_OR_NOTHING),
        "published": _any_of(
            {
                "type": "string",
                "pattern": f"^{INSTANT}$",
                "patternErrorMessage": "Times are written as 2026-03-05T16:00Z.",
            },
            _NOTHING,
        ),
        "timezone": {
            **_any_of({"type": "string", "pattern": "^[A-Za-z0-9_+/-]+$"}, _NOTHING),
            "default": "UTC",
        },
        "visibility": {
            **_any_of(_one_of(audiences), _NOTHING),
            **({"default": DEFAULT_VISIBILITY} if DEFAULT_VISIBILITY in audiences else {}),
        },
        "recurrence_of": ids,
        "related": ids,
        "aliases": texts,
        "links": _any_of(
            {
                "type": "object",
                "additionalProperties": {"type": "string", "pattern": f"^{ADDRESS}"},
            },
            _NOTHING,
        ),
        "tags": names,
        "imported_from": _any_of(
            {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "source": _text(),
                    "digest": {"type": ["string", "number", "null"], "pattern": "^[0-9a-f]{16}$"},
                },
                "required": ["source"],
            },
            _NOTHING,
        ),
    }


def _required_when_final() -> list[_Schema]:
    """What PM101 asks of a final postmortem; of others it is information only."""
    given: _Schema = {"not": {"enum": [None, []]}}
    final: _Schema = {"status": _respelt("final")}
    incident: _Schema = {"kind": _any_of(_respelt("incident"), _NOTHING)}
    return [
        {
            "if": {"properties": final, "required": ["status"]},
            "then": {
                "required": [*REQUIRED_WHEN_FINAL],
                "properties": dict.fromkeys(REQUIRED_WHEN_FINAL, given),
            },
        },
        {
            "if": {"properties": {**final, **incident}, "required": ["status"]},
            "then": {"required": ["severity"], "properties": {"severity": given}},
        },
    ]


def _any_of(*schemas: _Schema) -> _Schema:
    """Editors report what the first of the nearest branches says, so the order matters."""
    return {"anyOf": list(schemas)}


def _text(*others: _Schema) -> _Schema:
    text: _Schema = {"type": ["string", "number"], "minLength": 1}
    return _any_of(text, *others) if others else text


def _respelt(*names: str) -> _Schema:
    return {"type": "string", "pattern": f"^(?:{spelling_of(*names)})$"}


def _one_of(meanings: Mapping[str, str]) -> _Schema:
    described = {"markdownEnumDescriptions": list(meanings.values())}
    return {"enum": list(meanings), **(described if any(meanings.values()) else {})}


def _list_or_text(item: _Schema, pattern: str) -> _Schema:
    """A YAML list, or one text with commas between the entries."""
    text = {"type": ["string", "number"], "pattern": f"^{listed(pattern)}$"}
    return _any_of(text, {"type": "array", "items": item}, _BOOLEAN_OR_NOTHING)


def _words(vocabulary: Vocabulary, key: str, retired: frozenset[str]) -> _Schema:
    """Words of a list of `library.yml`: one of them, several with commas, or a YAML list."""
    several = _spelt(vocabulary, words_of(vocabulary))
    items = {"type": "array", "items": {"$ref": f"#/$defs/{key}"}}
    return _any_of(*_offered(vocabulary, retired), several, items, _NOTHING)


def _word(vocabulary: Vocabulary, retired: frozenset[str]) -> _Schema:
    """One word: ids are offered, titles, aliases and other spellings taken as well."""
    return _any_of(*_offered(vocabulary, retired), _spelt(vocabulary, word_of(vocabulary)))


def _spelt(vocabulary: Vocabulary, pattern: str) -> _Schema:
    return {
        "type": ["string", "number"] if vocabulary.open else "string",
        "pattern": f"^(?:{pattern})$",
        "patternErrorMessage": "library.yml does not have this word.",
    }


def _offered(vocabulary: Vocabulary, retired: frozenset[str]) -> tuple[_Schema, ...]:
    terms = [term for term in vocabulary.terms if term.id not in retired]
    values = [(value, term) for term in terms for value in _as_yaml_reads(term.id)]
    offered = {
        "enum": [value for value, _ in values],
        "markdownEnumDescriptions": [_meaning(term) for _, term in values],
    }
    return (offered,) if values else ()


def _meaning(term: Term) -> str:
    title = "" if term.title == term.id else f"**{term.title}**"
    return ". ".join(part for part in (title, term.description) if part)


def _as_yaml_reads(word: str) -> tuple[str | int, ...]:
    """The word as text, and as the number that YAML makes of it where it is one."""
    return (word, int(word)) if re.fullmatch("[1-9][0-9]*|0", word) else (word,)


def _duration() -> _Schema:
    return _any_of(
        {
            "type": "string",
            "pattern": f"^{DURATION}$",
            "patternErrorMessage": "Durations are written as `22 minutes` or `2 h 5 min`.",
        },
        _NOTHING,
    )
