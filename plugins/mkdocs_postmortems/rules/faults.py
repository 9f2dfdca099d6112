"""Faults as texts tell them of people, each with what a facilitator would ask instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_NEGATED = (
    r"(?:did[ \n]+not|didn['’]t|had[ \n]+not|hadn['’]t|never)(?:[ \n]+\w+ly|[ \n]+even)?[ \n]+"
)
_ADVERB = (
    r"(?:mistakenly|accidentally|inadvertently|wrongly|erroneously|incorrectly|falsely|carelessly|"
    r"recklessly|foolishly|blindly|negligently|unwittingly|hastily|unintentionally|needlessly)"
)
_IRREGULAR = (
    r"(?:ran|sent|set|took|chose|put|left|wrote|made|thought|cut|shut|told|gave|hit|got|kept|built|"
    r"overwrote|withdrew|drew|brought|forgot|read|led|let)"
)
_PARTICIPLE = (
    rf"(?:\w+ed|{_IRREGULAR}|known|seen|done|taken|written|chosen|given|caught|run|found|gone|"
    r"thought|told|understood|spoken|come|begun|held|paid|kept|taught|had|spotted)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A fault whose subject may be a person."""

    name: str
    """A word, for the group of the common pattern."""
    verb: str
    """Pattern of the verb as it follows its subject."""
    question: str
    """What a facilitator would ask instead."""
    people_only: bool = False
    """Whether machines cannot do it, so that `they` are people."""


