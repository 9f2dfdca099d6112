"""The contract of a postmortem's front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from .corrections import correct_date, correct_word
from .diagnostics import Finding, Problem
from .durations import parse_duration
from .examples import FIELD_EXAMPLES
from .located_yaml import Mapping, place_of, plain_value
from .validation import check_address, describe_error, says_how_to_mend
from .vocabulary import fold, nearest

UNKNOWN_ZONE = "unknown"
REQUIRED_WHEN_FINAL = ("date", "category", "detection", "teams")
"""And of an incident its severity."""
ID_PATTERN = r"^[A-Z][A-Z0-9]{0,19}-[0-9]{4}-[0-9]{3,9}$"
"""Bounded, because ids become names of files and are counted on."""
DEFAULT_VISIBILITY = "internal"
"""Of a document or an incident that names no audience."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_date(text: str) -> date:
    """Read `2026-03-04`. Raises ValueError for anything else."""
    try:
        if _DATE.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"`{text}` is no day of the calendar: {error}") from None
    meant = correct_date(text)
    raise ValueError(f"`{text}` is no date; write it as {meant.new if meant else '2026-03-04'}")


def parse_instant(text: str) -> datetime:
    """Read `2026-03-05T16:00Z` or with an offset; a bare date is its midnight in UTC."""
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)  # fails at either end of the calendar
    except (ValueError, OverflowError):
        raise ValueError(f"`{text}` is no time; write it as 2026-03-05T16:00Z") from None
    return moment


def _texts(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _words(value: Any) -> Any:
    return [word.strip() for word in value.split(",")] if isinstance(value, str) else value


def _one_of(*choices: str) -> BeforeValidator:
    """Reads a fixed word whatever its case, spaces and hyphens."""
    by_folded = {fold(choice): choice for choice in choices}
    return BeforeValidator(
        lambda value: by_folded.get(fold(value), value) if isinstance(value, str) else value
    )


def _date_value(value: Any) -> Any:
    return parse_date(value) if isinstance(value, str) else value


def _instant_value(value: Any) -> Any:
    return parse_instant(value) if isinstance(value, str) else value


def _duration_value(value: Any) -> Any:
    return parse_duration(value) if isinstance(value, str) else value


def _zone_value(value: Any) -> Any:
    if isinstance(value, str) and value != UNKNOWN_ZONE:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"`{value}` is no IANA time zone, such as `Europe/Berlin`") from None
    return value


def _links_value(value: Any) -> Any:
    for address in value.values() if isinstance(value, dict) else ():
        if isinstance(address, str):
            check_address(address)
    return value


_Text = Annotated[str, Field(min_length=1)]
_Id = Annotated[str, Field(pattern=ID_PATTERN)]
_Words = Annotated[tuple[_Text, ...], BeforeValidator(_words)]
_Texts = Annotated[tuple[_Text, ...], BeforeValidator(_texts)]
_Ids = Annotated[tuple[_Id, ...], BeforeValidator(_words)]
_Duration = Annotated[timedelta, BeforeValidator(_duration_value)]
_Date = Annotated[date, BeforeValidator(_date_value)]
_Kind = Annotated[Literal["incident", "near-miss"], _one_of("incident", "near-miss")]
_Status = Annotated[Literal["draft", "in-review", "final"], _one_of("draft", "in-review", "final")]
_Instant = Annotated[datetime, BeforeValidator(_instant_value)]


class ImportedFrom(BaseModel):
    """Where an imported document came from, and how a later run knows it again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: _Text = Field(description="Path of the file, from the folder of mkdocs.yml, or its URL")
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] | None = Field(
        None, description="Of the document as the importer wrote it"
    )


class FrontMatter(BaseModel):
    """The fields of a postmortem. None and `()` mean that the document does not say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: _Id | None = Field(None, description="Unique, never reused; the permalink: PM-2026-007")
    title: _Text | None = Field(None, description="What was seen, in a line")
    date: _Date | None = Field(None, description="The day on which impact began")
    kind: _Kind = "incident"
    severity: _Text | None = Field(None, description="Required for an incident")
    potential_severity: _Text | None = Field(
        None, description="For a near miss: the severity that it would have had"
    )
    status: _Status = "draft"
    category: _Text | None = Field(None, description="Root-cause category")
    trigger: _Text | None = Field(None, description="What set it off")
    detection: _Text | None = Field(None, description="How it was detected")
    contributing_factors: _Words = ()
    teams: _Words = Field((), description="The first one owns the postmortem")
    services: _Words = ()
    symptoms: _Texts = Field((), description="What people saw: alerts, error messages")
    mitigation: _Text | None = Field(None, description="What stopped it, in a line")
    duration: _Duration | None = Field(None, description="From the start of impact to resolution")
    customer_impact: _Duration | None = Field(None, description="How long customers were affected")
    impact: dict[str, _Text] = Field(
        default_factory=dict,
        description="Counts of what was hit, each a number with or without a unit: 3200 USD. "
        "The keys are yours. A point is the decimal one, thousands are parted by commas or "
        "spaces.",
    )
    incidents: _Words = Field((), description="Numbers in the incident register or pager")
    authors: _Words = ()
    responders: _Words = ()
    reviewers: _Words = ()
    facilitator: _Text | None = None
    published: _Instant | None = Field(None, description="When the final version was shared")
    timezone: Annotated[str, BeforeValidator(_zone_value)] = Field(
        "UTC", description="Of the timeline: an IANA name, or `unknown`"
    )
    visibility: _Text = Field(DEFAULT_VISIBILITY, description="An audience of library.yml")
    recurrence_of: _Ids = Field((), description="The same cause, again: set by people")
    related: _Ids = ()
    aliases: _Texts = Field(
        (), description="Former ids and other names; no other document may have them"
    )
    links: Annotated[dict[str, _Text], BeforeValidator(_links_value)] = Field(default_factory=dict)
    tags: _Words = ()
    imported_from: ImportedFrom | None = Field(None, description="Written by `postmortems import`")


