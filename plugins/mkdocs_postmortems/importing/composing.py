"""The text of an imported document, and the mark by which a later run knows it again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..core.front_matter import FrontMatter
from .chunks import closed

NOTES = "Import Notes"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ()/_.+-]*(?<! )")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_DIGEST = re.compile(r"(?<=, digest: )[0-9a-f]{16}(?=\}$)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Composition:
    """Everything that a document is made of."""

    title: str
    day: date | None
    fields: Mapping[str, Any]
    """Other fields of the front matter, as texts, lists of texts and mappings of texts."""
    heading: str
    """A first-level heading of the source that is not the title; empty for none."""
    parts: Sequence[tuple[str, str]]
    """Heading, empty for the text above all headings, and Markdown of each section."""
    notes: str
    """What the text does not show of the source otherwise, as Markdown."""
    source: str
    """Where it came from."""


def compose(composition: Composition, identifier: str) -> str:
    """The document under an id; `seal` gives it its digest."""
    fields: dict[str, Any] = {
        "id": identifier,
        "title": composition.title,
        **({"date": composition.day.isoformat()} if composition.day else {}),
        "status": "draft",
        **composition.fields,
    }
    order = {name: index for index, name in enumerate(FrontMatter.model_fields)}
    lines = [
        f"{name}: {_yaml(fields[name])}"
        for name in sorted(fields, key=lambda name: order.get(name, len(order)))
    ]
    head = "\n".join(
        (
            "---",
            *lines,
            f"imported_from: {{source: {_quoted(composition.source)}, digest: {'0' * 16}}}",
            "---",
        )
    )
    body = "\n\n".join(part for part in _body(composition) if part.strip())
    return f"{head}\n\n{body}\n" if body else f"{head}\n"


def seal(text: str) -> str:
    """The text with its digest, by which a later run sees whether it was edited."""
    return _DIGEST.sub(digest_of(text), text, count=1)


def digest_of(text: str) -> str:
    """What identifies a document as written by the importer: any edit changes it."""
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    unmarked = _DIGEST.sub("0" * 16, text, count=1)
    return hashlib.sha256(unmarked.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _body(composition: Composition) -> Iterator[str]:
    yield f"# {composition.heading}" if composition.heading else ""
    for heading, text in composition.parts:
        yield f"## {heading}" if heading else ""
        yield closed(text) if text else ""
    if composition.notes:
        yield f"## {NOTES}"
        yield composition.notes


def _yaml(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{_text(str(key))}: {_text(_flat(item))}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, str):
        return _text(value)
    return f"[{', '.join(_text(_flat(item)) for item in value)}]"


def _flat(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _text(text: str) -> str:
    # Dates and numbers need no quotes either: they are read as typed.
    plain = _PLAIN.fullmatch(text) or re.fullmatch(r"[0-9-]+|[A-Z]+-[0-9-]+", text)
    return text if plain and text.lower() not in _WORDS else _quoted(text)


def _quoted(text: str) -> str:
    """A double-quoted YAML text; JSON's escapes are YAML's."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in quoted)
