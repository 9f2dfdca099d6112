"""Whom to ask about an incident, and what to follow."""

from __future__ import annotations

import pytest

from mkdocs_postmortems.core.contacts import channel_of, runbook_of
from mkdocs_postmortems.core.postmortem import Postmortem
from mkdocs_postmortems.core.settings_file import read_settings
from mkdocs_postmortems.pipeline import read_document

from ..documents import postmortem
from ..libraries import source

SETTINGS = read_settings(
    b"""\
teams:
  - id: discovery
    name: Discovery
    links: {Wiki: "https://wiki.example/d", Channel: "https://chat.example/d"}
  - id: checkout
    name: Checkout
    links: {"#checkout on Slack": "https://chat.example/c", Playbooks: "https://books.example/c"}
  - {id: storefront, name: Storefront, retired: true, successor: checkout,
     links: {Channel: "https://chat.example/closed"}}
  - {id: quiet, name: Quiet}
"""
).settings


def read(**fields: str) -> Postmortem:
    record = read_document(source(postmortem(None, **fields)), SETTINGS).record
    assert record is not None
    return record


OWN = '{Incident channel: "https://chat.example/1", Run book: "https://b.example"}'


def test_the_postmortems_own_runbook_comes_first() -> None:
    assert runbook_of(read(teams="[checkout]", links=OWN), SETTINGS) == (
        "Run book",
        "https://b.example",
    )


def test_the_channel_opened_for_the_incident_is_asked_where_no_team_has_one() -> None:
    assert channel_of(read(teams="[checkout]", links=OWN), SETTINGS) == (
        "#checkout on Slack",
        "https://chat.example/c",
    )
    assert channel_of(read(teams="[quiet]", links=OWN), SETTINGS) == (
        "Incident channel",
        "https://chat.example/1",
    )


def test_the_owning_team_is_asked_and_then_the_others() -> None:
    own = read(teams="[discovery, checkout]")
    assert channel_of(own, SETTINGS) == ("Channel", "https://chat.example/d")
    assert runbook_of(own, SETTINGS) == ("Playbooks", "https://books.example/c")
    quiet = read(teams="[quiet, checkout]")
    assert channel_of(quiet, SETTINGS) == ("#checkout on Slack", "https://chat.example/c")


def test_of_a_retired_team_the_one_that_took_over_is_asked() -> None:
    own = read(teams="[storefront]")
    assert channel_of(own, SETTINGS) == ("#checkout on Slack", "https://chat.example/c")


@pytest.mark.parametrize("label", ["Dashboard", "Channelling", "Teamsheet", "Bookings"])
def test_other_links_are_neither(label: str) -> None:
    own = read(teams="[quiet]", links=f'{{{label}: "https://elsewhere.example"}}')
    assert channel_of(own, SETTINGS) is None
    assert runbook_of(own, SETTINGS) is None
