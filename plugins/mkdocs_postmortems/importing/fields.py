"""Fields of the source that are fields of ours, and those that have no place among them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..core.front_matter import FrontMatter, read_front_matter
from ..core.header import field_name, read_header
from ..core.located_yaml import Entry, Scalar, plain_value
from ..core.located_yaml import Mapping as YamlMapping
from ..core.settings import Settings
from ..core.vocabulary import Vocabulary, fold
from .dates import Calendar, find_dates

_WRITTEN_BY_US = frozenset({"status", "imported_from"})
_FENCE = re.compile(
    r"\A(?:[ \t]*\n)*-{3,}[ \t]*\n(?P<yaml>.*?)^-{3,}[ \t]*$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, kw_only=True)
class SourceFields:
    """What the head of a source says."""

    ours: Mapping[str, Any]
    """Fields of the contract, as texts, lists and mappings; `id`, `title` and `date` are apart."""
    id: str | None
    title: str | None
    dates: tuple[str, ...]
    """What stands under a key for the date of the incident."""
    others: str
    """The source of the fields that have no place, as YAML; empty where all have one."""
    body: str
    """The text after the head, header lines that have no place included."""
    form: str
    """`yaml`, `lines` or `none`."""


def read_fields(text: str, settings: Settings) -> SourceFields:
    """Read front matter, or header lines under the first heading. Never raises."""
    header = read_header(text)
    if header.form == "lines":
        return _read_lines(text, header.fields, settings)
    found = _FENCE.match(text) if header.form == "yaml" else None
    if found is None:
        return _fields(YamlMapping(entries=(), line=1, column=1), settings, "", text, "none")
    body = text[found.end() :].strip("\n")
    if header.problems:
        # What cannot be read as a whole is kept as a whole.
        empty = YamlMapping(entries=(), line=1, column=1)
        return _fields(empty, settings, found["yaml"].rstrip("\n"), body, "yaml")
    kept = tuple(entry for entry in header.fields.entries if not _is_ours(entry, settings))
    yaml = _lines_of(kept, header.fields.entries, found["yaml"], text[: found.start("yaml")])
    return _fields(header.fields, settings, yaml, body, "yaml")


def _read_lines(text: str, fields: YamlMapping, settings: Settings) -> SourceFields:
    """Header lines stay in the text, but for those that say no more than our fields will."""
    lines = text.split("\n")
    for entry in fields.entries:
        written = re.sub(r"[^\w ]", "", lines[entry.line - 1].split(":")[0]).strip()
        same = fold(written) in (fold(entry.key), fold(entry.key.rstrip("s")))
        if _is_ours(entry, settings) and same and entry.key not in ("status", "date", "id"):
            lines[entry.line - 1] = ""
    return _fields(fields, settings, "", "\n".join(lines), "lines")


def _fields(
    fields: YamlMapping, settings: Settings, others: str, body: str, form: str
) -> SourceFields:
    entries = {field_name(entry.key): entry.value for entry in fields.entries}
    ours = {
        field_name(entry.key): plain_value(entry.value)
        for entry in fields.entries
        if _is_ours(entry, settings)
        and field_name(entry.key) not in ("id", "title", "date")
        and field_name(entry.key) not in _WRITTEN_BY_US
    }
    return SourceFields(
        ours=MappingProxyType(ours),
        id=_text(entries.get("id")) if _is_id(entries.get("id"), settings) else None,
        title=_text(entries.get("title")),
        dates=tuple(filter(None, (_text(v) for k, v in entries.items() if _is_date_key(k)))),
        others=others,
        body=body,
        form=form,
    )


def _is_date_key(key: str) -> bool:
    return key in (
        "date",
        "incident_date",
        "started",
        "start",
        "start_date",
        "occurred",
        "incident_start",
    )


def _is_id(value: object, settings: Settings) -> bool:
    text = _text(value)
    return text is not None and bool(
        re.fullmatch(rf"{re.escape(settings.id_prefix)}-\d{{4}}-\d{{3,}}", text)
    )


def _text(value: object) -> str | None:
    return value.text if isinstance(value, Scalar) else None


def _is_ours(entry: Entry, settings: Settings) -> bool:
    """Whether a field says something that one of ours can say, in the library's own words."""
    name = field_name(entry.key)
    if name not in FrontMatter.model_fields or name == "imported_from":
        return False
    value = entry.value
    if isinstance(value, Scalar) and value.text is None:
        return True
    if name == "status":
        return _text(value) == "draft"
    if name == "id":
        return _is_id(value, settings)
    if name == "date":
        return _is_whole_date(_text(value) or "")
    single = YamlMapping(
        entries=(Entry(key=name, value=value, line=entry.line, column=entry.column),),
        line=entry.line,
        column=entry.column,
    )
    reading = read_front_matter(single)
    if reading.problems:
        return False
    words = getattr(reading.values, name)
    words = words if isinstance(words, tuple) else (words,)
    vocabulary = _vocabularies(settings).get(name)
    if vocabulary is not None:
        return all(vocabulary.resolve(word) is not None for word in words)
    return name != "visibility" or words[0] in settings.audiences


def _is_whole_date(text: str) -> bool:
    mention = next(find_dates(text), None)
    return (
        mention is not None
        and mention.text.strip() == text.strip()
        and Calendar().resolve(mention) is not None
    )


def _vocabularies(settings: Settings) -> Mapping[str, Vocabulary]:
    return {
        "severity": settings.severities,
        "potential_severity": settings.severities,
        "category": settings.categories,
        "trigger": settings.triggers,
        "detection": settings.detection_methods,
        "contributing_factors": settings.contributing_factors,
        "teams": settings.team_names,
        "services": settings.services,
    }


def _lines_of(kept: tuple[Entry, ...], entries: tuple[Entry, ...], yaml: str, before: str) -> str:
    """The source of some keys, with their comments, as it stands."""
    first = before.count("\n") + 1
    starts = [entry.line - first for entry in entries]
    ends = [*starts[1:], len(yaml.split("\n"))]
    lines = yaml.split("\n")
    chosen = [
        lines[start:end]
        for entry, start, end in zip(entries, starts, ends, strict=True)
        if entry in kept or any(line.lstrip().startswith("#") for line in lines[start:end])
    ]
    head = lines[: starts[0]] if starts else lines
    return "\n".join(line for part in (head, *chosen) for line in part).strip("\n")
