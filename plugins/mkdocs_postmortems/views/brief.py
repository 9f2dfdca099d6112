"""`/patterns/<quarter>/brief/`: a quarter on one printed page, for those who read nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

from ..core.leading import Field, Leader
from ..core.library import Library, OwnedAction
from ..core.period import days_of_quarter
from ..core.quarter_reviews import patterns_before, review_quarters
from .leading import (
    lead_quarter,
    refer_to_leaders,
    refer_to_leading_incidents,
    tell_next,
    text_of,
)
from .occurrences import CausesAgain
from .quarter import QuarterView
from .quarter_actions import QuarterActions
from .quarter_impact import ImpactRow
from .questions import Piece
from .reference import Ref, refer_to_incident, refer_to_quarter
from .rows import IncidentRow, list_incidents
from .wording import count_of, iso_date, long_date, stretch_of, tell_state

SHOWN = 5
"""Incidents, items and decisions that stand on the page; of more, their number."""
LINE = 90
"""Letters that are sure to fit on a line of paper."""
SHEET = 60
"""Lines of a sheet of A4."""
_FIXED = 25
"""Lines that headings, their margins and what is always said take."""
_ID = "PM-2026-007 SEV-1"


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefItem:
    """An action item in a line."""

    id: str
    """`PM-2026-007-A1`."""
    incident: Ref
    """The item's place on its incident's page."""
    item: str
    """Inline Markdown."""
    note: str
    """Its state, with its due date; of a declined one, the reason, as inline Markdown."""


@dataclass(frozen=True, kw_only=True)
class Investment:
    """Where to look first, and what is done about it already."""

    leaders: tuple[Ref, ...]
    why: str
    """Why a factor goes first, or a cause."""
    next: tuple[Piece, ...]
    """What comes after it, with its count."""
    incidents: tuple[IncidentRow, ...]
    """The newest."""
    more_incidents: int
    all: Ref
    """Their list."""
    open: tuple[BriefItem, ...]
    """Of their open action items the most urgent."""
    more_open: int
    state: str
    """How many of their items are open, done and declined."""
    left: str
    """What there is still to do where most of them are done; else empty."""


@dataclass(frozen=True, kw_only=True)
class BriefView:
    """A quarter on a page."""

    title: str
    quarter: Ref
    days: str
    """`1 October to 31 December 2025`."""
    as_of: str
    is_running: bool
    reviewed: str
    sentence: tuple[Piece, ...]
    again: CausesAgain
    """What people say came back."""
    organisation: str
    """Whose library it is; may be empty."""
    felt: tuple[ImpactRow, ...]
    """The time for which customers were affected, and what was hit in most incidents."""
    more_felt: int
    felt_remarks: tuple[ImpactRow, ...]
    """Incidents that are in none of the sums."""
    investment: Investment | None
    """None where nothing came back."""
    declined: tuple[BriefItem, ...]
    """The latest decisions of the quarter."""
    more_declined: int
    actions: QuarterActions | None
    published: str
    """How many postmortems there are of this quarter and of the one before."""
    near_misses: int
    is_full: bool
    """Whether there is so much to say that long texts are cut on paper, to fit on one sheet."""


def view_brief(page: QuarterView, library: Library) -> BriefView:
    """What the printed page of one quarter shows, of which the whole is on a page of its own."""
    quarter = page.quarter
    now, before = library.patterns[quarter], patterns_before(quarter, library)
    leading = lead_quarter(quarter, library)
    review = review_quarters(library).get(quarter)
    declined = review.declined[::-1] if review else ()
    days = days_of_quarter(quarter)
    view = BriefView(
        title=f"{quarter} on one page",
        quarter=refer_to_quarter(quarter),
        days=stretch_of(days.first, days.last),
        as_of=long_date(library.as_of),
        is_running=page.is_running,
        reviewed=page.reviewed,
        sentence=page.sentence,
        again=page.again,
        organisation=library.settings.organisation,
        felt=page.impact.rows[:SHOWN],
        more_felt=max(len(page.impact.rows) - SHOWN, 0),
        felt_remarks=page.impact.remarks,
        investment=_invest(leading.leader, quarter, library) if leading.leader else None,
        declined=tuple(
            _item(owned, owned.action.note or "no reason given") for owned in declined[:SHOWN]
        ),
        more_declined=max(len(declined) - SHOWN, 0),
        actions=page.actions,
        published=_tell_numbers(now.total, before.total, quarter, before.period),
        near_misses=now.near_misses,
        is_full=False,
    )
    return replace(view, is_full=_lines_on_paper(view) > SHEET)


def _lines_on_paper(view: BriefView) -> int:
    """About how many lines the texts take if none is cut; too many rather than too few."""
    texts = [text_of(view.sentence), *(text_of(row.sentence) for row in view.again.rows)]
    texts.append("; ".join(remark.label for remark in view.felt_remarks))
    texts += (row.label for row in view.felt)
    if it := view.investment:
        names = ", ".join(ref.title for ref in it.leaders)
        texts += (f"{names} {it.why} {text_of(it.next)}", f"{it.state} {it.left}")
        texts += (f"{_ID} {row.incident.title}" for row in it.incidents)
        texts += (f"{item.id} {item.note} {item.item}" for item in it.open)
    for item in view.declined:
        texts += (f"{item.id} {item.item}", item.note)
    return _FIXED + sum(ceil(_width(text) / LINE) for text in texts)


def _width(text: str) -> int:
    """In letters of Latin; those of the scripts of East Asia are twice as wide."""
    return len(text) + sum(letter >= "\u1100" for letter in text)


def _invest(leader: Leader, quarter: str, library: Library) -> Investment:
    ids = set(leader.postmortems)
    behind = tuple(p for p in library.by_quarter[quarter] if p.id in ids)
    items = tuple(OwnedAction(action=action, postmortem=p) for p in behind for action in p.actions)
    waiting = library.in_order_of_urgency(o for o in items if o.action.is_open)
    return Investment(
        leaders=refer_to_leaders(leader),
        why=_why(leader),
        next=tell_next(leader, quarter),
        incidents=list_incidents(behind[:SHOWN], library),
        more_incidents=max(len(behind) - SHOWN, 0),
        all=refer_to_leading_incidents(leader, quarter),
        open=tuple(_item(owned, _state(owned, library)) for owned in waiting[:SHOWN]),
        more_open=max(len(waiting) - SHOWN, 0),
        state=_tell_state(items),
        left=_tell_left(items, is_one=len(leader.shares) == 1),
    )


def _why(leader: Leader) -> str:
    number = count_of(len(leader.postmortems), "incident")
    if leader.field is Field.FACTOR:
        if len(leader.shares) > 1:
            return (
                "They are equally frequent. What is invested in one of them counts in each "
                f"incident that it contributes to: they were in {number}."
            )
        return (
            f"What is invested in a factor counts in each incident that it contributes to: here "
            f"in {number}, whatever set each of them off."
        )
    causes = "this cause" if len(leader.shares) == 1 else "these causes"
    return f"No contributing factor came back; {causes} did, in {number}."


def _tell_state(items: Iterable[OwnedAction]) -> str:
    actions = [owned.action for owned in items]
    if not actions:
        return "No action item was agreed in these incidents."
    opened = sum(action.is_open for action in actions)
    done = sum(action.is_done for action in actions)
    declined = len(actions) - opened - done
    agreed = f"{count_of(len(actions), 'action item')} of these incidents"
    return f"{agreed}: {done:,} done, {opened:,} open, {declined:,} declined."


def _tell_left(items: Iterable[OwnedAction], *, is_one: bool) -> str:
    actions = [owned.action for owned in items]
    done = sum(action.is_done for action in actions)
    if 2 * done <= len(actions):
        return ""
    see = f"to see whether {'it comes' if is_one else 'they come'} back"
    if not any(action.is_open for action in actions):
        return f"None is open: what is left is {see}."
    return f"Most are done: what is left is the open ones, and {see}."


def _state(owned: OwnedAction, library: Library) -> str:
    action = owned.action
    overdue = action.overdue_days(library.as_of)
    state = tell_state(action.status, overdue)
    return state if overdue or action.due is None else f"{state}, due {iso_date(action.due)}"


def _item(owned: OwnedAction, note: str) -> BriefItem:
    return BriefItem(
        id=owned.action.id,
        incident=refer_to_incident(owned.postmortem, anchor=owned.action.anchor),
        item=owned.action.item,
        note=note,
    )


def _tell_numbers(now: int, before: int, quarter: str, quarter_before: str) -> str:
    written = "was" if now == 1 else "were"
    text = f"{count_of(now, 'incident').capitalize()} of {quarter} {written} written up"
    return f"{text}, {before:,} of {quarter_before}." if quarter_before else f"{text}."