FAULTS: tuple[Fault, ...] = (
    Fault(
        name="forgot",
        verb=r"forgot(?:ten)?\b(?![ \n]+password)",
        question="Where was the step written down, and what would have brought it to mind?",
        people_only=True,
    ),
    Fault(
        name="neglected",
        verb=r"neglected\b",
        question="What else had to be done at that time, and how was it decided what came first?",
        people_only=True,
    ),
    Fault(
        name="overlooked",
        verb=r"overlooked\b",
        question="How was it shown, and among how much else?",
        people_only=True,
    ),
    Fault(
        name="misread",
        verb=r"(?:(?:got|was)[ \n]+confused|mixed[ \n]+up|duped|misread|misunderstood|misjudged|misinterpreted|mistook|miscommunicated)\b",
        question="What did the screen or the text say, word for word, and what else could it mean?",
        people_only=True,
    ),
    Fault(
        name="assumed",
        verb=rf"{_ADVERB}[ \n]+(?:assumed|believed|thought|concluded|decided|presumed|supposed)\b"
        r"|(?:just|naively|simply)[ \n]+assumed\b",
        question="What made it look that way, and where could the truth have been seen?",
        people_only=True,
    ),
    Fault(
        name="slipped",
        verb=rf"{_ADVERB}[ \n]+(?:\w+ed|{_IRREGULAR})\b",
        question="How close did the harmless and the harmful action lie, and what would have "
        "stopped the second?",
    ),
    Fault(
        name="blundered",
        verb=r"made[ \n]+(?:an?|the|this|that|several|some|many|another)[ \n]+(?:[\w-]+[ \n]+){0,2}?"
        r"(?:mistakes?|errors?|typos?|blunders?|slips?|oversights?)\b"
        r"|(?:screwed|messed|fouled|slipped)[ \n]+up\b|dropped[ \n]+the[ \n]+ball\b"
        r"|fell[ \n]+asleep\b|slept[ \n]+through\b|rubber-stamped\b|cut[ \n]+corners\b|(?:bungled|botched|fat-finger(?:ed|s)|blundered)\b",
        question="What would have shown the slip before it did harm?",
        people_only=True,
    ),
    Fault(
        name="careless",
        verb=r"(?:is|are|was|were|been|got)[ \n]+(?:(?!not\b)\w+[ \n]+)?(?:careless|negligent|sloppy|lazy|inattentive|"
        r"distracted|complacent|incompetent|inexperienced|reckless|irresponsible|hasty|at[ \n]+fault|"
        r"to[ \n]+blame|not[ \n]+paying[ \n]+attention|not[ \n]+careful|"
        r"responsible[ \n]+for[ \n]+(?:the|this)[ \n]+(?:\w+[ \n]+)?(?:outage|incident|failure|mistake|error))",
        question="What were the hours, the tools and the load at that time?",
        people_only=True,
    ),
    Fault(
        name="attention",
        verb=rf"{_NEGATED}(?:bother|think|thought|care|pa(?:y|id)[ \n]+attention)\w*"
        r"|(?:was|were)(?:n['’]t|[ \n]+not)[ \n]+(?:paying[ \n]+attention|careful)\b"
        r"|(?:could(?:n['’]t|[ \n]+not)[ \n]+be[ \n]+)?bothered[ \n]+to\b|took[ \n]+the[ \n]+trouble[ \n]+to\b",
        question="What was there to draw attention to it?",
        people_only=True,
    ),
    Fault(
        name="panicked",
        verb=r"(?:panick(?:ed|s)|panics)\b",
        question="What did the pressure come from, and what would have given time?",
        people_only=True,
    ),
    Fault(
        name="lacked",
        verb=r"lacked[ \n]+(?:the[ \n]+)?(?:necessary[ \n]+|required[ \n]+|proper[ \n]+)?"
        r"(?:knowledge|skills?|discipline|experience|training|diligence|attention)\b",
        question="What would somebody new to it have needed to see or to be told?",
        people_only=True,
    ),
    Fault(
        name="failed",
        verb=r"failed[ \n]+to\b",
        question="What did the situation look like from where they stood, and what would have "
        "made the step the obvious one?",
    ),
    Fault(
        name="unchecked",
        verb=rf"{_NEGATED}(?:check|verif|test|read\b|notice|follow|ask|look|double-check|review|"
        r"validat|consult|confirm|escalat|communicat|coordinat|inform|tell\b|told\b|"
        r"respond|stop[ \n]+to|run[ \n]+the|update[ \n]+the|remember|take[ \n]+the[ \n]+time)\w*",
        question="How would one have known that this was needed, and how long does it take?",
    ),
    Fault(
        name="ignored",
        verb=r"(?:ignored|disregarded|dismissed|brushed[ \n]+(?:off|aside))\b",
        question="How many such signals came that week, and how many of them meant anything?",
    ),
    Fault(
        name="missed",
        verb=r"missed[ \n]+(?:the|an?|this|that|these|those|several|all|it|one|its|his|her|their)\b",
        question="Where did it appear, and what else was on the screen at that moment?",
    ),
    Fault(
        name="broke",
        verb=r"broke\b(?![ \n]+(?:down|off|up|out|for|into|through|even|ground|away|the[ \n]+(?:work|problem|task)))",
        question="What let that change reach production, and what would have caught it on the way?",
    ),
    Fault(
        name="caused",
        verb=r"caused[ \n]+(?:the|this|an?|our)[ \n]+(?:[\w-]+[ \n]+){0,2}?"
        r"(?:outage|incident|failure|problem|issue|downtime|error|bug|breakage|data[ \n]+loss|disruption)\b",
        question="Which conditions had to come together for that action to do harm?",
    ),
    Fault(
        name="skipped",
        verb=r"(?:skipped|bypassed|circumvented|violated|deviated[ \n]+from|departed[ \n]+from)\b",
        question="What does that step cost, and what did it usually find?",
    ),
    Fault(
        name="mistyped",
        verb=r"mis(?!sed|fired|matched|led)\w+(?:ed|spelt)\b"
        rf"|(?:\w+ed|{_IRREGULAR})[ \n]+(?:[\w-]+[ \n]+){{0,3}}?(?:the[ \n]+|an?[ \n]+)?"
        r"(?:wrong|incorrect)[ \n]+(?!that\b)\w+",
        question="How does the tool tell the right value from the wrong one, and when does it "
        "show which was given?",
    ),
    Fault(
        name="rushed",
        verb=r"rushed\b|(?:pushed|deployed|merged|released|shipped|ran|applied)[ \n]+"
        r"(?:[\w'’-]+[ \n]+){0,5}?without[ \n]+(?:\w+ly[ \n]+|any[ \n]+|an?[ \n]+)?"
        r"(?:test|check|read|verif|ask|review|approv)\w*",
        question="What did waiting cost at that moment, and who would have had to be there?",
    ),
    Fault(
        name="slow",
        verb=r"took[ \n]+(?:far[ \n]+|much[ \n]+|way[ \n]+)?too[ \n]+long\b"
        r"|(?:was|were)[ \n]+(?:too[ \n]+)?slow[ \n]+to\b|waited[ \n]+too[ \n]+long\b",
        question="What had to be found out in that time, and where was it looked for?",
    ),
)