@dataclass(frozen=True, kw_only=True)
class FrontMatterReading:
    """The fields that could be read, which were refused, and why."""

    values: FrontMatter
    refused: frozenset[str]
    """Fields that are present but could not be read."""
    problems: tuple[Problem, ...]


def read_front_matter(fields: Mapping, id_prefix: str = "PM") -> FrontMatterReading:
    """Hold fields against the contract. A field that cannot be read is unknown.

    `id_prefix` is what hints write an id with.
    """
    values = {key: value for key, value in plain_value(fields).items() if value is not None}
    problems: list[Problem] = []
    refused: set[str] = set()
    while True:
        try:
            front_matter = FrontMatter.model_validate(values)
            break
        except ValidationError as error:
            details = error.errors()
            if "incidents" in values:
                values["incidents"] = _readable_entries(values["incidents"], details)
            for detail in details:
                name = str(detail["loc"][0])
                if name != "incidents":
                    values.pop(name, None)
                if detail["type"] == "extra_forbidden":
                    problems.append(_unknown_field(fields, name))
                elif name not in refused or len(detail["loc"]) > 1:
                    problems.append(_invalid_value(fields, name, detail, id_prefix))
                    refused.add(name)
    return FrontMatterReading(
        values=front_matter, refused=frozenset(refused), problems=tuple(problems)
    )


def _readable_entries(numbers: Any, details: Any) -> Any:
    """The numbers without those refused: of a restricted document each is one to be hidden."""
    refused = [detail["loc"][1:] for detail in details if detail["loc"][0] == "incidents"]
    if () in refused:
        return ()
    return [one for index, one in enumerate(_words(numbers)) if (index,) not in refused]


def _unknown_field(fields: Mapping, name: str) -> Problem:
    place = place_of(fields, ())
    entry = fields.get(name)
    guess = nearest(name, FrontMatter.model_fields)
    # A plural or a second such key may well be something else.
    similar = [e.key for e in fields.entries if e.key not in FrontMatter.model_fields]
    free = (
        field
        for field in FrontMatter.model_fields
        if fields.get(field) is None
        and field.rstrip("s") != name
        and sum(nearest(key, (field,)) is not None for key in similar) == 1
    )
    finding = Finding(
        line=entry.line if entry else place.line,
        column=entry.column if entry else place.column,
        message=f"`{name}` is no field of a postmortem",
        hint=f"did you mean `{guess}`?"
        if guess
        else "words of your own go under `tags`, counts under `impact`",
        replacement=correct_word(name, free),
    )
    return Problem(code="PM107", finding=finding)


def _invalid_value(fields: Mapping, name: str, detail: Any, id_prefix: str) -> Problem:
    place = place_of(fields, tuple(detail["loc"]))
    hint = ""
    replacement = None
    if name == "date" and isinstance(detail["input"], str):
        replacement = correct_date(detail["input"])
    if detail["type"] == "literal_error":
        known = re.findall(r"'([^']+)'", detail["ctx"]["expected"])
        guess = nearest(str(detail["input"]), known)
        replacement = correct_word(str(detail["input"]), known)
        hint = f"did you mean `{guess}`?" if guess else ""
    elif detail["type"] == "string_pattern_mismatch":
        hint = f"write it as {id_prefix}-2026-007"
    elif not says_how_to_mend(detail):
        hint = f"for example `{name}: {FIELD_EXAMPLES[name]}`" if name in FIELD_EXAMPLES else ""
    finding = Finding(
        line=place.line,
        column=place.column,
        message=f"`{name}`: {describe_error(detail, 'id of a postmortem')}",
        hint=hint,
        replacement=replacement,
    )
    return Problem(code="PM103", finding=finding)
