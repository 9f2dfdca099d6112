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
        at = f"{self.event.written}, " if self.event.written else ""
        return f"{at}“{self.quote}”: {_QUESTIONS[self.choice]}"


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
        r"agree[sd]? (?:to|on|that)",
    ),
    (
        Choice.CHANGE,
        r"roll(?:s|ed|ing)? (?:it |them |the \w+ )?(?:back|forward)|roll-?(?:back|forward)s?|rolling back|"
        r"revert(?:s|ed|ing)?|(?:re-?start|re-?boot)(?:s|ed|ing)?|fail(?:s|ed|ing)? over(?! ?[\d~])|fail-?over|"
        r"(?:dis|en)abl(?:e[sd]?|ing)|switch(?:es|ed|ing)?(?: off| on| over| back)?|"
        r"turn(?:s|ed|ing)? (?:it |them )?(?:on|off)|withdr(?:aws?|ew|awn)|initiate[sd]?|"
        r"scal(?:es?|ed|ing) (?:up|out|down|in)|purge[sd]?|flush(?:es|ed)|re-?route[sd]?|"
        r"throttle[sd]?|raise[sd]?(?! (?:the |an? )?(?:issue|ticket|incident|alert|concern))|lower(?:s|ed)|"
        r"paus(?:es|ed)|put back|take[sn]? out|took out",
    ),
    (
        Choice.BELIEF,
        r"suspicion|suspect(?:s|ed)?|assum(?:es?|ed|ption)|believe[sd]?|hypothes[ie]s|conclude[sd]?|"
        r"ruled out|rules out|thought",
    ),
    (
        Choice.CALL,
        r"escalat(?:es?|ed|ion)|paged|called in|br(?:ings?|ought) in|contact(?:s|ed)|"
        r"ask(?:s|ed) (?:for help|\w+ to join)",
    ),
    (
        Choice.REPAIR,
        r"(?:re-?)?deploy(?:s|ed)|hot-?fix(?:es|ed)?|appl(?:ies|ied)|patch(?:es|ed)|"
        r"(?:correct|remov|replac|delet|merg)ed|deletes|sent again|re-?sent|re-?run|rolled out",
    ),
)
_CHOICES = tuple(
    (choice, re.compile(rf"(?<![\w'’/.-])(?:{words})(?![\w-])", re.IGNORECASE))
    for choice, words in _WORDS
)
_ORDER = tuple(Choice)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\s*<br\s*/?>\s*")
_OF_ITSELF = re.compile(
    r"\b(?:alert|alarm|ticket|incident|monitor(?:ing)?|pager ?duty|ops ?genie|watchdog|"
    r"autoscaler|probe|kubernetes)\W+(?:\w+\W+)?$|\b(?:no|without(?: an?)?)\W+$",
    re.IGNORECASE,
)
"""What stands before a word of the above that nobody chose."""
_AUTOMATIC = re.compile(r"\bautomatic(?:ally)?\b", re.IGNORECASE)
# Who acts, where nobody declares the name: "alice restarts the pods", "Alice: restarted them".
_ACTOR = re.compile(
    r"(?:[\w.'’-]+ ){1,4}(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bbeing )"
)
_LABEL = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)? ?(?:[:,>]|\s[–—-]) ?")
_OBJECT = re.compile(r" (?:(?:the|an?|all|both|our|its|their|one|two|it|them)\b|`|v?\d|[A-Z])")
_ACTIVE = re.compile(r"(?:[a-z]{3,}s|chose|took out|decided|agreed?)\b(?!-)", re.IGNORECASE)
"""Forms of the words above that always have somebody who acts before them."""
_BY = re.compile(r",? by (?P<who>(?:the |an? )?@?[\w.'’-]+(?: [A-Z][\w.'’-]*)*)")


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
    sentences = [plain_text(part) for part in _SENTENCE_END.split(event.text)]
    for choice, words in _CHOICES:
        for sentence in sentences:
            match = None if _AUTOMATIC.search(sentence) else words.search(sentence)
            if match and not _OF_ITSELF.search(sentence[: match.start()]):
                quote = _without_actor(sentence, match, people)
                if quote != match[0] or quote == sentence:
                    yield DecisionPoint(event=event, choice=choice, quote=quote)
                    return


def _without_actor(sentence: str, match: re.Match[str], people: People) -> str:
    before, after = sentence[: match.start()], sentence[match.end() :]
    # "Alice restarted the pods", but "Limit raised to 500".
    acts = _ACTOR.fullmatch(before) and (_OBJECT.match(after) or _ACTIVE.match(match[0]))
    if acts or _LABEL.fullmatch(before) or _names_somebody(before, people):
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
