"""What would have gone otherwise: questions about the system, from what a document says.

They can be checked and built, which "if only somebody had looked" cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType

from .durations import format_duration
from .postmortem import Postmortem
from .settings import UNDETERMINED, Settings
from .timeline import Phase, time_between
from .vocabulary import fold

_SOON = timedelta(minutes=5)
"""Detection within it is asked about in another way."""
_FACTORS = 5
_DETECTED_BY_MACHINE = "automated-alerting"
# By the ids of the built-in triggers, which many libraries keep.
_TRIGGERS: Mapping[str, str] = MappingProxyType(
    {
        "binary-push": "if it had reached one instance first, what would have shown there, and how soon?",
        "configuration-push": "if it had reached a small part first, what would have shown there, and how soon?",
        "schema-migration": "what could have enforced its order with the release, or stopped it halfway?",
        "feature-flag": "at which share of the traffic would it have shown, and on what?",
        "traffic-change": "which limit was met first, and where could its approach have been seen?",
        "dependency-failure": "what could still have been offered while the dependency was away?",
        "scheduled-job": "if it had run on a small part first, what would have stopped the rest?",
        "data-input": "which of the parts that it passed could have refused it, and with what message?",
        "expiry": "where can the date be seen, and what would have warned a month ahead?",
        "infrastructure-event": "what would have carried on without the part that failed?",
        "manual-operation": "what would have shown its effect before it ran, or made it harmless?",
    }
)
_ANY_TRIGGER = "if the same happened tomorrow, what would meet it first?"


def ask_what_if(postmortem: Postmortem, settings: Settings) -> tuple[str, ...]:
    """The questions, from how it came in to how it was stopped."""
    return (
        *_about_its_way_in(postmortem, settings),
        *_about_detection(postmortem, settings),
        *_about_factors(postmortem, settings),
        *_about_its_end(postmortem),
    )


def was_felt_by_customers(postmortem: Postmortem, settings: Settings) -> bool:
    """Whether customers were affected, or told of it."""
    if postmortem.customer_impact:
        return True
    term = settings.detection_methods.resolve(postmortem.detection or "")
    names = (term.id, term.title, *term.aliases) if term else ()
    return any("customer" in fold(name) for name in names)


def _about_its_way_in(postmortem: Postmortem, settings: Settings) -> Iterator[str]:
    introduced = postmortem.timeline.at(Phase.INTRODUCED)
    started = postmortem.timeline.at(Phase.STARTED)
    asleep = time_between(introduced, started) if introduced and started else None
    if asleep:
        yield (
            f"The fault was there for {format_duration(asleep)} before it was felt: which check did "
            "it pass on its way, and what could that check have shown?"
        )
    if postmortem.trigger:
        title = _in_a_sentence(settings.triggers.title_of(postmortem.trigger))
        yield f"Set off by: {title}. {_sentence(_TRIGGERS.get(postmortem.trigger, _ANY_TRIGGER))}"
    if not postmortem.root_cause or postmortem.category == UNDETERMINED.id:
        yield (
            "The cause is not established: which measurement would have told, and is it in place "
            "for the next time?"
        )
    if postmortem.recurrence_of:
        yield (
            "It is the same cause again: what was to prevent it after the last time, and how far "
            "did that reach?"
        )


def _about_detection(postmortem: Postmortem, settings: Settings) -> Iterator[str]:
    length = postmortem.timeline.time_to_detect
    after = f" after {format_duration(length)}" if length is not None else ""
    if postmortem.is_near_miss:
        if postmortem.detection:
            title = _in_a_sentence(settings.detection_methods.title_of(postmortem.detection))
            yield f"Noticed by: {title}. If it had not been, what would have shown it next?"
        return
    if postmortem.detection is None:
        yield f"Noticed{after}, and the document does not say how: which signal came first?"
        return
    title = _in_a_sentence(settings.detection_methods.title_of(postmortem.detection))
    if length is not None and length <= _SOON:
        question = "Would anything have gone otherwise with an earlier signal?"
    elif postmortem.detection == _DETECTED_BY_MACHINE:
        question = "Which signal was there earlier, and what kept it from being an alert?"
    else:
        question = "Which signal was there earlier, and whom could it have reached?"
    yield f"Found by: {title}{after}. {question}"


def _about_factors(postmortem: Postmortem, settings: Settings) -> Iterator[str]:
    for factor in postmortem.contributing_factors[:_FACTORS]:
        title = settings.contributing_factors.title_of(factor)
        yield f"Take away “{title}”: what would have happened then, and what all the same?"


def _about_its_end(postmortem: Postmortem) -> Iterator[str]:
    if postmortem.is_near_miss:
        would = postmortem.potential_severity
        yield "Which defence held, and was it there for this, or by luck?"
        yield (
            "What would have happened without the defence that held"
            + (f", on the way to a {would}" if would else "")
            + "? How far was it from there?"
        )
    if postmortem.timeline.at(Phase.RELAPSED):
        yield "It came back after the first mitigation: what would have shown that it was not over?"
    if postmortem.mitigation and not postmortem.is_near_miss:
        length = postmortem.timeline.time_to_mitigate
        after = f" after {format_duration(length)}" if length is not None else ""
        stopped = postmortem.mitigation.rstrip(".")
        yield f"Stopped{after} by “{stopped}”. What would have made that possible sooner?"


def _in_a_sentence(title: str) -> str:
    """A title within a sentence: without its capital, unless it has others."""
    return f"{title[:1].lower()}{title[1:]}" if title[1:2].islower() else title


def _sentence(question: str) -> str:
    return f"{question[:1].upper()}{question[1:]}"
