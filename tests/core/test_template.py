from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from mkdocs_postmortems.core.diagnostics import Level
from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.core.template import (
    NewPostmortem,
    WordsInUse,
    file_name,
    next_id,
    render_template,
)
from mkdocs_postmortems.core.vocabulary import Term, Vocabulary

from ..libraries import SETTINGS, load

NEW = NewPostmortem(id="PM-2026-007", title='Checkout: "down" again', date=date(2026, 3, 4))


def test_a_new_document_has_hints_to_fill_in_and_neither_error_nor_warning() -> None:
    loaded = load([render_template(NEW, Settings())], settings="")
    assert [p.title for p in loaded.library.postmortems] == ['Checkout: "down" again']
    assert {d.level for d in loaded.diagnostics} == {Level.INFO}
    assert sum(d.code == "PM203" for d in loaded.diagnostics) == 7


def test_where_any_word_will_do_those_in_use_are_offered() -> None:
    in_use = WordsInUse(categories=("data", "capacity"), services=("cart-api",))
    text = render_template(NEW, Settings(), in_use)
    assert "\ncategory:   # any word; so far: data, capacity, undetermined\n" in text
    assert "\nservices: []   # any word; so far: cart-api\n" in text
    assert "\nteams: []   # any word\n" in text
    assert "\ncategory:   # any word, or undetermined\n" in render_template(NEW, Settings())


def test_of_many_words_in_use_twelve_are_offered() -> None:
    words = tuple(f"factor-{number:02}" for number in range(1, 15))
    text = render_template(NEW, Settings(), WordsInUse(contributing_factors=words))
    assert "factor-11, factor-12, …\n" in text


def test_where_library_yml_has_a_list_its_words_are_offered_without_retired_teams() -> None:
    settings = load([], settings=SETTINGS).library.settings
    text = render_template(NEW, settings, WordsInUse(teams=("other",)))
    assert "\nteams: []   # discovery, checkout\n" in text
    assert "\ncontributing_factors: []   # unbounded-growth, staging-parity\n" in text
    assert "\nservices: []   # search-api, cart-api\n" in text
    assert "\ncategory:   # capacity, configuration, undetermined\n" in text


def test_retired_words_of_any_list_are_not_offered() -> None:
    settings = load(
        [],
        settings="""\
severities: [{id: SEV-0, retired: true}, SEV-1]
triggers: [gremlins, {id: moon, retired: true}]
contributing_factors: [{id: human-process, retired: true, successor: manual-step}, manual-step]
""",
    ).library.settings
    text = render_template(replace(NEW, severity=None), settings)
    assert "\nseverity:   # SEV-1\n" in text
    assert "\ntrigger:   # gremlins\n" in text
    assert "\ncontributing_factors: []   # manual-step\n" in text


@pytest.mark.parametrize("severity", ["P1: critical", "# 1", "null", '"high"', "- 1"])
def test_a_severity_of_any_spelling_is_read_back(severity: str) -> None:
    settings = Settings(severities=Vocabulary(terms=(Term(id=severity, title=severity),)))
    text = render_template(replace(NEW, severity=severity), settings)
    loaded = load([text], settings=f"severities: [{json.dumps(severity)}]\n")
    assert [p.severity for p in loaded.library.postmortems] == [severity]


def test_the_next_id_follows_the_highest_of_the_year() -> None:
    taken = frozenset({"pm-2026-003", "pm-2026-011", "pm-2025-099", "an-alias"})
    assert next_id("PM", 2026, taken) == "PM-2026-012"
    assert next_id("PM", 2027, taken) == "PM-2027-001"


def test_a_name_that_is_no_number_of_the_year_is_passed_over() -> None:
    taken = frozenset({"PM-2026-004", f"PM-2026-{'9' * 5000}", "PM-2026-００９", "PM-2026-x"})
    assert next_id("PM", 2026, taken) == "PM-2026-005"


def test_the_file_is_named_by_date_and_title() -> None:
    assert file_name(NEW) == "2026/2026-03-04-checkout-down-again.md"
