"""What follow-up leaves to be asked, in sentences without accusation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.actions import ActionStatus
from ..core.library import Library
from ..core.month import Month, month_of
from ..core.open_at_the_time import OpenAtTheTime
from ..core.postmortem import Postmortem
from ..core.review import has_review
from ..core.verification import CameBack, Unverified
from .reference import Ref, refer_to_factors, refer_to_incident, refer_to_review, refer_to_services
from .wording import count_of, listing, long_date

SHOWN = 5
"""So many questions of a kind stand on an incident's page; the others are a link away."""
_UNVERIFIED = Ref(kind="closed_actions", title="closed action items", anchor="pm-unverified")
SHOWN_OF_ALL = 50
"""So many stand on the pages that are about all teams."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A piece of a sentence, and the page that it leads to."""

    text: str
    ref: Ref | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionRow:
    """A question about an action item."""

    sentence: tuple[Piece, ...]
    item: str
    """What the item is, as inline Markdown."""
    note: str
    """Why it is asked; may be empty."""

    @property
    def text(self) -> str:
        """The sentence without its links."""
        return "".join(piece.text for piece in self.sentence)


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionList:
    """Questions of one kind, and where the rest of them are."""

    rows: tuple[QuestionRow, ...]
    total: int
    all: Ref | None
    """The page with all of them; None where these are all."""


def ask_about_recurrences(postmortem: Postmortem, library: Library) -> tuple[QuestionList, ...]:
    """What was done and what was open when a cause came back, for the page of either incident.

    None of the lists is empty.
    """
    here, follow_up = postmortem.id, library.follow_up
    came_back = follow_up.came_back_by_incident.get(here, ())
    was_open = follow_up.open_by_incident.get(here, ())
    return _filled(
        _list(came_back, library, _review_of(came_back, library), here=here),
        _list(was_open, library, _review_of(was_open, library), here=here),
    )


def _review_of(asked: Sequence[CameBack | OpenAtTheTime], library: Library) -> Ref | None:
    """The review of the month of the newest incident, which has these questions too."""
    days = [one.later.date for one in asked if one.later.date]
    month = month_of(max(days)) if days else None
    if month is None or not has_review(month, library.as_of):
        return None
    return refer_to_review(month, str(month), "pm-questions")


def ask_about_effect(postmortem: Postmortem, library: Library) -> tuple[QuestionList, ...]:
    """Which of an incident's own items have been done for long without being verified.

    The list is not empty.
    """
    asked = library.follow_up.unverified_by_incident.get(postmortem.id, ())
    return _filled(_list(asked, library, _UNVERIFIED))


def ask_about_month(
    month: Month, library: Library, *, is_running: bool
) -> tuple[QuestionList, ...]:
    """What the incidents of a month leave to be asked of earlier items; none of them is empty.

    In the running month also which items have been done for long without being
    verified, since that is asked of today.
    """
    follow_up, here = library.follow_up, str(month)
    came_back = follow_up.came_back_by_month.get(here, ())
    was_open = follow_up.open_by_month.get(here, ())
    incidents = Ref(kind="incidents", title="incidents")
    return _filled(
        _list((*came_back, *was_open), library, incidents, shown=SHOWN_OF_ALL),
        _list(follow_up.unverified if is_running else (), library, _UNVERIFIED),
    )


def ask_about_team(team: str, library: Library) -> tuple[QuestionList, ...]:
    """What is to be asked of a team's own items; none of the lists is empty."""
    follow_up = library.follow_up
    came_back = follow_up.came_back_by_team.get(team, ())
    was_open = follow_up.open_by_team.get(team, ())
    reviews = Ref(kind="reviews", title="monthly reviews")
    return _filled(
        _list((*came_back, *was_open), library, reviews),
        _list(follow_up.unverified_by_team.get(team, ()), library, _UNVERIFIED),
    )


def ask_about_all_effects(library: Library) -> QuestionList | None:
    """Which items of all incidents have been done for long without being verified."""
    found = _list(library.follow_up.unverified, library, None, shown=SHOWN_OF_ALL)
    return found if found.rows else None


def _filled(*lists: QuestionList) -> tuple[QuestionList, ...]:
    return tuple(questions for questions in lists if questions.rows)


def _list(
    asked: Sequence[CameBack | OpenAtTheTime | Unverified],
    library: Library,
    all_of_them: Ref | None,
    *,
    shown: int = SHOWN,
    here: str = "",
) -> QuestionList:
    """The first few questions, with a link to the others; `here` is the page's incident."""
    return QuestionList(
        rows=tuple(_ask(one, library, here) for one in asked[:shown]),
        total=len(asked),
        all=all_of_them if len(asked) > shown else None,
    )


def _ask(one: CameBack | OpenAtTheTime | Unverified, library: Library, here: str) -> QuestionRow:
    if isinstance(one, OpenAtTheTime):
        return _whether_it_mattered(one, library, here)
    return _whether_it_holds(one, here) if isinstance(one, CameBack) else _whether_it_works(one)


def _whether_it_mattered(one: OpenAtTheTime, library: Library, here: str) -> QuestionRow:
    days = f"for {count_of(one.days, 'day')}: would it have mattered?"
    when = (
        (Piece(text=f" was open at the time, {days}"),)
        if here == one.later.id
        else (Piece(text=" was open when "), _incident(one.later), Piece(text=f" happened, {days}"))
    )
    shared = (
        *refer_to_factors(one.shared_factors, library),
        *refer_to_services(one.shared_services, library),
    )
    both = listing(tuple(f"“{ref.title}”" for ref in shared))
    return QuestionRow(
        sentence=(_action(one.earlier, one.item.anchor, one.item.id), *when),
        item=one.item.item,
        note="the same cause" if one.is_confirmed else f"perhaps the same cause: both have {both}",
    )


def _whether_it_holds(one: CameBack, here: str) -> QuestionRow:
    is_verified = one.item.status is ActionStatus.VERIFIED
    closed = f"done on {long_date(one.closed)}" if one.closed else "done"
    state = f" was {closed}{' and verified' if is_verified else ''}"
    asks = "does it hold?" if is_verified else "did it work?"
    back = (
        (Piece(text=f"{state}, before its cause came back here: {asks}"),)
        if here == one.later.id
        else (
            Piece(text=f"{state}, and its cause came back as "),
            _incident(one.later),
            Piece(text=f": {asks}"),
        )
    )
    return QuestionRow(
        sentence=(_action(one.earlier, one.item.anchor, one.item.id), *back),
        item=one.item.item,
        note="",
    )


def _whether_it_works(one: Unverified) -> QuestionRow:
    days = count_of(one.days, "day")
    return QuestionRow(
        sentence=(
            _action(one.postmortem, one.item.anchor, one.item.id),
            Piece(text=f" has been done for {days}: was it seen to work?"),
        ),
        item=one.item.item,
        note="",
    )


def _action(postmortem: Postmortem, anchor: str, identifier: str) -> Piece:
    return Piece(text=identifier, ref=refer_to_incident(postmortem, anchor))


def _incident(postmortem: Postmortem) -> Piece:
    return Piece(text=postmortem.id, ref=refer_to_incident(postmortem))
