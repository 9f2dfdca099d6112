"""What must be ready before the meeting about a postmortem, and what of it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .durations import format_duration
from .postmortem import Postmortem
from .vocabulary import fold


class Readiness(StrEnum):
    """How far something is."""

    DONE = "done"
    NOT_YET = "not-yet"
    BY_HAND = "by-hand"
    """The document cannot tell; somebody has to ask."""


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """Something that must be ready."""

    text: str
    state: Readiness


def list_preparations(postmortem: Postmortem) -> tuple[Preparation, ...]:
    """What the document itself shows, then what has to be asked."""
    return (*_shown(postmortem), *_asked())


def _shown(p: Postmortem) -> Iterator[Preparation]:
    if p.status == "draft":
        yield _row(done=False, text="The document is in review: it is still a draft.")
    else:
        yield _row(done=True, text=f"The document is {p.status.replace('-', ' ')}.")
    yield _timeline(p)
    if p.root_cause:
        yield _row(done=True, text="A cause is written.")
    else:
        yield _row(done=False, text="A cause is written, if need be as a hypothesis: none is.")
    yield _impact(p)
    yield _actions(p)
    yield _facilitator(p)
    if p.reviewers:
        yield _row(done=True, text=f"A reviewer is named: {', '.join(p.reviewers)}.")
    else:
        yield _row(done=False, text="A reviewer is named, from another team: nobody is.")


def _timeline(p: Postmortem) -> Preparation:
    timed = sum(event.at is not None for event in p.timeline.events)
    rows = f"{timed} {'event' if timed == 1 else 'events'}"
    if timed < 2:
        return _row(
            done=False, text=f"The timeline is written: it has {rows if timed else 'no events'}."
        )
    return _row(done=True, text=f"The timeline is written, with {rows}.")


def _impact(p: Postmortem) -> Preparation:
    if p.is_near_miss:
        if p.potential_severity:
            return _row(
                done=True, text=f"What it would have been is stated: {p.potential_severity}."
            )
        return _row(done=False, text="What it would have been is stated: no potential severity is.")
    known = [f"{number} {name}" for name, number in p.impact.items()]
    if p.customer_impact is not None:
        known.insert(0, f"customers affected for {format_duration(p.customer_impact)}")
    if known:
        return _row(done=True, text=f"The impact is stated: {', '.join(known)}.")
    duration = f" but the duration of {format_duration(p.duration)}" if p.duration else ""
    return _row(done=False, text=f"The impact is stated: nothing is{duration}.")


def _actions(p: Postmortem) -> Preparation:
    if not p.actions:
        return _row(done=False, text="Action items are proposed: none is.")
    owned = sum(action.owner is not None for action in p.actions)
    text = f"Action items are proposed: {len(p.actions)}, {owned} of them with an owner."
    return _row(done=True, text=text)


def _facilitator(p: Postmortem) -> Preparation:
    wanted = "A facilitator without a part in the incident is named"
    if p.facilitator is None:
        return _row(done=False, text=f"{wanted}: nobody is.")
    name = fold(p.facilitator)
    roles = [
        role
        for role, names in (("an author", p.authors), ("a responder", p.responders))
        if name in {fold(other) for other in names}
    ]
    if roles:
        return _row(done=False, text=f"{wanted}: {p.facilitator} is {' and '.join(roles)}.")
    return _row(done=True, text=f"{wanted}: {p.facilitator}.")


def _asked() -> Iterator[Preparation]:
    for text in (
        "The link went to everybody at least a working day ahead.",
        "Whoever was nearest to the trigger knows how the hour will run.",
        "Somebody takes notes, neither the facilitator nor an author.",
        "Everybody has read the document. If not, the meeting is moved.",
    ):
        yield Preparation(text=text, state=Readiness.BY_HAND)


def _row(*, done: bool, text: str) -> Preparation:
    return Preparation(text=text, state=Readiness.DONE if done else Readiness.NOT_YET)
