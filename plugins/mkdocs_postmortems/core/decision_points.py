"""The rows of a timeline where something was chosen: what a meeting asks about.

A question is about what could be seen at that moment. It quotes the row without
the person who acts in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .people import People, declare_people
from .plain_text import plain_text
from .postmortem import Postmortem
from .settings import Settings
from .timeline import Phase, Timeline, TimelineEvent

_SHOWN = 5
_LONGEST = 110
"""Letters of a row that a question quotes."""


class Choice(StrEnum):
    """What kind of choice a row tells of; the question depends on it."""

    DECISION = "decision"
    CHANGE = "change"
    BELIEF = "belief"
    CALL = "call"
    REPAIR = "repair"


@dataclass(frozen=True, kw_only=True)
class DecisionPoint:
    """A row where something was chosen."""

    event: TimelineEvent
    choice: Choice
    quote: str
    """The row's own words, without the person who acts in them."""

    @property
    def question(self) -> str:
        """The question about what was known at that moment."""
        return f"{self.event.written}, “{self.quote}”: {_QUESTIONS[self.choice]}"


_QUESTIONS = {
    Choice.DECISION: "what was known at that moment, and what else was weighed?",
    Choice.CHANGE: "what did the screens show then, and what else was weighed?",
    Choice.BELIEF: "what pointed there, and what could be seen that pointed elsewhere?",
    Choice.CALL: "what showed that more people were needed, and would anything have shown it earlier?",
    Choice.REPAIR: "what did the screens show then, and what would have told that it worked?",
}
# In the order in which they are taken where there are more than five. Words that systems do by
# themselves as well ("increased", "failed") are left out.
_WORDS = (
    (
        Choice.DECISION,
        r"deci(?:de[sd]?|ding|sion)|weigh(?:s|ed)?|choose[sn]?|chose|chosen|opt(?:s|ed)? (?:for|to)|"
        r"agree[sd]? (?:to|on|that)|declare[sd]?",
    ),
    (
        Choice.CHANGE,
        r"roll(?:s|ed|ing)? (?:it |them |the \w+ )?(?:back|forward)|roll-?(?:back|forward)s?|rolling back|"
        r"revert(?:s|ed|ing)?|(?:re-?start|re-?boot)(?:s|ed|ing)?|fail(?:s|ed|ing)? over(?! ?[\d~])|fail-?over|"
        r"(?:dis|en)abl(?:e[sd]?|ing)|switch(?:es|ed|ing)?(?: off| on| over| back)?|"
        r"turn(?:s|ed|ing)? (?:it |them )?(?:on|off)|withdr(?:aws?|ew|awn)|initiate[sd]?|"
        r"scal(?:es?|ed|ing) (?:up|out|down|in)|purge[sd]?|flush(?:es|ed)|re-?route[sd]?|"
        r"redirect(?:s|ed)|throttle[sd]?|raise[sd]?|lower(?:s|ed)|kill(?:s|ed)|paus(?:es|ed)|"
        r"put back|take[sn]? out|took out",
    ),
    (
        Choice.BELIEF,
        r"suspicion|suspect(?:s|ed)?|assum(?:es?|ed|ption)|believe[sd]?|hypothes[ie]s|conclude[sd]?|"
        r"ruled out|rules out|thought",
    ),
    (
        Choice.CALL,
        r"escalat(?:es?|ed|ion)|page[sd]|call(?:s|ed) in|br(?:ings?|ought) in|contact(?:s|ed)|"
        r"ask(?:s|ed) (?:for help|\w+ to join)",
    ),
    (
        Choice.REPAIR,
        r"(?:re-?)?deploy(?:s|ed)|hot-?fix(?:es|ed)?|appl(?:ies|ied)|patch(?:es|ed)|"
        r"(?:correct|remov|replac|delet|restor|chang|merg)(?:ed|es)|sent again|re-?sent|re-?run|rolled out",
    ),
)
_CHOICES = tuple(
    (choice, re.compile(rf"(?<![\w'’/.-])(?:{words})(?![\w-])", re.IGNORECASE))
    for choice, words in _WORDS
)
_ORDER = tuple(Choice)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_OF_ITSELF = re.compile(
    r"\b(?:alert|alarm|monitor(?:ing)?|pager ?duty|ops ?genie|watchdog|autoscaler|probe|kubernetes)\W+"
    r"(?:\w+\W+)?$|\bautomatic(?:ally)?\b|\bby itself\b",
    re.IGNORECASE,
)
# A name that nobody declares: "Alice restarted the pods", "Alice: restarted them".
_UNDECLARED = re.compile(r"(?:[A-Z][\w.'’-]* ){1,2}(?:then |also )?$")
_LABELLED = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)? ?(?:[:,>]|\s[–—-]) ?$")
_TAKES_OBJECT = re.compile(
    r" (?:(?:the|an?|all|both|our|its|their|one|two|it|them)\b|`|v?\d|[A-Z])"
)
_TAKES_CLAUSE = re.compile(r" (?:to|that)\b")
_BY = re.compile(r",? by (?P<who>@?[\w.'’-]+(?: [A-Z][\w.'’-]*)*)")


