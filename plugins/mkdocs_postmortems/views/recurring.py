"""`/recurring/`: causes that came back, and those of which nobody has said yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..core.actions import ActionStatus
from ..core.chains import Chain, MeantToPrevent, Recurrence, StateThen, find_chains
from ..core.library import Library
from ..core.possible_recurrences import find_possible_recurrences
from ..core.postmortem import Postmortem
from ..core.triggers import ordinal
from .possible import PossibleGroup, group_possible
from .reference import (
    Ref,
    refer_to_category,
    refer_to_factors,
    refer_to_incident,
    refer_to_services,
)
from .rows import SeverityMark, count_kinds, mark_severity
from .wording import count_of, iso_date, listing, long_date, tell_state

SHOWN = 50
"""So many chains, and as many questions, stand on the page; all are in its data."""
_OCCURRENCES = 20
"""So many of a chain's incidents are told, the last ones."""
_ITEMS = 8
"""So many action items stand under a recurrence."""
_ORDER = tuple(StateThen)
"""What was open when the cause came back is told first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeantRow:
    """An action item of an earlier occurrence."""

    item: Ref
    """Its place on its incident's page; reads as its id."""
    text: str
    """Inline Markdown."""
    then: str
    """`open for 106 days`, `done on 2026-03-10`."""
    was_open: bool
    now: str
    """`overdue by 9 days`; empty where it is as it was then."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OccurrenceRow:
    """An incident of a chain."""

    anchor: str
    number: str
    """`2nd`; empty without a date."""
    incident: Ref
    date: str
    """`4 March 2026`, or that it is unknown."""
    severity: SeverityMark | None
    kind: str
    status: str
    gap: str
    """`106 days after the 1st`; empty where that is not known, and for the first."""
    meant: str
    """What was agreed before and how far it was, in a sentence; empty for the first."""
    items: tuple[MeantRow, ...]
    more_items: int
    """Items that are counted and not listed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChainRow:
    """A cause that came back."""

    anchor: str
    categories: tuple[Ref, ...]
    factors: tuple[Ref, ...]
    """Of all its incidents."""
    services: tuple[Ref, ...]
    """Of all its incidents."""
    counts: str
    """`3 incidents`."""
    last: str
    """When it last came back: `4 March 2026`; empty where nobody knows."""
    occurrences: tuple[OccurrenceRow, ...]
    """The oldest first."""
    earlier: int
    """Incidents before those that are listed."""


@dataclass(frozen=True, kw_only=True)
class RecurringView:
    """The causes that came back, and the questions whether others did."""

    title: str
    lead: str
    chains: tuple[ChainRow, ...]
    """The one that came back last first."""
    total_chains: int
    questions: tuple[PossibleGroup, ...]
    """The likeliest first."""
    shown_questions: int
    total_questions: int
    window: str
    """How far apart they may lie: `365 days`."""
    undated: str
    """How many are in no question for want of a date; may be empty."""
    example: str
    """An id of the library, to show what a link looks like; empty in an empty one."""


def view_recurring(library: Library) -> RecurringView:
    """What the page of recurring causes shows."""
    chains, possible = find_chains(library).all, find_possible_recurrences(library)
    undated = count_of(possible.undated, "postmortem") if possible.undated else ""
    return RecurringView(
        title="Recurring causes",
        lead=_lead(len(chains), tuple(one.later for one in possible.all)),
        chains=tuple(_chain(chain, library) for chain in chains[:SHOWN]),
        total_chains=len(chains),
        questions=group_possible(possible.all, SHOWN, library),
        shown_questions=min(len(possible.all), SHOWN),
        total_questions=len(possible.all),
        window=count_of(library.settings.policy.recurrence_window_days, "day"),
        undated=undated,
        example=library.postmortems[0].id if library.postmortems else "",
    )


def refer_to_chain(postmortem: Postmortem, library: Library) -> Ref | None:
    """Where it stands which occurrence of its cause an incident is; None where nobody has
    linked it."""
    chains = find_chains(library)
    chain = chains.by_incident.get(postmortem.id)
    if chain is None:
        return None
    number, total = chain.numbers.get(postmortem.id), len(chain.members)
    which = f"The {ordinal(number)}" if number else "One"
    title = f"{which} of {total} known occurrences of its cause"
    is_listed = any(chain is one for one in chains.all[:SHOWN]) and any(
        postmortem is p for p in chain.members[-_OCCURRENCES:]
    )
    anchor = _anchor(postmortem) if is_listed else ""
    return Ref(kind="recurring", title=title, anchor=anchor)


def _anchor(postmortem: Postmortem) -> str:
    return f"pm-is-{postmortem.id.lower()}"


