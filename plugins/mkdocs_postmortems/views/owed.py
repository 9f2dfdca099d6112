"""`/owed/`: which incidents are owed a postmortem, why, by when and whose it is."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from ..core.library import Library
from ..core.owed import Obligation, State, find_obligations
from ..core.register_file import NO_RECURRENCE, REGISTER_COLUMNS
from .calling import explain_call, say_due
from .reference import Ref, refer_to_incident, refer_to_team
from .rows import SeverityMark, mark_severity
from .teams import all_teams
from .wording import count_of, iso_date, iso_instant, long_date

SHOWN = 50
"""So many rows of a list are on the page; the command lists them all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settling:
    """A line that answers a question, and what it says."""

    line: str
    """`recurrence_of: none`."""
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OwedRow:
    """An incident in a list."""

    number: str
    """In the register; without one, the id of the postmortem."""
    document: Ref | None
    """The postmortem that was begun."""
    title: str
    """Empty where neither the register nor a document has one."""
    date: str | None
    """`2026-03-04`."""
    severity: SeverityMark | None
    kind: str
    status: str
    """Of the document; empty without one."""
    why: tuple[str, ...]
    """The triggers that call for it; else what is not known, or what was missed."""
    earlier: tuple[Ref, ...]
    """Incidents that may have the same cause; `kind` is empty where one has no page."""
    due: str
    """`2026-03-08, 14:47 UTC`; empty where nothing is owed."""
    due_order: str
    """To sort by."""
    overdue_days: int
    team: Ref | None
    """`kind` is empty where the team has no page."""
    command: str
    """What starts the document; empty where there is one, or none is owed."""
    is_unreadable: bool
    """Whether there is a document that cannot be read."""
    settle_in: str
    """Where one of the lines of `settle` goes."""
    settle: tuple[Settling, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OwedSection:
    """Incidents whose postmortems are equally far."""

    id: str
    title: str
    total: int
    rows: tuple[OwedRow, ...]
    """The first of them."""
    order: str
    """How they are sorted, in words."""

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True, kw_only=True)
class OwedView:
    """What is owed a postmortem, and what is not."""

    title: str
    as_of: str
    owed: int
    late: int
    lead: str
    how_far: str
    """`4 have no document yet, 1 is begun`; empty where none is owed."""
    sections: tuple[OwedSection, ...]
    """Late, owed, begun, unreadable, for a decision; empty ones left out."""
    not_needed: OwedSection | None
    """The newest; None where there are none."""
    has_register: bool
    columns: tuple[str, ...]
    """Of a register, for those who have none yet."""


def view_owed(library: Library) -> OwedView:
    """What the page of owed postmortems shows."""
    found = find_obligations(library)
    groups = (
        ("late", "Owed and late", "the longest overdue first", found.late),
        ("owed", "Owed", "by deadline", _not_late(found.in_state(State.OWED))),
        (
            "begun",
            "Begun and not yet final",
            "by deadline",
            _not_late(found.in_state(State.BEGUN)),
        ),
        (
            "unreadable",
            "With a document that cannot be read",
            "by deadline",
            _not_late(found.in_state(State.UNREADABLE)),
        ),
        ("decision", "For a decision", "the newest first", found.in_state(State.UNDECIDED)),
    )
    not_needed = found.in_state(State.NOT_NEEDED)
    return OwedView(
        title="Owed postmortems",
        as_of=long_date(library.as_of),
        owed=len(found.owed),
        late=len(found.late),
        lead=_lead(len(found.owed), library),
        how_far=_how_far(found.owed),
        sections=tuple(_section(*group, library) for group in groups if group[3]),
        not_needed=_section("not-needed", "None needed", "the newest first", not_needed, library)
        if not_needed
        else None,
        has_register=bool(library.register),
        columns=REGISTER_COLUMNS,
    )


def _not_late(found: tuple[Obligation, ...]) -> tuple[Obligation, ...]:
    return tuple(one for one in found if not one.is_late)


