from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_postmortems.core.examples import SETTING_EXAMPLES
from mkdocs_postmortems.core.settings_contract import PolicyEntry, SettingsEntries, TeamEntry
from mkdocs_postmortems.core.settings_file import SettingsReading, read_settings
from mkdocs_postmortems.core.template import NewPostmortem, render_template


def read(text: str) -> SettingsReading:
    return read_settings(text.encode())


def places(reading: SettingsReading) -> list[tuple[int, str]]:
    return [(p.finding.line, p.finding.message) for p in reading.problems]


def test_an_empty_file_gives_sensible_defaults() -> None:
    settings = read("").settings
    assert [term.id for term in settings.severities.terms] == ["SEV-1", "SEV-2", "SEV-3", "SEV-4"]
    assert settings.categories.resolve("Anything at all") is not None
    assert settings.timezone == "UTC"


def test_what_can_be_used_is_used_beside_what_cannot() -> None:
    reading = read(
        "organisation: Lindgrove\ntimezone: Mars/Olympus\ncategories:\n  - id: Bad Id\n  - good\n"
    )
    assert reading.settings.organisation == "Lindgrove"
    assert reading.settings.categories.resolve("good") is not None
    assert [line for line, _ in places(reading)] == [2, 4]


def test_an_unknown_key_gets_the_nearest_one() -> None:
    (problem,) = read("catagories: [a]\n").problems
    assert (problem.code, problem.finding.line, problem.finding.hint) == (
        "PM901", 1, "did you mean `categories`?",
    )  # fmt: skip


def test_an_unknown_key_of_an_entry_is_told_the_keys_that_there_are() -> None:
    (problem,) = read("services:\n  - orders\n  - {id: search, owner: discovery}\n").problems
    assert problem.finding.message == (
        "entry 2 of `services` has a key `owner`; it may have id, title, description, aliases, "
        "retired, successor"
    )
    (problem,) = read("teams: [{id: search, successors: x}]\n").problems
    assert problem.finding.message.startswith("the team `search` has a key `successors`")
    assert problem.finding.hint == "did you mean `successor`?"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("id_prefix: pm", "`id_prefix`: `pm` is no prefix of ids", "for example `id_prefix: PM`"),
        (
            "teams: [{id: a, links: [x]}]",
            "`links` of `a`: a mapping of keys to values is expected here",
            "for example `links: {Channel: https://chat.example/checkout}`",
        ),
        (
            "teams: [a, {id: b, members: [Lin, [Ada]]}]",
            "entry 2 of `members` of `b`: a text is expected here",
            "for example `members: [Lin Berg]`",
        ),
        (
            "policy: {action_due_days: {P0: soon}}",
            "`policy.action_due_days.P0`: a whole number is expected here",
            "for example `action_due_days: {P0: 7}`",
        ),
    ],
)
def test_a_value_of_the_wrong_form_is_named_in_words_and_shown_the_right_form(
    text: str, message: str, hint: str
) -> None:
    (problem,) = read(text).problems
    assert (problem.finding.message, problem.finding.hint) == (message, hint)


def test_the_examples_in_hints_can_be_used() -> None:
    top = [key for key in SETTING_EXAMPLES if key in SettingsEntries.model_fields]
    assert top == list(SettingsEntries.model_fields)
    assert read("".join(f"{key}: {SETTING_EXAMPLES[key]}\n" for key in top)).problems == ()
    team = [key for key in SETTING_EXAMPLES if key in TeamEntry.model_fields and key != "services"]
    entry = ", ".join(f"{key}: {SETTING_EXAMPLES[key]}" for key in team if key != "successor")
    assert read(f"teams: [{{{entry}}}]\n").problems == ()
    policy = [key for key in SETTING_EXAMPLES if key in PolicyEntry.model_fields]
    assert policy == list(PolicyEntry.model_fields)
    entry = ", ".join(f"{key}: {SETTING_EXAMPLES[key]}" for key in policy)
    assert read(f"policy: {{{entry}}}\n").problems == ()


def test_what_a_team_has_its_newcomers_read_has_reasons_and_places() -> None:
    reading = read(
        "teams:\n"
        "  - id: search\n"
        "    read_first:\n"
        "      - PM-2025-012\n"
        "      - {reason: What  locks what, postmortem: PM-2025-030}\n"
    )
    assert reading.problems == ()
    (team,) = reading.settings.teams
    assert [(p.postmortem, p.reason, p.line, p.column) for p in team.read_first] == [
        ("PM-2025-012", "", 4, 9), ("PM-2025-030", "What locks what", 5, 48),
    ]  # fmt: skip


