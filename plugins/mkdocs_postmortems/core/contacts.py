"""Where people of an incident meet, and what they work by: links chosen by their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .postmortem import Postmortem
from .settings import Settings

Link = tuple[str, str]
"""Label and address."""

_CHANNEL = re.compile(r"\b(?:channel|chat|slack|teams|matrix|mattermost|zulip)\b", re.IGNORECASE)
_RUNBOOK = re.compile(r"\b(?:run\s?books?|play\s?books?)\b", re.IGNORECASE)


def channel_of(postmortem: Postmortem, settings: Settings) -> Link | None:
    """The channel to ask in: that of the owning team, else of another one of its teams.

    A channel of the postmortem's own is where the incident was talked over and is
    likely to be closed; it comes last. None where nobody gives one.
    """
    return _first(_CHANNEL, (*_of_teams(postmortem, settings), *postmortem.links.items()))


def runbook_of(postmortem: Postmortem, settings: Settings) -> Link | None:
    """The runbook that the postmortem links, else one of its teams, the owner's first."""
    return _first(_RUNBOOK, (*postmortem.links.items(), *_of_teams(postmortem, settings)))


def _of_teams(postmortem: Postmortem, settings: Settings) -> Iterator[Link]:
    for identifier in dict.fromkeys((postmortem.owner, *postmortem.teams)):
        team = settings.team(identifier) if identifier else None
        if team:
            yield from team.links


def _first(labels: re.Pattern[str], links: tuple[Link, ...]) -> Link | None:
    return next((link for link in links if labels.search(link[0])), None)
