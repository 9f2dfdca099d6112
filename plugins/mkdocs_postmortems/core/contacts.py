"""Whom to ask and what to follow: the channel and the runbook among declared links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from .postmortem import Postmortem
from .settings import Settings, Team

_CHANNEL = re.compile(r"\b(?:channels?|chat|slack|teams|matrix|mattermost|zulip)\b", re.IGNORECASE)
_RUNBOOK = re.compile(r"\b(?:run|play)[ -]?books?\b", re.IGNORECASE)


class Contact(NamedTuple):
    """A link that somebody declared."""

    label: str
    address: str


def channel_of(postmortem: Postmortem, settings: Settings) -> Contact | None:
    """Where to ask about an incident: a link called channel, chat, Slack or Teams.

    The owning team's comes first, then that of the other teams; where a team is
    retired, the one that took over is asked. The postmortem's own comes last: what
    was opened for one incident is quiet by now.
    """
    return _find(_CHANNEL, chain(_of_teams(postmortem, settings), postmortem.links.items()))


def runbook_of(postmortem: Postmortem, settings: Settings) -> Contact | None:
    """What to follow: a link called runbook or playbook, the postmortem's own first."""
    return _find(_RUNBOOK, chain(postmortem.links.items(), _of_teams(postmortem, settings)))


def _find(label: re.Pattern[str], declared: Iterator[tuple[str, str]]) -> Contact | None:
    return next((Contact(*link) for link in declared if label.search(link[0])), None)


def _of_teams(postmortem: Postmortem, settings: Settings) -> Iterator[tuple[str, str]]:
    return chain.from_iterable(team.links for team in _teams(postmortem, settings))


def _teams(postmortem: Postmortem, settings: Settings) -> Iterator[Team]:
    """Those that can be asked today, the owning one first."""
    names = settings.team_names
    for identifier in dict.fromkeys(filter(None, (postmortem.owner, *postmortem.teams))):
        term = names.resolve(identifier)
        today = term and (names.successor_of(term) or term)
        team = settings.team(today.id if today else identifier)
        if team:
            yield team