def _lead(owed: int, library: Library) -> str:
    if owed:
        return f"{count_of(owed, 'incident')} {'is' if owed == 1 else 'are'} owed a postmortem"
    days = library.published_days
    published = [days[p.id] for p in library.postmortems if p.published and p.status == "final"]
    if not published:
        return "No incident is owed a postmortem. None has been published yet"
    return (
        "No incident is owed a postmortem. "
        f"The last one was published on {long_date(max(published))}"
    )


def _how_far(owed: tuple[Obligation, ...]) -> str:
    begun = sum(bool(one.documents) for one in owed)
    unreadable = sum(one.state is State.UNREADABLE for one in owed)
    missing = len(owed) - begun - unreadable
    parts = (
        f"{missing:,} {'has' if missing == 1 else 'have'} no document yet" if missing else "",
        f"{begun:,} {'is' if begun == 1 else 'are'} begun" if begun else "",
        f"{unreadable:,} cannot be read" if unreadable else "",
    )
    return ", ".join(part for part in parts if part)


def _section(
    identifier: str, title: str, order: str, found: tuple[Obligation, ...], library: Library
) -> OwedSection:
    return OwedSection(
        id=identifier,
        title=title,
        total=len(found),
        rows=list_owed(found[:SHOWN], library),
        order=order,
    )


def list_owed(found: tuple[Obligation, ...], library: Library) -> tuple[OwedRow, ...]:
    """One row for each incident, in the order given."""
    pages = frozenset(team.id for team in all_teams(library))
    return tuple(_row(one, pages, library) for one in found)


def _row(one: Obligation, pages: frozenset[str], library: Library) -> OwedRow:
    facts, document = one.facts, one.documents[0] if one.documents else None
    team = refer_to_team(one.team, library) if one.team else None
    return OwedRow(
        number=facts.id,
        document=refer_to_incident(document) if document else None,
        title=one.title,
        date=iso_date(facts.day),
        severity=mark_severity(facts, library),
        kind="near-miss" if facts.is_near_miss else "incident",
        status=document.status if document else "",
        why=one.verdict.missed
        if one.state is State.NOT_NEEDED
        else explain_call(one.verdict, library.settings.policy),
        earlier=tuple(_refer(name, library) for name in one.verdict.possible),
        due=_due(one),
        due_order=one.deadline.isoformat() if one.deadline and one.is_owed else "",
        overdue_days=one.overdue_days,
        team=Ref(kind="", title=team.title) if team and team.key not in pages else team,
        command=start_command(one),
        is_unreadable=one.state is State.UNREADABLE,
        settle_in="the document" if document else "the register",
        settle=_settle(one, library),
    )


def _due(one: Obligation) -> str:
    if one.state in (State.NOT_NEEDED, State.UNDECIDED):
        return ""
    return iso_instant(one.deadline) if one.deadline else say_due(one)


def start_command(one: Obligation) -> str:
    """What starts the document of an incident that is owed one; empty where there is one."""
    if one.state is not State.OWED:
        return ""
    return f"postmortems new --from-incident {shlex.quote(one.facts.id)}"


def _refer(name: str, library: Library) -> Ref:
    known = name in library.by_id
    return Ref(kind="incident" if known else "", key=name if known else "", title=name)


def _settle(one: Obligation, library: Library) -> tuple[Settling, ...]:
    """What to write where it is asked which cause it is: the latest earlier one, or none."""
    possible = one.verdict.possible
    if not possible:
        return ()
    same, other = "if the cause is the same", "if it is another"
    if not one.documents:
        return (
            Settling(line=f"recurrence_of: {possible[-1]}", meaning=same),
            Settling(line=f"recurrence_of: {NO_RECURRENCE}", meaning=other),
        )
    with_page = [name for name in possible if name in library.by_id]
    if not with_page:
        return ()
    named = one.documents[0].related
    related = ", ".join(dict.fromkeys((*named, *with_page)))
    if named:
        other += ", in place of its line related (keep what else that names)"
    return (
        Settling(line=f"recurrence_of: [{with_page[-1]}]", meaning=same),
        Settling(line=f"related: [{related}]", meaning=other),
    )
