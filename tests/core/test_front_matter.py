from __future__ import annotations

import pytest

from mkdocs_postmortems.core.diagnostics import Diagnostic
from mkdocs_postmortems.core.examples import FIELD_EXAMPLES
from mkdocs_postmortems.core.front_matter import FrontMatter

from ..documents import postmortem
from ..libraries import load


def found(text: str, settings: str = "") -> list[tuple[str, str, str]]:
    return [(d.code, d.message, d.hint) for d in load([text], settings=settings).diagnostics]


def only(text: str, settings: str = "") -> Diagnostic:
    (diagnostic,) = load([text], settings=settings).diagnostics
    return diagnostic


def test_an_id_of_another_form_is_told_the_form_with_the_librarys_prefix() -> None:
    assert (
        "PM103",
        "`related`: `INC 7` is no id of a postmortem",
        "write it as OPS-2026-007",
    ) in found(postmortem(related="[INC 7]"), "id_prefix: OPS\n")


@pytest.mark.parametrize(
    ("field", "value", "message", "hint"),
    [
        (
            "links",
            "https://wiki.example",
            "`links`: a mapping of keys to values is expected here",
            "for example `links: {Runbook: https://wiki.example/orders}`",
        ),
        (
            "services",
            "{orders-api: down}",
            "`services`: a list is expected here",
            "for example `services: [orders-api]`",
        ),
        (
            "duration",
            "[22 minutes]",
            "`duration`: a text is expected here",
            "for example `duration: 22 minutes`",
        ),
        (
            "status",
            "[final]",
            "`status`: one of `draft`, `in-review` or `final` is expected here",
            "did you mean `final`?",
        ),
    ],
)
def test_a_value_of_another_kind_is_shown_one_of_the_right_kind(
    field: str, value: str, message: str, hint: str
) -> None:
    assert ("PM103", message, hint) in found(postmortem({}, **{field: value}))


def test_the_examples_in_hints_have_nothing_to_mend() -> None:
    assert FIELD_EXAMPLES.keys() == FrontMatter.model_fields.keys()
    settings = "categories: [capacity]\nteams: [platform, checkout]\n"
    text = postmortem({}, **{k: v for k, v in FIELD_EXAMPLES.items() if k != "potential_severity"})
    codes = {code for code, _, _ in found(text, settings)}
    assert not codes & {"PM102", "PM103", "PM105", "PM107"}


@pytest.mark.parametrize("written", ["Final", "FINAL", "final"])
def test_the_status_is_read_in_any_case_in_header_lines_too(written: str) -> None:
    lines = f"# Search was slow\n\n**ID**: PM-2026-001\n**Status**: {written}\n\n## Summary\n\nIt was.\n"
    (record,) = load([lines], settings="").library.postmortems
    assert record.status == "final"


def test_fixed_words_are_read_with_spaces_for_hyphens() -> None:
    text = postmortem(status="In review", kind="Near miss", potential_severity="SEV-1")
    (record,) = load([text], settings="").library.postmortems
    assert (record.status, record.kind) == ("in-review", "near-miss")


def test_an_unknown_severity_is_not_blamed_on_a_library_yml_without_a_list() -> None:
    unknown = only(postmortem(severity="high"))
    assert unknown.message == "`severity`: there is no severity `high`"
    assert unknown.hint == (
        "there are SEV-1, SEV-2, SEV-3, SEV-4; `severities` in library.yml can give others"
    )
    listed = only(postmortem(severity="high"), "severities: [SEV-1, SEV-2]\n")
    assert listed.message == "`severity`: library.yml has no `high`"
    assert listed.hint == "it has SEV-1, SEV-2"


def test_a_word_of_any_alphabet_is_taken_and_marks_alone_are_none() -> None:
    assert found(postmortem(services="[注文]")) == []
    ((code, message, _),) = found(postmortem(services='["?!"]'))
    assert (code, message) == ("PM103", "`services`: `?!` cannot be used as a word")


def test_of_incidents_the_numbers_that_can_be_read_are_kept() -> None:
    for written in ("[INC-1, {a: b}, [c], INC-2]", "INC-1,, INC-2"):
        (record,) = load([postmortem(incidents=written)]).library.postmortems
        assert record.incidents == ("INC-1", "INC-2")
    (record,) = load([postmortem(incidents="{INC-1: x}")]).library.postmortems
    assert record.incidents == ()
