from __future__ import annotations

from datetime import timedelta

import pytest

from mkdocs_postmortems.views.incident import view_incident
from mkdocs_postmortems.views.teams import view_teams

from ..documents import postmortem
from ..libraries import load


def test_a_team_that_is_not_known_does_not_make_the_next_one_the_owner() -> None:
    library = load([postmortem(teams="[platfrom, checkout]")]).library
    (record,) = library.postmortems
    assert (record.owner, record.teams) == (None, ("checkout",))
    (checkout,) = (row for row in view_teams(library).rows if row.team.key == "checkout")
    assert (checkout.owned, checkout.involved) == (0, 1)


@pytest.mark.parametrize(
    ("stated", "duration"),
    [
        ("5 min", timedelta(minutes=5)),
        ("0 min", timedelta(0)),
        ("about two hours", None),
        (None, timedelta(minutes=22)),
    ],
)
def test_only_where_no_duration_is_stated_the_timelines_counts(
    stated: str | None, duration: timedelta | None
) -> None:
    (record,) = load([postmortem(duration=stated)]).library.postmortems
    assert record.duration == duration


def test_a_duration_of_no_length_is_shown() -> None:
    library = load([postmortem(duration="0 min", customer_impact=None)]).library
    view = view_incident(library.postmortems[0], library)
    assert view.story[1].answer == "0 min from start to resolution."
    assert [f.values[0].text for f in view.facts if f.label == "Duration"] == ["0 min"]


def test_of_a_list_that_is_longer_than_any_incident_the_first_fifty_words_are_read() -> None:
    words = ", ".join(f"service-{number}" for number in range(51))
    loaded = load([postmortem(services=f"[{words}]")], settings="")
    (record,) = loaded.library.postmortems
    assert (len(record.services), record.services[-1]) == (50, "service-49")
    assert [(d.code, d.message) for d in loaded.diagnostics] == [
        ("PM103", "`services`: 51 words; those after the first 50 are not read")
    ]


def test_a_document_is_no_recurrence_of_itself() -> None:
    text = postmortem(recurrence_of="[PM-2026-001]", related="[PM-2026-001, PM-2025-003]")
    loaded = load([text])
    (record,) = loaded.library.postmortems
    assert (record.recurrence_of, record.related) == ((), ("PM-2025-003",))
    assert [d.message for d in loaded.diagnostics] == [
        "`recurrence_of`: `PM-2026-001` is this postmortem itself",
        "`related`: `PM-2026-001` is this postmortem itself",
        "there is no postmortem `PM-2025-003`",
    ]


@pytest.mark.parametrize(
    ("address", "kept"),
    [("https://x.example/r", True), ("/runbooks/x/", True), ("mailto:a@x.example", True),
     ("runbooks/x.md", False), ("../x.md", False), ("javascript:alert(1)", False)],
)  # fmt: skip
def test_a_link_leads_to_the_same_place_from_every_page(address: str, kept: bool) -> None:
    loaded = load([postmortem(links=f'{{Runbook: "{address}"}}')])
    (record,) = loaded.library.postmortems
    assert dict(record.links) == ({"Runbook": address} if kept else {})
    assert [d.code for d in loaded.diagnostics] == ([] if kept else ["PM103"])
