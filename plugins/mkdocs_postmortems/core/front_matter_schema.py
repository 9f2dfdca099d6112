"""The JSON Schema of the front matter, for editors: what may be written, and what it means.

It takes what the validator takes, as far as JSON Schema can say it. Not said:
that a time zone exists, that a duration names a unit once and is no longer than
ten years, and which ids and aliases other documents have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .front_matter import DEFAULT_VISIBILITY, REQUIRED_WHEN_FINAL, FrontMatter
from .schema_values import (
    BOOLEAN,
    BOOLEAN_OR_NOTHING,
    NOTHING,
    Schema,
    any_of,
    any_text,
    list_or_text,
    one_of,
    one_word,
    respelt,
    several_words,
)
from .settings import Settings
from .spellings import (
    ADDRESS,
    DAY,
    DURATION,
    ID,
    INSTANT,
    NAME,
)
from .vocabulary import Vocabulary

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


def json_schema(settings: Settings) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the front matter, with the library's own words."""
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
            name: one_word(vocabulary) for name, vocabulary in _vocabularies(settings).items()
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


def _fields(settings: Settings) -> dict[str, Schema]:
    """The schema of each field's value."""
    vocabularies = _vocabularies(settings)
    ids = list_or_text({"type": "string", "pattern": f"^{ID}$"}, rf"\s*{ID}\s*")
    names = list_or_text(any_text(BOOLEAN), NAME)
    texts = any_of(any_text(), {"type": "array", "items": any_text(BOOLEAN)}, BOOLEAN_OR_NOTHING)
    audiences = dict.fromkeys(settings.audiences, "")
    words = {
        name: any_of({"$ref": f"#/$defs/{key}"}, NOTHING)
        if name not in ("contributing_factors", "teams", "services")
        else several_words(vocabularies[key], key)
        for name, key in _WORDS_OF.items()
    }
    return {
        **words,
        "id": {
            "type": "string",
            "pattern": rf"^{re.escape(settings.id_prefix)}-[0-9]{{4}}-[0-9]{{3,}}$",
            "patternErrorMessage": f"Ids are written as {settings.id_prefix}-2026-007.",
        },
        "title": any_of({**any_text(), "pattern": r"\S"}, BOOLEAN_OR_NOTHING),
        "date": any_of(
            {
                "type": "string",
                "format": "date",
                "pattern": f"^{DAY}$",
                "patternErrorMessage": "Dates are written as 2026-03-04.",
            },
            NOTHING,
        ),
        "kind": {**any_of(one_of(_KINDS), respelt(*_KINDS), NOTHING), "default": "incident"},
        "status": {
            **any_of(one_of(_STATUSES), respelt(*_STATUSES), NOTHING),
            "default": "draft",
        },
        "symptoms": texts,
        "mitigation": any_of(any_text(), BOOLEAN_OR_NOTHING),
        "duration": _duration(),
        "customer_impact": _duration(),
        "impact": any_of(
            {"type": "object", "additionalProperties": any_of(any_text(), BOOLEAN)}, NOTHING
        ),
        "incidents": names,
        "authors": names,
        "responders": names,
        "reviewers": names,
        "facilitator": any_of(any_text(), BOOLEAN_OR_NOTHING),
        "published": any_of(
            {
                "type": "string",
                "pattern": f"^{INSTANT}$",
                "patternErrorMessage": "Times are written as 2026-03-05T16:00Z.",
            },
            NOTHING,
        ),
        "timezone": {
            **any_of({"type": "string", "pattern": "^[A-Za-z0-9_+/-]+$"}, NOTHING),
            "default": "UTC",
        },
        "visibility": {
            **any_of(one_of(audiences), NOTHING),
            **({"default": DEFAULT_VISIBILITY} if DEFAULT_VISIBILITY in audiences else {}),
        },
        "recurrence_of": ids,
        "related": ids,
        "aliases": texts,
        "links": any_of(
            {
                "type": "object",
                "additionalProperties": {"type": "string", "pattern": f"^{ADDRESS}"},
            },
            NOTHING,
        ),
        "tags": names,
        "imported_from": any_of(
            {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "source": any_text(),
                    "digest": {"type": ["string", "number", "null"], "pattern": "^[0-9a-f]{16}$"},
                },
                "required": ["source"],
            },
            NOTHING,
        ),
    }


def _required_when_final() -> list[Schema]:
    """What PM101 asks of a final postmortem; of others it is information only."""
    given: Schema = {"not": {"enum": [None, []]}}
    final: Schema = {"status": respelt("final")}
    incident: Schema = {"kind": any_of(respelt("incident"), NOTHING)}
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


def _duration() -> Schema:
    return any_of(
        {
            "type": "string",
            "pattern": f"^{DURATION}$",
            "patternErrorMessage": "Durations are written as `22 minutes` or `2 h 5 min`.",
        },
        NOTHING,
    )