def find_decision_points(postmortem: Postmortem, settings: Settings) -> tuple[DecisionPoint, ...]:
    """At most five rows after detection, until the end, where something was chosen."""
    people = declare_people(
        (
            *postmortem.authors,
            *postmortem.responders,
            *postmortem.reviewers,
            *((postmortem.facilitator,) if postmortem.facilitator else ()),
            *settings.members,
        )
    )
    found = [point for event in _after_detection(postmortem.timeline)
             for point in _choices_in(event, people)]  # fmt: skip
    first = sorted(found, key=lambda point: _ORDER.index(point.choice))[:_SHOWN]
    return tuple(point for point in found if point in first)


def _after_detection(timeline: Timeline) -> tuple[TimelineEvent, ...]:
    """The rows below the one that says `detected`, up to the last that says `resolved`.

    Where no row says `detected`, the rows below the first.
    """
    events = timeline.events
    detected = [i for i, event in enumerate(events) if Phase.DETECTED in event.phases]
    resolved = [i for i, event in enumerate(events) if Phase.RESOLVED in event.phases]
    return events[(detected[0] if detected else 0) + 1 : resolved[-1] + 1 if resolved else None]


def _choices_in(event: TimelineEvent, people: People) -> Iterator[DecisionPoint]:
    """The choice that a row tells of, if any; of several the one that is asked about first."""
    sentences = _SENTENCE_END.split(plain_text(event.text))
    for choice, words in _CHOICES:
        for sentence in sentences:
            match = words.search(sentence)
            if match and not _OF_ITSELF.search(sentence[: match.start()]):
                quote = _without_actor(sentence, match, choice, people)
                yield DecisionPoint(event=event, choice=choice, quote=quote)
                return


def _without_actor(sentence: str, match: re.Match[str], choice: Choice, people: People) -> str:
    before, after = sentence[: match.start()], sentence[match.end() :]
    acts = _TAKES_OBJECT.match(after) or (
        choice is Choice.DECISION and _TAKES_CLAUSE.match(after)
    )  # "Alice restarted the pods", but "Limit raised to 500"
    undeclared = _UNDECLARED.fullmatch(before) and acts
    if undeclared or _LABELLED.fullmatch(before) or _names_somebody(before, people):
        sentence = sentence[match.start() :]
    sentence = _BY.sub(lambda by: "" if _is_somebody(by["who"], people) else by[0], sentence)
    sentence = sentence.rstrip(" .;:,")
    if len(sentence) <= _LONGEST:
        return sentence
    return f"{sentence[:_LONGEST].rsplit(' ', 1)[0].rstrip(' .;:,')} …"


def _names_somebody(text: str, people: People) -> bool:
    starts = (word.start() for word in re.finditer(r"(?<![\w'’-])[@\w]", text))
    return any(people.person_at(text, start) for start in starts) or bool(
        re.search(r"\b(?:we|I|he|she|they)\b", text, re.IGNORECASE)
    )


def _is_somebody(text: str, people: People) -> bool:
    """Whether a name, a handle or a capitalised word that can be one."""
    return text[0] == "@" or text[0].isupper() or people.person_at(text, 0) is not None
