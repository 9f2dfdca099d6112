"""`/incidents/<id>/meeting/`: the hour about one postmortem, for the one who leads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..core.actions import ActionStatus
from ..core.library import Library
from ..core.meeting import AGENDA, REPHRASINGS, AgendaPart, Meeting, prepare_meeting
from ..core.open_questions import OpenQuestion
from ..core.pace import Gap
from ..core.plain_text import plain_text
from ..core.postmortem import Postmortem
from .questions import ask_about_recurrences
from .reference import Ref, refer_to_incident
from .rows import SeverityMark, mark_severity
from .wording import count_of, iso_date, length, listing, long_date, sentence_case, tell_state

_MANY = 12
"""With more people than that in a room, most stop speaking."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """Something that must be ready."""

    text: str
    state: str
    """`done`, `not-yet` or `by-hand`."""
    word: str
    """The state in words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Guest:
    """Somebody who should be there."""

    who: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingRow:
    """A row of the timeline."""

    at: str
    """As the document writes it."""
    text: str
    """Inline Markdown."""
    phases: str
    gap: str
    """`28 min later`, where it lies far from the row above."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """An action item to decide on; empty texts are for the pen."""

    short_id: str
    item: str
    """Inline Markdown."""
    owner: str
    priority: str
    due: str
    state: str
    """`Open`, `Overdue by 9 days`; empty for what is proposed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What the rules found of one kind in one section, and the question that settles it."""

    section: str
    findings: tuple[str, ...]
    """Sentences, with names of fields between backticks."""
    question: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of the hour."""

    key: str
    minutes: str
    """`15–35`."""
    title: str
    leader: str
    """`facilitator, Sam Ito`."""
    outcome: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """What is said, and what to ask instead."""

    said: str
    ask: str


@dataclass(frozen=True, kw_only=True)
class MeetingView:
    """The facilitator's script."""

    title: str
    incident: Ref
    kind: str
    status: str
    severity: SeverityMark | None
    date: str
    note: str
    """What the reader has to know first; mostly empty."""
    checks: tuple[Check, ...]
    missing: str
    """How many of the checks are not done."""
    guests: tuple[Guest, ...]
    guests_note: str
    agenda: tuple[Part, ...]
    timeline: tuple[MeetingRow, ...]
    phases: tuple[str, ...]
    """With names of phases between backticks."""
    silences: tuple[str, ...]
    decisions: tuple[str, ...]
    counterfactuals: tuple[str, ...]
    earlier_items: tuple[str, ...]
    """What follow-up leaves to be asked of items that were open or verified at the time."""
    proposals: tuple[Proposal, ...]
    questions: tuple[Question, ...]
    turns: tuple[Turn, ...]


def view_meeting(
    postmortem: Postmortem, library: Library, open_questions: tuple[OpenQuestion, ...]
) -> MeetingView:
    """The script for the meeting about a postmortem, of which the rules left these questions."""
    meeting = prepare_meeting(postmortem, library.settings, open_questions)
    many = len(meeting.attendees) > _MANY
    return MeetingView(
        title=f"Meeting: {postmortem.title}",
        incident=refer_to_incident(postmortem),
        kind=postmortem.kind,
        status=postmortem.status,
        severity=mark_severity(postmortem, library),
        date=long_date(postmortem.date) if postmortem.date else "no date",
        note=_note(postmortem),
        checks=tuple(
            Check(text=p.text, state=p.state.value, word=sentence_case(p.state.value))
            for p in meeting.preparations
        ),
        missing=_missing(meeting),
        guests=tuple(
            Guest(who=f"{a.who[:1].upper()}{a.who[1:]}", why="; ".join(a.why))
            for a in meeting.attendees
        ),
        guests_note=(
            f"These are {len(meeting.attendees)}. With more than {_MANY} most stop speaking: who can "
            "read the document instead?"
            if many
            else "Whoever wants to learn from it may listen."
        ),
        agenda=tuple(_part(part, postmortem) for part in AGENDA),
        timeline=_timeline(postmortem, meeting.gaps),
        phases=meeting.phases,
        silences=meeting.silences,
        decisions=meeting.decisions,
        counterfactuals=meeting.counterfactuals,
        earlier_items=tuple(
            f"{row.text} ({plain_text(row.item)})"
            for questions in ask_about_recurrences(postmortem, library)
            for row in questions.rows
        ),
        proposals=_proposals(postmortem, library.as_of),
        questions=_group(meeting.open_questions),
        turns=tuple(Turn(said=r.said, ask=r.ask) for r in REPHRASINGS),
    )


def _note(postmortem: Postmortem) -> str:
    if postmortem.status == "final":
        return (
            "This postmortem is final: its meeting has been held, or it went without one. The "
            "script is for holding it again, or for practice."
        )
    return ""


def _missing(meeting: Meeting) -> str:
    missing = sum(p.state.value == "not-yet" for p in meeting.preparations)
    if not missing:
        return "All that the document can show is ready."
    return f"{count_of(missing, 'point')} {'is' if missing == 1 else 'are'} not ready yet."


def _part(part: AgendaPart, postmortem: Postmortem) -> Part:
    named = {
        "facilitator": (postmortem.facilitator,) if postmortem.facilitator else (),
        "author": postmortem.authors[:1],
    }.get(part.leader, ())
    return Part(
        key=part.key,
        minutes=f"{part.begins}–{part.ends}",
        title=part.title,
        leader=", ".join((part.leader, *named)),
        outcome=part.outcome,
        steps=part.steps,
    )


def _timeline(postmortem: Postmortem, gaps: tuple[Gap, ...]) -> tuple[MeetingRow, ...]:
    before = {gap.after.line: length(gap.length) for gap in gaps}
    return tuple(
        MeetingRow(
            at=event.written,
            text=event.text,
            phases=listing(tuple(phase.value for phase in event.phases)),
            gap=f"{before[event.line]} later" if event.line in before else "",
        )
        for event in postmortem.timeline.events
    )


def _proposals(postmortem: Postmortem, as_of: date) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(
            short_id=action.short_id,
            item=action.item,
            owner=action.owner or "",
            priority=action.priority or "",
            due=(iso_date(action.due) or "") + (", by the policy" if action.due_by_policy else ""),
            state=""
            if action.status is ActionStatus.PROPOSED
            else tell_state(action.status, action.overdue_days(as_of)),
        )
        for action in postmortem.actions
    )


def _group(questions: tuple[OpenQuestion, ...]) -> tuple[Question, ...]:
    """Findings of one section that one question settles, together; sections in their order."""
    groups: dict[tuple[str, str], list[str]] = {}
    for found in questions:
        groups.setdefault((found.section, found.question), []).append(found.finding)
    order = list(dict.fromkeys(section for section, _ in groups))
    return tuple(
        Question(section=section, findings=tuple(dict.fromkeys(findings)), question=question)
        for (section, question), findings in sorted(
            groups.items(), key=lambda group: order.index(group[0][0])
        )
    )