def test_links_of_a_team_are_addresses_or_files_of_the_site() -> None:
    reading = read(
        "teams:\n"
        "  - id: search\n"
        "    links:\n"
        "      Channel: https://chat.example/search\n"
        "      Guide: onboarding/search first.md\n"
        "      Runbook: runbooks/search.md#queue\n"
    )
    assert reading.problems == ()
    (team,) = reading.settings.teams
    assert team.links == (("Channel", "https://chat.example/search"),)
    assert [(p.label, p.uri, p.anchor, p.line, p.column) for p in team.pages] == [
        ("Guide", "onboarding/search first.md", "", 5, 14),
        ("Runbook", "runbooks/search.md", "queue", 6, 16),
    ]


@pytest.mark.parametrize("link", ["runbooks/a", "a.md?b", "file:a.md", "a.html", "runbooks\\a.md"])
def test_a_link_that_is_neither_is_told_both_forms(link: str) -> None:
    (problem,) = read(f"teams: [{{id: a, links: {{Guide: '{link}'}}}}]\n").problems
    assert problem.finding.message.endswith(
        f": `{link}` is no address of a page; it begins with https://, mailto: or /, or is the path "
        "of a Markdown file of the site"
    )


def test_a_slip_in_a_reading_list_costs_that_entry_and_not_the_team() -> None:
    reading = read(
        "teams:\n"
        "  - id: search\n"
        "    read_first: [{postmortem: PM-2025-001, reasons: x}, {reason: y}, PM-2025-002, [z]]\n"
    )
    assert [team.id for team in reading.settings.teams] == ["search"]
    assert [p.postmortem for p in reading.settings.teams[0].read_first] == [
        "PM-2025-001", "PM-2025-002",
    ]  # fmt: skip
    assert [p.finding.message.partition(":")[0] for p in reading.problems] == [
        "entry 1 of `read_first` of `search` has a key `reasons`; it may have postmortem, reason",
        "`postmortem` of entry 2 of `read_first` of `search`",
        "entry 4 of `read_first` of `search`",
    ]
    assert reading.problems[0].finding.hint == "did you mean `reason`?"


@pytest.mark.parametrize(
    ("entry", "key", "column", "hint"),
    [
        ("PM-2025-027: why", "PM-2025-027", 9, "write `{postmortem: PM-2025-027, reason: …}`"),
        ("{postmorten: PM-2025-027, reason: why}", "postmorten", 10, "did you mean `postmortem`?"),
        ("{postmortem: PM-2025-027, note: why}", "note", 35, ""),
    ],
)
def test_one_slip_in_a_key_is_one_finding_at_that_key(
    entry: str, key: str, column: int, hint: str
) -> None:
    reading = read(
        f"teams:\n  - id: payments\n    read_first:\n      - {entry}\n      - PM-2025-001\n"
    )
    (problem,) = reading.problems
    assert (problem.finding.line, problem.finding.column, problem.finding.hint) == (4, column, hint)
    assert problem.finding.message == (
        f"entry 1 of `read_first` of `payments` has a key `{key}`; it may have postmortem, reason"
    )
    (team,) = reading.settings.teams
    assert team.read_first[-1].postmortem == "PM-2025-001"


def test_a_missing_key_is_reported_beside_an_unknown_one_that_means_another() -> None:
    reading = read("categories: [{colour: red, titel: Capacity}, {idd: capacity}]\n")
    assert [p.finding.message.partition(";")[0] for p in reading.problems] == [
        "`id` of entry 1 of `categories`: this key is required",
        "entry 1 of `categories` has a key `colour`",
        "entry 1 of `categories` has a key `titel`",
        "entry 2 of `categories` has a key `idd`",
    ]


def test_words_stay_as_they_were_typed() -> None:
    settings = read("categories: [{id: 'no', title: no}, {id: '0123', title: 10:30}]\n").settings
    assert [term.title for term in settings.categories.terms][:2] == ["no", "10:30"]


def test_undetermined_is_built_in() -> None:
    assert read("categories: [capacity]\n").settings.categories.resolve("undetermined") is not None


def test_a_name_that_two_entries_claim_is_reported() -> None:
    reading = read(
        "teams:\n  - {id: a, name: A, aliases: [core]}\n  - {id: b, name: B, aliases: [Core]}\n"
    )
    assert [line for line, _ in places(reading)] == [3]


