"""Values as JSON Schema has them for editors: texts, lists, and words of a vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .spellings import listed, spelling_of, word_of, words_of
from .vocabulary import Term, Vocabulary

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""

# YAML gives `4412` as a number and `true` as a boolean; the validator reads them as typed,
# as text. Editors offer `true`, `false` and `null` wherever a schema names these types, so
# they are allowed by what they are not.
BOOLEAN: Schema = {"not": {"type": ["array", "null", "number", "object", "string"]}}
BOOLEAN_OR_NOTHING: Schema = {"not": {"type": ["array", "number", "object", "string"]}}
NOTHING: Schema = {"not": {"type": ["array", "boolean", "number", "object", "string"]}}


def any_of(*schemas: Schema) -> Schema:
    """Editors report what the first of the nearest branches says, so the order matters."""
    return {"anyOf": list(schemas)}


def any_text(*others: Schema) -> Schema:
    """A text, which YAML may read as a number; or one of the others."""
    text: Schema = {"type": ["string", "number"], "minLength": 1}
    return any_of(text, *others) if others else text


def respelt(*names: str) -> Schema:
    """One of these names, whatever its case, spaces and hyphens."""
    return {"type": "string", "pattern": f"^(?:{spelling_of(*names)})$"}


def one_of(meanings: Mapping[str, str]) -> Schema:
    """One of these values, offered with what each means."""
    described = {"markdownEnumDescriptions": list(meanings.values())}
    return {"enum": list(meanings), **(described if any(meanings.values()) else {})}


def list_or_text(item: Schema, pattern: str) -> Schema:
    """A YAML list, or one text with commas between the entries."""
    text = {"type": ["string", "number"], "pattern": f"^{listed(pattern)}$"}
    return any_of(text, {"type": "array", "items": item}, BOOLEAN_OR_NOTHING)


def several_words(vocabulary: Vocabulary, key: str) -> Schema:
    """Words of a list of `library.yml`: one of them, several with commas, or a YAML list."""
    several = _spelt(vocabulary, words_of(vocabulary))
    items = {"type": "array", "items": {"$ref": f"#/$defs/{key}"}}
    return any_of(*_offered(vocabulary), several, items, NOTHING)


def one_word(vocabulary: Vocabulary) -> Schema:
    """One word: ids are offered; titles, aliases, other spellings and retired words are taken as well."""
    return any_of(*_offered(vocabulary), _spelt(vocabulary, word_of(vocabulary)))


def _spelt(vocabulary: Vocabulary, pattern: str) -> Schema:
    return {
        "type": ["string", "number"] if vocabulary.open else "string",
        "pattern": f"^(?:{pattern})$",
        "patternErrorMessage": "library.yml does not have this word.",
    }


def _offered(vocabulary: Vocabulary) -> tuple[Schema, ...]:
    values = [(value, term) for term in vocabulary.current for value in _as_yaml_reads(term.id)]
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
