"""The contract of `library.yml`: which keys it may have, and the form of their values."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    model_validator,
)

from .policy import ANY
from .validation import check_address
from .vocabulary import MAX_ID, slugify


def _check_slug(text: str) -> str:
    if slugify(text) != text:
        raise ValueError(
            f"`{text}` is no id: use lower-case letters, digits and hyphens, as `{slugify(text)}`"
        )
    if len(text) > MAX_ID:
        raise ValueError(f"an id of more than {MAX_ID} letters is too long for an address")
    return text


def _check_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"`{text}` is no IANA time zone, such as `Europe/Berlin`") from None
    return text


def _as_entry(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


_PAGE = re.compile(r"[^/:#?\\][^:#?\\]*\.md(#[^#\s]+)?")


def is_page(link: str) -> bool:
    """Whether a link names a Markdown file of the site: `onboarding/checkout.md#tools`."""
    return _PAGE.fullmatch(link) is not None


def _check_link(text: str) -> str:
    if not is_page(text.strip()):
        try:
            check_address(text)
        except ValueError as error:
            raise ValueError(f"{error}, or is the path of a Markdown file of the site") from None
    return text.strip()


def _check_tracker(text: str) -> str:
    check_address(text)
    if "{ticket}" not in text:
        raise ValueError("the address of a ticket holds `{ticket}`, which stands for its number")
    return text


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TermEntry(_Model):
    """One word of a vocabulary; a bare text is its id."""

    id: Annotated[str, AfterValidator(_check_slug)]
    title: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    retired: bool = False
    successor: str | None = None


class SeverityEntry(TermEntry):
    """A severity, whose id keeps the organisation's spelling."""

    id: Annotated[str, Field(min_length=1)]


class ReadFirstEntry(_Model):
    """A postmortem that newcomers to a team read first; a bare text is its id."""

    postmortem: Annotated[str, Field(min_length=1)]
    reason: str = ""


def _as_read_first(value: Any) -> Any:
    return {"postmortem": value} if isinstance(value, str) else value


class TeamEntry(_Model):
    """A team."""

    id: Annotated[str, AfterValidator(_check_slug)]
    name: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    links: dict[str, Annotated[str, AfterValidator(_check_link)]] = Field(default_factory=dict)
    read_first: tuple[Annotated[ReadFirstEntry, BeforeValidator(_as_read_first)], ...] = ()
    retired: bool = False
    successor: str | None = None


_Count = Annotated[int, Field(ge=0, le=1_000_000)]
_Days = Annotated[int, Field(ge=0, le=3_650)]
"""Up to ten years, so that a date with them added is still one of the calendar."""


def _check_day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"`{value}` is no day; write it as `2026-01-01`") from None


def _for_any(value: Any) -> Any:
    return value if isinstance(value, dict) else {ANY: value}


class PolicyEntry(_Model):
    """Deadlines and thresholds; units are in the names."""

    postmortem_due_hours: dict[str, _Count] | None = None
    near_miss_due_hours: _Count | None = None
    recurrence_due_hours: _Count | None = None
    owed_always: tuple[str, ...] | None = None
    owed_if_customers_affected: tuple[str, ...] | None = None
    customer_impact_minutes: _Count | None = None
    owed_near_misses: tuple[str, ...] | None = None
    owed_since: Annotated[date, PlainValidator(_check_day)] | None = None
    owed_occurrence: _Count | None = None
    recurrence_window_days: _Count | None = None
    action_due_days: dict[str, _Days] | None = None
    verify_after_days: Annotated[dict[str, _Count], BeforeValidator(_for_any)] | None = None
    wanted_detection: tuple[str, ...] | None = None


def _as_texts(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _check_synonyms(words: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(" ".join(word.casefold().split()) for word in words))
    if len(found) < 2 or not all(found):
        raise ValueError("a group of synonyms has two words or more, such as `[db, database]`")
    return found


def _check_required(value: Any) -> Any:
    """By hand, because pydantic puts the names of a union's branches into its paths."""
    lists = list(value.values()) if isinstance(value, dict) else [value]
    if not all(_is_texts(texts) for texts in lists):
        raise ValueError(
            "a list of sections is expected here, or a mapping of severities to such lists"
        )
    if isinstance(value, dict):
        return {severity: tuple(texts) for severity, texts in value.items()}
    return tuple(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


_Text = Annotated[str, Field(min_length=1)]
_Headings = Annotated[tuple[_Text, ...], BeforeValidator(_as_texts), Field(min_length=1)]
_Required = tuple[str, ...] | dict[str, tuple[str, ...]] | None


class SectionsEntry(_Model):
    """Required sections, and the organisation's headings for them."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, _Headings] = Field(init=False)

    required: Annotated[_Required, PlainValidator(_check_required)] = None


def _check_expression(text: str) -> str:
    try:
        expression = re.compile(text)
    except re.error as error:
        raise ValueError(f"`{text}` is no regular expression: {error}") from None
    if expression.match(""):
        raise ValueError(f"`{text}` matches anywhere, also where there is nothing")
    return text


_Expression = Annotated[str, AfterValidator(_check_expression)]


class LanguageEntry(_Model):
    """A pattern of language, with the keys that Vale gives its rules."""

    extends: Literal["existence", "substitution"]
    message: str = ""
    suggestion: str = ""
    level: Literal["error", "warning", "info", "suggestion"] = "warning"
    ignorecase: bool = False
    nonword: bool = False
    tokens: tuple[_Expression, ...] = ()
    swap: dict[_Expression, str] = Field(default_factory=dict)
    exceptions: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_words(self) -> LanguageEntry:
        wanted = "tokens" if self.extends == "existence" else "swap"
        if not getattr(self, wanted):
            raise ValueError(f"a pattern that extends `{self.extends}` needs `{wanted}`")
        return self


_QuarterName = Annotated[str, Field(pattern=r"^\d{4}-Q[1-4]$")]
_Entries = tuple[Annotated[TermEntry, BeforeValidator(_as_entry)], ...]
_Level = Literal["error", "warning", "info", "off"]


class SettingsEntries(_Model):
    """The whole file; None where it does not give a list."""

    organisation: str = ""
    timezone: Annotated[str, AfterValidator(_check_zone)] = "UTC"
    id_prefix: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{0,19}$")] = "PM"
    severities: tuple[Annotated[SeverityEntry, BeforeValidator(_as_entry)], ...] | None = None
    categories: _Entries | None = None
    detection_methods: _Entries | None = None
    triggers: _Entries | None = None
    contributing_factors: _Entries | None = None
    services: _Entries | None = None
    teams: tuple[Annotated[TeamEntry, BeforeValidator(_as_entry)], ...] | None = None
    audiences: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    sections: SectionsEntry = SectionsEntry()
    policy: PolicyEntry = PolicyEntry()
    trackers: dict[str, Annotated[str, AfterValidator(_check_tracker)]] = Field(
        default_factory=dict
    )
    quarterly_reviews: dict[_QuarterName, Annotated[date, PlainValidator(_check_day)]] = Field(
        default_factory=dict
    )
    synonyms: tuple[Annotated[tuple[str, ...], AfterValidator(_check_synonyms)], ...] = ()
    language: tuple[LanguageEntry, ...] = ()
    allowed_personal_data: tuple[str, ...] = ()
    rules: dict[str, _Level] = Field(default_factory=dict)