def test_sections_have_the_organisations_own_headings() -> None:
    text = "sections:\n  required: [Summary, Root Cause]\n  Root Cause: [Causes, How it happened]\n"
    sections = read(text).settings.sections
    assert sections.required == ("Summary", "Root Cause")
    assert sections.canonical("how it happened") == "Root Cause"
    assert sections.preferred("Root Cause") == "Causes"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("sections:\n  Root Cause: []\n", 2, "sections.Root Cause"),
        ("sections:\n  Root Cause: ['']\n", 2, "entry 1 of `sections.Root Cause`"),
        ("sections:\n  required: Summary\n", 2, "sections.required"),
        ("sections:\n  required: {SEV-1: [{}]}\n", 2, "sections.required"),
        ("organisation: A\nstr: 1\n", 2, "str"),
        ("organisation: A\n'a[b': 1\n", 2, "a[b"),
        ("organisation: A\nteams: [{str: 1}]\n", 2, "`id` of entry 1 of `teams`"),
        ("organisation: A\npolicy: {customer_impact_minutes: 99999999999999999999}\n", 2,
         "policy.customer_impact_minutes"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_by_its_key(text: str, line: int, key: str) -> None:
    reading = read(text)
    first, *_ = places(reading)
    assert first[0] == line
    assert first[1].startswith((key, f"`{key}`"))
    assert reading.settings.sections.preferred("Root Cause") == "Root Cause"


KEYS = st.one_of(
    st.sampled_from(
        ["organisation", "timezone", "id_prefix", "severities", "categories", "services", "teams",
         "audiences", "sections", "required", "Root Cause", "policy", "trackers", "rules", "PM501",
         "id", "title", "aliases", "name", "members", "links", "retired", "successor"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(st.none(), st.integers().map(str), KEYS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_no_mapping_raises_and_what_is_left_of_it_can_be_used(mapping: dict[str, object]) -> None:
    reading = read(json.dumps(mapping))
    assert all(problem.finding.line >= 1 for problem in reading.problems)
    new = NewPostmortem(id="PM-2026-001", title="Slow", date=date(2026, 3, 4))
    assert "title" in render_template(new, reading.settings)


def test_sections_may_be_required_by_severity() -> None:
    sections = read("sections: {required: {SEV-1: [Summary, Detection]}}\n").settings.sections
    assert sections.required_for("SEV-1") == ("Summary", "Detection")
    assert len(sections.required_for("SEV-2")) == 7


def test_the_policy_follows_the_organisations_own_severities() -> None:
    policy = read("severities: [P1, P2, P3]\n").settings.policy
    assert dict(policy.postmortem_due_hours) == {"P1": 48, "P2": 120}
    assert policy.owed_always == ("P1",)
    assert policy.owed_if_customers_affected == ("P2",)
    assert policy.owed_near_misses == ("P1", "P2")


def test_a_policy_for_an_unknown_severity_is_a_finding_and_the_rest_is_used() -> None:
    reading = read(
        "policy:\n  owed_always: [SEV-1, SEV-9]\n  postmortem_due_hours: {SEV9: 1, sev2: 9}\n"
    )
    assert [p.finding.message for p in reading.problems] == [
        "`policy.owed_always`: `SEV-9` is no severity",
        "`policy.postmortem_due_hours`: `SEV9` is no severity",
    ]
    assert reading.settings.policy.owed_always == ("SEV-1",)
    assert dict(reading.settings.policy.postmortem_due_hours) == {"SEV-2": 9}


def test_synonyms_are_groups_of_at_least_two_words() -> None:
    reading = read_settings(b"synonyms:\n  - [DB, database, db]\n  - [OOM, Out of  Memory]\n")
    assert reading.settings.synonyms == (("db", "database"), ("oom", "out of memory"))
    alone = read_settings(b"synonyms:\n  - [DB, db]\n  - [k8s, kubernetes]\n")
    assert [problem.finding.line for problem in alone.problems] == [2]
    assert "two words or more" in alone.problems[0].finding.message


def test_quarterly_reviews_are_days_by_quarter() -> None:
    reading = read_settings(b"quarterly_reviews: {2025-Q4: 2026-01-15, 2025-Q5: 2026-01-15}\n")
    assert [problem.finding.line for problem in reading.problems] == [1]
    whole = read_settings(b"quarterly_reviews:\n  2025-Q4: 2026-01-15\n").settings
    assert dict(whole.quarterly_reviews) == {"2025-Q4": date(2026, 1, 15)}


def test_a_quarter_is_reviewed_when_it_is_over() -> None:
    text = (
        b"quarterly_reviews:\n  2025-Q3: 2025-10-01\n  2025-Q4: 2025-12-31\n  9999-Q4: 2026-01-15\n"
    )
    reading = read_settings(text)
    assert dict(reading.settings.quarterly_reviews) == {"2025-Q3": date(2025, 10, 1)}
    assert [(p.finding.line, p.finding.message) for p in reading.problems] == [
        (3, "2025-Q4 was not over on 2025-12-31, so that was no review of it"),
        (4, "9999-Q4 was not over on 2026-01-15, so that was no review of it"),
    ]


def test_what_alerting_is_called_is_known_from_the_words_of_the_organisation() -> None:
    own = b"detection_methods: [{id: pager, aliases: [monitoring]}, {id: phone}]\n"
    assert read_settings(own).settings.policy.wanted_detection == ("pager",)
    none = b"detection_methods: [phone]\n"
    assert read_settings(none).settings.policy.wanted_detection == ()
    chosen = own + b"policy: {wanted_detection: [phone, telepathy]}\n"
    reading = read_settings(chosen)
    assert reading.settings.policy.wanted_detection == ("phone",)
    assert "`telepathy` is no detection method" in reading.problems[0].finding.message
