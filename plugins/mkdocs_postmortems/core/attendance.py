"""Who should be at the meeting about a postmortem, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .counterfactuals import was_felt_by_customers
from .owners import current_team, is_team
from .postmortem import Postmortem
from .settings import Settings
from .vocabulary import fold

_SUPPORT = "customer support"


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who should be there."""

    who: str
    """A name, `somebody from Checkout`, or what is looked for."""
    why: tuple[str, ...]


def list_attendees(postmortem: Postmortem, settings: Settings) -> tuple[Attendee, ...]:
    """People first, each once with all their reasons, then somebody for each team."""
    people = _merge(_people(postmortem, settings))
    teams = _merge(_teams(postmortem, settings))
    named = {fold(person.who): person.who for person in people}
    rows = [*people]
    for team in teams:
        found = settings.team(team.who)
        present = [named[fold(m)] for m in (found.members if found else ()) if fold(m) in named]
        there = (f"{_listed(present)} may be enough",) if present else ()
        name = settings.team_names.title_of(team.who)
        rows.append(Attendee(who=f"somebody from {name}", why=(*team.why, *there)))
    if was_felt_by_customers(postmortem, settings) and not any(
        "support" in fold(row.who) for row in rows[len(people) :]
    ):
        why = ("customers noticed; they know what it looked like from outside",)
        rows.append(Attendee(who=f"somebody from {_SUPPORT}", why=why))
    return tuple(rows)


def _people(postmortem: Postmortem, settings: Settings) -> Iterator[tuple[str, str]]:
    yield postmortem.facilitator or "a facilitator, still to be found", "leads the hour"
    for name in postmortem.authors:
        yield name, "wrote the document and reads the timeline"
    for name in postmortem.responders:
        yield name, "responded"
    for name in postmortem.reviewers:
        yield name, "reviews the document"
    for item, owner in _owners(postmortem):
        if not is_team(owner, settings, postmortem.teams):
            yield owner, f"may own {item}"


def _teams(postmortem: Postmortem, settings: Settings) -> Iterator[tuple[str, str]]:
    for team in postmortem.teams:
        yield current_team(team, settings), "involved"
    for service in postmortem.services:
        why = f"runs {settings.services.title_of(service)}"
        for found in settings.who_runs(service):
            yield current_team(found.id, settings), why
    for action in postmortem.open_actions:
        is_teams = action.owner and is_team(action.owner, settings, postmortem.teams)
        if action.team and is_teams:
            yield action.team, f"may own {action.short_id}"


def _owners(postmortem: Postmortem) -> Iterator[tuple[str, str]]:
    """The item and each name, of those whose owner names several."""
    for action in postmortem.open_actions:
        for part in re.split(r"[,/&;]|\band\b", re.sub(r"\([^()]*\)", " ", action.owner or "")):
            if name := " ".join(part.split()):
                yield action.short_id, name


def _merge(rows: Iterator[tuple[str, str]]) -> tuple[Attendee, ...]:
    """Each once, whatever the case, with the reasons in the order in which they come."""
    found: dict[str, tuple[str, dict[str, None]]] = {}
    for who, why in rows:
        found.setdefault(fold(who), (who, {}))[1][why] = None
    return tuple(Attendee(who=who, why=_joined(tuple(why))) for who, why in found.values())


def _joined(why: tuple[str, ...]) -> tuple[str, ...]:
    """`may own A1 and A3` instead of two reasons."""
    items = [reason.removeprefix("may own ") for reason in why if reason.startswith("may own ")]
    others = tuple(reason for reason in why if not reason.startswith("may own "))
    return (*others, *((f"may own {_listed(items)}",) if items else ()))


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
