"""Which link is the channel, which the runbook."""

from __future__ import annotations

from mkdocs_postmortems.core.contacts import channel_of, runbook_of
from mkdocs_postmortems.core.postmortem import Postmortem
from mkdocs_postmortems.core.settings_file import read_settings
from mkdocs_postmortems.pipeline import read_document

from ..documents import postmortem
from ..libraries import source

SETTINGS = read_settings(
    b"teams:\n"
    b"  - {id: platform, links: {On-call: https://a.example, Channel: https://chat.example/p}}\n"
    b"  - {id: search, links: {Slack: https://chat.example/s, Runbooks: https://wiki.example/s}}\n"
).settings


def read(**fields: str) -> Postmortem:
    record = read_document(source(postmortem(**fields)), SETTINGS).record
    assert record is not None
    return record


def test_the_channel_is_that_of_the_team_that_owns_it() -> None:
    own = read(teams="[search, platform]", links="{Incident channel: https://chat.example/inc-7}")
    assert channel_of(own, SETTINGS) == ("Slack", "https://chat.example/s")
    teamless = read(teams="[]", links="{Incident channel: https://chat.example/inc-7}")
    assert channel_of(teamless, SETTINGS) == ("Incident channel", "https://chat.example/inc-7")


def test_the_runbook_is_that_of_the_postmortem_first() -> None:
    own = read(teams="[platform, search]", links="{Runbook of orders: https://wiki.example/o}")
    assert runbook_of(own, SETTINGS) == ("Runbook of orders", "https://wiki.example/o")
    assert runbook_of(read(teams="[platform, search]"), SETTINGS) == (
        "Runbooks",
        "https://wiki.example/s",
    )


def test_without_such_a_link_there_is_none() -> None:
    own = read(teams="[platform]", links="{Dashboard: https://graphs.example}")
    assert runbook_of(own, SETTINGS) is None
    assert channel_of(read(teams="[]"), SETTINGS) is None