def _lead(chains: int, asked: tuple[Postmortem, ...]) -> str:
    came_back = (
        f"{count_of(chains, 'cause')} came back, by what people have linked"
        if chains
        else "No cause came back, by what people have linked"
    )
    if not asked:
        return f"{came_back}."
    is_are = "is" if len(asked) == 1 else "are"
    return f"{came_back}; {_count_asked(asked)} {is_are} to be asked about."


def _count_asked(asked: tuple[Postmortem, ...]) -> str:
    """`12 further incidents and 1 near miss`."""
    near = sum(p.is_near_miss for p in asked)
    incidents = count_of(len(asked) - near, "further incident")
    misses = "near miss" if near == 1 else "near misses"
    if near == len(asked):
        return f"{near} further {misses}"
    return f"{incidents} and {near} {misses}" if near else incidents


def _chain(chain: Chain, library: Library) -> ChainRow:
    dated = [p.date for p in chain.members if p.date]
    categories = (refer_to_category(one, library) for one in chain.categories)
    return ChainRow(
        anchor=f"pm-cause-{chain.members[0].id.lower()}",
        categories=tuple(ref for ref in categories if ref),
        factors=refer_to_factors(chain.shared_factors, library),
        services=refer_to_services(chain.shared_services, library),
        counts=count_kinds(chain.members),
        last=long_date(dated[-1]) if dated else "",
        occurrences=tuple(
            _occurrence(one, library) for one in chain.recurrences(library.courses, _OCCURRENCES)
        ),
        earlier=max(len(chain.members) - _OCCURRENCES, 0),
    )


def _occurrence(one: Recurrence, library: Library) -> OccurrenceRow:
    p = one.postmortem
    listed = _listed(one)
    return OccurrenceRow(
        anchor=_anchor(p),
        number=ordinal(one.number) if one.number else "",
        incident=refer_to_incident(p),
        date=long_date(p.date) if p.date else "day unknown",
        severity=mark_severity(p, library),
        kind=p.kind,
        status=p.status,
        gap=_gap(one),
        meant=_say_meant(one),
        items=tuple(_meant(meant, library) for meant in listed),
        more_items=len(one.items) - len(listed),
    )


def _listed(one: Recurrence) -> list[MeantToPrevent]:
    """The items of the occurrence just before, and what was not over of those before that."""
    over = (StateThen.DONE, StateThen.VERIFIED, StateThen.DECLINED)
    before = one.items[0].earlier if one.items else None
    found = [m for m in one.items if m.earlier is before or m.then not in over]
    return sorted(found, key=lambda meant: _ORDER.index(meant.then))[:_ITEMS]


def _gap(one: Recurrence) -> str:
    if one.days is None or one.number is None:
        return ""
    before = ordinal(one.number - 1)
    if not one.days:
        return f"On the same day as the {before}"
    return f"{count_of(one.days, 'day')} after the {before}"


def _say_meant(one: Recurrence) -> str:
    if one.number is None or one.number == 1:
        return ""
    if not one.items:
        return "No action item had been agreed before."
    counts = Counter(meant.then for meant in one.items)
    states = listing(tuple(_count_in_state(counts[s], s) for s in _ORDER if counts[s]))
    agreed = count_of(len(one.items), "action item")
    return f"Of {agreed} of earlier occurrences, {states} by then."


def _count_in_state(count: int, state: StateThen) -> str:
    verb = "was" if count == 1 else "were"
    if state is StateThen.UNKNOWN:
        return f"{count} {verb} perhaps closed"
    if state is StateThen.NOT_AGREED:
        return f"{count} {verb} not agreed yet"
    return f"{count} {verb} {state.value}"


def _meant(meant: MeantToPrevent, library: Library) -> MeantRow:
    item = meant.item
    incident = refer_to_incident(meant.earlier, item.anchor)
    closed = library.courses[item.id].closed
    on = f" on {iso_date(closed)}" if closed else ""
    state = tell_state(item.status, item.overdue_days(library.as_of)).lower()
    # The day is the one on which the work shipped; nobody says when it was seen to work.
    was_verified = closed is not None and item.status is ActionStatus.VERIFIED
    today = f"done{on} and verified" if was_verified else f"{state}{on}"
    if state == meant.then.value and not item.is_open:
        then, now = today, ""
    elif was_verified and meant.then is StateThen.DONE:
        then, now = f"done{on}", state
    else:
        then, now = _say_then(meant), today
    return MeantRow(
        item=Ref(kind=incident.kind, key=incident.key, title=item.id, anchor=incident.anchor),
        text=item.item,
        then=then,
        was_open=meant.then is StateThen.OPEN,
        now=now,
    )


def _say_then(meant: MeantToPrevent) -> str:
    if meant.then is StateThen.UNKNOWN:
        return "perhaps closed"
    if meant.open_days:
        return f"open for {count_of(meant.open_days, 'day')}"
    return meant.then.value
