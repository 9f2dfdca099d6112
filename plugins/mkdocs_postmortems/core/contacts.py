"""Whom to ask and what to follow: the channel and the runbook among declared links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from .postmortem import Postmortem
from .settings import Settings, Team

_CHANNEL = re.compile(r"\b(?:channels?|chat|slack|teams)\b", re.IGNORECASE)
_RUNBOOK = re.compile(r"\b(?:run|play)[ -]?books?\b", re.IGNORECASE)


class Contact(NamedTuple):
    """A link that somebody declared."""

    label: str
    address: str


def channel_of(postmortem: Postmortem, settings: Settings) -> Contact | None:
    """Where to ask about an incident: a link called channel, chat, Slack or Teams.

    The postmortem's own comes first, then the owning team's, then that of the
    other teams; where a team is retired, the one that took over is asked.
    """
    return _find(_CHANNEL, postmortem, settings)


def runbook_of(postmortem: Postmortem, settings: Settings) -> Contact | None:
    """What to follow: a link called runbook or playbook, chosen as `channel_of` does."""
    return _find(_RUNBOOK, postmortem, settings)


def _find(label: re.Pattern[str], postmortem: Postmortem, settings: Settings) -> Contact | None:
    declared: Iterable[tuple[str, str]] = chain(
        postmortem.links.items(),
        *(team.links for team in _teams(postmortem, settings)),
    )
    return next((Contact(*link) for link in declared if label.search(link[0])), None)


def _teams(postmortem: Postmortem, settings: Settings) -> Iterator[Team]:
    """Those that can be asked today, the owning one first."""
    names = settings.team_names
    for identifier in dict.fromkeys(filter(None, (postmortem.owner, *postmortem.teams))):
        term = names.resolve(identifier)
        today = term and (names.successor_of(term) or term)
        team = settings.team(today.id if today else identifier)
        if team:
            yield team
