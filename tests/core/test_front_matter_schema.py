"""The schema for editors takes what the validator takes, and refuses what it refuses."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema
import pytest

from mkdocs_postmortems.core.front_matter import FrontMatter
from mkdocs_postmortems.core.front_matter_schema import json_schema
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.core.settings_file import read_settings
from mkdocs_postmortems.core.source import Source
from mkdocs_postmortems.pipeline import load_library, load_settings

from ..documents import HEAD, SECTIONS
from ..yaml_values import json_values

LIBRARY = """\
id_prefix: PM
severities: [{id: SEV-1, title: Critical}, {id: SEV-2, title: Major}, "3"]
categories:
  - {id: capacity, title: Capacity limit, description: Demand met a limit., aliases: [Überlast]}
  - {id: deployment, title: "Deployment, rollout"}
triggers: [traffic-change]
detection_methods: [automated-alerting]
contributing_factors: [unbounded-growth, {id: staging-parity, title: Staging differed}, {id: human-process, retired: true}]
services: [search-api, cart-api]
teams:
  - {id: discovery, name: Search and Discovery, aliases: [Search]}
  - {id: checkout, name: Checkout}
  - {id: storefront, name: Storefront, retired: true, successor: checkout}
audiences: [public, internal]
"""

ACCEPTED = [
    "id: PM-2026-12345",
    "title: 500",
    "title: true",
    "title:",
    "title: no",
    "date:",
    "date: 2026-02-28",
    "kind: near-miss",
    "kind: Near Miss",
    "kind: Incident",
    "kind:",
    "severity: SEV-1",
    "severity: critical",
    "severity: sev 1",
    "severity: SEV1",
    "severity: 3",
    "severity: '3'",
    "potential_severity: Major",
    "status: in-review",
    "status: ~",
    "category: capacity",
    "category: Capacity limit",
    "category: CAPACITY_LIMIT",
    "category: Überlast",
    "category: überlast",
    "category: Deployment, rollout",
    "category: undetermined",
    "trigger: traffic change",
    "detection: Automated alerting",
    "contributing_factors: [unbounded-growth, Staging differed]",
    "contributing_factors: unbounded growth, staging parity",
    "contributing_factors: unbounded-growth",
    "contributing_factors: []",
    "contributing_factors:",
    "teams: [discovery, storefront]",
    "teams: Search",
    "teams: search, check-out",
    "services: [search-api]",
    "services: search-api , cart api",
    "symptoms: search 503, and slow",
    "symptoms: [search 503, 503, true]",
    "symptoms: 503",
    "symptoms: []",
    "mitigation: 7",
    "mitigation:",
    "duration: 22 minutes",
    "duration: 2 h 5 min",
    "duration: 2h5m",
    "duration: 1 day, 3 hours and 2 mins.",
    "duration: 1.5 Hours",
    "duration: PT22M",
    "duration: P1DT2H",
    "duration:",
    "customer_impact: 3 w",
    "impact: {requests: 2300, cost: 3200 USD, all: true}",
    "impact: {}",
    "impact:",
    "incidents: 4412",
    "incidents: [4412, INC-7]",
    "incidents: INC-7, INC-8",
    "authors: Ada Osei",
    "responders: [Ada Osei, Tom Reyes]",
    "reviewers: []",
    "facilitator: Sam Ito",
    "facilitator:",
    "published: 2026-03-05",
    "published: 2026-03-05T16",
    "published: 2026-03-05T16:00Z",
    "published: 2026-03-05 16:00:30.5+01:00",
    "published: 2026-03-05T16:00:00+0100",
    "published: 2026-W10-4",
    "published:",
    "timezone: Europe/Berlin",
    "timezone: unknown",
    "timezone: Etc/GMT+5",
    "visibility: public",
    "visibility:",
    "recurrence_of: [PM-2025-031]",
    "recurrence_of: PM-2025-031 , OLD-2019-001",
    "related: PM-2025-031",
    "related:",
    "aliases: orders-outage, of march",
    "aliases: [orders-outage-march]",
    "imported_from: {source: notes/a.md}",
    "imported_from: {source: notes/a.md, digest: 0123456789abcdef}",
    "links: {Channel: 'HTTPS://chat.example/1', Book: /books/a/, Mail: 'MAILTO:a@b.example'}",
    "links:",
    "tags: [2024, checkout]",
    "tags: peak, 2024",
]

REFUSED = [
    "id: PM-26-001",
    "id: INC-2026-001",
    "id: PM-2026-01",
    "id: 7",
    "id:",
    "id: [PM-2026-001]",
    "title: [Search]",
    "title: {a: b}",
    "date: 2026-13-01",
    "date: 2026-02-30",
    "date: 8 January 2026",
    "date: 20260108",
    "date: [2026-01-08]",
    "kind: accident",
    "kind: true",
    "severity: SEV-9",
    "severity: 4",
    "severity: true",
    "severity: [SEV-1]",
    "severity: ''",
    "potential_severity: huge",
    "status: done",
    "status: 1",
    "category: capacit",
    "category: capacity limits",
    "category: '?'",
    "category: [capacity]",
    "trigger: {a: b}",
    "detection: luck",
    "contributing_factors: [unbounded-growth, gremlins]",
    "contributing_factors: unbounded-growth, gremlins",
    "contributing_factors: unbounded-growth,",
    "contributing_factors: {a: b}",
    "contributing_factors: [~]",
    "teams: payments",
    "teams: ''",
    "services: [[search-api]]",
    "services: 7",
    "symptoms: {a: b}",
    "symptoms: ['']",
    "symptoms: [[a]]",
    "mitigation: [Rolled back]",
    "mitigation: ''",
    "duration: 22",
    "duration: about an hour",
    "duration: 22 minuten",
    "duration: -5 minutes",
    "duration: 11 y",
    "duration: P",
    "duration: PT",
    "duration: [22 minutes]",
    "customer_impact: a day",
    "impact: 2300 requests",
    "impact: {requests: [1]}",
    "impact: {requests: }",
    "incidents: INC-7,,INC-8",
    "incidents: {a: b}",
    "authors: ['']",
    "reviewers: [~]",
    "facilitator: [Sam Ito]",
    "published: yesterday",
    "published: 16:00",
    "published: 2026",
    "timezone: half past two",
    "timezone: [UTC]",
    "timezone: 2",
    "visibility: secret",
    "visibility: Public",
    "visibility: 1",
    "recurrence_of: [31]",
    "recurrence_of: 2025-031",
    "related: PM-2025-031 PM-2025-032",
    "aliases: ['']",
    "links: {Channel: 'javascript:alert(1)'}",
    "links: {Book: ../books/a.md}",
    "imported_from: notes/a.md",
    "imported_from: {digest: 0123456789abcdef}",
    "imported_from: {source: notes/a.md, digest: xyz}",
    "links: {Part: '#a:b'}",
    "links: [https://chat.example]",
    "links: {Channel: }",
    "tags: {a: b}",
    "colour: red",
]

BEYOND_THE_SCHEMA = [
    "timezone: Europe/Atlantis",
    "duration: 2 h 3 h",
    "duration: 600 weeks",
    "category: capèacity",
]


@pytest.fixture(scope="module")
def settings() -> Settings:
    reading = read_settings(LIBRARY.encode())
    assert reading.problems == ()
    return reading.settings


@pytest.fixture(scope="module")
def schema(settings: Settings) -> dict[str, Any]:
    made = json_schema(settings)
    jsonschema.Draft202012Validator.check_schema(made)
    return made


def front_matter(line: str | None, **fields: str | None) -> str:
    """A complete front matter in which a line replaces that of its key."""
    head = {**HEAD, **fields}
    if line is not None:
        head.pop(line.split(":")[0], None)
    lines = [f"{key}: {value}" for key, value in head.items() if value is not None]
    return "\n".join([*lines, *([line] if line else [])]) + "\n"


def accepts(schema: dict[str, Any], text: str) -> bool:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    return validator.is_valid(json_values(text))


def complaints(text: str) -> Iterator[str]:
    """What the rules say of the fields, in a document that opens with a heading."""
    body = "".join(f"\n## {name}\n\n{content}" for name, content in SECTIONS.items())
    data = f"---\n{text}---\n# A heading\n{body}".encode()
    source = Source(path="a.md", uri="incidents/a.md", data=data, size=len(data))
    library = load_library([source], load_settings(LIBRARY.encode()), date(2026, 3, 16))
    codes = ("PM101", "PM102", "PM103", "PM107")
    yield from (str(d) for d in library.diagnostics if d.code in codes and d.level != "info")


@pytest.mark.parametrize("line", ACCEPTED)
def test_what_the_validator_takes_the_schema_takes(schema: dict[str, Any], line: str) -> None:
    text = front_matter(line, status="draft")
    assert list(complaints(text)) == []
    assert accepts(schema, text)


@pytest.mark.parametrize("line", REFUSED)
def test_what_the_validator_refuses_the_schema_refuses(schema: dict[str, Any], line: str) -> None:
    text = front_matter(line, status="draft")
    assert list(complaints(text)) != []
    assert not accepts(schema, text)


@pytest.mark.parametrize("line", BEYOND_THE_SCHEMA)
def test_what_a_schema_cannot_say_is_left_to_the_validator(
    schema: dict[str, Any], line: str
) -> None:
    text = front_matter(line)
    assert list(complaints(text)) != []
    assert accepts(schema, text)


@pytest.mark.parametrize("field", ["date", "category", "detection", "teams", "severity"])
@pytest.mark.parametrize("value", [None, ""], ids=["absent", "empty"])
def test_a_final_postmortem_needs_more_than_a_draft(
    schema: dict[str, Any], field: str, value: str | None
) -> None:
    final = front_matter(None, **{field: value})
    assert list(complaints(final)) != []
    assert not accepts(schema, final)
    draft = front_matter(None, **{field: value}, status="in-review")
    assert list(complaints(draft)) == []
    assert accepts(schema, draft)


def test_a_near_miss_needs_no_severity(schema: dict[str, Any]) -> None:
    text = front_matter(None, severity=None, kind="near-miss")
    assert list(complaints(text)) == []
    assert accepts(schema, text)


def test_the_schema_has_the_fields_of_the_contract_in_their_order(schema: dict[str, Any]) -> None:
    assert list(schema["properties"]) == list(FrontMatter.model_fields)


def test_ids_are_offered_with_what_they_mean(schema: dict[str, Any]) -> None:
    offered = schema["$defs"]["categories"]["anyOf"][0]
    assert offered == {
        "enum": ["capacity", "deployment", "undetermined"],
        "markdownEnumDescriptions": [
            "**Capacity limit**. Demand met a limit.",
            "**Deployment, rollout**",
            "**Undetermined**. The cause could not be established; "
            "the document says what was tried.",
        ],
    }


def test_a_retired_team_is_taken_and_no_longer_offered(schema: dict[str, Any]) -> None:
    assert schema["$defs"]["teams"]["anyOf"][0]["enum"] == ["discovery", "checkout"]


def test_a_retired_factor_is_taken_and_no_longer_offered(schema: dict[str, Any]) -> None:
    offered = schema["$defs"]["contributing_factors"]["anyOf"][0]["enum"]
    assert offered == ["unbounded-growth", "staging-parity"]
    assert accepts(schema, front_matter("contributing_factors: [human-process]"))


@pytest.mark.parametrize(
    ("line", "valid"),
    [
        ("category: anything at all", True),
        ("category: '?!'", False),
        ("services: [whatever, 7]", True),
        ("services: one, other", True),
        ("services: one, ?", False),
        ("teams: [our team]", True),
        ("contributing_factors: ['']", False),
        ("trigger: gremlins", False),
    ],
)
def test_without_lists_of_its_own_a_library_takes_any_word(line: str, valid: bool) -> None:
    assert accepts(json_schema(Settings()), front_matter(line)) == valid


def test_another_prefix_is_asked_for() -> None:
    made = json_schema(Settings(id_prefix="INC"))
    assert accepts(made, front_matter("id: INC-2026-001"))
    assert not accepts(made, front_matter("id: PM-2026-001"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("duration", "1 h " * 1000 + "x"),
        ("duration", " " * 3000 + "x"),
        ("duration", "1" * 3000),
        ("published", " " * 3000 + "x"),
        ("contributing_factors", "unbounded-growth," * 500 + "?"),
        ("category", "-" * 3000),
        ("authors", "a b" * 1000 + ",,"),
        ("links", {"Page": "x" * 3000 + ":"}),
    ],
)
def test_a_long_and_hopeless_value_is_refused_at_once(
    schema: dict[str, Any], field: str, value: Any
) -> None:
    """A pattern that can match in two ways takes twice as long with each repetition."""
    validator = jsonschema.Draft202012Validator(schema)
    began = time.monotonic()
    assert not validator.is_valid({"id": "PM-2026-001", field: value})
    assert time.monotonic() - began < 2


def test_open_lists_are_read_at_once_too() -> None:
    validator = jsonschema.Draft202012Validator(json_schema(Settings()))
    began = time.monotonic()
    assert not validator.is_valid({"id": "PM-2026-001", "services": "a b " * 1000 + ",?"})
    assert time.monotonic() - began < 2
