"""`/onboarding/<team>/`: what a newcomer to a team reads first, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.library import Library
from ..core.onboarding import (
    MOST,
    WORDS_A_MINUTE,
    Reading,
    ReadingList,
    Reason,
    Why,
    find_reading_lists,
)
from ..core.postmortem import Postmortem
from ..core.settings import Team
from .questions import Piece
from .recurring import refer_to_chain
from .reference import Ref, refer_to_incident, refer_to_services, refer_to_team, refer_to_team_pages
from .rows import SeverityMark, mark_severity
from .wording import count_of, iso_date, length

_GUIDES = "onboarding/"
"""The folder of what is written for newcomers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingRow:
    """A postmortem to be read."""

    incident: Ref
    date: str | None
    """`2026-03-04`."""
    kind: str
    severity: SeverityMark | None
    status: str
    owner: Ref | None
    """The team that owns it; None where that is the page's, or nobody known."""
    is_pinned: bool
    """Whether the team has chosen it."""
    note: str
    """The team's own reason, inline Markdown; empty where it gave none."""
    why: tuple[Piece, ...]
    """All other reasons in sentences; empty where the team's choice is the only one."""
    cause: str
    """In a sentence or two, as every search shows it; empty where the document does not say."""
    minutes: int


@dataclass(frozen=True, kw_only=True)
class OnboardingView:
    """The reading list of one team."""

    id: str
    title: str
    name: str
    """Of the team."""
    lead: str
    """How much there is to read; empty where that is nothing."""
    rows: tuple[ReadingRow, ...]
    """In the order in which they are to be read."""
    guides: tuple[Ref, ...]
    """Pages that the team has written for newcomers, beside this one."""
    team: Ref
    services: tuple[Ref, ...]
    links: tuple[tuple[str, str], ...]
    """Label and address."""
    pages: tuple[Ref, ...]
    """Other pages of the site's own that the team leads to."""
    handbook: Ref | None
    retired: bool
    successor: Ref | None
    """The reading list of the team that took over."""
    most: int
    """So many are chosen, beside those that the team has pinned."""
    pace: int
    """Words a minute."""
    example: str
    """An id of the library, to show what a pin looks like; empty where none is final."""


def view_onboarding(team: Team, library: Library, handbook: Ref | None = None) -> OnboardingView:
    """What the page for newcomers to a team shows."""
    reading_list = find_reading_lists(library).get(team.id, ReadingList())
    successor = team.successor if team.retired else None
    pages = refer_to_team_pages(team)
    return OnboardingView(
        id=team.id,
        title=f"Onboarding: {team.name}",
        name=team.name,
        lead=tell_length(reading_list),
        rows=tuple(_row(reading, team, library) for reading in reading_list.readings),
        guides=tuple(page for page in pages if page.key.startswith(_GUIDES)),
        team=refer_to_team(team.id, library),
        services=refer_to_services(team.services, library),
        links=team.links,
        pages=tuple(page for page in pages if not page.key.startswith(_GUIDES)),
        handbook=handbook,
        retired=team.retired,
        successor=refer_to_onboarding(successor, library) if successor else None,
        most=MOST,
        pace=WORDS_A_MINUTE,
        example=next((p.id for p in library.postmortems if p.status == "final"), ""),
    )


def refer_to_onboarding(team: str, library: Library) -> Ref:
    """A reference to what newcomers to a team read, by its id; reads as the team's name."""
    return Ref(kind="onboarding", key=team, title=library.settings.team_names.title_of(team))


def tell_length(reading_list: ReadingList) -> str:
    """`6 postmortems, 31 minutes`; empty where there is nothing to read."""
    count = len(reading_list.readings)
    if not count:
        return ""
    return f"{count_of(count, 'postmortem')}, {count_of(reading_list.minutes, 'minute')}"


def _row(reading: Reading, team: Team, library: Library) -> ReadingRow:
    p = reading.postmortem
    is_others = p.owner is not None and p.owner != team.id
    pinned = next((one for one in reading.reasons if one.why is Why.PINNED), None)
    is_severe = any(one.why is Why.SEVEREST for one in reading.reasons)
    told = [tuple(_tell(one, p, team, library, is_severe=is_severe)) for one in reading.reasons]
    why = [piece for sentence in told if sentence for piece in (Piece(text=" "), *sentence)]
    return ReadingRow(
        incident=refer_to_incident(p),
        date=iso_date(p.date),
        kind=p.kind,
        severity=mark_severity(p, library),
        status=p.status,
        owner=refer_to_team(p.owner, library) if p.owner and is_others else None,
        is_pinned=pinned is not None,
        note=_as_sentence(pinned.note) if pinned else "",
        why=tuple(why[1:]),
        cause=p.short_cause or "",
        minutes=reading.minutes,
    )


def _as_sentence(note: str) -> str:
    return note if not note or note.endswith((".", "!", "?", "…")) else f"{note}."


def _tell(
    reason: Reason, postmortem: Postmortem, team: Team, library: Library, *, is_severe: bool
) -> Iterator[Piece]:
    """A reason as a sentence; nothing for a pinned one, which is marked.

    The sentence about an `is_severe` one says already whose it is.
    """
    has = f"{team.name} {'owns' if postmortem.owner == team.id else 'took part in'}"
    match reason.why:
        case Why.CAME_BACK:
            if chain := refer_to_chain(postmortem, library):
                yield Piece(text=chain.title, ref=chain)
                yield Piece(text=".")
        case Why.CITED:
            cited_by = refer_to_incident(postmortem, anchor="pm-cited-by")
            yield Piece(text=f"{reason.number:,} other documents and pages", ref=cited_by)
            yield Piece(text=" lead to it.")
        case Why.SEVEREST:
            yield Piece(text=_tell_severity(postmortem, has))
        case Why.LATEST:
            yield Piece(
                text="It is also one of the latest."
                if is_severe
                else f"One of the latest that {has}."
            )
        case Why.ONE_OF_FEW:
            few = reason.number
            which = f"One of the {few}" if few > 1 else "The only final one"
            yield Piece(text=f"{which} that {team.name} owns or took part in.")


def _tell_severity(postmortem: Postmortem, has: str) -> str:
    """`One of the severest that Checkout owns: customers were affected for 20 min.`"""
    if postmortem.is_near_miss:
        return f"It would have been one of the severest that {has}."
    if postmortem.customer_impact:
        felt = f": customers were affected for {length(postmortem.customer_impact)}"
    elif postmortem.duration:
        felt = f": it lasted {length(postmortem.duration)}"
    else:
        felt = ""
    return f"One of the severest that {has}{felt}."
