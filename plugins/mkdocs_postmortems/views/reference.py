"""A reference to a page by what it is about; `pages` turns it into an address."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.citing_text import CitingText
from ..core.library import Library
from ..core.month import Month
from ..core.postmortem import Postmortem
from ..core.settings import Team


@dataclass(frozen=True, kw_only=True, slots=True)
class Ref:
    """A page, or a place on one, with the words that stand for it."""

    kind: str
    """The kind of page: `incident`, `category`, `team` …"""
    key: str = ""
    """What the page is about: an id, a quarter, a code."""
    title: str = ""
    anchor: str = ""
    """Id of an element on the page."""


def refer_to_incident(postmortem: Postmortem, anchor: str = "") -> Ref:
    """A reference that reads as the postmortem's title."""
    return Ref(kind="incident", key=postmortem.id, title=postmortem.title, anchor=anchor)


def refer_to_page(page: CitingText) -> Ref:
    """A reference to a page of the site's own, which reads as its title."""
    return Ref(kind="file", key=page.destination, title=page.title)


def refer_to_team_pages(team: Team) -> tuple[Ref, ...]:
    """One reference for each page of the site's own that a team leads to."""
    return tuple(
        Ref(kind="authored", key=page.uri, title=page.label, anchor=page.anchor)
        for page in team.pages
    )


def refer_to_known(identifiers: tuple[str, ...], library: Library) -> tuple[Ref, ...]:
    """One reference for each postmortem that the library has."""
    known = library.by_id
    return tuple(refer_to_incident(known[i]) for i in identifiers if i in known)


def refer_to_meeting(postmortem: Postmortem) -> Ref | None:
    """A reference to the script for a postmortem's meeting; None where it is final."""
    if postmortem.status == "final":
        return None
    return Ref(kind="meeting", key=postmortem.id, title="Prepare the meeting")


def refer_to_team(identifier: str, library: Library) -> Ref:
    """A reference that reads as the team's name."""
    return Ref(kind="team", key=identifier, title=library.settings.team_names.title_of(identifier))


def refer_to_teams(identifiers: tuple[str, ...], library: Library) -> tuple[Ref, ...]:
    """One reference for each team."""
    return tuple(refer_to_team(identifier, library) for identifier in identifiers)


def refer_to_category(identifier: str | None, library: Library) -> Ref | None:
    """A reference to a root-cause category, if there is one."""
    if identifier is None:
        return None
    title = library.settings.categories.title_of(identifier)
    return Ref(kind="category", key=identifier, title=title)


def refer_to_factors(identifiers: tuple[str, ...], library: Library) -> tuple[Ref, ...]:
    """One reference for each contributing factor."""
    titles = library.settings.contributing_factors
    return tuple(Ref(kind="factor", key=i, title=titles.title_of(i)) for i in identifiers)


def refer_to_services(identifiers: tuple[str, ...], library: Library) -> tuple[Ref, ...]:
    """One reference for each service."""
    titles = library.settings.services
    return tuple(Ref(kind="service", key=i, title=titles.title_of(i)) for i in identifiers)


def refer_to_quarter(quarter: str, anchor: str = "") -> Ref:
    """A reference that reads as the quarter."""
    return Ref(kind="quarter", key=quarter, title=quarter, anchor=anchor)


def refer_to_review(month: Month, title: str, anchor: str = "") -> Ref:
    """A reference to the review of a month."""
    return Ref(kind="review", key=str(month), title=title, anchor=anchor)