HINDSIGHT: tuple[Fault, ...] = (
    Fault(
        name="should",
        verb=r"(?:(?:should|ought[ \n]+to|needed[ \n]+to)[ \n]*(?:not|never|n['’]t)?|should(?=['’]ve)|"
        r"(?:was|were)[ \n]+(?:supposed|expected)[ \n]+to)(?:[ \n]+\w+ly|[ \n]+(?:at[ \n]+least|also|just))?"
        rf"(?:[ \n]+have|['’]ve)(?:[ \n]+\w+ly|[ \n]+better)?[ \n]+(?:been[ \n]+(?:more|better|aware|careful|\w+ing)\b|{_PARTICIPLE}\b)",
        question="What was known at that moment, and what made the choice look right?",
    ),
    Fault(
        name="could",
        verb=r"could(?:['’]ve|[ \n]+(?:\w+ly[ \n]+|just[ \n]+)?have)[ \n]+(?:\w+ly[ \n]+)?"
        rf"{_PARTICIPLE}\b",
        question="What was known at that moment, and which other choices were in sight?",
    ),
    Fault(
        name="would",
        verb=r"would(?:['’]ve|[ \n]+have)[ \n]+(?:\w+ly[ \n]+)?(?:known|noticed|seen|caught|realised|"
        r"realized|understood|spotted)\b[^.;]{0,60}\bif\b",
        question="What was on the screen at that moment, and what would have shown it?",
    ),
    Fault(
        name="if_only",
        verb=rf"had(?:[ \n]+(?:only|just|simply|not|been))*[ \n]+(?:\w+ly[ \n]+)?"
        rf"(?:{_PARTICIPLE}|more[ \n]+careful|careful|attentive)\b",
        question="What would have prompted that at the time?",
    ),
)

INVERTED = re.compile(r"\bhad[ \n]+", re.IGNORECASE)
"""Opens "had the engineer checked"."""
INVERTED_VERB = re.compile(
    rf"(?:[ \n]+(?:only|not|just|simply))?(?:[ \n]+\w+ly)?[ \n]+{_PARTICIPLE}\b"
)
INVERTED_QUESTION = "What would have prompted that at the time?"


def _common(faults: tuple[Fault, ...]) -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(rf"(?P<{f.name}>{f.verb})" for f in faults) + ")", re.IGNORECASE
    )


_PATTERNS: Mapping[tuple[Fault, ...], re.Pattern[str]] = {
    faults: _common(faults) for faults in (FAULTS, HINDSIGHT)
}
_BY_NAME = {fault.name: fault for faults in _PATTERNS for fault in faults}


@dataclass(frozen=True, kw_only=True, slots=True)
class FaultMatch:
    """Where a fault's verb stands in a text."""

    fault: Fault
    start: int
    end: int


def find_faults(faults: tuple[Fault, ...], text: str) -> Iterator[FaultMatch]:
    """Every verb of a fault in a text, whoever its subject is."""
    for match in _PATTERNS[faults].finditer(text):
        name = match.lastgroup or ""
        yield FaultMatch(fault=_BY_NAME[name], start=match.start(), end=match.end())
