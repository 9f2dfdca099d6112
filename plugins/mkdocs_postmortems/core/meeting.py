"""The hour about a postmortem: what a facilitator asks, in which order, and of whom."""

from __future__ import annotations

from dataclasses import dataclass

from .attendance import Attendee, list_attendees
from .counterfactuals import ask_what_if
from .decision_points import find_decision_points
from .open_questions import OpenQuestion
from .pace import Gap, ask_about_silence, describe_phases, find_gaps, find_silences
from .postmortem import Postmortem
from .readiness import Preparation, list_preparations
from .settings import Settings


@dataclass(frozen=True, kw_only=True)
class AgendaPart:
    """A part of the hour."""

    key: str
    begins: int
    """Minute of the hour."""
    ends: int
    title: str
    leader: str
    outcome: str
    steps: tuple[str, ...]
    """What is said or asked, in this order."""


@dataclass(frozen=True, kw_only=True)
class Rephrasing:
    """What is said when somebody is blamed, and a question that leads on."""

    said: str
    ask: str


AGENDA = (
    AgendaPart(
        key="tone",
        begins=0,
        ends=5,
        title="Setting the tone",
        leader="facilitator",
        outcome="everybody knows what the hour is for",
        steps=(
            "We are here to understand how the system behaved, and to agree on what to change in it.",
            "Everybody did what made sense with what could be seen at that moment. We know how it "
            "ended; then, nobody did.",
            "Questions begin with “what” and “how”. If one is about a person instead, say so.",
            "Nothing that is said here goes into anybody's performance review.",
        ),
    ),
    AgendaPart(
        key="timeline",
        begins=5,
        ends=15,
        title="The timeline, read aloud",
        leader="author",
        outcome="a timeline that all agree on",
        steps=(
            "Row by row. Others add what they saw, and when, and correct times.",
            "Where two people remember it differently, both versions go into the document.",
            "No causes and no remedies yet: note them where all can see them, for the next part.",
        ),
    ),
    AgendaPart(
        key="discussion",
        begins=15,
        ends=35,
        title="Discussion",
        leader="facilitator",
        outcome="answers to four questions, about five minutes each",
        steps=(
            "What surprised us? Hear everybody once.",
            "Where did assumptions fail: about a limit, a screen, a runbook, a neighbouring service? "
            "Since when?",
            "What would have prevented it? Changes to the system, from the cheap to the thorough.",
            "What would have found it sooner, and by how many minutes?",
        ),
    ),
    AgendaPart(
        key="actions",
        begins=35,
        ends=50,
        title="Action items",
        leader="facilitator and owners",
        outcome="items with an owner, a priority and a date",
        steps=(
            "Does it answer something from the discussion?",
            "Who takes it? What nobody takes is struck out, and the document says so.",
            "By which day? The owner names it.",
            "How would a stranger see that it is done?",
            "What is better left undone? It stays as `wont-do`, with the reason.",
        ),
    ),
    AgendaPart(
        key="closing",
        begins=50,
        ends=60,
        title="Closing",
        leader="facilitator",
        outcome="who does what to the document, by which day",
        steps=(
            "Repeat the items with their owners and dates.",
            "Who corrects the document, who reviews it, on which day is it final?",
            "Which other team ought to hear of this, and who tells them?",
            "Was there something that you did not say? A sentence from each; it can also be told to "
            "the facilitator alone, afterwards.",
        ),
    ),
)

REPHRASINGS = (
    Rephrasing(
        said="“That was careless.”",
        ask="What made it easy to do, and hard to notice? What accepted it without a question?",
    ),
    Rephrasing(
        said="“It was obvious.”",
        ask="What was on the screen at that minute? Which other explanation did it fit?",
    ),
    Rephrasing(
        said="“Somebody forgot a step.”",
        ask="What reminds people of that step, and what happens without it? Could it be done by a machine?",
    ),
    Rephrasing(
        said="“The runbook was not followed.”",
        ask="Where did the runbook and the situation part ways? When was it last tried?",
    ),
    Rephrasing(
        said="“The review let it through.”",
        ask="What could a reviewer see of the effect? What would have made it visible there?",
    ),
    Rephrasing(
        said="“Who did that?”",
        ask="Which parts did the change pass on its way, and what did each of them check?",
    ),
    Rephrasing(
        said="“They took too long to react.”",
        ask="What did the signal say, whom did it reach, and what else was ringing at the time?",
    ),
    Rephrasing(
        said="“We must pay more attention.”",
        ask="What would make attention unnecessary here? What would catch it on a tired day?",
    ),
    Rephrasing(
        said="“Everybody knows that.”",
        ask="Where is it written, what enforces it, and who joined after it was last said?",
    ),
    Rephrasing(
        said="“It was my fault.”",
        ask="Thank you for saying what happened. What did you see before, and what did you expect?",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What the meeting about one postmortem has to ask and to have ready."""

    preparations: tuple[Preparation, ...]
    attendees: tuple[Attendee, ...]
    gaps: tuple[Gap, ...]
    """Rows of the timeline that lie far apart."""
    phases: tuple[str, ...]
    """Times between phases, and questions for phases that the timeline lacks."""
    silences: tuple[str, ...]
    decisions: tuple[str, ...]
    """Questions about rows where something was chosen."""
    counterfactuals: tuple[str, ...]
    open_questions: tuple[OpenQuestion, ...]


def prepare_meeting(
    postmortem: Postmortem, settings: Settings, open_questions: tuple[OpenQuestion, ...]
) -> Meeting:
    """Prepare the meeting about a postmortem, of which the rules left these questions."""
    timeline = postmortem.timeline
    decisions = find_decision_points(postmortem, settings)
    return Meeting(
        preparations=list_preparations(postmortem),
        attendees=list_attendees(postmortem, settings),
        gaps=find_gaps(timeline),
        phases=() if postmortem.is_near_miss else describe_phases(timeline),
        silences=tuple(ask_about_silence(gap, timeline) for gap in find_silences(timeline)),
        decisions=tuple(point.question for point in decisions),
        counterfactuals=ask_what_if(postmortem, settings),
        open_questions=open_questions,
    )
