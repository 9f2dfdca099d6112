from __future__ import annotations

import pytest

from .imports import imported


def test_fields_of_ours_are_taken_and_others_kept_word_for_word() -> None:
    result = imported(
        "---\ntitle: Late\nauthor: Ada Osei\nweight: 31   # of the menu\nseverity: sev2\n"
        "tags: [mail]\nlayout:\n  wide: yes\n---\n\n## Summary\n\nA\n"
    )
    values = result.reading.front_matter.values
    assert (values.authors, values.severity, values.tags) == (("Ada Osei",), "sev2", ("mail",))
    assert result.section("Import Notes").endswith(
        "```yaml\nweight: 31   # of the menu\nlayout:\n  wide: yes\n```"
    )


@pytest.mark.parametrize(
    "line",
    ["severity: huge", "status: final", "duration: a while", "kind: outage", "visibility: secret",
     "detection: a hunch", "date: last week", "id: 17", "teams: {a: b}"],
)  # fmt: skip
def test_a_value_that_the_library_does_not_have_is_kept_as_text(line: str) -> None:
    result = imported(f"---\ntitle: Late\n{line}\n---\n\nA\n")
    assert f"```yaml\n{line}\n```" in result.text
    assert result.reading.front_matter.problems == ()


def test_an_imported_document_is_a_draft_and_says_where_it_came_from() -> None:
    result = imported("---\ntitle: Late\nstatus: draft\n---\n\nA\n", path="wiki/late.md")
    values = result.reading.front_matter.values
    assert values.status == "draft"
    assert values.imported_from is not None
    assert values.imported_from.source == "wiki/late.md"


def test_an_id_of_our_form_is_kept() -> None:
    result = imported("---\nid: PM-2019-042\ntitle: Late\n---\n\nA\n")
    assert result.reading.front_matter.values.id == "PM-2019-042"


@pytest.mark.parametrize(
    "yaml", ["title: [open", "a: *anchor", "- a list", "title: Late\ntitle: Twice", "just a text"]
)
def test_front_matter_that_cannot_be_read_is_kept_as_text(yaml: str) -> None:
    result = imported(f"---\n{yaml}\n---\n\n# Late\n\nA\n")
    assert f"```yaml\n{yaml}\n```" in result.text


def test_front_matter_that_is_not_closed_is_text() -> None:
    result = imported("---\ntitle: Late\n\n# Heading\n\nA\n")
    assert "title: Late" in result.text


def test_header_lines_become_fields_and_stay_where_they_say_more() -> None:
    result = imported(
        "# Late\n\n**Severity**: SEV-2\n**Date of incident**: 2020-03-04\n"
        "**Affected services**: mail\n**Reported**: by hand\n\n## Summary\n\nA\n"
    )
    values = result.reading.front_matter.values
    assert (values.severity, result.day, values.services) == ("SEV-2", "2020-03-04", ("mail",))
    assert "**Severity**" not in result.text
    assert "**Date of incident**: 2020-03-04" in result.text
    assert "**Affected services**: mail" in result.text
    assert "**Reported**: by hand" in result.text


def test_awkward_values_are_quoted() -> None:
    title = 'Late: "no" # really \\ {x} [y]'
    result = imported(f"# {title}\n\nA\n", path='odd "name": é.md')
    values = result.reading.front_matter.values
    assert values.title == title
    assert values.imported_from is not None
    assert values.imported_from.source == 'odd "name": é.md'


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("# Late, INC-12\n\nA\n", ("INC-12",)),
        ("# Late\n\nIncidents: INC-12 and INC-13\n\n## Summary\n\nLike INC-9.\n", ("INC-12", "INC-13")),
        ("# Late\n\n## INC-12\n\nA\n\n## INC-13\n\nB\n", ("INC-12", "INC-13")),
        ("---\ntitle: Late\nincidents: [OPS-7]\n---\n\nA\n", ("OPS-7",)),
    ],
)  # fmt: skip
def test_numbers_of_incidents_are_listed(text: str, numbers: tuple[str, ...]) -> None:
    assert imported(text).reading.front_matter.values.incidents == numbers


@pytest.mark.parametrize(
    "text",
    [
        "# Late\n\n## INC-12\n\nA\n\n## INC-13\n\nB\n",
        "# Late\n\n## Incident 1\n\nA\n\n## Incident 2\n\nB\n",
        "# Two incidents of the mail\n\nA\n",
        "# Several mail outages\n\nA\n",
    ],
)
def test_one_document_with_several_incidents_stays_one_and_says_so(text: str) -> None:
    result = imported(text)
    assert "This document covers several incidents." in result.text
    assert any("covers several incidents" in check for check in result.report.checks)


def test_one_incident_is_not_several() -> None:
    assert (
        "several incidents" not in imported("# Incident INC-12\n\n## Incident summary\n\nA\n").text
    )
