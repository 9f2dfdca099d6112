"""The story of an incident for a reader who stops after the first screen."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.library import Library
from ..core.plain_text import first_sentence, first_sentences
from ..core.postmortem import Postmortem
from .reference import Ref, refer_to_category
from .rows import ActionRow
from .wording import count_of, length, listing

_CAUSE_LENGTH = 280
"""Letters of the root cause that the story shows; the section says the rest."""

_LONGEST_NUMBER = 30
"""Digits; a longer one is shown as typed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryPart:
    """A question that a reader comes with, and the answer."""

    question: str
    answer: str
    detail: str = ""
    ref: Ref | None = None
    """Where the rest of the answer is."""


def tell_story(
    postmortem: Postmortem, actions: tuple[ActionRow, ...], library: Library
) -> tuple[StoryPart, ...]:
    """What happened, how bad, why, what stopped it, and whether it is fixed."""
    bad = _how_bad(postmortem)
    cause = tell_cause(postmortem)
    category = refer_to_category(postmortem.category, library)
    return (
        StoryPart(
            question="What happened",
            answer=first_sentence(postmortem.summary or "") or "No summary yet.",
        ),
        StoryPart(question="How bad", answer=bad or "Not yet known."),
        StoryPart(
            question="Why",
            answer=cause or "Not yet known.",
            detail=category.title if category else "",
            ref=category,
        ),
        StoryPart(question="What stopped it", answer=postmortem.mitigation or "Not recorded."),
        _is_it_fixed(postmortem, actions),
    )


def tell_cause(postmortem: Postmortem) -> str:
    """The root cause in a sentence or two; empty where there is none yet."""
    cause = first_sentences(postmortem.root_cause or "", _CAUSE_LENGTH)
    if cause.endswith(":"):  # the code block that it leads to is not shown here
        return f"{cause[:-1]}."
    return cause


def _how_bad(postmortem: Postmortem) -> str:
    parts = []
    if postmortem.is_near_miss:
        would = f"; it would have been {postmortem.potential_severity}"
        parts.append("Nobody was hit" + (would if postmortem.potential_severity else ""))
    elif postmortem.duration is not None:
        parts.append(f"{length(postmortem.duration)} from start to resolution")
    if postmortem.customer_impact:
        if postmortem.customer_impact == postmortem.duration:
            parts.append("customers affected throughout")
        else:
            parts.append(f"customers affected for {length(postmortem.customer_impact)}")
    costs = [name for name in postmortem.impact if name.casefold() == "cost"]
    counts = [
        f"{_grouped(number)} {name}"
        for name, number in postmortem.impact.items()
        if name not in costs
    ]
    counts += (f"a cost of {_grouped(postmortem.impact[name])}" for name in costs)
    parts += [listing(tuple(counts))] if counts else []
    return "; ".join(parts) + "." if parts else ""


def _grouped(number: str) -> str:
    head, _, rest = number.partition(" ")
    is_number = head.isascii() and head.isdecimal() and len(head) <= _LONGEST_NUMBER
    grouped = f"{int(head):,}" if is_number else head
    return f"{grouped} {rest}".strip()


def _is_it_fixed(postmortem: Postmortem, actions: tuple[ActionRow, ...]) -> StoryPart:
    question = "Is it fixed"
    if not postmortem.actions_complete:
        return StoryPart(question=question, answer="Unknown: not all action items can be read.")
    if not actions:
        answer = (
            "No action items were agreed." if postmortem.status == "final" else "Not yet decided."
        )
        return StoryPart(question=question, answer=answer)
    opened = [row for row in actions if row.is_open]
    overdue = sum(row.overdue_days > 0 for row in actions)
    finished = sum(row.status in ("done", "verified") for row in actions)
    declined = sum(row.status == "wont-do" for row in actions)
    ref = Ref(
        kind="incident", key=postmortem.id, title="Action items", anchor=actions[0].incident.anchor
    )
    if opened:
        late = f", {overdue} of them overdue" if overdue else ""
        answer = f"Not fully: {len(opened)} of {count_of(len(actions), 'action item')} open{late}."
    elif not finished:
        answer = "No: every action item was declined."
    else:
        answer = f"Yes: {count_of(finished, 'action item')} done" + (
            f", {declined} declined." if declined else "."
        )
    return StoryPart(question=question, answer=answer, detail="Action items", ref=ref)
